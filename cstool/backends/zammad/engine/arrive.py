"""A ticket of ours as Zammad has it before any trigger runs: where bindings say that channel and fields live there."""

import html

from cstool.backends.account import Account
from cstool.backends.engines.desk import Desk
from cstool.backends.engines.tongue import Tongue
from cstool.backends.references import reference
from cstool.backends.zammad.conditions import STATES
from cstool.backends.zammad.engine.rows import ELSEWHERE
from cstool.model.settings import ChannelBinding
from cstool.tickets import Ticket

SENDERS = {"customer": "Customer", "agent": "Agent", "system": "System"}


def arrive(tongue: Tongue, ticket: Ticket, event: str) -> Desk:
    """The native ticket at the beginning of a change."""
    account = tongue.account
    new = event == "ticket.created"
    desk = Desk(ticket, "create" if new else "change", ticket.received_at)
    desk.tags = set(ticket.tags)
    state = STATES.get(ticket.status or "", "new" if new else "open")
    desk.values = {
        "ticket.title": ticket.subject,
        "ticket.note": "",
        "ticket.group_id": account.team(ticket.team) if ticket.team else ELSEWHERE,
        "ticket.priority_id": reference("priority", ticket.priority or "normal"),
        "ticket.state_id": reference("state", state),
        "ticket.owner_id": _owner(account, ticket),
        "article.sender_id": reference("sender", SENDERS[ticket.author]),
        "article.internal": "false",
        "customer.email": ticket.customer.email or "",
        "customer.firstname": ticket.customer.first_name or "",
        **tongue.bound(ticket),
    }
    if event == "ticket.reopened":
        desk.changes = frozenset({"ticket.state_id"})
    else:
        desk.changes = frozenset({"article"})
        desk.values |= _message(ticket)
    binding = account.channel_binding(ticket.channel or "")
    if binding is not None:
        _channel(desk, binding)
        if not new and (ticket.channel or "") in account.workspace.channels:
            desk.tags.add(account.channel_tag(ticket.channel or ""))
    return desk


def _message(ticket: Ticket) -> dict[str, str]:
    """The message as it is stored: HTML, with a break for each new line; its language as it is detected, without a region."""
    return {
        "article.body": html.escape(ticket.body, quote=False).replace("\n", "<br>"),
        "article.subject": ticket.subject,
        "article.from": ticket.customer.email or "",
        "article.cc": "",
        "article.detected_language": (ticket.language or "").partition("-")[0].lower(),
    }


def _channel(desk: Desk, binding: ChannelBinding) -> None:
    if binding.tag:
        desk.tags.add(binding.tag)
    if binding.recipient and "article.body" in desk.values:
        desk.values["article.to"] = binding.recipient
    via = binding.via if binding.via is not None else "email" if binding.recipient else None
    if via is not None:
        kind = reference("article_type", str(via))
        desk.values |= {"ticket.create_article_type_id": kind, "article.type_id": kind}
    if binding.group and desk.values["ticket.group_id"] == ELSEWHERE:
        desk.values["ticket.group_id"] = reference("found_group", binding.group)


def _owner(account: Account, ticket: Ticket) -> str:
    item = account.workspace.agents.get(ticket.agent or "")
    return reference("user", item.value.email or ticket.agent or "") if item else ""
