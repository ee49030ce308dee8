"""Data against models: every fault at its line, inside unions and after others were left out; the rest stays."""

import copy
import random
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from cstool.loading import KINDS, load, shape
from cstool.model.pack import Pack
from cstool.model.sop import Sop
from cstool.source import Source, dump, read_yaml

ROOT = Path(__file__).parent.parent
BROKEN: list[list[str]] = [["zzz"]]
"""No field of ours takes a list of lists."""
FILES: dict[str, type[BaseModel]] = {
    **{
        f"config/{kind}.yaml": KINDS[kind] for kind in ("cstool", "vocabulary", "channels", "teams", "sla", "routing", "outreach")
    },
    "sop/refund.yaml": Sop,
    "cstool/packs/amazon.yaml": Pack,
}
Loc = tuple[str | int, ...]


def shaped(content: str, model: type[BaseModel]) -> tuple[Any, list[str]]:
    source, found = read_yaml("a.yaml", content.encode())
    assert source is not None, found
    value, _, faults = shape.validate(model, source)
    return value, [f"{one.check}@{one.span.line}:{one.span.column}" for one in sorted(faults, key=lambda one: one.sort_key)]


SOP = "id: a\nname: A\nowner: x\nsteps:\n"


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        (
            "sla",
            "policies:\n- id: a\n  targets:\n    first_reply: 4\n    update: {within: x}\n",
            ["duration-without-unit@4:18", "malformed-value@5:22"],
        ),
        (
            "sla",
            "policies:\n- {id: a, targets: {first_reply: {urgent: 1h, hihg: 2h}}}\n",
            ["unknown-key@2:47"],
        ),
        (
            "sla",
            "policies:\n- {id: a, targets: {}, escalate: [{at: 75, of: resolution, do: shout, to: {}}]}\n",
            ["malformed-value@2:40", "unknown-choice@2:64"],
        ),
        (
            "sla",
            "policies:\n- {id: A, targets: {}}\n- {targets: {}}\n- {id: c, targets: {}}\n",
            ["malformed-value@2:8", "missing-key@3:3"],
        ),
        (
            "teams",
            "teams:\n  Bad Name: {}\n  good: {members: lin, assign: never}\n",
            ["malformed-value@2:3", "wrong-type@3:19", "unknown-choice@3:32"],
        ),
        (
            "teams",
            "teams: {a: [1]}\n",
            ["wrong-type@1:12"],
        ),
        (
            "facts",
            "authority: [{role: agent, up_to: 50}]\nrates: {EUR: 1.08, usd: 1 USD}\n",
            ["amount-without-currency@1:34", "amount-without-currency@2:14", "malformed-value@2:20"],
        ),
        (
            "routing",
            "stages:\n- {id: a, match: first, rules: [{id: r, when: always, then: {priority: hihg, team: 5}}]}\n",
            ["unknown-choice@2:72", "wrong-type@2:84"],
        ),
        (
            "routing",
            "stages:\n- {id: a, match: sometimes, rules: []}\n- {id: b, match: first, rules: [], shoe: 1}\n",
            ["unknown-choice@2:18", "unknown-key@3:36"],
        ),
        (
            "cstool",
            "name: a\nbackends:\n  b: {type: zendesk, token: hunter2}\n",
            ["literal-secret@3:29"],
        ),
        (
            "cstool",
            "name: a\nbackends:\n  b: {type: zendesk, url: 'https://x:hunter2@y.example'}\n",
            ["literal-secret@3:27"],
        ),
        (
            "cstool",
            "name: a\ntimezone: [x]\nlocales: en\n",
            ["wrong-type@2:11", "wrong-type@3:10"],
        ),
        (
            "calendars",
            "calendars:\n  a: {timezone: UTC, hours: {mon: ['9-5']}}\n",
            ["malformed-value@2:36"],
        ),
        (
            "calendars",
            "calendars:\n  a: {timezone: UTC, hours: {fri-mon: ['24:00-25:00'], xyz: ['9-5'], sun: [540], tue: 5}, shoe: 1}\n",
            [f"malformed-value@2:{column}" for column in (40, 56, 62, 76, 87)] + ["unknown-key@2:91"],
        ),
        ("sla", "policies:\n", ["wrong-type@1:1"]),
        (
            "sla",
            "policies：\n  - id：a\n    targets：{update：2h}\n",
            [f"chinese-punctuation@{at}" for at in ("1:9", "2:7", "3:12")],
        ),
        (
            "sla",
            "policies:\n  - id：a\n    targets：{update：2h}\n  - {}\n",
            [f"chinese-punctuation@{at}" for at in ("2:7", "3:12")] + ["missing-key@4:5"],
        ),
        ("channels", "channels: [1, 2]\n", ["wrong-type@1:11"]),
        ("channels", "channels:\n- 1\n", ["wrong-type@1:1"]),
        (
            "cstool",
            "name: a\nbackends:\n  b: {type: zendesk, url: 'https://y.example/?api_key=hunter2'}\n",
            ["literal-secret@3:27"],
        ),
        ("cstool", "name: a\nbackends:\n  b: {type: zendesk, url: 'https://y.example/?tab=1'}\n", ["malformed-value@3:27"]),
    ],
)
def test_faults_at_their_places(kind: str, content: str, expected: list[str]) -> None:
    assert shaped(content, KINDS[kind])[1] == expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("- {id: s, kind: approve, approved: {nxt: a}, rejected: b}\n", ["unknown-key@5:37"]),
        ("- {id: s, yes: {end: never}, no: 5}\n", ["unknown-choice@5:22", "wrong-type@5:34"]),
        ("- {id: s, decide: [{when: {}, next: a}, {else: {next: B}}]}\n", ["malformed-value@5:55"]),
        ("- {id: s, max_times: 99}\n- {id: t, kind: dance}\n", ["malformed-value@5:22", "unknown-choice@6:17"]),
    ],
)
def test_faults_inside_the_exits_of_a_procedure(steps: str, expected: list[str]) -> None:
    assert shaped(SOP + steps, Sop)[1] == expected


