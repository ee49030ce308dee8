"""`cstool drift`."""

import click

from cstool.backends.state import State
from cstool.cli.command import Command
from cstool.cli.helpdesk import account_of, backend_option
from cstool.cli.session import Session, pass_session
from cstool.diagnostic import text
from cstool.plan import drift
from cstool.render.plan import author, change_lines, changes_json


@click.command("drift", cls=Command, help="help-drift")
@backend_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="help-option-plan-format")
@pass_session
def command(session: Session, name: str, form: str) -> int:
    """Compare what is there with what was pushed last; the files play no part."""
    account = account_of(session, session.workspace(), name)
    base = State(session.root, name).read().base
    moved = drift(base, account.fetch())
    if form == "json":
        session.say(changes_json(name, moved))
        return 1 if moved else 0
    if not base:
        session.say(session.words(text("drift-never", backend=name)))
        return 0
    if not moved:
        session.say(session.words(text("drift-none", backend=name, count=len(base))))
        return 0
    session.say(session.words(text("drift-head", backend=name, count=len(moved))) + "\n")
    for change in moved:
        said = text("drift-deleted") if change.action == "delete" else text("drift-changed", by=author(change))
        session.say("\n".join(change_lines(change, session.lang, said)))
    return 1
