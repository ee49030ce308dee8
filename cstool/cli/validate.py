"""`cstool validate`."""

from pathlib import Path

import click

from cstool.cli.checking import report_of
from cstool.cli.command import Command
from cstool.cli.reporting import check_options, exit_code, write
from cstool.cli.session import Session, pass_session


@click.command("validate", cls=Command, help="help-validate")
@check_options
@pass_session
def command(
    session: Session,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    baseline: Path | None,
    formats: tuple[str, ...],
) -> int:
    """Run the checks of this part and show what they found."""
    report = report_of(session, session.workspace(), "validate", select, ignore, baseline)
    write(session, report, formats)
    return exit_code(report.diagnostics, fail_on)
