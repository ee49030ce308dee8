"""`cstool simulate`: where many tickets would go, who answers, how good that is."""

import gc
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path

import click

from cstool.cli.command import Command
from cstool.cli.session import Session, pass_session
from cstool.cli.ticket_input import inputs_of, known_channel, mapping_of, options_of, share_of, warn_of_faults
from cstool.diagnostic import text
from cstool.errors import CstoolError, UsageError
from cstool.simulate import Labels, Simulated, Summary, choose_by, decide_by, run
from cstool.simulate.labels import COMPARABLE
from cstool.simulate.rows import RowWriter, form_of, writer_for
from cstool.spelling import nearest
from cstool.tickets.batch import ROUTED, Batch
from cstool.workspace import Workspace

_SHOWN_ASIDE = 20
_SHOWN_NOTES = 100
_SHOWN_RULES = 12


@click.command("simulate", cls=Command, help="help-simulate")
@click.argument("tickets", nargs=-1)
@click.option("--map", "mapping", metavar="FILE", help="help-simulate-map")
@click.option("--trust", multiple=True, type=click.Choice(sorted(ROUTED)), help="help-simulate-trust")
@click.option("--channel", metavar="ID", help="help-simulate-channel")
@click.option("--language", metavar="TAG", help="help-simulate-language")
@click.option("--timezone", metavar="ZONE", help="help-simulate-timezone")
@click.option("--labels", metavar="COLUMN", help="help-simulate-labels")
@click.option("--against", type=click.Choice(COMPARABLE), default="category", help="help-simulate-against")
@click.option("--min-accuracy", metavar="SHARE", help="help-simulate-min-accuracy")
@click.option("--out", metavar="FILE", help="help-simulate-out")
@click.option("--aside", metavar="FILE", help="help-simulate-aside")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="help-simulate-format")
@pass_session
def command(
    session: Session,
    tickets: tuple[str, ...],
    mapping: str | None,
    trust: tuple[str, ...],
    channel: str | None,
    language: str | None,
    timezone: str | None,
    labels: str | None,
    against: str,
    min_accuracy: str | None,
    out: str | None,
    aside: str | None,
    form: str,
) -> int:
    """Read, route, count, show. 1 when rows were set aside or the accuracy is too low, 2 when nothing has a label."""
    from cstool.routing import compile_routing
    from cstool.sla import compile_sla
    from cstool.tickets.read import read

    gc.enable()  # unlike the short commands this one may run for hours
    minimum = share_of(min_accuracy) if min_accuracy else None
    if minimum is not None and labels is None:
        raise UsageError(text("min-accuracy-without-labels"))
    workspace = session.workspace()
    warn_of_faults(session, workspace)
    paths = tickets or _samples(workspace)
    if not paths:
        raise UsageError(text("simulate-no-tickets"))
    defaults = {"channel": known_channel(workspace, channel) if channel else None, "language": language}
    columns = mapping_of(mapping)
    options = options_of(workspace, session, timezone=timezone, columns=columns, trust=trust, defaults=defaults)
    router = compile_routing(workspace)
    rules = tuple(rule.id for stage in router.stages_of("ticket.created") for rule in stage.rules)
    summary = Summary(frozenset(workspace.channels), rules, Labels(labels, against) if labels else None)
    progress = session.progress(text("simulate-progress"))
    batches = _named_aside(read(inputs_of(paths), options), aside, session)
    results = run(batches, decide_by(router), choose_by(compile_sla(workspace)), summary, progress=progress.update)
    with _writer(out, paths) as writer:
        _drain(results, writer)
    progress.close()
    _show(session, summary, form, out)
    _expect_labels(summary)
    return _code(session, summary, minimum)


