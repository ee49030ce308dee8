"""Simulation: counts, labels, rows out, any decision function; what moved, which part, which phrases."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cstool.cli.main import run as cstool
from cstool.diagnostic import text
from cstool.errors import UsageError
from cstool.loading import load
from cstool.render.words import catalogue, translate
from cstool.routing import Outcome, compile_routing, decide
from cstool.routing.parts import differing
from cstool.simulate import Labels, Promise, Simulated, Summary, choose_by, decide_by, run
from cstool.simulate.everyday import Everyday, everyday_words, unfinished
from cstool.simulate.labels import label_of
from cstool.simulate.moved import PROMISED, shifts, side_of
from cstool.simulate.movement import KINDS_LIMIT, MOVED, Moved, Movement, Step, compared, steps_between
from cstool.simulate.phrases import KEPT, PHRASES, Phrase, Phrases
from cstool.simulate.rows import COLUMNS, writer_for
from cstool.simulate.sample import Reservoir, Sample, restricted, sampled
from cstool.simulate.summary import NAMES_LIMIT, OTHERS, Tally
from cstool.simulate.where import holds_for, where
from cstool.sla import compile_sla
from cstool.tables import column_table, label_tables, moved_tables, phrase_table, summary_tables
from cstool.tickets import Batch, Guess, SetAside, Ticket
from cstool.workspace import Workspace

NOW = datetime(2026, 7, 17, 9, 30, tzinfo=UTC)
FILES = {
    "config/cstool.yaml": "name: lamp-shop\ntimezone: UTC\nlocales: [en]\n",
    "config/vocabulary.yaml": "categories: {refund: {name: Refund}, other: {name: Other}}\n",
    "config/channels.yaml": "channels: {shop-email: {type: email, languages: [en]}}\n",
    "config/teams.yaml": "teams: {returns: {members: [lin]}, frontline: {members: [lin]}}\n"
    "agents: {lin: {name: Lin, email: lin@lamp.example}}\n",
    "config/sla.yaml": "policies: [{id: mail, when: {channel_type: email}, targets: {first_reply: 4h, resolution: 72h}}]\n",
    "config/routing.yaml": """
stages:
  - id: classify
    match: first
    rules:
      - {id: refund, when: {text: refund}, then: {category: refund}}
      - {id: never, when: {text: platypus}, then: {category: other}}
  - id: assign
    match: first
    rules:
      - {id: refund-team, when: {category: refund}, then: {team: returns, priority: high}}
      - {id: rest, when: always, then: {team: frontline}}
