"""Every name in a workspace that points at another object: rule -> team, channel -> calendar, policy -> agent …"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cstool.diagnostic import Span
from cstool.model.sla import Recipient
from cstool.workspace import Item, Workspace

NOTE_TEMPLATE = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)+")
"""A note is a text; one that looks like this is the path of a note template."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One name and where it stands. `kind` is what it names, `by` the kind of object that names it."""

    kind: str
    name: str
    by: str
    item: Item[Any]
    loc: tuple[str | int, ...]
    is_key: bool = False

    @property
    def span(self) -> Span:
        """The place of the name; looked up on asking, since nearly all names are in order."""
        return self.item.key_at(*self.loc) if self.is_key else self.item.at(*self.loc)


def references(workspace: Workspace) -> Iterator[Reference]:
    """All of them but those inside conditions, templates' texts and steps of an SOP (`next`)."""
    yield from _rules(workspace)
    yield from _channels_and_people(workspace)
    yield from _promises(workspace)
    yield from _procedures(workspace)
    yield from _texts(workspace)
    yield from _settings(workspace)
    yield from _tests(workspace)


def targets(workspace: Workspace) -> dict[str, Mapping[str, Mapping[str, str]]]:
    """What each kind of reference may name: ids with display names."""
    return {
        "category": _names(workspace.categories),
        "tag": _names(workspace.tags),
        "skill": _names(workspace.skills),
        "field": _names(workspace.fields),
        "role": {role: {} for role in workspace.role_names()},
        "channel": _names(workspace.channels),
        "store": _names(workspace.stores),
        "pack": _names(workspace.packs),
        "team": _names(workspace.teams),
        "agent": _names(workspace.agents),
        "shift": _names(workspace.shifts),
        "calendar": {**_names(workspace.calendars), "24x7": {}},
        "template": {id_: template.shared.value.name or {} for id_, template in workspace.templates.items()},
        "article": {id_: {"title": article.shared.value.title} for id_, article in workspace.articles.items()},
        "sop": _names(workspace.sops),
    }


READ_FROM: dict[str, tuple[str, ...]] = {
    "category": ("categories",),
    "pack": ("packs", "settings.packs"),
}
"""Names of `workspace.lacking` behind a kind where they are not the kind's plural."""


def is_complete(workspace: Workspace, kind: str, by: str = "") -> bool:
    """Whether all objects of a kind could be read: only then does a missing name prove anything.

    A name that stands in the settings themselves (`by`) proves something even when another name beside it is broken.
    """
    behind = READ_FROM.get(kind, (f"{kind}s",))
    return workspace.lacking.isdisjoint(name for name in behind if not name.startswith(f"{by}."))


def _names(objects: Mapping[str, Item[Any]]) -> Mapping[str, Mapping[str, str]]:
    return {id_: item.value.name or {} for id_, item in objects.items()}


def _one(kind: str, name: str | None, item: Item[Any], by: str, *loc: str | int) -> Iterator[Reference]:
    if name is not None:
        yield Reference(kind, name, by, item, loc)


def _many(kind: str, names: Iterable[str], item: Item[Any], by: str, *loc: str | int) -> Iterator[Reference]:
    for position, name in enumerate(names):
        yield Reference(kind, name, by, item, (*loc, position))


def _recipient(recipient: Recipient | None, item: Item[Any], by: str, *loc: str | int) -> Iterator[Reference]:
    if recipient is not None:
        yield from _one("role", recipient.role, item, by, *loc, "role")
        yield from _one("agent", recipient.agent, item, by, *loc, "agent")
        yield from _one("team", recipient.team, item, by, *loc, "team")


def _rules(workspace: Workspace) -> Iterator[Reference]:
    for _, rule in workspace.rules():
        then = rule.value.then
        yield from _one("category", then.category, rule, "rule", "then", "category")
        yield from _one("team", then.team, rule, "rule", "then", "team")
        yield from _one("agent", then.assignee, rule, "rule", "then", "assignee")
        yield from _one("template", then.reply, rule, "rule", "then", "reply")
        yield from _many("skill", then.skills, rule, "rule", "then", "skills")
        yield from _many("tag", then.tags, rule, "rule", "then", "tags")
        yield from _many("tag", then.remove_tags, rule, "rule", "then", "remove_tags")
        for name in then.set:
            yield Reference("field", name, "rule", rule, ("then", "set", name), is_key=True)
        if then.note and NOTE_TEMPLATE.fullmatch(then.note):
            yield from _one("template", then.note, rule, "rule", "then", "note")
        yield from _recipient(then.escalate, rule, "rule", "then", "escalate")


