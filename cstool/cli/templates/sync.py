"""`cstool templates sync`."""

import click

from cstool.backends.state import write_whole
from cstool.cli.command import Command
from cstool.cli.session import Session, pass_session
from cstool.diagnostic import text
from cstool.errors import UsageError
from cstool.source import with_key
from cstool.spelling import nearest
from cstool.texts import Translation, translations


@click.command("sync", cls=Command, help="help-sync")
@click.option("--done", "done", multiple=True, metavar="FILE", help="help-sync-done")
@click.option("--check", "only", is_flag=True, help="help-sync-check")
@pass_session
def command(session: Session, done: tuple[str, ...], only: bool) -> int:
    """Record from which text each translation was made; list those whose text has changed since. 1 when there are any."""
    known = list(translations(session.workspace()))
    finished = {_named(known, name).path for name in done}
    recorded = [one for one in known if one.recorded is None or one.path in finished]
    if not only:
        for one in recorded:
            content = one.wording.source.text
            write_whole(session.root / one.path, with_key(content, "source_hash", f'source_hash: "{one.source}"'))
    stale = [one for one in known if one.stale and one.path not in finished]
    for one in stale:
        session.say(f"{one.path}: " + session.words(text("sync-stale", name=one.name)))
    said = "sync-would" if only else "sync-tally"
    session.say(session.words(text(said, stale=len(stale), total=len(known), recorded=len(recorded))))
    return 1 if stale else 0


def _named(known: list[Translation], name: str) -> Translation:
    """The translation in this file. Raises UsageError."""
    paths = {one.path: one for one in known}
    wanted = name.replace("\\", "/").removeprefix("./")
    if wanted not in paths:
        near = nearest(wanted, list(paths))
        raise UsageError(text("sync-unknown", path=name, near=text("did-you-mean", name=near) if near else ""))
    return paths[wanted]