@contextmanager
def _writer(out: str | None, paths: Iterable[str]) -> Iterator[RowWriter | None]:
    if out is None:
        yield None
        return
    form_of(out)
    if Path(out).resolve() in {Path(path).resolve() for path in paths if path != "-"}:
        raise UsageError(text("out-is-input", path=out))
    with ExitStack() as stack:
        try:
            opened = stack.enter_context(Path(out).open("wb"))
        except OSError as bad:
            raise CstoolError(text("option-cannot-open", path=out, problem=bad.strerror or type(bad).__name__)) from None
        writer = writer_for(out, opened)
        yield writer
        writer.close()


def _samples(workspace: Workspace) -> tuple[str, ...]:
    """The workspace's own sample tickets, as seen from the current folder where they lie below it."""
    root = Path(workspace.root).resolve()
    base = root.relative_to(Path.cwd()) if root.is_relative_to(Path.cwd()) else root
    return tuple((base / path).as_posix() for path in workspace.samples)


def _named_aside(batches: Iterable[Batch], path: str | None, session: Session) -> Iterator[Batch]:
    """The batches as they are; every row set aside is written to the file of `--aside`, a JSON object a line."""
    if path is None:
        yield from batches
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(Path(path).open("w", encoding="utf-8", newline="\n"))
        except OSError as bad:
            raise CstoolError(text("option-cannot-open", path=path, problem=bad.strerror or type(bad).__name__)) from None
        for batch in batches:
            for row in batch.set_aside:
                entry = {"path": row.path, "line": row.line, "reason": session.words(row.reason)}
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            yield batch


def _drain(results: Iterable[tuple[Simulated, ...]], writer: RowWriter | None) -> None:
    for batch in results:
        if writer is not None:
            writer.write(batch)


def _show(session: Session, summary: Summary, form: str, out: str | None) -> None:
    """Remarks on stderr, the result on stdout."""
    from cstool.render import simulation_json
    from cstool.render.table import render
    from cstool.tables import column_table, label_tables, summary_tables

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
        session.note(session.words(text("simulate-written", rows=summary.tickets, path=out)))
    if form == "json":
        session.say(simulation_json.render(summary, session.lang))
        return
    for table in (*summary_tables(summary), *(label_tables(summary.labels) if summary.labels else ())):
        session.say(render(table, session.lang) + "\n")
    for name, count in summary.unknown_channels.ranked():
        session.say(session.words(text("simulate-unknown-channel", channel=name, count=count)))
    if summary.two_replies:
        session.say(session.words(text("simulate-two-replies", count=summary.two_replies)))
    if summary.never_applied:
        named = summary.never_applied[:_SHOWN_RULES] + (("…",) if len(summary.never_applied) > _SHOWN_RULES else ())
        session.say(session.words(text("simulate-never", count=len(summary.never_applied), rules=named)))
    _verdict(session, summary)


def _expect_labels(summary: Summary) -> None:
    """A column in which no ticket has a label is a wrong call: nothing was compared. Raises UsageError with a did-you-mean."""
    labels = summary.labels
    if labels is None or labels.total or not summary.tickets:
        return
    seen = dict.fromkeys(guess.column for guess in summary.guesses)
    near = None if labels.column in seen else nearest(labels.column, seen)
    raise UsageError(text("simulate-no-labels", column=labels.column, near=text("usage-near", name=near) if near else ""))


def _verdict(session: Session, summary: Summary) -> None:
    numbers = {"tickets": summary.tickets, "without_sla": summary.without_sla, "set_aside": summary.set_aside}
    matched = summary.tickets - summary.unmatched
    session.say(session.words(text("simulate-verdict", matched=matched, unmatched=summary.unmatched, **numbers)))
    labels = summary.labels
    if labels is not None and labels.accuracy is not None:
        shares = {"share": f"{labels.accuracy:.1%}", "right": labels.right, "total": labels.total}
        names = {"against": labels.against, "column": labels.column, "unlabelled": labels.unlabelled}
        session.say(session.words(text("simulate-accuracy", **shares, **names)))


def _code(session: Session, summary: Summary, minimum: Decimal | None) -> int:
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
