"""`cstool review done`."""

from typing import Any

import click

from cstool.backends.local.amend import Amendment, CannotAmend, flow
from cstool.backends.state import write_whole
from cstool.cli.command import Command
from cstool.cli.session import Session, pass_session
from cstool.diagnostic import text
from cstool.errors import CstoolError, UsageError
from cstool.loading import load
from cstool.review import Review, reviews
from cstool.source import Source, read_yaml, with_key
from cstool.spelling import nearest
from cstool.workspace import Workspace


@click.command("done", cls=Command, help="help-review-done")
@click.argument("objects", nargs=-1, metavar="OBJECT...")
@click.option("--due", is_flag=True, help="help-review-done-due")
@click.option("--by", metavar="NAME", help="help-review-by")
@pass_session
def command(session: Session, objects: tuple[str, ...], due: bool, by: str | None) -> int:
    """Write today's date into the files; comments and everything else stay."""
    workspace = session.workspace()
    chosen = _chosen(workspace, objects, due)
    texts: dict[str, str] = {}
    for review in chosen:
        path = review.item.source.path
        texts[path] = _noted(review, by, session.today.isoformat(), texts.get(path))
        workspace = load(session.root, session.today, texts)  # the next one may stand in the same file
        if not any(one.name == review.name and one.last == session.today for one in reviews(workspace)):
            raise CstoolError(text("review-not-written", object=review.name, path=path))
    for path, content in texts.items():
        write_whole(session.root / path, content)
    session.say(session.words(text("review-written", count=len(chosen), files=len(texts), day=session.today)))
    return 0


def _chosen(workspace: Workspace, names: tuple[str, ...], due: bool) -> list[Review]:
    """The objects of these names, or all that are due. Raises UsageError."""
    known = {review.name: review for review in reviews(workspace)}
    if due == bool(names):
        raise UsageError(text("review-which"))
    if due:
        return [review for review in known.values() if review.overdue(workspace.today)]
    for name in names:
        if name not in known:
            near = nearest(name, list(known))
            hint = text("did-you-mean", name=near) if near else text("review-see-due")
            raise UsageError(text("review-unknown", name=name, near=hint))
    return [known[name] for name in dict.fromkeys(names)]


def _noted(review: Review, by: str | None, day: str, current: str | None) -> str:
    """The file with the review in it. Raises CstoolError where there is no single obvious place for it."""
    own = review.item.value.review
    value: dict[str, object] = {"last": day}
    if own is not None and own.every is not None:
        value["every"] = _as_written(review)
    if by or (own is not None and own.by):
        value["by"] = by or own.by
    written: object = value if len(value) > 1 else day
    source = review.item.source
    content = current if current is not None else source.text
    if source.path.endswith((".md", ".html", ".txt")):
        return with_key(content, "review", f"review: {flow(written)}")
    try:
        amendment = Amendment(_fresh(review, current))
        amendment.put_key(review.item.loc, "review", written)
        return amendment.text()
    except CannotAmend:
        raise CstoolError(text("review-not-written", object=review.name, path=source.path)) from None


def _as_written(review: Review) -> str:
    """Its own rhythm in the team's words: `30d` stays `30d`."""
    data: Any = review.item.source.data
    for step in (*review.item.loc, "review", "every"):
        data = data[step]
    return str(data)


def _fresh(review: Review, current: str | None) -> Source:
    """The source as it is now: with what was written for another object of the same file."""
    if current is None:
        return review.item.source
    source, _ = read_yaml(review.item.source.path, current.encode())
    if source is None:
        raise CannotAmend
    return source
