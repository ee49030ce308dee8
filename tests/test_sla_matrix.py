"""What `cstool sla` shows: promises with the longest they can take, and the week by hours; the numbers against each other."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from cstool.loading import load
from cstool.render import heatmap, promises
from cstool.sla import compile_sla
from cstool.sla.duties import duties_on, market_zone
from cstool.sla.heat import Asked, heat_maps
from cstool.sla.matrix import Row, matrix, timed_of
from cstool.workspace import Workspace
from cstool.worktime.worst import due_of
from tests.console import Terminal

DAY = date(2026, 7, 13)
FILES = {
    "config/cstool.yaml": "name: shop\ntimezone: Asia/Shanghai\nlocales: [en]\npacks: [market]\n",
    "config/vocabulary.yaml": "categories: {claim: {}, other: {}}\n",
    "config/channels.yaml": """\
channels:
  market-us: {type: marketplace, pack: market, country: US, calendar: shenzhen}
  market-uk: {type: marketplace, pack: market, country: GB, calendar: shenzhen}
  mail: {type: email, calendar: shenzhen}
  off: {type: email, enabled: false}
""",
    "config/calendars.yaml": """\
calendars:
  shenzhen: {timezone: Asia/Shanghai, hours: {mon-fri: "09:00-18:00"}, holidays: {country: CN}}
""",
    "config/packs/market.yaml": """\
id: market
name: Market
stale_after: 365d
entries:
  - {id: reply, metric: first_reply, limit: 24h, what: answer, confidence: official, KIND}
  - {id: claim, metric: resolution, limit: 48h, category: claim, what: settle, confidence: official, KIND}
  - {id: gb, metric: resolution, limit: 3 working days, clock: business_days, region: GB, what: act, confidence: official, KIND}
""".replace("KIND", "kind: response_time, source: https://market.example, checked_on: 2026-07-01"),
    "config/sla.yaml": """\
policies:
  - {id: all, targets: {first_reply: {urgent: 1h, high: 2h, normal: 2h, low: 4h}, resolution: {within: 72h, calendar: 24x7}}}
  - {id: claim, overlay: true, when: {category: claim}, targets: {resolution: {within: 40h, calendar: 24x7}}}
