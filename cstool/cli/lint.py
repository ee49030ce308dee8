"""`cstool lint`."""

from pathlib import Path

import click

from cstool.cli.cache import remembered
from cstool.cli.command import Command
from cstool.cli.fixing import Fixes, carried_out, fix_options
from cstool.cli.reporting import check_options, exit_code, names_of, write
from cstool.cli.session import Session, pass_session


@click.command("lint", cls=Command, help="help-lint")
@check_options
@fix_options
@pass_session
@remembered
def command(
    session: Session,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    baseline: Path | None,
    formats: tuple[str, ...],
    fix: bool,
    diff: bool,
    unsafe_fixes: bool,
) -> int:
    """Run the checks of this part and show what they found."""
    from cstool.cli.checking import report_of

    workspace = session.workspace()
    if fix or diff:
        workspace = carried_out(session, workspace, "lint", (names_of(select), names_of(ignore)), Fixes(fix, diff, unsafe_fixes))
    report = report_of(session, workspace, "lint", select, ignore, baseline)
    write(session, report, formats)
    return exit_code(report.diagnostics, fail_on)
