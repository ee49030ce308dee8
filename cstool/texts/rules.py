"""What the packs in force ask of a template's texts, channel by channel."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cstool.diagnostic import Severity
from cstool.model.pack import Entry, Forbidden, Length, Pack
from cstool.texts.pieces import channels_of
from cstool.workspace import Template, Workspace

EU = frozenset(re.findall("..", "ATBEBGCYCZDEDKEEESFIFRGRHRHUIEITLTLULVMTNLPLPTROSESISK"))
"""Member states, for entries whose region is EU (european-union.europa.eu, country profiles)."""


@dataclass(frozen=True, slots=True)
class InForce:
    """A pack's entry that holds on one channel."""

    channel: str
    pack: Pack
    entry: Entry

    @property
    def severity(self) -> Severity | None:
        """A weak source never makes an error; otherwise the check decides."""
        return Severity.WARNING if self.entry.confidence == "weak" else None


def entries_on(workspace: Workspace, channel: str) -> Iterator[InForce]:
    """The entries of the channel's pack that hold in its country."""
    found = workspace.channels[channel].value
    if not found.pack or found.pack not in workspace.settings.value.packs or found.pack not in workspace.packs:
        return
    pack = workspace.packs[found.pack].value
    for entry in pack.entries:
        if entry.region in ("all", found.country) or (entry.region == "EU" and found.country in EU):
            yield InForce(channel, pack, entry)


def forbidden(workspace: Workspace, template: Template, content: str) -> tuple[InForce, ...]:
    """The entries that forbid some content where the template is used; for one channel the best-founded one."""
    if template.shared.value.audience == "internal":
        return ()
    found: dict[str, InForce] = {}
    for channel in channels_of(workspace, template):
        for rule in entries_on(workspace, channel):
            if isinstance(rule.entry, Forbidden) and rule.entry.content == content:
                known = found.get(channel)
                if known is None or known.entry.confidence == "weak":
                    found[channel] = rule
    return tuple(found.values())


def lengths(workspace: Workspace, template: Template) -> Iterator[tuple[InForce, Length]]:
    """The limits of length where the template is used."""
    for channel in channels_of(workspace, template):
        for rule in entries_on(workspace, channel):
            if isinstance(rule.entry, Length):
                yield rule, rule.entry
