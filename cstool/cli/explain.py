"""`cstool explain [CHECK]`: the page of a check, or the list of all."""

import click

from cstool.checks import FAMILIES, find, names
from cstool.checks.check import load_check
from cstool.cli.command import Command
from cstool.cli.session import Session, pass_session
from cstool.diagnostic import text
from cstool.errors import UsageError
from cstool.spelling import nearest


@click.command("explain", cls=Command, help="help-explain")
@click.argument("check", required=False)
@pass_session
def command(session: Session, check: str | None) -> int:
    """Print a page, or family by family a line for each check."""
    if check is None:
        for family, checks in FAMILIES.items():
            session.say(family)
            for name in checks:
                one = load_check(family, name)
                severity = session.words(text(f"severity-{one.severity.value}"))
                session.say(f"  {name:34} {severity:8} {one.title_in(session.lang)}")
            session.say()
        return 0
    found = find(check)
    if found is None:
        near = nearest(check, names())
        hint = text("did-you-mean", name=near) if near else text("see-check-list")
        raise UsageError(text("no-such-check", name=check, near=hint))
    one = load_check(found, check)
    session.say(f"{one.name} ({found}, {session.words(text(f'severity-{one.severity.value}'))})\n")
    session.say(one.page_in(session.lang).rstrip())
    return 0
