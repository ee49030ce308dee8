"""`cstool route`: one ticket, with the reason for everything."""

from collections.abc import Iterator, Mapping
from unicodedata import category

import click

from cstool.cli.command import Command
from cstool.cli.session import Session, pass_session
from cstool.cli.ticket_input import inputs_of, known_channel, marks, options_of, warn_of_faults
from cstool.diagnostic import text
from cstool.errors import CstoolError, UsageError
from cstool.tickets import Options, SetAside, Ticket
from cstool.tickets.batch import ROUTED
from cstool.workspace import Workspace

_EVENTS = ("ticket.created", "customer.replied", "ticket.reopened")


@click.command("route", cls=Command, help="help-route")
@click.argument("message", required=False)
@click.option("--ticket", "file", metavar="FILE", help="help-route-ticket")
@click.option("--id", "wanted", metavar="ID", help="help-route-id")
@click.option("--channel", metavar="ID", help="help-route-channel")
@click.option("--language", metavar="TAG", help="help-route-language")
@click.option("--subject", metavar="TEXT", help="help-route-subject")
@click.option("--amount", metavar="MONEY", help="help-route-amount")
@click.option("--country", metavar="CODE", help="help-route-country")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="help-route-tag")
@click.option("--customer-tag", "customer_tags", multiple=True, metavar="TAG", help="help-route-customer-tag")
@click.option("--at", "received", metavar="MOMENT", help="help-route-at")
@click.option("--event", type=click.Choice(_EVENTS), default="ticket.created", help="help-route-event")
@click.option("--trace", is_flag=True, help="help-route-trace")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="help-route-format")
@pass_session
def command(
    session: Session,
    /,
    message: str | None,
    file: str | None,
    wanted: str | None,
    event: str,
    trace: bool,
    form: str,
    **given: object,
) -> int:
    """Route one ticket and show what happens to it."""
    from cstool.render import routed
    from cstool.reply import reply_text
    from cstool.routing import compile_routing, decide
    from cstool.simulate import choose_by
    from cstool.sla import compile_sla

    if (message is None) == (file is None):
        raise UsageError(text("route-one-of"))
    workspace = session.workspace()
    warn_of_faults(session, workspace)
    options = options_of(workspace, session, trust=ROUTED, defaults=_named(workspace, given))
    ticket = _from_file(file, wanted, options) if file else _from_text(message or "", options)
    if ticket.channel and ticket.channel not in workspace.channels:
        session.note(session.words(text("route-unknown-channel", channel=ticket.channel)))
    book = compile_sla(workspace)
    decision = decide(compile_routing(workspace), ticket, event)
    outcome = decision.outcome
    promise = choose_by(book)(ticket, outcome)
    reply = reply_text(workspace, book, ticket, outcome.reply.template, outcome.team) if outcome.reply else None
    found = routed.Routed(workspace, ticket, decision, promise, reply)
    session.say(
        routed.as_json(found, session.lang, trace) if form == "json" else routed.as_text(found, session.lang, trace, marks())
    )
    return 0


def _named(workspace: Workspace, given: Mapping[str, object]) -> dict[str, object]:
    """The options under canonical names; in a file they stand in for what it does not say."""
    channel, amount = given["channel"], given["amount"]
    if amount and not any(letter.isalpha() or category(letter) == "Sc" for letter in str(amount)):
        raise UsageError(text("route-amount-without-currency", amount=amount))
    return {
        "channel": known_channel(workspace, str(channel)) if channel else None,
        "language": given["language"],
        "subject": given["subject"],
        "order.amount": given["amount"],
        "customer.country": given["country"],
        "tags": given["tags"],
        "customer.tags": given["customer_tags"],
        "received_at": given["received"],
    }


def _from_text(message: str, options: Options) -> Ticket:
    from cstool.tickets.batch import Raw
    from cstool.tickets.columns import Columns
    from cstool.tickets.record import ticket_from

    # Without a column the reader would find nothing of a ticket; the text itself may well be empty.
    found = ticket_from(Raw(1, {"id": "1", "body": message}), Columns("", {}, ROUTED), options)
    if isinstance(found, SetAside):
        raise UsageError(found.reason)
    return found


def _from_file(path: str, wanted: str | None, options: Options) -> Ticket:
    """The first ticket of a file, or the one with the wanted id. The first bad row is told when there is none."""
    aside: list[SetAside] = []
    for found in _all(path, options):
        if isinstance(found, SetAside):
            aside.append(found)
        elif wanted is None or found.id == wanted:
            return found
    if aside:
        line = aside[0].line
        raise CstoolError(text("route-no-ticket", path=path if not line else f"{path}:{line}", reason=aside[0].reason))
    raise CstoolError(text("route-no-such-ticket", path=path, id=wanted or "1"))


def _all(path: str, options: Options) -> Iterator[Ticket | SetAside]:
    from cstool.tickets.read import read

    for batch in read(inputs_of([path]), options):
        yield from batch.tickets
        yield from batch.set_aside
