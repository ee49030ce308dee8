"""Simulation: counts, labels, rows out, any decision function; the reader's remarks arrive in the summary."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from cstool.diagnostic import text
from cstool.errors import UsageError
from cstool.loading import load
from cstool.render.words import catalogue, translate
from cstool.routing import Outcome, compile_routing, decide
from cstool.simulate import Labels, Promise, Summary, choose_by, decide_by, run
from cstool.simulate.labels import label_of
from cstool.simulate.rows import COLUMNS, writer_for
from cstool.simulate.summary import NAMES_LIMIT, OTHERS, Tally
from cstool.sla import compile_sla
from cstool.tables import column_table, label_tables, summary_tables
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
