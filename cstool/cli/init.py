"""`cstool init DIR`: the starter workspace."""

from pathlib import Path
from shutil import copyfile

import click

from cstool import starter
from cstool.cli.command import Command
from cstool.cli.session import Session, pass_session
from cstool.diagnostic import text
from cstool.errors import CstoolError, RefusedError
from cstool.schemas import SCHEMAS, schema_text

IGNORED = """\
# what cstool keeps for itself; the rest of cstool.lock/ is committed
.cstool/
cstool.lock/local.json
"""


@click.command("init", cls=Command, help="help-init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--minimal", is_flag=True, help="help-init-minimal")
@pass_session
def command(session: Session, folder: Path, minimal: bool) -> int:
    """Write the workspace; nothing that is there is overwritten."""
    paths = starter.files(minimal)
    there = [path for path in paths if (folder / path).exists()]
    if there:
        raise RefusedError(text("init-would-overwrite", count=len(there), first=there[0], folder=str(folder)))
    try:
        for path in paths:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            copyfile(starter.folder(minimal) / path, folder / path)
        for kind in SCHEMAS:
            (folder / ".cstool/schema").mkdir(parents=True, exist_ok=True)
            (folder / f".cstool/schema/{kind}.json").write_text(schema_text(kind), encoding="utf-8", newline="\n")
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text(IGNORED, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CstoolError(text("cannot-write", path=str(error.filename or folder), reason=error.strerror or str(error))) from None
    session.say(session.words(text("init-done", count=len(paths), folder=str(folder))))
    return 0
