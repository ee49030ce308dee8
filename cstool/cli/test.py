"""`cstool test`: the tests of config/tests, with the rules behind every difference, and how many rules they cover."""

import click

from cstool.acceptance import run_tests, waiting_for
from cstool.cli.command import Command
from cstool.cli.reporting import format_option, write
from cstool.cli.session import Session, pass_session
from cstool.cli.ticket_input import share_of, warn_of_faults
from cstool.diagnostic import quoted, text
from cstool.errors import UsageError
from cstool.render.acceptance import with_tests
from cstool.render.report import Report


@click.command("test", cls=Command, help="help-test")
@click.option("--only", metavar="NAME", help="help-test-only")
@click.option("--min-coverage", metavar="SHARE", help="help-test-min-coverage")
@format_option
@pass_session
def command(session: Session, only: str | None, min_coverage: str | None, formats: tuple[str, ...]) -> int:
    """Run the tests. 1 when one fails, too few rules fire, or what they test cannot be read."""
    minimum = share_of(min_coverage) if min_coverage else None
    workspace = session.workspace()
    warn_of_faults(session, workspace)
    waiting = waiting_for(workspace) if workspace.tests else ()
    if waiting:
        session.note(session.words(text("tests-wait", parts=quoted(*waiting))))
        return 1
    found = run_tests(workspace, only=only)
    if not found.results:
        raise UsageError(text("test-none-named", name=only) if only else text("test-none"))
    write(session, with_tests(Report((), workspace.sources, session.lang), found), formats)
    coverage = found.coverage
    share = f"{coverage.share:.1%}"
    if only is None:
        fired = len(coverage.fired) - len(coverage.unfired)
        session.note(session.words(text("test-coverage", fired=fired, total=len(coverage.fired), share=share)))
        if coverage.unfired:
            session.note(session.words(text("test-unfired", rules=coverage.unfired)))
    if minimum is not None and coverage.share < minimum:
        session.note(session.words(text("test-coverage-below", share=share, minimum=f"{minimum:.1%}")))
        return 1
    return 1 if found.failed else 0
