"""`cstool simulate`: where many tickets would go, who answers, how good that is, what moved, what would make it better."""

import gc
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from cstool.cli.command import Command
from cstool.cli.engines import engine_option, there
from cstool.cli.session import Session, pass_session
from cstool.cli.simulation import by_spark, exit_code, expect_labels, over_columns, promises_over_columns, show
from cstool.cli.ticket_input import inputs_of, known_channel, mapping_of, options_of, share_of, warn_of_faults
from cstool.diagnostic import Severity, text
from cstool.errors import CstoolError, UsageError
from cstool.simulate import Labels, Summary, run
from cstool.simulate.everyday import everyday_words
from cstool.simulate.labels import COMPARABLE
from cstool.simulate.moved import Side, side_of
from cstool.simulate.movement import MOVED, Movement, compared
from cstool.simulate.phrases import Phrases
from cstool.simulate.result import Result
from cstool.simulate.rows import SIMULATED, RowWriter, Shape, form_of, writer_for
from cstool.simulate.run import EVENT
from cstool.simulate.sample import Sample, restricted, sampled
from cstool.simulate.suggest import Labelled, suggest
from cstool.simulate.where import holds_for
from cstool.tickets import Ticket
from cstool.tickets.batch import ROUTED, Batch
from cstool.workspace import Workspace

_SAME_ID = 20
"""Tickets that are explained for one id: ids of an export may repeat."""


@click.command("simulate", cls=Command, help="help-simulate")
@click.argument("tickets", nargs=-1)
@click.option("--map", "mapping", metavar="FILE", help="help-simulate-map")
@click.option("--trust", multiple=True, type=click.Choice(sorted(ROUTED)), help="help-simulate-trust")
@click.option("--channel", metavar="ID", help="help-simulate-channel")
@click.option("--language", metavar="TAG", help="help-simulate-language")
@click.option("--timezone", metavar="ZONE", help="help-simulate-timezone")
@click.option("--where", metavar="CONDITION", help="help-simulate-where")
@click.option("--sample", type=int, metavar="N", help="help-simulate-sample")
@click.option("--seed", type=int, metavar="S", help="help-simulate-seed")
@click.option("--against", metavar="REV", help="help-simulate-against")
@click.option("--explain", multiple=True, metavar="ID", help="help-simulate-explain")
@click.option("--labels", metavar="COLUMN", help="help-simulate-labels")
@click.option("--judge", type=click.Choice(COMPARABLE), help="help-simulate-judge")
@click.option("--min-accuracy", metavar="SHARE", help="help-simulate-min-accuracy")
@click.option("--suggest", "suggests", is_flag=True, help="help-simulate-suggest")
@engine_option
@click.option("--runner", type=click.Choice(("plain", "spark")), default="plain", help="help-simulate-runner")
@click.option("--out", metavar="FILE", help="help-simulate-out")
@click.option("--aside", metavar="FILE", help="help-simulate-aside")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="help-simulate-format")
@pass_session
def command(session: Session, /, tickets: tuple[str, ...], **given: Any) -> int:
    """Read, route, count, show. 1 when rows were set aside or the accuracy is too low, 2 when nothing has a label."""
    gc.enable()  # unlike the short commands this one may run for hours
    _expect_sense(given)
    minimum = share_of(given["min_accuracy"]) if given["min_accuracy"] else None
    workspace = session.workspace()
    warn_of_faults(session, workspace)
    paths = tickets or _samples(workspace)
    if not paths:
        raise UsageError(text("simulate-no-tickets"))
    if given["runner"] == "spark":
        return by_spark(session, workspace, paths, given)
    work = _Work(session, workspace, given)
    with _writer(given["out"], paths, MOVED if work.before else SIMULATED) as writer:
        work.go(paths, writer)
    show(session, work.result, given["form"], given["out"], work.explained_sides(), work.there)
    _expect_explained(given["explain"], work.explained)
    expect_labels(work.result.summary)
    return exit_code(session, work.result.summary, minimum)


def _expect_sense(given: dict[str, Any]) -> None:
    """Options that ask nothing, or two things at once, are a wrong call. Raises UsageError."""
    if given["labels"] is None:
        for name, wanted in (("min_accuracy", "--min-accuracy"), ("judge", "--judge"), ("suggests", "--suggest")):
            if given[name]:
                raise UsageError(text("option-needs", option=wanted, needed="--labels COLUMN"))
    if given["sample"] is not None and given["sample"] < 1:
        raise UsageError(text("sample-too-small", size=given["sample"]))
    if given["seed"] is not None and given["sample"] is None and not given["suggests"]:
        raise UsageError(text("option-needs", option="--seed", needed="--sample N / --suggest"))
    if given["suggests"] and given["against"] is not None:
        raise UsageError(text("options-exclude", first="--suggest", second="--against"))
    for name, wanted in (("suggests", "--suggest"), ("against", "--against")):
        if given["backend"] is not None and given[name]:
            raise UsageError(text("options-exclude", first="--backend", second=wanted))
    if given["suggests"] and given["judge"] not in (None, "category"):
        raise UsageError(text("suggest-only-category", judge=given["judge"]))


