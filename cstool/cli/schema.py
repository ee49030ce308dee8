"""`cstool schema [KIND]`: JSON Schemas for editors."""

from pathlib import Path

import click

from cstool.cli.command import Command
from cstool.cli.reporting import save
from cstool.cli.session import Session, pass_session
from cstool.diagnostic import text
from cstool.errors import UsageError
from cstool.schemas import SCHEMAS, schema_text
from cstool.spelling import nearest


@click.command("schema", cls=Command, help="help-schema")
@click.argument("kind", required=False)
@click.option("--write", "folder", metavar="DIR", type=click.Path(path_type=Path), help="help-schema-write")
@pass_session
def command(session: Session, kind: str | None, folder: Path | None) -> int:
    """Print one schema, write all into a folder, or list the kinds."""
    if kind is not None and kind not in SCHEMAS:
        near = nearest(kind, SCHEMAS)
        hint = text("did-you-mean", name=near) if near else text("use-one-of", known=tuple(SCHEMAS))
        raise UsageError(text("no-such-kind", name=kind, near=hint))
    if folder is not None:
        for name in [kind] if kind else SCHEMAS:
            save(folder / f"{name}.json", schema_text(name))
        session.note(session.words(text("schemas-written", folder=str(folder))))
    elif kind is not None:
        session.say(schema_text(kind).rstrip("\n"))
    else:
        for name in SCHEMAS:
            session.say(name)
    return 0
