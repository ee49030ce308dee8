"""What `simulate` shows: remarks on stderr, the result on stdout, the verdict last, the exit code."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cstool.cli.engines import There
from cstool.cli.session import Session
from cstool.cli.ticket_input import marks
from cstool.diagnostic import Severity, text
from cstool.errors import MissingExtraError, UsageError
from cstool.routing import Outcome, compile_routing
from cstool.simulate import Labels, Summary
from cstool.simulate.labels import label_of
from cstool.simulate.moved import Side
from cstool.simulate.result import Result
from cstool.simulate.run import EVENT, ChooseAll, DecideAll, Promise, promise_of
from cstool.simulate.where import Where, where
from cstool.sla import choose
from cstool.spelling import nearest
from cstool.tickets import Ticket
from cstool.workspace import Workspace

if TYPE_CHECKING:
    from cstool.render.routed import Routed

_MANY = 500
"""Tickets from which on judging them together pays for what has to be loaded for it."""
_SHOWN_ASIDE = 20
_SHOWN_NOTES = 100
_SHOWN_RULES = 12

_BY_ROWS = (
    "mapping", "trust", "channel", "language", "where", "sample", "against", "explain", "labels", "suggests", "aside", "backend",
)  # fmt: skip
"""Options that need the tickets one by one."""

Explained = Sequence[tuple[str | None, Workspace, Ticket]]
"""Tickets to explain: the version's name (None: the working copy), its workspace, the ticket."""


def compiled_where(session: Session, workspace: Workspace, written: str) -> Where:
    """The condition of `--where`. Its faults go to stderr, each with a caret; with one of weight a UsageError is raised."""
    from cstool.render.report import Report
    from cstool.render.text import diagnostics

    asked = where(written, workspace)
    if asked.faults:
        sources = {asked.source.path: asked.source}
        session.note(diagnostics(Report(asked.faults, sources, session.lang)))
    if asked.condition is None:
        errors = sum(one.severity is Severity.ERROR for one in asked.faults)
        raise UsageError(text("where-faults", count=errors))
    return asked


def over_columns(side: Side) -> DecideAll:
    """A side's own rules over many tickets at once, by columns where the extra `fast` is there and the tickets are many."""
    made: list[Any] = []

    def decide_all(tickets: Sequence[Ticket], event: str) -> Sequence[Outcome]:
        if len(tickets) < _MANY:
            return [side.decide(ticket, event) for ticket in tickets]
        if not made:
            made.append(_program(side))
        if made[0] is None:
            return [side.decide(ticket, event) for ticket in tickets]
        from cstool.batch import outcomes_of

        return outcomes_of(made[0], tickets, event)

    return decide_all


def promises_over_columns(side: Side) -> ChooseAll:
    """A side's own SLA for many tickets at once: policies ticket by ticket, due times by columns where that can be."""
    made: list[Any] = []

    def choose_all(tickets: Sequence[Ticket], outcomes: Sequence[Outcome]) -> Sequence[Promise]:
        if len(tickets) >= _MANY and not made:
            made.append(_promises(side))
        if len(tickets) < _MANY or made[0] is None:
            return [side.choose(ticket, outcome) for ticket, outcome in zip(tickets, outcomes, strict=True)]
        chosen = [choose(side.book, ticket, outcome) for ticket, outcome in zip(tickets, outcomes, strict=True)]
        dues = made[0].dues(tickets, chosen)
        return [promise_of(side.book, *one) for one in zip(tickets, chosen, dues, strict=True)]

    return choose_all


def _promises(side: Side) -> Any:
    try:
        from cstool.batch.promises import Promises
    except ImportError:
        return None
    return Promises(side.book)


def _program(side: Side) -> Any:
    try:
        from cstool.batch import compile_batch
    except ImportError:
        return None
    return compile_batch(side.router)


def show(session: Session, result: Result, form: str, out: str | None, explained: Explained, there: There | None) -> None:
    """Remarks on stderr, the result on stdout; with a helpdesk's engine, where that decides otherwise than we do."""
    from cstool.render import simulation_json

    _remarks(session, result, out)
    found = list(_explanations(explained))
    if form == "json":
        report = None
        if there is not None:
            report = {**there.data(), "log": there.log_data(session, (ticket for _, _, ticket in explained), EVENT)}
        session.say(simulation_json.render(result, found, session.lang, report))
        return
    if result.movement is not None:
        _moved(session, result)
    else:
        _counts(session, result)
    if there is not None:
        there.show(session)
    _explain(session, found, result.summary.labels)
    for _, _, ticket in explained if there else ():
        assert there is not None
        there.show_log(session, ticket, EVENT)


