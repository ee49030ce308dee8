"""`cstool review due`."""

from datetime import date, timedelta

import click

from cstool.cli.command import Command
from cstool.cli.session import Session, pass_session
from cstool.diagnostic import text
from cstool.review import KINDS, Review, reviews


@click.command("due", cls=Command, help="help-review-due")
@click.option("--within", type=click.IntRange(0, 3650), default=0, metavar="DAYS", help="help-review-within")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="help-review-kind")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="help-option-plan-format")
@pass_session
def command(session: Session, within: int, kinds: tuple[str, ...], form: str) -> int:
    """What nobody has looked at in time, longest first; with --within also what comes next."""
    workspace = session.workspace()
    known = reviews(workspace)
    last = session.today + timedelta(days=within)
    waiting = [one for one in known if (not kinds or one.kind in kinds) and one.overdue(last + timedelta(days=1))]
    waiting.sort(key=lambda one: (one.due or date.min, one.name))
    if form == "json":
        session.say(_json(waiting))
    else:
        _text(session, waiting, len(known))
    return 0


def _text(session: Session, waiting: list[Review], known: int) -> None:
    from cstool.render.table import render
    from cstool.tables import Table

    if not known:
        session.say(session.words(text("review-no-rhythm")))
        return
    if not waiting:
        session.say(session.words(text("review-none-due", count=known)))
        return
    rows = tuple((one.name, _day(one.due) or text("review-never-short"), _day(one.last), one.by or "") for one in waiting)
    head = tuple(text(f"review-column-{name}") for name in ("object", "due", "last", "by"))
    session.say(render(Table(text("review-title"), head, rows), session.lang))
    late = sum(one.overdue(session.today) for one in waiting)
    session.say("\n" + session.words(text("review-tally", late=late, total=len(waiting), known=known)))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _json(waiting: list[Review]) -> str:
    import json

    rows = [
        {
            "object": one.name,
            "due": one.due.isoformat() if one.due else None,
            "last": one.last.isoformat() if one.last else None,
            "every_days": one.every,
            "by": one.by,
            "path": one.item.at().path,
            "line": one.item.at().line,
        }
        for one in waiting
    ]
    return json.dumps({"version": 1, "reviews": rows}, ensure_ascii=False, indent=2)
