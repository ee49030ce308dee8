"""Which channels a proactive message can reach, and what their packs forbid there."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cstool.conditions.book import book_of
from cstool.model.outreach import Outreach
from cstool.model.pack import Forbidden
from cstool.sla import CHANNEL_FACTS, can_hold, compile_sla, thought_of
from cstool.workspace import Item, Workspace

if TYPE_CHECKING:
    from cstool.texts.rules import InForce


def forbidding(workspace: Workspace, item: Item[Outreach], content: str) -> "Iterator[InForce]":
    """The entries that forbid some content on channels that the message can reach; none for a message out of force."""
    condition = book_of(workspace).condition(item, "when")
    if condition is None or not item.value.in_force(workspace.today):
        return
    from cstool.texts.rules import entries_on  # most workspaces have no proactive message, and texts are a large package

    book = compile_sla(workspace)
    for channel in workspace.channels:
        if can_hold(condition, thought_of(book, channel), CHANNEL_FACTS) is not False:
            for rule in entries_on(workspace, channel):
                if isinstance(rule.entry, Forbidden) and rule.entry.content == content:
                    yield rule
