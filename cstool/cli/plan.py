"""`cstool plan`."""

import click

from cstool.backends.push import look
from cstool.backends.state import State
from cstool.cli.command import Command
from cstool.cli.helpdesk import account_of, backend_option, desired, errors_of
from cstool.cli.pushing import by_hand
from cstool.cli.session import Session, pass_session
from cstool.cli.touching import tests_refuse, touched_by
from cstool.diagnostic import text
from cstool.plan import SHOWN, guard
from cstool.render.plan import FORMS, plan_json, plan_markdown, plan_text


@click.command("plan", cls=Command, help="help-plan")
@backend_option
@click.option("--expect-empty", is_flag=True, help="help-option-expect-empty")
@click.option("--delete", is_flag=True, help="help-option-delete")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", help="help-option-plan-format")
@pass_session
def command(session: Session, name: str, expect_empty: bool, delete: bool, form: str) -> int:
    """Compare what was pushed last, what the files say and what is there; show what a push would do."""
    workspace = session.workspace(name)
    account = account_of(session, workspace, name)
    compiled = account.compile(workspace)
    wanted = desired(session, workspace, name, compiled)
    looked = look(account, State(session.root, name), wanted, delete=delete)
    plan, advice = looked.plan, account.advise(looked.plan, looked.live)
    found = touched_by(session, workspace, name, looked)
    said = (found.said,) if found else ()
    if form == "json":
        session.say(plan_json(plan, {"asked": found.asked, "moved": found.moved} if found else None))
    elif form == "markdown":
        session.say(plan_markdown(plan, session.lang, said))
    else:
        session.say(plan_text(plan, session.lang, said))
        if plan.changes:
            options = " --delete" if delete else ""
            message = text("plan-next", backend=name, checksum=plan.checksum[:SHOWN], options=options)
            session.say(session.words(message))
    by_hand(session, advice)
    errors = errors_of(workspace)
    refusal = next(iter(advice.refusals), None) or guard(plan)
    if compiled.unsupported:
        refusal = refusal or text("push-unsupported", backend=name, count=len(compiled.unsupported))
    elif plan.changes and not errors:
        refusal = refusal or tests_refuse(workspace, name, compiled.resources, looked)
    refusal = refusal or (found.refusal if found else None)
    if refusal is not None:
        session.note(session.words(text("plan-refused", why=refusal)))
    if errors:
        session.note(session.words(text("plan-has-errors", count=errors)))
    return 1 if expect_empty and not plan.empty else 0