def _remarks(session: Session, result: Result, out: str | None) -> None:
    from cstool.render.table import render
    from cstool.tables import column_table

    summary = result.summary
    understood = column_table(summary)
    if understood is not None:
        session.note(render(understood, session.lang) + "\n")
    for note in summary.notes[:_SHOWN_NOTES]:
        session.note(session.words(text("simulate-note", path=note.path, note=note.message)))
    if len(summary.notes) > _SHOWN_NOTES:
        session.note(session.words(text("simulate-notes-more")))
    for row in summary.kept_aside[:_SHOWN_ASIDE]:
        kind = "simulate-aside" if row.line else "simulate-aside-file"
        session.note(session.words(text(kind, path=row.path, line=row.line, reason=row.reason)))
    if summary.set_aside > _SHOWN_ASIDE:
        session.note(session.words(text("simulate-aside-more", count=summary.set_aside - _SHOWN_ASIDE)))
    if out is not None:
        rows = result.movement.moved if result.movement else summary.tickets
        session.note(session.words(text("simulate-written", rows=rows, path=out)))


def _counts(session: Session, result: Result) -> None:
    from cstool.render.suggestions import as_text
    from cstool.render.table import render
    from cstool.tables import label_tables, phrase_table, summary_tables

    summary = result.summary
    for table in (*summary_tables(summary), *(label_tables(summary.labels) if summary.labels else ())):
        session.say(render(table, session.lang) + "\n")
    phrases = phrase_table(summary)
    if phrases is not None:
        session.say(render(phrases, session.lang) + "\n")
    for name, count in summary.unknown_channels.ranked():
        session.say(session.words(text("simulate-unknown-channel", channel=name, count=count)))
    if summary.two_replies:
        session.say(session.words(text("simulate-two-replies", count=summary.two_replies)))
    if summary.never_applied and not _part_only(result):
        named = summary.never_applied[:_SHOWN_RULES] + (("…",) if len(summary.never_applied) > _SHOWN_RULES else ())
        session.say(session.words(text("simulate-never", count=len(summary.never_applied), rules=named)))
    if result.suggestions is not None:
        session.say(as_text(result.suggestions, session.lang))
    _which(session, result)
    numbers = {"tickets": summary.tickets, "without_sla": summary.without_sla, "set_aside": summary.set_aside}
    matched = summary.tickets - summary.unmatched
    session.say(session.words(text("simulate-verdict", matched=matched, unmatched=summary.unmatched, **numbers)))
    if summary.labels is not None:
        _accuracy(session, summary.labels)


def _part_only(result: Result) -> bool:
    """A rule that applies to no ticket of a chosen part says nothing about the rule."""
    return result.where is not None or result.sample is not None


def _moved(session: Session, result: Result) -> None:
    from cstool.render.table import render
    from cstool.tables import moved_tables

    movement, summary = result.movement, result.summary
    if movement is None:
        return
    for table in moved_tables(movement):
        session.say(render(table, session.lang) + "\n")
    _which(session, result)
    numbers = {"moved": movement.moved, "tickets": movement.tickets, "revision": movement.name}
    session.say(session.words(text("moved-verdict" if movement.moved else "moved-none", **numbers)))
    if movement.labels is not None and movement.labels.accuracy is not None and summary.labels is not None:
        now = summary.labels.accuracy or Decimal(0)
        shares = {"before": f"{movement.labels.accuracy:.1%}", "after": f"{now:.1%}", "column": summary.labels.column}
        session.say(session.words(text("moved-accuracy", revision=movement.name, judge=summary.labels.against, **shares)))


def _which(session: Session, result: Result) -> None:
    """Which part of the tickets the numbers are about."""
    if result.where is not None:
        session.say(session.words(text("where-kept", fitting=result.fitting, read=result.read, where=result.where)))
    if result.sample is not None:
        drawn = min(result.sample.size, result.sample.of)
        session.say(session.words(text("sample-drawn", drawn=drawn, of=result.sample.of, seed=result.sample.seed)))