def _channels_and_people(workspace: Workspace) -> Iterator[Reference]:
    for channel in workspace.channels.values():
        yield from _one("pack", channel.value.pack, channel, "channel", "pack")
        yield from _one("store", channel.value.store, channel, "channel", "store")
        yield from _one("calendar", channel.value.calendar, channel, "channel", "calendar")
        yield from _one("team", channel.value.team, channel, "channel", "team")
    for team in workspace.teams.values():
        yield from _many("agent", team.value.members, team, "team", "members")
        yield from _one("agent", team.value.lead, team, "team", "lead")
        yield from _many("team", team.value.overflow, team, "team", "overflow")
        yield from _many("agent", team.value.on_call, team, "team", "on_call")
        yield from _many("channel", team.value.channels, team, "team", "channels")
    for agent in workspace.agents.values():
        yield from _one("role", agent.value.role, agent, "agent", "role")
        yield from _many("skill", agent.value.skills, agent, "agent", "skills")
        yield from _one("calendar", agent.value.calendar, agent, "agent", "calendar")
        yield from _one("shift", agent.value.shift, agent, "agent", "shift")
    for shift in workspace.shifts.values():
        yield from _one("calendar", shift.value.calendar, shift, "shift", "calendar")


def _promises(workspace: Workspace) -> Iterator[Reference]:
    for policy in workspace.policies:
        for metric in type(policy.value.targets).model_fields:
            if target := getattr(policy.value.targets, metric):
                yield from _one("calendar", target.calendar, policy, "policy", "targets", metric, "calendar")
        for position, escalation in enumerate(policy.value.escalate):
            yield from _recipient(escalation.to, policy, "policy", "escalate", position, "to")
    for kpi in workspace.kpis:
        yield from _one("channel", kpi.value.channel, kpi, "target", "channel")
        yield from _one("team", kpi.value.team, kpi, "target", "team")
        yield from _one("category", kpi.value.category, kpi, "target", "category")
    if facts := workspace.facts:
        for position, entry in enumerate(facts.value.authority):
            yield from _one("role", entry.role, facts, "facts", "authority", position, "role")


def _procedures(workspace: Workspace) -> Iterator[Reference]:
    for sop in workspace.sops.values():
        yield from _one("team", sop.value.owner, sop, "sop", "owner")
        yield from _many("tag", sop.value.tags, sop, "sop", "tags")
        for position, step in enumerate(sop.value.steps):
            yield from _one("role", step.by, sop, "sop", "steps", position, "by")
            yield from _one("template", step.template, sop, "sop", "steps", position, "template")
            yield from _one("article", step.article, sop, "sop", "steps", position, "article")
    for message in workspace.outreach:
        yield from _one("template", message.value.template, message, "outreach", "template")


def _texts(workspace: Workspace) -> Iterator[Reference]:
    for template in workspace.templates.values():
        shared = template.shared
        yield from _one("category", shared.value.category, shared, "template", "category")
        yield from _many("channel", shared.value.channels, shared, "template", "channels")
        yield from _many("tag", shared.value.tags, shared, "template", "tags")
        for backend, other in shared.value.backends.items():
            yield from _one("template", other, shared, "template", "backends", backend)
    for article in workspace.articles.values():
        yield from _one("category", article.shared.value.category, article.shared, "article", "category")
    for variable in workspace.variables.values():
        yield from _many("channel", variable.value.channels, variable, "variable", "channels")


def _settings(workspace: Workspace) -> Iterator[Reference]:
    settings = workspace.settings
    yield from _many("pack", settings.value.packs, settings, "settings", "packs")
    for name, backend in settings.value.backends.items():
        for channel in backend.channels:
            yield Reference("channel", channel, "settings", settings, ("backends", name, "channels", channel), is_key=True)


def _tests(workspace: Workspace) -> Iterator[Reference]:
    for file in workspace.tests:
        for position, test in enumerate(file.value.tests):
            expect, here = test.expect, ("tests", position, "expect")
            yield from _one("channel", test.ticket.channel, file, "test", "tests", position, "ticket", "channel")
            for kind, name in (
                ("team", "team"),
                ("category", "category"),
                ("agent", "assignee"),
                ("template", "reply"),
                ("sop", "sop"),
            ):
                yield from _one(kind, getattr(expect, name), file, "test", *here, name)
            # Rules and policies that are expected and do not exist show when the test runs, with what came instead.
            for kind, name in (("skill", "skills"), ("tag", "tags"), ("tag", "tags_exactly")):
                yield from _many(kind, getattr(expect, name) or (), file, "test", *here, name)