PACK = "id: a\nname: A\nstale_after: 90d\nentries:\n"
ENTRY = "id: e, what: W, source: s, checked_on: 2026-01-01, confidence: official"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (f"- {{kind: length, {ENTRY}, limit: 0}}\n", "malformed-value"),
        (f"- {{kind: lenght, {ENTRY}, limit: 10}}\n", "unknown-choice"),
        (f"- {{kind: length, {ENTRY}}}\n", "missing-key"),
        (f"- {{kind: length, {ENTRY}, limit: 10, shoe: 1}}\n", "unknown-key"),
        (f"- {{{ENTRY}}}\n", "unknown-choice"),
    ],
)
def test_faults_inside_entries_told_apart_by_their_kind(entry: str, expected: str) -> None:
    good = f"- {{kind: length, {ENTRY}, limit: 10}}\n"
    value, found = shaped(PACK + good + entry + good, Pack)
    assert [one.split("@")[0] for one in found] == [expected]
    assert found[0].split("@")[1].startswith("6:")
    assert len(value.entries) in (2, 3)


def test_suggestions_come_from_the_right_model() -> None:
    source, _ = read_yaml("a.yaml", (PACK + f"- {{kind: length, {ENTRY}, limit: 10, untt: bytes}}\n").encode())
    assert source is not None
    (one,) = shape.validate(Pack, source)[2]
    assert one.hint is not None
    assert one.hint.values == {"name": "unit"}


# --- many faults at once


def locs(value: object, loc: Loc = ()) -> list[Loc]:
    own = [loc] if loc else []
    if isinstance(value, dict):
        return own + [found for key, item in value.items() for found in locs(item, (*loc, key))]
    if isinstance(value, list):
        return own + [found for position, item in enumerate(value) for found in locs(item, (*loc, position))]
    return own


def broken(data: object, places: list[Loc]) -> object:
    changed = copy.deepcopy(data)
    for loc in places:
        parent: Any = changed
        for part in loc[:-1]:
            parent = parent[part]
        parent[loc[-1]] = copy.deepcopy(BROKEN)
    return changed


def lines_of_faults(path: str, places: list[Loc]) -> set[int]:
    """Lines of the faults when the values at these places are broken; the file's nodes still say where each stands."""
    source = original(path)
    return {one.span.line for one in shape.validate(FILES[path], source.pruned(broken(source.data, places), {}))[2]}


def lines_of(path: str, loc: Loc) -> set[int]:
    """A broken list may be named by its key or by its first element."""
    return {original(path).at(*loc).line, original(path).at(*loc, 0).line}


@cache
def original(path: str) -> Source:
    source, _ = read_yaml(path, (ROOT / path).read_bytes())
    assert source is not None
    return source


@cache
def pool(path: str) -> tuple[Loc, ...]:
    """Places of a file where a broken value is a fault of the shape (a condition takes anything)."""
    places = locs(original(path).data)
    random.Random(path).shuffle(places)
    kept = []
    for loc in places[:60]:
        lines = lines_of_faults(path, [loc])
        if lines:
            assert lines <= lines_of(path, loc), (path, loc)
            kept.append(loc)
    assert len(kept) > 10
    return tuple(kept)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_every_fault_is_found_however_many_there_are(path: str, draw: st.DataObject) -> None:
    chosen = draw.draw(st.lists(st.sampled_from(pool(path)), min_size=1, max_size=6, unique=True))
    apart = [loc for loc in chosen if not any(other != loc and loc[: len(other)] == other for other in chosen)]
    lines, wanted = lines_of_faults(path, apart), [lines_of(path, loc) for loc in apart]
    assert all(lines & one for one in wanted)
    assert lines <= set().union(*wanted)


def test_the_rest_of_the_workspace_still_loads() -> None:
    today = date(2026, 7, 17)
    whole = load(ROOT, today)
    name = next(iter(whole.teams))
    path = whole.teams[name].source.path
    read = load(ROOT, today, {path: dump(_with_faults(path, name))})
    assert {one.check for one in read.faults} == {"unknown-key", "unknown-choice"}
    assert list(read.teams) == list(whole.teams)
    assert list(read.agents) == list(whole.agents)
    assert [rule.value for _, rule in read.rules()] == [rule.value for _, rule in whole.rules()]


def _with_faults(path: str, team: str) -> object:
    source, _ = read_yaml(path, (ROOT / path).read_bytes())
    assert source is not None
    data: Any = copy.deepcopy(source.data)
    data["teams"][team] |= {"shoe": 1, "assign": "never"}
    return data


@pytest.mark.parametrize(
    "content",
    [
        "teams:\n" + "".join(f"  t{number}: {{shoe{number}: 1}}\n" for number in range(20_000)),
        "".join(f"k{number}: 1\n" for number in range(50_000)),
        "teams:\n" + "".join(f"  t{number}: 5\n" for number in range(50_000)),
        "teams: {a: {members: [" + "A b, " * 50_000 + "]}}\n",
        "teams:\n" + "".join(f"  t{number}: {{name： x，y}}\n" for number in range(5_000)),
    ],
    ids=range(5),
)
def test_thousands_of_faults_are_told(content: str) -> None:
    source, found = read_yaml("a.yaml", content.encode())
    if source is not None:
        found += shape.validate(KINDS["teams"], source)[2]
    assert len(found) >= 100