def _accuracy(session: Session, labels: Labels) -> None:
    if labels.accuracy is not None:
        shares = {"share": f"{labels.accuracy:.1%}", "right": labels.right, "total": labels.total}
        names = {"against": labels.against, "column": labels.column, "unlabelled": labels.unlabelled}
        session.say(session.words(text("simulate-accuracy", **shares, **names)))


def _explanations(explained: Explained) -> Iterator[tuple[str | None, "Routed"]]:
    """Each ticket as `cstool route --trace` has it."""
    if not explained:
        return
    from cstool.render.routed import Routed
    from cstool.reply import reply_text
    from cstool.routing import compile_routing, decide
    from cstool.simulate import choose_by
    from cstool.sla import compile_sla

    for name, workspace, ticket in explained:
        book = workspace.once(compile_sla)
        decision = decide(workspace.once(compile_routing), ticket)
        outcome = decision.outcome
        reply = reply_text(workspace, book, ticket, outcome.reply.template, outcome.team) if outcome.reply else None
        yield name, Routed(workspace, ticket, decision, choose_by(book)(ticket, outcome), reply)


def _explain(session: Session, found: Sequence[tuple[str | None, "Routed"]], labels: Labels | None) -> None:
    from cstool.render.routed import as_text

    for name, one in found:
        head = text("explain-head", id=one.ticket.id) if name is None else text("explain-at", id=one.ticket.id, revision=name)
        session.say(f"\n{session.words(head)}")
        if labels is not None:
            label = label_of(one.ticket, labels.column)
            told = text("explain-label", column=labels.column, label=label) if label else None
            session.say(session.words(told or text("explain-no-label", column=labels.column)))
        session.say(as_text(one, session.lang, True, marks()))


def expect_labels(summary: Summary) -> None:
    """A column in which no ticket has a label is a wrong call: nothing was compared. Raises UsageError with a did-you-mean."""
    labels = summary.labels
    if labels is None or labels.total or not summary.tickets:
        return
    seen = dict.fromkeys(guess.column for guess in summary.guesses)
    near = None if labels.column in seen else nearest(labels.column, seen)
    raise UsageError(text("simulate-no-labels", column=labels.column, near=text("usage-near", name=near) if near else ""))


def exit_code(session: Session, summary: Summary, minimum: Decimal | None) -> int:
    """1 when the accuracy is too low or rows were set aside, else 0."""
    labels = summary.labels
    if minimum is not None and labels is not None:
        accuracy = labels.accuracy
        if accuracy is None:
            session.note(session.words(text("simulate-no-ticket-to-judge", column=labels.column)))
            return 1
        if accuracy < minimum:
            session.note(session.words(text("simulate-below", share=f"{accuracy:.1%}", minimum=f"{minimum:.1%}")))
            return 1
    return 1 if summary.set_aside else 0


def by_spark(session: Session, workspace: Workspace, paths: Sequence[str], given: Mapping[str, Any]) -> int:
    """Parquet files through the batch function on a local Spark; their rows stand in the folder of `--out` afterwards."""
    for name in _BY_ROWS:
        if given[name]:
            option = {"mapping": "map", "suggests": "suggest"}.get(name, name)
            raise UsageError(text("options-exclude", first="--runner spark", second=f"--{option}"))
    if not given["out"]:
        raise UsageError(text("option-needs", option="--runner spark", needed="--out"))
    odd = next((path for path in paths if not path.lower().endswith(".parquet")), None)
    if odd is not None:
        raise UsageError(text("spark-needs-parquet", path=odd))
    try:
        from cstool.batch.program import compile_batch
        from cstool.batch.spark import run_spark
    except ImportError:
        raise MissingExtraError(text("missing-extra", extra="spark", feature="Spark")) from None
    program = compile_batch(compile_routing(workspace))
    now = session.now(given["timezone"] or workspace.settings.value.timezone)
    rows = run_spark([Path(path) for path in paths], program, Path(given["out"]), now=now)
    session.note(session.words(text("simulate-written", rows=rows, path=given["out"])))
    return 0
