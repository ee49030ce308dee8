"""`cstool check`: validate, lint and test in one verdict, for CI."""

from pathlib import Path

import click

from cstool.cli.cache import remembered
from cstool.cli.command import Command
from cstool.cli.reporting import check_options, exit_code, write
from cstool.cli.session import Session, pass_session
from cstool.diagnostic import quoted, text


@click.command("check", cls=Command, help="help-check")
@check_options
@pass_session
@remembered
def command(
    session: Session,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    baseline: Path | None,
    formats: tuple[str, ...],
) -> int:
    """Run all checks, then the workspace's tests, and report them together."""
    from cstool.acceptance import run_tests
    from cstool.cli.checking import report_of
    from cstool.render.acceptance import with_tests
    from cstool.routing.tested import waiting_for

    workspace = session.workspace()
    report = report_of(session, workspace, "all", select, ignore, baseline)
    waiting = waiting_for(workspace) if workspace.tests else ()
    if waiting:
        session.note(session.words(text("tests-wait", parts=quoted(*waiting))))
    elif workspace.tests:
        report = with_tests(report, run_tests(workspace))
    write(session, report, formats)
    return exit_code(report.diagnostics, fail_on, len(report.failures))
