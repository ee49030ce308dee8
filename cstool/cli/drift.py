"""`cstool drift`."""

import click

from cstool.backends.push import moved
from cstool.backends.state import State
from cstool.cli.command import Command
from cstool.cli.helpdesk import account_of, backend_option
from cstool.cli.session import Session, pass_session
from cstool.diagnostic import text
from cstool.render.plan import author, change_lines, changes_json


@click.command("drift", cls=Command, help="help-drift")
@backend_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="help-option-plan-format")
@pass_session
def command(session: Session, name: str, form: str) -> int:
    """Compare what is there with what was pushed last; the files play no part."""
    account = account_of(session, session.workspace(name), name)
    state = State(session.root, name)
    changed, base = moved(account, state), state.read().base
    if form == "json":
        session.say(changes_json(name, changed))
        return 1 if changed else 0
    if not base:
        session.say(session.words(text("drift-never", backend=name)))
        return 0
    if not changed:
        session.say(session.words(text("drift-none", backend=name, count=len(base))))
        return 0
    session.say(session.words(text("drift-head", backend=name, count=len(changed))) + "\n")
    for change in changed:
        said = text("drift-deleted") if change.action == "delete" else text("drift-changed", by=author(change))
        session.say("\n".join(change_lines(change, session.lang, said)))
    return 1
