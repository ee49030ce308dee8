"""`cstool test`: the tests of config/tests, with the rules behind every difference, and what they cover."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cstool.acceptance import Acceptance, run_tests
from cstool.cli.command import Command
from cstool.cli.engines import There, engine_option, there
from cstool.cli.reporting import format_option, save, write
from cstool.cli.session import Session, pass_session
from cstool.cli.ticket_input import inputs_of, options_of, samples_of, share_of, warn_of_faults
from cstool.diagnostic import quoted, text
from cstool.errors import UsageError
from cstool.render.acceptance import with_tests
from cstool.render.report import Report
from cstool.routing.tested import all_tests, waiting_for
from cstool.tickets import SetAside, Ticket
from cstool.workspace import Workspace

if TYPE_CHECKING:
    from cstool.coverage import Coverage, Part

_SHOWN_ASIDE = 20
_EVENT = "ticket.created"
"""What happens to sample tickets."""


@click.command("test", cls=Command, help="help-test")
@click.option("--only", metavar="NAME", help="help-test-only")
@click.option("--coverage", is_flag=True, help="help-test-coverage")
@click.option("--tickets", multiple=True, metavar="FILE", help="help-test-tickets")
@click.option("--samples", is_flag=True, help="help-test-samples")
@click.option("--min-coverage", metavar="SHARE", help="help-test-min-coverage")
@click.option(
    "--coverage-file", "files", multiple=True, metavar="FILE", type=click.Path(path_type=Path), help="help-test-coverage-file"
)
@engine_option
@format_option
@pass_session
def command(session: Session, /, **given: Any) -> int:
    """Run the tests. 1 when one fails, too little is covered, a row is set aside, or what they test cannot be read."""
    only, formats, files = given["only"], given["formats"], given["files"]
    minimums = gates(given["min_coverage"]) if given["min_coverage"] else {}
    for path in files:
        _form(path)
    workspace = session.workspace()
    warn_of_faults(session, workspace)
    waiting = waiting_for(workspace) if workspace.tests else ()
    if waiting:
        session.note(session.words(text("tests-wait", parts=quoted(*waiting))))
        return 1
    engine = there(workspace, given["backend"])
    found = run_tests(workspace, engine.decide if engine else None, engine.choose if engine else None, only=only)
    if not found.results:
        raise UsageError(text("test-none-named", name=only) if only else text("test-none"))
    aside: list[SetAside] = []
    paths = _paths(workspace, given["tickets"], samples=given["samples"])
    whole = bool(given["coverage"] or paths or files or set(minimums) - {"rules"})
    measured = _measured(session, workspace, only, _tickets(session, workspace, paths, aside) if paths else None, whole=whole)
    report = with_tests(Report((), workspace.sources, session.lang), found)
    write(session, replace(report, coverage=measured) if whole else report, formats)
    for path in files:
        save(path, _written(session, measured, path))
    _show(session, measured, aside, formats, whole=whole, only=only is not None)
    refused = _compared(session, engine, workspace, only, formats) if engine is not None else 0
    return 1 if refused else _code(session, measured, minimums, found, aside)


def _compared(session: Session, engine: There, workspace: Workspace, only: str | None, formats: tuple[str, ...]) -> int:
    """The tests through the helpdesk's engine beside our own outcome; how many differ in a way that nobody accepted."""
    if engine.comparison is None:
        return 0
    for one in all_tests(workspace, only):
        engine.comparison.judge(replace(one.ticket, id=one.item.value.name), one.event)
    if all("=" in form or form == "text" for form in formats):
        engine.show(session)
    else:
        session.note(session.words(engine.said))
    return engine.report.refused


def gates(written: str) -> dict["Part", Decimal]:
    """`90%` is about rules; `rules=100%,conditions=80%` names the parts. Raises UsageError."""
    from cstool.coverage import RESULTS

    known: dict[str, Part] = {part: part for part in RESULTS}
    found: dict[Part, Decimal] = {}
    for one in written.split(","):
        name, _, share = one.rpartition("=")
        part = known.get(name.strip() or "rules")
        if part is None:
            raise UsageError(text("coverage-no-such-part", name=name.strip(), known=tuple(known)))
        if part in found:
            raise UsageError(text("coverage-part-twice", name=part))
        found[part] = share_of(share.strip())
    return found


