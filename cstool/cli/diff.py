"""`cstool diff`: what this version of the files changes for tickets, against another one."""

import gc
from collections.abc import Iterator
from pathlib import Path

import click

from cstool.cli.command import Command
from cstool.cli.reporting import save
from cstool.cli.revisions import workspace_at
from cstool.cli.session import Session, pass_session
from cstool.cli.ticket_input import inputs_of, mapping_of, options_of
from cstool.diagnostic import text
from cstool.difference import Asked, Comparison, compare, tests_of, zone_of
from cstool.errors import UsageError
from cstool.render.difference_words import Told
from cstool.tickets.batch import ROUTED, Options, SetAside
from cstool.workspace import Workspace

_FORMS = ("text", "json", "markdown")
_EVENTS = ("ticket.created", "customer.replied", "ticket.reopened")
_SHOWN_ASIDE = 20


@click.command("diff", cls=Command, help="help-diff")
@click.argument("revision", metavar="REV")
@click.option("--to", "other", metavar="REV", help="help-diff-to")
@click.option("--tickets", multiple=True, metavar="FILE", help="help-diff-tickets")
@click.option("--map", "mapping", metavar="FILE", help="help-simulate-map")
@click.option("--trust", multiple=True, type=click.Choice(sorted(ROUTED)), help="help-simulate-trust")
@click.option("--event", "events", multiple=True, type=click.Choice(_EVENTS), help="help-diff-event")
@click.option("--expect-no-moves", is_flag=True, help="help-diff-expect-no-moves")
@click.option("--format", "formats", multiple=True, metavar="FORM[=PATH]", help="help-diff-format")
@pass_session
def command(
    session: Session,
    revision: str,
    other: str | None,
    tickets: tuple[str, ...],
    mapping: str | None,
    trust: tuple[str, ...],
    events: tuple[str, ...],
    expect_no_moves: bool,
    formats: tuple[str, ...],
) -> int:
    """Compare, show. 1 when a ticket moves and none should, when rows were set aside, or when the files here cannot be read."""
    gc.enable()  # ticket files may be large
    forms = [_form(written) for written in formats or ("text",)]
    if sum(path is None for _, path in forms) > 1:
        raise UsageError(text("two-forms-on-stdout"))
    before, here = workspace_at(session, revision), session.workspace()
    after = workspace_at(session, other) if other else here
    options = options_of(after, session, columns=mapping_of(mapping), trust=trust)
    asker = _Asker(session, before, after, options, tickets or _samples(here), events)
    found = asker.compared()
    told = Told(found, revision, session.lang, zone_of(after))
    for form, path in forms:
        _write(session, told, form, path)
    asker.tell()
    unread = any(trouble.side == "after" and trouble.waiting for trouble in found.troubles)
    return 1 if asker.aside or unread or (expect_no_moves and (found.moving or not found.answered)) else 0


class _Asker:
    """The tickets of files and tests, one after the other, and what came up while they were read."""

    def __init__(
        self,
        session: Session,
        before: Workspace,
        after: Workspace,
        options: Options,
        paths: tuple[str, ...],
        events: tuple[str, ...],
    ) -> None:
        self.session, self.before, self.after = session, before, after
        self.options, self.events = options, events
        self.inputs = inputs_of(paths)
        self.aside: int = 0
        self.kept: list[SetAside] = []

    def compared(self) -> Comparison:
        """The comparison, with progress on a terminal."""
        progress = self.session.progress(text("diff-progress"))
        try:
            return compare(self.before, self.after, self._tickets, self.events, progress.update)
        finally:
            progress.close()

    def _tickets(self) -> Iterator[Asked]:
        from cstool.tickets.read import read

        yield from tests_of(self.before, self.after)
        for batch in read(self.inputs, self.options):
            self.aside += len(batch.set_aside)
            self.kept += batch.set_aside[: _SHOWN_ASIDE - len(self.kept)]
            for ticket in batch.tickets:
                for event in self.events or _EVENTS[:1]:
                    yield Asked(ticket, event)

    def tell(self) -> None:
        """What could not be read, on stderr."""
        for row in self.kept:
            kind = "simulate-aside" if row.line else "simulate-aside-file"
            self.session.note(self.session.words(text(kind, path=row.path, line=row.line, reason=row.reason)))
        if self.aside > len(self.kept):
            self.session.note(self.session.words(text("diff-set-aside", count=self.aside)))


def _samples(workspace: Workspace) -> tuple[str, ...]:
    return tuple(str(Path(workspace.root) / path) for path in workspace.samples)


def _form(written: str) -> tuple[str, Path | None]:
    form, _, path = written.partition("=")
    if form not in _FORMS:
        raise UsageError(text("no-such-form", name=form, known=_FORMS))
    return form, Path(path) if path else None


def _write(session: Session, told: Told, form: str, path: Path | None) -> None:
    from cstool.render import difference, difference_json, difference_markdown

    renderer = {"text": difference.render, "json": difference_json.render, "markdown": difference_markdown.render}[form]
    shown = renderer(told)
    if path is None:
        session.say(shown.rstrip("\n"))
    else:
        save(path, shown)
