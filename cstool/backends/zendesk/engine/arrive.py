"""A ticket of ours as Zendesk has it before any trigger runs: where bindings say that channel and fields live there."""

from cstool.backends.account import Account
from cstool.backends.engines.desk import Desk
from cstool.backends.engines.tongue import Tongue
from cstool.backends.references import reference
from cstool.backends.zendesk.conditions import STATUSES
from cstool.backends.zendesk.engine.values import Facts
from cstool.diagnostic import text
from cstool.model.settings import ChannelBinding
from cstool.sla import ALWAYS_OPEN
from cstool.tickets import Ticket

ROLES = {"customer": "end_user", "agent": "agent"}


def arrive(tongue: Tongue, facts: Facts, ticket: Ticket, event: str) -> Desk:
    """The native ticket at the beginning of an update."""
    account = tongue.account
    binding = account.channel_binding(ticket.channel or "")
    new = event == "ticket.created"
    desk = Desk(ticket, "create" if new else "change", ticket.received_at)
    desk.tags = set(ticket.tags | ticket.customer.tags)  # a customer's tags come along (support.zendesk.com, 203662006)
    desk.values = {
        "status": STATUSES[ticket.status] if ticket.status else ("new" if new else "open"),
        "priority": ticket.priority or "",
        "type": "",
        "group_id": account.team(ticket.team) if ticket.team else "",
        "assignee_id": _assignee(account, ticket),
        "locale_id": reference("locale", locale_of(account, ticket.language)),
        "role": ROLES.get(ticket.author, ""),
        "requester_role": "0",
        "comment_is_public": "true",
        "ticket_is_public": "public",
        "reopens": "1" if ticket.reopened or event == "ticket.reopened" else "0",
        "replies": "0",
        "set_schedule": "",
        **tongue.bound(ticket),
    }
    if binding is not None:
        _channel(desk, binding)
        if binding.recipient and ticket.automatic:
            desk.lost, desk.stopped = True, text("engine-suspended")
    for name in facts.taggers:
        desk.tags |= {desk.values.get(name, "")} - {""}
    if not new:
        _known_channel(account, desk)
        desk.before = dict(desk.values)
        if event == "ticket.reopened":
            desk.before["status"] = "solved"
    return desk


def _channel(desk: Desk, binding: ChannelBinding) -> None:
    if binding.tag:
        desk.tags.add(binding.tag)
    if binding.recipient:
        desk.values["recipient"] = binding.recipient
        desk.values["via_id"] = "4"
    if binding.via is not None:
        desk.values["via_id"] = str(binding.via)
    if binding.group and not desk.values["group_id"]:
        desk.values["group_id"] = reference("found_group", binding.group)
    if binding.brand:
        desk.values["brand_id"] = reference("brand", binding.brand)


def _known_channel(account: Account, desk: Desk) -> None:
    """What the first triggers did when the ticket was new."""
    channel = desk.ticket.channel or ""
    item = account.workspace.channels.get(channel)
    if item is not None and account.channel_binding(channel) is not None:
        desk.tags.add(account.channel_tag(channel))
        desk.values["set_schedule"] = account.calendar(item.value.calendar or ALWAYS_OPEN, "schedule")


def _assignee(account: Account, ticket: Ticket) -> str:
    item = account.workspace.agents.get(ticket.agent or "")
    return reference("user", item.value.email or ticket.agent or "") if item else ""


def locale_of(account: Account, language: str | None) -> str:
    """The locale of a customer who writes this language: the nearest of the workspace; the default where nothing is known."""
    settings = account.workspace.settings.value
    if not language:
        return settings.default_locale
    wanted = language.casefold()
    while wanted:
        for locale in settings.locales:
            if locale.casefold() == wanted:
                return locale
        for locale in settings.locales:
            if locale.casefold().startswith(f"{wanted}-") and wanted == language.casefold():
                return locale
        wanted = wanted.rpartition("-")[0]
    return language