class _Work:
    """One run: the files through where, sample, routing and comparison, batch by batch."""

    def __init__(self, session: Session, workspace: Workspace, given: dict[str, Any]) -> None:
        from cstool.cli.revisions import workspace_at

        self.session, self.workspace, self.given = session, workspace, given
        self.after = side_of(workspace)
        self.there = there(workspace, given["backend"])
        self.decide = (self.there and self.there.decide) or self.after.decide
        self.choose = (self.there and self.there.choose) or self.after.choose
        self.earlier = workspace_at(session, given["against"]) if given["against"] else None
        self.before = side_of(self.earlier) if self.earlier else None
        errors = sum(fault.severity is Severity.ERROR for fault in self.earlier.faults) if self.earlier else 0
        if errors:
            session.note(session.words(text("against-has-errors", count=errors, revision=given["against"])))
        seed, judge = given["seed"] or 0, given["judge"] or "category"
        rules = tuple(rule.id for stage in self.after.router.stages_of(EVENT) for rule in stage.rules)
        labels = Labels(given["labels"], judge) if given["labels"] else None
        summary = Summary(
            frozenset(workspace.channels), rules, labels, phrases=None if self.before else Phrases(everyday_words(workspace))
        )
        self.result = Result(summary, where=given["where"])
        self.labelled = Labelled(given["labels"], seed) if given["suggests"] else None
        if given["sample"]:
            self.result.sample = Sample(given["sample"], seed)
        if self.before:
            self.result.movement = Movement(given["against"], labels=Labels(given["labels"], judge) if labels else None)
        self.explained: dict[str, list[Ticket]] = {}

    def go(self, paths: Iterable[str], writer: "RowWriter[Any] | None") -> None:
        """Read the files to their end; the results grow on the way."""
        from cstool.tickets.read import read

        inputs = inputs_of(tuple(paths))
        progress = self.session.progress(text("simulate-progress"))
        batches = self._counted(_named_aside(read(inputs, self._options()), self.given["aside"], self.session), progress.update)
        together = over_columns(self.after) if self.there is None else None
        promised = promises_over_columns(self.after) if self.there is None else None
        chosen, summary = self._chosen(batches), self.result.summary
        results = run(chosen, self.decide, self.choose, summary, decide_all=together, choose_all=promised)
        if self.before and self.result.movement:
            for moved in compared(results, self.before, self.after, self.result.movement):
                _write(writer, moved)
        else:
            for batch in results:
                _write(writer, batch)
                if self.there is not None:
                    self.there.compare(batch, EVENT)
                if self.labelled is not None:
                    self.labelled.add(batch)
        progress.close()
        if self.labelled is not None:
            self.result.suggestions = suggest(self.workspace, self.labelled)

    def _options(self) -> Any:
        given, channel = self.given, self.given["channel"]
        return options_of(
            self.workspace,
            self.session,
            timezone=given["timezone"],
            columns=mapping_of(given["mapping"]),
            trust=given["trust"],
            defaults={"channel": known_channel(self.workspace, channel) if channel else None, "language": given["language"]},
        )

    def _chosen(self, batches: Iterable[Batch]) -> Iterable[Batch]:
        if self.given["where"] is not None:
            batches = self._fitting(restricted(batches, self._condition()))
        return sampled(batches, self.result.sample) if self.result.sample else batches

    def _condition(self) -> Any:
        from cstool.cli.simulation import compiled_where

        sides: list[Side] = [self.before, self.after] if self.before else [self.after]
        asked = compiled_where(self.session, self.workspace, self.given["where"])
        decides = [side.decide for side in sides] if self.there is None else [self.decide]
        return holds_for(asked, self.after.router.around, decides, EVENT)

    def _counted(self, batches: Iterable[Batch], progress: Any) -> Iterator[Batch]:
        wanted = frozenset(self.given["explain"])
        for batch in batches:
            self.result.read += len(batch.tickets)
            progress(self.result.read)
            for ticket in batch.tickets if wanted else ():
                if ticket.id in wanted and len(kept := self.explained.setdefault(ticket.id or "", [])) < _SAME_ID:
                    kept.append(ticket)
            yield batch

    def _fitting(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        for batch in batches:
            self.result.fitting += len(batch.tickets)
            yield batch

    def explained_sides(self) -> list[tuple[str | None, Workspace, Ticket]]:
        """The tickets to explain, by each version of the rules: its name (None: the working copy), its workspace."""
        sides = [(self.given["against"], self.earlier), (None, self.workspace)]
        tickets = (ticket for id_ in dict.fromkeys(self.given["explain"]) for ticket in self.explained.get(id_, ()))
        return [(name, workspace, ticket) for ticket in tickets for name, workspace in sides if workspace]


def _write(writer: "RowWriter[Any] | None", results: Iterable[Any]) -> None:
    if writer is not None:
        writer.write(results)


@contextmanager
def _writer(out: str | None, paths: Iterable[str], shape: Shape[Any]) -> "Iterator[RowWriter[Any] | None]":
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
        writer = writer_for(out, opened, shape)
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


def _expect_explained(wanted: Iterable[str], found: dict[str, list[Ticket]]) -> None:
    missing = tuple(id_ for id_ in dict.fromkeys(wanted) if id_ not in found)
    if missing:
        raise UsageError(text("simulate-no-such-ticket", ids=missing))
