"""`cstool rollback`."""

import click

from cstool.backends.state import State
from cstool.cli.command import Command
from cstool.cli.helpdesk import account_of, backend_option, consent_options
from cstool.cli.pushing import Push
from cstool.cli.session import Session, pass_session
from cstool.diagnostic import text
from cstool.errors import CstoolError


@click.command("rollback", cls=Command, help="help-rollback")
@backend_option
@consent_options
@click.option("--delete", is_flag=True, help="help-option-delete-since")
@pass_session
def command(session: Session, name: str, checksum: str | None, yes: bool, force: bool, form: str, delete: bool) -> int:
    """Push the snapshot taken before the last push that was not rolled back yet. The files stay as they are."""
    account = account_of(session, session.workspace(name), name)
    snapshot = State(session.root, name).last_snapshot()
    if snapshot is None:
        raise CstoolError(text("rollback-none", backend=name))
    session.note(session.words(text("rollback-to", name=snapshot.name)))
    push = Push(session, account, snapshot.resources, delete=delete, restores=snapshot, form=form)
    return push.run(checksum=checksum, yes=yes, force=force)
