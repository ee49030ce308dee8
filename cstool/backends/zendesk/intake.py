"""The first triggers: they recognise the channel, tag it, and give the ticket the channel's schedule."""

from collections.abc import Iterator

from cstool.backends.account import Account, Scope
from cstool.backends.chains import Draft, Step, Write, chain
from cstool.backends.zendesk.conditions import known_by
from cstool.backends.zendesk.triggers import splitter
from cstool.model.routing import Actions
from cstool.sla import ALWAYS_OPEN

STAGE = "cs_channels"


def intake(account: Account) -> tuple[Step, ...]:
    """The native rules of this stage; none in an account that was there before: its own rules know the channels."""
    if account.settings.adopted:
        return ()
    drafts = list(_drafts(account))
    return chain(STAGE, account.phrase("channels"), "ticket.created", drafts, splitter(account))


def _drafts(account: Account) -> Iterator[tuple[Draft, Scope]]:
    for id_, item, scope in account.objects("channels", account.workspace.channels.items()):
        binding = account.channel_binding(id_)
        if binding is None:
            scope.unbound("backend-unbound-channel", item.at(), channel=id_)
            continue
        calendar = item.value.calendar or ALWAYS_OPEN
        writes: tuple[Write, ...] = (("set_schedule", account.calendar(calendar, "schedule")),)
        tags = () if binding.tag else (account.channel_tag(id_),)
        title = account.shown(item.value.name, id_)
        yield (
            Draft(STAGE, id_, title, "ticket.created", "every", known_by(binding), Actions(), item.at(), item.at, tags, writes),
            scope,
        )
