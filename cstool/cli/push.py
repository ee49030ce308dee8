"""`cstool push`."""

from collections.abc import Sequence

import click

from cstool.backends.kept import keep_files
from cstool.backends.push import Look
from cstool.cli.command import Command
from cstool.cli.helpdesk import account_of, backend_option, consent_options, desired, errors_of
from cstool.cli.pushing import Judge, Push
from cstool.cli.session import Session, pass_session
from cstool.cli.touching import tests_refuse, touched_by
from cstool.diagnostic import Text, text
from cstool.errors import RefusedError
from cstool.plan import Resource
from cstool.workspace import Workspace


def _judge(session: Session, workspace: Workspace, name: str, resources: Sequence[Resource]) -> Judge:
    """The tests, run as the product would run them; then how many tickets go elsewhere than they go now."""

    def judge(looked: Look, force: bool) -> Text | None:
        refused = tests_refuse(workspace, name, resources, looked)
        if refused is not None or force:
            return refused
        found = touched_by(session, workspace, name, looked)
        return found.refusal if found else None

    return judge


@click.command("push", cls=Command, help="help-push")
@backend_option
@consent_options
@click.option("--delete", is_flag=True, help="help-option-delete")
@pass_session
def command(session: Session, name: str, checksum: str | None, yes: bool, force: bool, form: str, delete: bool) -> int:
    """Validate, run the tests on its engine, plan, ask, carry out, read back."""
    workspace = session.workspace(name)
    account = account_of(session, workspace, name)
    errors = errors_of(workspace)
    if errors:
        session.note(session.words(text("push-has-errors", count=errors)))
        return 1
    compiled = account.compile(workspace)
    if compiled.unsupported:
        raise RefusedError(text("push-unsupported", backend=name, count=len(compiled.unsupported)))
    wanted = desired(session, workspace, name, compiled)
    judge = _judge(session, workspace, name, compiled.resources)
    push = Push(session, account, wanted, delete=delete, form=form, judge=judge)
    code = push.run(checksum=checksum, yes=yes, force=force)
    if code == 0:
        keep_files(session.root, name, {path: source.text for path, source in workspace.sources.items()})
    return code
