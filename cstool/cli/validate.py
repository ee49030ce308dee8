"""`cstool validate`."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cstool.cli.cache import remembered
from cstool.cli.command import Command
from cstool.cli.fixing import Fixes, carried_out, fix_options
from cstool.cli.reporting import check_options, exit_code, names_of, write
from cstool.cli.session import Session, pass_session

if TYPE_CHECKING:
    from cstool.render.report import Report
    from cstool.workspace import Workspace


@click.command("validate", cls=Command, help="help-validate")
@click.option("--backend", metavar="NAME", help="help-validate-backend")
@check_options
@fix_options
@pass_session
@remembered
def command(
    session: Session,
    backend: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    baseline: Path | None,
    formats: tuple[str, ...],
    fix: bool,
    diff: bool,
    unsafe_fixes: bool,
) -> int:
    """Run the checks of this part and show what they found; with a backend, also what its helpdesk cannot hold."""
    from cstool.cli.checking import report_of

    workspace = session.workspace(backend or "")
    if fix or diff:
        names = (names_of(select), names_of(ignore))
        workspace = carried_out(session, workspace, "validate", names, Fixes(fix, diff, unsafe_fixes))
    report = report_of(session, workspace, "validate", select, ignore, baseline)
    if backend is not None:
        report = _with_backend(session, report, workspace, backend)
    write(session, report, formats)
    return exit_code(report.diagnostics, fail_on)


def _with_backend(session: Session, report: "Report", workspace: "Workspace", name: str) -> "Report":
    """The tables of fidelity on stderr, the diagnostics in the report."""
    from cstool.backends.compilers import compile_for, diagnostics, fidelity_tables
    from cstool.render.table import render

    compiled = compile_for(workspace, name)
    for table in fidelity_tables(compiled):
        if table.rows:
            session.note(render(table, session.lang) + "\n")
    found = sorted([*report.diagnostics, *diagnostics(compiled)], key=lambda one: one.sort_key)
    return replace(report, diagnostics=tuple(found))