""",
}


def workspace(root: Path, files: Mapping[str, str]) -> Workspace:
    """A workspace written as a user would write it."""
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    read = load(root, date(2026, 7, 17))
    assert not read.faults, read.faults
    return read


def tickets(*rows: Mapping[str, Any]) -> list[Batch]:
    return [Batch(tuple(Ticket(NOW, **row) for row in rows), (SetAside("t.csv", 4, text("row-nul")),))]


SOME = (
    {"id": "1", "channel": "shop-email", "language": "en", "body": "I want a refund", "actual": {"label": "refund"}},
    {"id": "2", "channel": "shop-email", "language": "en", "body": "hello", "actual": {"label": "refund"}},
    {"id": "3", "channel": "fax", "language": "de", "body": "hallo", "actual": {"label": "other"}},
    {"id": "=4", "body": "refund!"},
)


@pytest.fixture
def shop(tmp_path: Path) -> Workspace:
    return workspace(tmp_path, FILES)


def simulated(shop: Workspace, out: str | None = None) -> tuple[Summary, bytes]:
    router = compile_routing(shop)
    rules = tuple(rule.id for stage in router.stages for rule in stage.rules)
    summary = Summary(frozenset(shop.channels), rules, Labels("label"))
    held = io.BytesIO()
    writer = writer_for(out, held) if out else None
    for results in run(tickets(*SOME), decide_by(router), choose_by(compile_sla(shop)), summary):
        if writer:
            writer.write(results)
    if writer:
        writer.close()
    return summary, held.getvalue()


def test_counts(shop: Workspace) -> None:
    summary, _ = simulated(shop)
    assert (summary.tickets, summary.unmatched, summary.without_sla, summary.set_aside) == (4, 2, 2, 1)
    assert list(summary.teams.ranked()) == [("frontline", 2), ("returns", 2)]
    assert list(summary.categories.ranked()) == [("refund", 2), (None, 2)]
    assert list(summary.rules.ranked()) == [("refund", 2), ("refund-team", 2), ("rest", 2)]
    assert summary.never_applied == ("never",)
    assert list(summary.unknown_channels.ranked()) == [("fax", 1)]
    assert list(summary.policies.ranked()) == [("mail", 2)]


def test_labels(shop: Workspace) -> None:
    labels = simulated(shop)[0].labels
    assert labels is not None
    assert (labels.total, labels.right, labels.unlabelled, labels.accuracy) == (3, 1, 1, Decimal(1) / 3)
    scores = {score.label: (score.labelled, score.given, score.precision, score.recall) for score in labels.scores()}
    assert scores == {"refund": (2, 1, Decimal(1), Decimal("0.5")), "other": (1, 0, None, Decimal(0))}
    assert list(labels.misses()) == [("other", None, 1, ("3",)), ("refund", None, 1, ("2",))]


def test_where_a_label_is_found() -> None:
    ticket = Ticket(NOW, category="c", fields={"own": "f"}, actual={"intent": "i"})
    found = [label_of(ticket, name) for name in ("intent", "actual.intent", "own", "fields.own", "category", "nothing")]
    assert found == ["i", "i", "f", "f", "c", None]


def test_any_engine_can_decide() -> None:
    summary = Summary()
    results = run(tickets(*SOME), lambda ticket, event: Outcome(team=event), lambda ticket, outcome: Promise(("p",)), summary)
    assert [result.outcome.team for batch in results for result in batch] == ["ticket.created"] * 4
    assert summary.without_sla == 0


def test_progress_is_told_after_each_batch() -> None:
    seen: list[int] = []
    batches = [*tickets(SOME[0]), *tickets(SOME[1], SOME[2])]
    list(run(batches, lambda ticket, event: Outcome(), lambda ticket, outcome: Promise(), Summary(), progress=seen.append))
    assert seen == [1, 3]


def test_counts_are_bounded() -> None:
    tally = Tally()
    for number in range(NAMES_LIMIT + 500):
        tally.add(str(number))
    assert (len(tally), tally[OTHERS]) == (NAMES_LIMIT + 1, 500)
    labels = Labels("label")
    for number in range(30_000):
        labels.add(Ticket(NOW, actual={"label": str(number)}), Outcome())
    assert labels.total == 30_000
    assert len(labels.pairs) <= 20_001


def test_rows_as_json_lines(shop: Workspace) -> None:
    rows = [json.loads(line) for line in simulated(shop, "out.jsonl")[1].splitlines()]
    assert [row["id"] for row in rows] == ["1", "2", "3", "=4"]
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["team"], rows[0]["rules"], rows[0]["sla"], rows[0]["unmatched"]) == (
        "returns",
        ["refund", "refund-team"],
        ["mail"],
        False,
    )
    assert (rows[0]["first_reply_due"], rows[2]["first_reply_due"]) == ("2026-07-17T13:30:00+00:00", None)


def test_rows_as_csv_hold_no_formula(shop: Workspace) -> None:
    data = simulated(shop, "out.csv")[1]
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == ["1", "2", "3", "'=4"]
    assert rows[0]["rules"] == "refund refund-team"


def test_rows_as_parquet(shop: Workspace) -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(simulated(shop, "out.parquet")[1]))
    assert table.column_names == list(COLUMNS)
    assert table.column("team").to_pylist() == ["returns", "frontline", "frontline", "returns"]


def test_an_unknown_form_of_rows_is_refused() -> None:
    with pytest.raises(UsageError):
        writer_for("out.doc", io.BytesIO())


def test_tables(shop: Workspace) -> None:
    summary, _ = simulated(shop)
    tables = {table.title.id: table for table in summary_tables(summary)}
    assert tables["table-team"].rows == (("frontline", 2, Decimal("0.5")), ("returns", 2, Decimal("0.5")))
    assert "table-reply" not in tables
    assert summary.labels is not None
    labels, misses = label_tables(summary.labels)
    assert labels.rows[0] == ("refund", 2, 1, Decimal(1), Decimal("0.5"))
    assert misses.rows[0] == ("other", None, 1, "3")
    known = catalogue()
    for table in (*tables.values(), labels, misses):
        assert all(entry.id in known for entry in (table.title, *table.columns))


def test_columns_are_shown_only_when_guessed() -> None:
    summary = Summary()
    summary.guesses.append(Guess("t.csv", "subject", "subject", False))
    assert column_table(summary) is None
    summary.guesses.append(Guess("t.csv", "标题", "subject", True))
    table = column_table(summary)
    assert table is not None
    assert table.rows == (("t.csv", "标题", "subject"),)
    assert translate(table.title, "zh-CN") == "列"


@pytest.mark.parametrize(("body", "event"), [("refund", "ticket.created"), ("hello", "ticket.created"), ("x", "ticket.reopened")])
def test_many_tickets_are_decided_as_one_is(tmp_path: Path, body: str, event: str) -> None:
    router = compile_routing(workspace(tmp_path, FILES))
    ticket = Ticket(NOW, channel="shop-email", body=body)
    assert decide_by(router)(ticket, event) == decide(router, ticket, event).outcome


# --- what moved between two versions


def moved(
    root: Path, changes: Mapping[str, tuple[str, str]], rows: Sequence[Mapping[str, Any]] = SOME
) -> tuple[Movement, list[Moved]]:
    """The tickets that move when `changes` (file: old text, new text) are made."""
    before = workspace(root, FILES)
    files = {path: content.replace(*changes.get(path, ("", ""))) for path, content in FILES.items()}
    assert files != FILES or not changes
    after = workspace(root, files)
    old, new, movement = side_of(before), side_of(after), Movement("main", labels=Labels("label"))
    results = run(tickets(*rows), new.decide, new.choose, Summary())
    return movement, [one for batch in compared(results, old, new, movement) for one in batch]


def test_nothing_moves_when_nothing_changed(tmp_path: Path) -> None:
    movement, found = moved(tmp_path, {})
    assert (found, movement.moved, movement.tickets, list(moved_tables(movement))) == ([], 0, 4, [])


@pytest.mark.parametrize(
    ("path", "change", "steps"),
    [
        (
            "config/routing.yaml",
            ("then: {team: returns, priority: high}", "then: {team: frontline, priority: high, tags: vip, assignee: lin}"),
            [
                Step("team", "returns", "frontline", ("refund-team",), ("refund-team",)),
                Step("assignee", None, "lin", (), ("refund-team",)),
                Step("tags", None, "vip", (), ("refund-team",)),
            ],
        ),
        (
            "config/routing.yaml",
            ("{text: refund}", "{text: rebate}"),
            [
                Step("team", "returns", "frontline", ("refund-team",), ("rest",)),
                Step("category", "refund", None, ("refund",), ()),
                Step("priority", "high", None, ("refund-team",), ()),
            ],
        ),
        ("config/routing.yaml", ("id: refund,", "id: money-back,"), []),
        (
            "config/routing.yaml",
            ("priority: high}", "priority: high, skills: x, note: look, set: {a: b}, escalate: {team: returns}}"),
            [
                Step("skills", None, "x", (), ("refund-team",)),
                Step("fields", None, "a: b", (), ("refund-team",)),
                Step("note", None, "look", (), ("refund-team",)),
                Step("escalate", None, "team: returns", (), ("refund-team",)),
            ],
        ),
        (
            "config/sla.yaml",
            ("first_reply: 4h", "first_reply: 2h"),
            [
                Step(
                    "due",
                    "first_reply 4h (24x7), resolution 72h (24x7)",
                    "first_reply 2h (24x7), resolution 72h (24x7)",
                    (),
                    (),
                )
            ],
        ),
        ("config/sla.yaml", ("{id: mail,", "{id: post,"), [Step("sla", "mail", "post", (), ())]),
        (
            "config/routing.yaml",
            ("priority: high}", "priority: high, reply: a/b, at_most: 1 per 12h}"),
            [Step("reply", None, "a/b", (), ("refund-team",))],
        ),
    ],
)
def test_what_moved_and_by_which_rule(tmp_path: Path, path: str, change: tuple[str, str], steps: list[Step]) -> None:
    """Ticket 1 is a refund by mail; nothing else is looked at here."""
    movement, found = moved(tmp_path, {path: change}, SOME[:1])
    assert [step for one in found for step in one.steps] == steps
    assert movement.moved == bool(steps)
    known = catalogue()
    for table in moved_tables(movement):
        assert all(entry.id in known for entry in (table.title, *table.columns))
        assert all(len(row) == len(table.columns) for row in table.rows)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("config/routing.yaml", "team: returns", "team: frontline"),
        ("config/routing.yaml", "priority: high", "priority: high, tags: [a, b], reply: a/b, at_most: 1 per 12h"),
        ("config/routing.yaml", "priority: high", "priority: urgent, escalate: {role: lead}, note: x, set: {y: true}"),
        ("config/routing.yaml", "id: rest, when: always", "id: rest, when: {text: hello}"),
        ("config/routing.yaml", "id: rest,", "id: others,"),
        ("config/sla.yaml", "resolution: 72h", "resolution: 71h"),
        ("config/sla.yaml", "when: {channel_type: email}, ", ""),
        ("config/sla.yaml", "id: mail", "id: post"),
    ],
)
def test_a_ticket_moves_here_when_it_moves_in_a_diff(tmp_path: Path, path: str, old: str, new: str) -> None:
    before = workspace(tmp_path, FILES)
    after = workspace(tmp_path, {**FILES, path: FILES[path].replace(old, new)})
    sides = side_of(before), side_of(after)
    for row in SOME:
        ticket = Ticket(NOW, **row)
        outcomes = [side.decide(ticket, "ticket.created") for side in sides]
        promises = [side.choose(ticket, outcome) for side, outcome in zip(sides, outcomes, strict=True)]
        results = [Simulated(ticket, outcome, promise) for outcome, promise in zip(outcomes, promises, strict=True)]
        told = shifts(results[0], results[1])
        assert bool(steps_between(results[0], results[1], *sides)) == bool(told)
        assert {shift.name for shift in told} - set(PROMISED) == set(differing(outcomes[0], outcomes[1]))


def test_moves_are_counted_and_written_with_both_sides(tmp_path: Path) -> None:
    movement, found = moved(tmp_path, {"config/routing.yaml": ("{text: refund}", "{text: hello}")})
    assert (movement.moved, movement.parts["team"], [one.after.ticket.id for one in found]) == (3, 3, ["1", "2", "=4"])
    assert [(step.before, step.after, count, ids) for step, count, ids in movement.of("team")] == [
        ("returns", "frontline", 2, ("1", "=4")),
        ("frontline", "returns", 1, ("2",)),
    ]
    assert movement.labels is not None
    assert movement.labels.right == 1
    for name in ("out.jsonl", "out.csv", "out.parquet"):
        held = io.BytesIO()
        writer = writer_for(name, held, MOVED)
        writer.write(found)
        writer.close()
        if name == "out.jsonl":
            row = json.loads(held.getvalue().splitlines()[1])
            assert (row["team_before"], row["team_after"], row["moved"][:2]) == ("frontline", "returns", ["team", "category"])
            assert (row["rules_before"], row["rules_after"]) == (["rest"], ["refund", "refund-team"])
            assert tuple(row) == MOVED.columns
        if name == "out.csv":
            assert next(csv.DictReader(io.StringIO(held.getvalue().decode("utf-8-sig"))))["rules_before"] == "refund refund-team"


def test_kinds_of_moves_are_bounded(tmp_path: Path) -> None:
    movement, found = moved(tmp_path, {"config/routing.yaml": ("{text: refund}", "{text: rebate}")}, SOME[:1])
    for number in range(KINDS_LIMIT + 100):
        movement.add(replace(found[0], steps=(Step("note", None, str(number), (), ()),)))
    assert len(movement.steps) <= KINDS_LIMIT + 20
    assert movement.parts["note"] == KINDS_LIMIT + 100


# --- a part of the tickets


@given(st.lists(st.integers(1, 9), max_size=20), st.integers(1, 12), st.integers(0, 5))
def test_a_sample_keeps_the_order_and_is_the_same_again(sizes: list[int], size: int, seed: int) -> None:
    numbers = iter(range(1000))
    batches = [
        Batch(tuple(Ticket(NOW, id=str(next(numbers))) for _ in range(count)), (SetAside("t", 1, text("row-nul")),))
        for count in sizes
    ]
    drawn = []
    for _ in range(2):
        sample = Sample(size, seed)
        result = list(sampled(batches, sample))
        ids = [int(ticket.id or "") for batch in result for ticket in batch.tickets]
        assert ids == sorted(set(ids))
        assert (len(ids), sample.of) == (min(size, sum(sizes)), sum(sizes))
        assert sum(len(batch.set_aside) for batch in result) == len(sizes)
        drawn.append(ids)
    assert drawn[0] == drawn[1]


def test_each_ticket_has_the_same_chance() -> None:
    """10 of 100 drawn 2,000 times: each about 200 times (standard deviation 13.4)."""
    seen = [0] * 100
    for seed in range(2000):
        reservoir: Reservoir[int] = Reservoir(10, seed)
        for number in range(100):
            reservoir.add(number)
        for number in reservoir.things:
            seen[number] += 1
    assert 140 < min(seen) <= max(seen) < 260
    assert abs(sum(seen[:50]) - 10_000) < 300


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("language: de", ["3"]),
        ("{language: de}", ["3"]),
        ("always", ["1", "2", "3", "=4"]),
        ("text: refund, channel: shop-email", ["1"]),
        ("team: returns", ["1", "=4"]),
        ("category: {exists: false}", ["2", "3"]),
        ("any: [{language: de}, {priority: high}]", ["1", "3", "=4"]),
        ("not: {team: returns},\n  channel: shop-email", ["2"]),
    ],
)
def test_where_sees_the_ticket_after_routing(shop: Workspace, written: str, ids: list[str]) -> None:
    asked, side = where(written, shop), side_of(shop)
    assert not asked.faults
    holds = holds_for(asked, side.router.around, [side.decide], "ticket.created")
    assert [ticket.id for batch in restricted(tickets(*SOME), holds) for ticket in batch.tickets] == ids


def test_where_holds_on_either_side_of_a_comparison(tmp_path: Path, shop: Workspace) -> None:
    """A ticket that left the team is what somebody looks for."""
    other = workspace(
        tmp_path / "other", {**FILES, "config/routing.yaml": FILES["config/routing.yaml"].replace("refund}", "x}", 1)}
    )
    sides = side_of(other), side_of(shop)
    holds = holds_for(where("team: returns", shop), sides[1].router.around, [side.decide for side in sides], "ticket.created")
    assert [holds(Ticket(NOW, body=body)) for body in ("refund", "x", "hello")] == [True, True, False]


@pytest.mark.parametrize(
    ("written", "line", "column", "message"),
    [
        ("langage: de", 1, 1, "unknown-field"),
        ("text: x, channel: shop-mail", 1, 19, "unknown-value"),
        ("language: de,\nteam: x", 2, 7, "unknown-value"),
        ("order.amount: {gte: 200}", 1, 21, "amount-without-currency"),
        ("language: [de", 1, 14, "yaml-open-list"),
        ("language: 'de", 1, 14, "yaml-open-quote"),
        ("", 1, 1, "where-empty"),
        (" {} ", 1, 1, "where-empty"),
        ("- x", 1, 1, "yaml-open-flow"),
        ("a: b: c", 1, 5, "yaml-open-mapping"),
    ],
)
def test_faults_of_where_have_their_place(shop: Workspace, written: str, line: int, column: int, message: str) -> None:
    asked = where(written, shop)
    assert asked.condition is None
    fault = next(one for one in asked.faults if one.message.id == message)
    assert (fault.span.line, fault.span.column) == (line, column)


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_where_never_breaks(shop: Workspace, written: str) -> None:
    asked = where(written, shop)
    lines = written.count("\n") + written.count("\r") + len(re.findall("[\x85\u2028\u2029]", written)) + 1
    assert asked.condition is not None or asked.faults
    assert all(1 <= fault.span.line <= lines for fault in asked.faults)


# --- phrases of unmatched tickets


def phrases_of(unmatched: Iterable[str], matched: Iterable[str] = (), language: str = "en", **known: Everyday) -> list[Phrase]:
    found = Phrases(known)
    for is_unmatched, bodies in ((True, unmatched), (False, matched)):
        for body in bodies:
            found.add(Ticket(NOW, language=language, body=body), is_unmatched)
    return list(found.found())


def test_phrases_do_not_repeat_each_other() -> None:
    gift = [f"my gift card {word} lost" for word in ("one", "two", "three", "four", "five")]
    news = [f"newsletter {word} stop" for word in ("one", "two", "three")]
    other = [f"where is order {number}a" for number in range(60)]
    assert phrases_of([*gift, *news], other) == [
        Phrase("en", "my gift card", 5, 5, 0),
        Phrase("en", "newsletter", 3, 3, 0),
    ]


def test_words_of_matched_tickets_are_no_phrases() -> None:
    unmatched = [f"please help about voucher {number}b" for number in range(30)]
    matched = [f"please help about order {number}c" for number in range(100)]
    assert [one.phrase for one in phrases_of(unmatched, matched)] == ["voucher"]


def test_phrases_of_characters_that_stand_alone() -> None:
    found = phrases_of([f"礼品卡丢了第{number}张" for number in range(9)], language="zh-CN")
    assert [(one.phrase, one.fresh) for one in found] == [("礼品卡丢", 9)]


def test_languages_have_their_own_phrases() -> None:
    found = Phrases()
    for language, body in (("de", "gutschein"), ("en", "voucher"), (None, "bon")):
        for number in range(4):
            found.add(Ticket(NOW, language=language, body=f"{body} {number}x"), unmatched=True)
    assert [(one.language, one.phrase) for one in found.found()] == [(None, "bon"), ("de", "gutschein"), ("en", "voucher")]


def test_everyday_words_alone_are_no_phrases() -> None:
    known = Everyday(frozenset({"order", "our"}), frozenset({"of"}))
    bodies = [f"our order of vouchers. {number}d" for number in range(5)]
    assert [one.phrase for one in phrases_of(bodies, en=known)] == ["our order of vouchers"]
    assert phrases_of(["our order"] * 5, en=known) == []


def test_everyday_words_come_from_the_templates(tmp_path: Path) -> None:
    head = "---\nkind: reply\nsubject: x\n---\n"
    body = "Thanks for your {0}one of {{{{ order.id }}}}. About your {0}two, from your {0}three.\n"
    texts = {f"templates/{topic}/a.en.md": head + body.format(topic) for topic in "abcdef"}
    read = load(tmp_path, date(2026, 7, 17), {**FILES, **texts})
    known = everyday_words(read)["en"]
    assert known.words == {"thanks", "for", "your", "of", "about", "from", "0value"}
    assert known.unfinished == {"your"}
    assert [known.allows(gram) for gram in ("for", "about from", "aone", "your aone", "aone your")] == [
        False,
        False,
        True,
        True,
        False,
    ]


def test_words_with_which_no_clause_ends() -> None:
    """Articles and the like are followed by all kinds of words; a verb by few."""
    texts = [f"call off the {noun}, please" for noun in ("lamp", "order", "visit", "repair", "talk", "return", "deal", "sale")]
    assert unfinished(texts) == {"the"}


def test_phrases_look_at_a_bounded_number_of_tickets(shop: Workspace) -> None:
    summary = Summary(phrases=Phrases())
    for number in range(KEPT + 500):
        summary.add(Ticket(NOW, body=f"{'x' * 9000} {number}"), Outcome(), ())
    assert summary.phrases is not None
    assert summary.phrases.looked_at == KEPT
    assert phrase_table(summary) is None
    words = [f"w{chr(97 + number)}" for number in range(PHRASES + 5)]
    assert len(phrases_of(word for word in words for _ in range(5))) == PHRASES


# --- the command


def called(root: Path, *arguments: str) -> int:
    return cstool(["simulate", "--workspace", str(root), "--today", "2026-07-17", "--lang", "en", *arguments])


def ticket_file(root: Path) -> str:
    rows = [{"id": str(number), "body": "refund" if number % 3 else "hello", "label": "refund"} for number in range(30)]
    (root / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(root / "t.jsonl")


def test_against_a_folder(tmp_path: Path, shop: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    changed = {**FILES, "config/routing.yaml": FILES["config/routing.yaml"].replace("{text: refund}", "{text: hello}")}
    workspace(tmp_path / "old", changed)
    out = tmp_path / "moved.jsonl"
    call = (ticket_file(tmp_path), "--against", str(tmp_path / "old"), "--labels", "label")
    assert called(tmp_path, *call, "--out", str(out), "--explain", "3") == 0
    shown = capsys.readouterr().out
    assert f"30 of 30 tickets moved between '{tmp_path / 'old'}' and the working copy" in shown
    assert re.search("^returns +frontline +10 +refund-team +rest +0, 3, 6$", shown, re.MULTILINE)
    assert f"accuracy of category against 'label': 33.3% at '{tmp_path / 'old'}', 66.7% now" in shown
    assert len(out.read_text(encoding="utf-8").splitlines()) == 30
    assert f"ticket '3' at '{tmp_path / 'old'}':" in shown
    assert "ticket '3':\nlabel in 'label': refund\n" in shown
    assert called(tmp_path, *call, "--where", "team: returns, text: refund", "--format", "json") == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["moved"]["tickets"], data["moved"]["parts"]["team"], data["read"]) == (20, 20, 30)
    assert data["where"] == {"condition": "team: returns, text: refund", "tickets": 20}


def test_sample_and_where_say_what_they_left(tmp_path: Path, shop: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(tmp_path, ticket_file(tmp_path), "--where", "text: refund", "--sample", "7", "--seed", "2") == 0
    shown = capsys.readouterr().out
    assert "20 of 30 tickets fit 'text: refund'\na sample of 7 out of 20 tickets, seed 2\n7 tickets: 7 routed" in shown
    assert "applied to no ticket" not in shown
    assert called(tmp_path, ticket_file(tmp_path), "--sample", "7", "--format", "json", "--explain", "1") == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["sample"], data["tickets"]) == ({"size": 7, "of": 30, "seed": 0}, 7)
    assert [(one["ticket"], one["team"], len(one["trace"])) for one in data["explained"]] == [("1", "returns", 2)]


def test_a_condition_with_faults_is_a_wrong_call(tmp_path: Path, shop: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(tmp_path, ticket_file(tmp_path), "--where", "langage: de") == 2
    shown = capsys.readouterr()
    assert (shown.out, "  1 | langage: de\n      ^~~~~~~\n  = write 'language'" in shown.err) == ("", True)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["t.csv", "--runner", "spark"], "--out"),
        (["t.csv", "--runner", "spark", "--out", "rows"], "t.csv"),
        (["t.parquet", "--runner", "spark", "--out", "rows", "--sample", "3"], "--sample"),
    ],
)
def test_spark_says_what_it_cannot_do(call: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cstool(["simulate", *call, "--workspace", str(Path(__file__).parent.parent)]) == 2
    assert said in capsys.readouterr().err
