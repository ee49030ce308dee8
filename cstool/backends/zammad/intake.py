"""The first triggers: they recognise the channel and tag it."""

from collections.abc import Iterator

from cstool.backends.account import Account, Scope
from cstool.backends.chains import Draft, Step, chain
from cstool.backends.formula import Formula, Row, every
from cstool.backends.references import literal, reference
from cstool.backends.zammad.names import article_type
from cstool.backends.zammad.triggers import Answers, splitter
from cstool.model.routing import Actions
from cstool.model.settings import ChannelBinding

STAGE = "cs_channels"


def intake(account: Account) -> tuple[Step, ...]:
    """The native rules of this stage. A channel whose tag the connector sets needs none."""
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
            known = _known_by(binding)
            yield Draft(STAGE, id_, title, "ticket.created", "every", known, Actions(), item.at(), item.at, tags), scope


def _known_by(binding: ChannelBinding) -> Formula:
    """How the product knows the channel: all that the binding says must hold."""
    rows: list[Formula] = []
    if binding.recipient:
        rows.append(Row("article.to", "contains", literal(binding.recipient)))
    if binding.via is not None:
        rows.append(Row("ticket.create_article_type_id", "is", (reference("article_type", article_type(binding.via)),)))
    if binding.group:
        rows.append(Row("ticket.group_id", "is", (reference("found_group", binding.group),)))
    return every(rows)