""",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Callable[..., Workspace]:
    def make(**replaced: str) -> Workspace:
        for path, body in (FILES | {f"config/{name}.yaml": body for name, body in replaced.items()}).items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(body, encoding="utf-8")
        loaded = load(tmp_path, DAY)
        assert not loaded.faults
        return loaded

    return make


def at(rows: list[Row], channel: str, policy: str, metric: str) -> Row:
    (found,) = [row for row in rows if (row.channel, row.goal.policy.value.id, row.goal.metric) == (channel, policy, metric)]
    return found


def test_promises(workspace: Callable[..., Workspace]) -> None:
    rows = list(matrix(workspace(), DAY))
    wide = promises.widest(rows)
    assert len(rows) == 3 * 6  # four priorities of one target, and two resolutions
    assert len(wide) == 3 * 3
    first = at(wide, "market-us", "all", "first_reply")
    assert (first.goal.key, first.verdict, first.zone.key) == ("low", "late", "America/New_York")
    assert first.worst is not None
    # Closed from 1 to 7 October 2026: four hours that begin at closing time on 30 September.
    assert first.worst.start == datetime(2026, 9, 30, 18, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert first.worst.elapsed == timedelta(hours=187)
    assert at(wide, "mail", "all", "first_reply").verdict == "unlimited"
    # A claim is under the 48 hours; the overlay surely applies to it, so that the 72 hours of all the others are not.
    assert at(wide, "market-us", "claim", "resolution").verdict == "kept"
    assert at(wide, "market-us", "all", "resolution").verdict == "unlimited"
    # Three business days are never over sooner than 72 hours.
    assert at(wide, "market-uk", "all", "resolution").verdict == "kept"
    assert [duty.metric for duty in duties_on(workspace(), "market-us")] == ["first_reply", "resolution"]
    assert duties_on(workspace(), "mail") == duties_on(workspace(), "nowhere") == ()


def test_what_cannot_be_told_is_said(workspace: Callable[..., Workspace]) -> None:
    for hours, zone in (("{mon: []}", "UTC"), ('{mon: "09:00-10:00"}', "CST")):
        made = workspace(calendars=f"calendars: {{shenzhen: {{timezone: {zone}, hours: {hours}}}}}")
        assert {row.verdict for row in matrix(made, DAY) if row.goal.calendar == "shenzhen"} == {"unknown"}
        assert not [found for found in heat_maps(made, DAY, Asked()) if found.cells]
        assert promises.as_text(list(matrix(made, DAY)), "en")


def test_the_market_lives_by_its_own_zone(workspace: Callable[..., Workspace]) -> None:
    made = workspace()
    found = [market_zone(made, name).key for name in ("market-us", "market-uk", "mail", "nowhere")]
    assert found == ["America/New_York", "Europe/London", "Asia/Shanghai", "Asia/Shanghai"]


def test_the_week_by_hours_agrees_with_every_minute(workspace: Callable[..., Workspace]) -> None:
    made = workspace(
        calendars='calendars: {shenzhen: {timezone: Asia/Shanghai, hours: {mon-fri: ["09:00-12:10", "13:00-18:00"]}}}'
    )
    book = compile_sla(made)
    maps = list(heat_maps(made, DAY, Asked(priority="normal")))
    assert [found.channels for found in maps] == [("market-us",), ("market-uk",), ("mail",)]
    found, zone = maps[0], ZoneInfo("America/New_York")
    (row,) = [row for row in matrix(made, DAY) if (row.channel, row.goal.key) == ("market-us", "normal")]
    seen: dict[tuple[int, int], int] = {}
    for minute in range(7 * 1440):
        start = datetime(2026, 7, 13, 4, 0, 1, tzinfo=UTC) + timedelta(minutes=minute)  # midnight in New York, and a second
        local, length = start.astimezone(zone), due_of(timed_of(book, row.goal), start) - start
        hour = (local.weekday(), local.hour)
        seen[hour] = max(seen.get(hour, 0), int(length.total_seconds()))
    assert len(found.cells) == 168
    for hour, longest in seen.items():
        # In the summer of New York, which is the greater part of the year, and without holidays every week is alike.
        assert 0 <= found.cells[hour].usual - longest <= 1
        assert found.cells[hour].longest >= found.cells[hour].usual
        assert found.cells[hour].weeks == (51 if hour == (6, 2) else 52)  # in spring the clocks leave one out
    assert found.cells[(5, 12)].late == 52


def test_channels_that_are_alike_share_a_map(workspace: Callable[..., Workspace]) -> None:
    maps = list(heat_maps(workspace(), DAY, Asked(zone=ZoneInfo("UTC"))))
    assert [found.channels for found in maps] == [("market-us", "market-uk"), ("mail",)]
    assert [str(within) for found in maps for within, _ in found.targets] == ["4h", "4h"]
    assert not list(heat_maps(workspace(), DAY, Asked("update")))
    (only,) = heat_maps(workspace(), DAY, Asked("resolution", category="claim", channels=("mail",)))
    assert [str(within) for within, _ in only.targets] == ["40h"]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_forms(workspace: Callable[..., Workspace], language: str) -> None:
    made = workspace(channels=FILES["config/channels.yaml"].replace("mail:", '"mail-a":'))
    rows, maps = list(matrix(made, DAY)), list(heat_maps(made, DAY, Asked()))
    data = json.loads(promises.as_json(rows, language))["promises"]
    assert [entry["channel"] for entry in data] == [row.channel for row in rows]
    assert data[0]["limit"]["behind_seconds"] == data[0]["longest_seconds"] - 24 * 3600
    assert promises.as_csv(rows, language).count("\r\n") == len(rows) + 1
    assert promises.as_markdown(rows, language).count("\n| ") == len(rows) + 2
    page = promises.as_html(rows, language)
    assert page.count('<tr class="late">') == sum(row.verdict == "late" for row in rows)
    picture = ElementTree.fromstring(heatmap.as_svg(maps, language, False))
    assert len(picture.findall(".//{http://www.w3.org/2000/svg}rect")) == 1 + 168 * len(maps)
    for text in (page, heatmap.as_html(maps, language, True)):
        assert "<script" not in text
        assert 'src="' not in text
    hours = json.loads(heatmap.as_json(maps))["maps"][0]["hours"]
    assert len(hours) == 168


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0s"), (59, "59s"), (60, "1m"), (61, "2m"), (3600, "1h"), (360_000, "5d"), (187 * 3600, "8d")]
)
def test_short_lengths(seconds: int, shown: str) -> None:
    assert heatmap.short(seconds) == shown


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ("matrix --channel nobody", 2, "nobody"),
        ("matrix --format pdf", 2, "pdf"),
        ("heatmap --category refunds", 2, "refund"),
        ("heatmap --format png", 2, "png=PATH"),
        ("heatmap --format svg --format text", 2, "stdout"),
        ("heatmap --metric update", 3, "update"),
        ("heatmap --timezone CST", 2, "CST"),
        ("matrx", 2, "matrx"),
        ("", 2, "heatmap"),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: str, code: int, said: str) -> None:
    terminal = Terminal(tmp_path)
    terminal.fill("full")
    lines, ended = terminal.run(f"cstool sla {arguments}")
    assert (ended, said in lines) == (code, True), lines


def test_files(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.fill("full")
    lines, ended = terminal.run("cstool sla heatmap --format svg=out/week.svg --format html=out/week.html --format text")
    assert (ended, "hours of" in lines) == (0, True)
    assert ElementTree.parse(tmp_path / "out/week.svg").getroot().tag.endswith("svg")
    assert (tmp_path / "out/week.html").read_text(encoding="utf-8").startswith("<!doctype html>")
