"""`cstool render`: what the customer sees."""

from collections.abc import Mapping
from dataclasses import replace

import click

from cstool.cli.command import Command
from cstool.cli.session import Session, pass_session
from cstool.cli.ticket_input import inputs_of, options_of
from cstool.diagnostic import Text, text
from cstool.errors import CstoolError, UsageError
from cstool.model.base import METRICS, Duration
from cstool.model.helpdesk import Helpdesk
from cstool.spelling import nearest
from cstool.texts import Fill, Rendered
from cstool.tickets import SetAside, Ticket
from cstool.tickets.batch import ROUTED
from cstool.workspace import Workspace


@click.command("render", cls=Command, help="help-render")
@click.argument("template")
@click.option("--locale", "locales", multiple=True, metavar="TAG", help="help-render-locale")
@click.option("--values", "fill", type=click.Choice(("best", "typical", "empty")), default="best", help="help-render-values")
@click.option("--backend", metavar="NAME", help="help-render-backend")
@click.option("--ticket", "file", metavar="FILE", help="help-render-ticket")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="help-render-format")
@pass_session
def command(
    session: Session, template: str, locales: tuple[str, ...], fill: Fill, backend: str | None, file: str | None, form: str
) -> int:
    """Print a template with values, in every language or those asked for."""
    from cstool.render import preview

    workspace = session.workspace()
    if template not in workspace.templates:
        near = nearest(template, workspace.templates)
        hint = text("usage-near", name=near) if near else ""
        raise UsageError(text("render-unknown-template", name=template, near=hint))
    if file and backend:
        raise UsageError(text("render-ticket-or-backend"))
    dialect = _dialect(workspace, backend) if backend else None
    if file:
        described, texts = _of_ticket(session, workspace, template, file, locales)
    else:
        described = text("render-values", fill=text(f"render-{fill}"))
        asked = locales or tuple(workspace.templates[template].wordings)
        texts = [(locale, _with_examples(workspace, template, locale, fill, dialect)) for locale in asked]
    if dialect:
        described = text("render-on-backend", described=described, backend=dict(dialect.name))
    found = preview.Preview(template, described, texts)
    session.say(preview.as_json(found, session.lang) if form == "json" else preview.as_text(found, session.lang))
    return 1 if any(one.failure for _, one in texts) else 0


def _dialect(workspace: Workspace, name: str) -> Helpdesk:
    """The product behind a backend of the workspace, or the product of that type."""
    configured = workspace.settings.value.backends.get(name)
    kind = configured.type if configured else name
    if kind not in workspace.helpdesks:
        known = tuple(dict.fromkeys((*workspace.settings.value.backends, *workspace.helpdesks)))
        raise UsageError(text("render-unknown-backend", name=name, known=known))
    return workspace.helpdesks[kind].value


def _with_examples(workspace: Workspace, template: str, locale: str, fill: Fill, dialect: Helpdesk | None) -> Rendered:
    from cstool.sla import promise
    from cstool.texts import channels_of, example_values, exists_in, known_variables, render

    found = workspace.templates[template]
    channels, category = channels_of(workspace, found), found.shared.value.category
    promises: Mapping[str, Duration | None] = {metric: promise(workspace, metric, channels, category) for metric in METRICS}
    known = known_variables(workspace)
    values = {
        path: value
        for path, value in example_values(workspace, locale, fill, promises).items()
        if exists_in(known[path], found.shared.value.kind)
    }
    return render(workspace, template, locale, values, dialect)


def _of_ticket(
    session: Session, workspace: Workspace, template: str, path: str, locales: tuple[str, ...]
) -> tuple[Text, list[tuple[str, Rendered]]]:
    """The template for the first ticket of a file, in its language unless others are asked for."""
    from cstool.reply import reply_text
    from cstool.sla import compile_sla

    ticket = _first(session, workspace, path)
    book = compile_sla(workspace)
    texts = []
    for locale in locales or (ticket.language or workspace.settings.value.default_locale,):
        found = reply_text(workspace, book, replace(ticket, language=locale), template, ticket.team)
        if found:
            texts.append((locale, found.text))
    return text("render-of-ticket", id=ticket.id or "1"), texts


def _first(session: Session, workspace: Workspace, path: str) -> Ticket:
    from cstool.tickets.read import read

    aside: SetAside | None = None
    for batch in read(inputs_of([path]), options_of(workspace, session, trust=ROUTED)):
        for ticket in batch.tickets:
            return ticket
        aside = aside or next(iter(batch.set_aside), None)
    reason = aside.reason if aside else text("render-empty-file")
    raise CstoolError(text("render-no-ticket", path=path, reason=reason))
