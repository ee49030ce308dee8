"""`cstool push`."""

import click

from cstool.cli.command import Command
from cstool.cli.helpdesk import Push, account_of, backend_option, consent_options, errors_of
from cstool.cli.session import Session, pass_session
from cstool.diagnostic import text
from cstool.errors import RefusedError


@click.command("push", cls=Command, help="help-push")
@backend_option
@consent_options
@click.option("--delete", is_flag=True, help="help-option-delete")
@pass_session
def command(session: Session, name: str, checksum: str | None, yes: bool, force: bool, delete: bool) -> int:
    """Validate, plan, ask, carry out, read back."""
    workspace = session.workspace()
    account = account_of(session, workspace, name)
    errors = errors_of(workspace)
    if errors:
        session.note(session.words(text("push-has-errors", count=errors)))
        return 1
    compiled = account.compile(workspace)
    if compiled.unsupported:
        raise RefusedError(text("push-unsupported", backend=name, count=len(compiled.unsupported)))
    return Push(session, account, compiled.resources, delete=delete).run(checksum=checksum, yes=yes, force=force)