def _form(path: Path) -> str:
    """`lcov` or `cobertura`, by the file's name. Raises UsageError."""
    form = {".info": "lcov", ".xml": "cobertura"}.get(path.suffix.lower())
    if form is None:
        raise UsageError(text("coverage-file-form", path=str(path)))
    return form


def _paths(workspace: Workspace, tickets: tuple[str, ...], *, samples: bool) -> tuple[str, ...]:
    """The ticket files whose coverage is measured beside that of the tests."""
    own = samples_of(workspace) if samples else ()
    if samples and not own:
        raise UsageError(text("coverage-no-samples"))
    return (*tickets, *own)


def _tickets(
    session: Session, workspace: Workspace, paths: tuple[str, ...], aside: list[SetAside]
) -> Iterator[tuple[Ticket, str]]:
    from cstool.tickets.read import read

    progress, done = session.progress(text("simulate-progress")), 0
    for batch in read(inputs_of(paths), options_of(workspace, session)):
        aside += batch.set_aside
        yield from ((ticket, _EVENT) for ticket in batch.tickets)
        done += len(batch.tickets)
        progress.update(done)
    progress.close()


def _measured(
    session: Session, workspace: Workspace, only: str | None, samples: Iterable[tuple[Ticket, str]] | None, *, whole: bool
) -> "Coverage":
    from cstool.coverage import RESULTS, measure

    runs: dict[str, Iterable[tuple[Ticket, str]]] = {"tests": ((one.ticket, one.event) for one in all_tests(workspace, only))}
    if samples is not None:
        runs["samples"] = samples
    return measure(workspace, runs, tuple(RESULTS) if whole else ("rules",))


def _written(session: Session, coverage: "Coverage", path: Path) -> str:
    """The file's text. Its paths are seen from the current folder, where readers of such files start."""
    root, here = session.root.resolve(), Path.cwd().resolve()
    seen = root.relative_to(here).as_posix() if root.is_relative_to(here) else root.as_posix()
    if _form(path) == "lcov":
        from cstool.render import coverage_lcov

        return coverage_lcov.render(coverage, "tests", seen)
    from cstool.render import coverage_cobertura

    return coverage_cobertura.render(coverage, "tests", seen, session.now())


def _show(
    session: Session, coverage: "Coverage", aside: list[SetAside], formats: tuple[str, ...], *, whole: bool, only: bool
) -> None:
    """Tables on stdout unless another form has it, else a sentence on stderr; then the rows that were no tickets."""
    tally = coverage.tally("rules", "tests")
    if whole and all("=" in one or one == "text" for one in formats):
        from cstool.render.coverage import tables
        from cstool.render.table import render

        for table in tables(coverage):
            session.say("\n" + render(table, session.lang))
    elif not only:
        session.note(session.words(text("test-coverage", fired=tally.reached, total=tally.total, share=f"{tally.share:.1%}")))
        unfired = tuple(spot.owner for spot, _ in coverage.missed("tests") if spot.part == "rules")
        if unfired:
            session.note(session.words(text("test-unfired", rules=unfired)))
    for row in aside[:_SHOWN_ASIDE]:
        kind = "simulate-aside" if row.line else "simulate-aside-file"
        session.note(session.words(text(kind, path=row.path, line=row.line, reason=row.reason)))
    if len(aside) > _SHOWN_ASIDE:
        session.note(session.words(text("simulate-aside-more", count=len(aside) - _SHOWN_ASIDE)))


def _code(
    session: Session, coverage: "Coverage", minimums: Mapping["Part", Decimal], found: Acceptance, aside: list[SetAside]
) -> int:
    below = False
    for part, minimum in minimums.items():
        share = coverage.tally(part, "tests").share
        if share < minimum:
            below = True
            shown = {"share": f"{share:.1%}", "minimum": f"{minimum:.1%}"}
            session.note(session.words(text("coverage-below", part=text(f"coverage-{part}"), **shown)))
    return 1 if below or found.failed or aside else 0
