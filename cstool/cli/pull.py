"""`cstool pull`."""

import click

from cstool.backends.local.pull import Pulled, pull
from cstool.backends.state import State, write_whole
from cstool.cli.command import Command
from cstool.cli.helpdesk import account_of, backend_option
from cstool.cli.session import Session, pass_session
from cstool.diagnostic import Severity, text
from cstool.render.plan import named
from cstool.workspace import Workspace


@click.command("pull", cls=Command, help="help-pull")
@backend_option
@click.option("--theirs", is_flag=True, help="help-option-theirs")
@click.option("--delete", is_flag=True, help="help-option-delete-files")
@pass_session
def command(session: Session, name: str, theirs: bool, delete: bool) -> int:
    """Write what was changed there into the files; what both sides changed stays ours and is named."""
    workspace = session.workspace(name)
    account = account_of(session, workspace, name)
    if workspace.settings.value.backends[name].type != "local":
        from cstool.cli.adopting import pull_account

        return pull_account(session, workspace, name, account, theirs=theirs, delete=delete)
    state = State(session.root, name)
    with state.only_push():
        base = state.read().base
        pulled = pull(
            workspace, name, workspace.settings.value.backends[name], base, account.fetch(), theirs=theirs, delete=delete
        )
        broken = _broken(workspace, pulled)
        if broken:
            session.note(session.words(text("pull-has-errors", path=broken)))
            return 1
        for path, content in pulled.files.items():
            if content is None:
                (session.root / path).unlink(missing_ok=True)
            else:
                write_whole(session.root / path, content)
        state.learn(pulled.merge.remembered)
    _tell(session, name, pulled)
    return 1 if pulled.merge.conflicts else 0


def _broken(workspace: Workspace, pulled: Pulled) -> str | None:
    """A file that would be written although a part of it could not be read: that part would be lost."""
    faulty = {fault.span.path for fault in workspace.faults if fault.severity is Severity.ERROR}
    return next((path for path in pulled.files if path in faulty), None)


def _tell(session: Session, name: str, pulled: Pulled) -> None:
    merge = pulled.merge
    count = len(merge.taken) + len(merge.removed)
    if count:
        session.say(session.words(text("pull-head", backend=name, count=count, files=len(pulled.files))))
    else:
        left = len(merge.conflicts) + len(merge.left_out)
        session.say(session.words(text("pull-none-left" if left else "pull-none", backend=name, count=left)))
    for id_, keys in (("pull-taken", merge.taken), ("pull-removed", merge.removed)):
        if keys:
            session.say("  " + session.words(text(id_, objects=named(keys, session.lang))))
    for path, content in pulled.files.items():
        session.say("  " + session.words(text("pull-file-gone" if content is None else "pull-file", path=path)))
    if pulled.anew:
        session.note(session.words(text("pull-anew", paths=pulled.anew)))
    for id_, keys in (("pull-conflict", merge.conflicts), ("pull-left-out", merge.left_out)):
        if keys:
            session.note(session.words(text(id_, objects=named(keys, session.lang))))
