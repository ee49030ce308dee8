"""The first triggers: they recognise the channel and tag it."""

from collections.abc import Iterator

from cstool.backends.account import Account, Scope
from cstool.backends.chains import Draft, Step, chain
from cstool.backends.zammad.conditions import known_by
from cstool.backends.zammad.triggers import Answers, splitter
from cstool.model.routing import Actions

STAGE = "cs_channels"


def intake(account: Account) -> tuple[Step, ...]:
    """The native rules of this stage. A channel whose tag the connector sets needs none; nor does an account that was there
    before: its own rules know the channels."""
    if account.settings.adopted:
        return ()
    drafts = list(_drafts(account))
    return chain(STAGE, account.phrase("channels"), "ticket.created", drafts, splitter(account, Answers({})))


def _drafts(account: Account) -> Iterator[tuple[Draft, Scope]]:
    for id_, item, scope in account.objects("channels", account.workspace.channels.items()):
        binding = account.channel_binding(id_)
        if binding is None:
            scope.unbound("backend-unbound-channel", item.at(), channel=id_)
        elif not binding.tag:
            title = account.shown(item.value.name, id_)
            tags = (account.channel_tag(id_),)
            known = known_by(binding)
            yield Draft(STAGE, id_, title, "ticket.created", "every", known, Actions(), item.at(), item.at, tags), scope
