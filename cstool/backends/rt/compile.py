"""A workspace as the objects of one Request Tracker, in the order in which they are made. No network."""

from collections.abc import Iterator, Sequence

from cstool.backends.account import Account, documented
from cstool.backends.base import Compiled
from cstool.backends.references import literal, reference
from cstool.backends.rt.bindings import INTAKE, Arrival, arrivals_of, custom_fields, judge_fields
from cstool.backends.rt.clocks import business_hours
from cstool.backends.rt.program import Ruling, Staging, scrips, written
from cstool.backends.rt.sla import levels, service_levels
from cstool.backends.rt.texts import classes, silences, texts
from cstool.diagnostic import Span
from cstool.model.routing import Actions
from cstool.plan import Key, Resource
from cstool.workspace import Item

KINDS = (
    "custom_field",
    "queue",
    "group",
    "members",
    "watchers",
    "business_hours",
    "service_levels",
    "class",
    "article",
    "template",
    "scrip",
)
"""In the order in which they are made: what is referred to comes first."""
LOOKED_UP = ("user", "found_queue", "found_group", "found_custom_field")
"""Kinds that references may name and that are found in the account."""


def compile_rt(account: Account) -> Compiled:
    """Everything that the account should hold, and what is not exact there."""
    arrivals = arrivals_of(account)
    stagings = stagings_of(account)
    replies, mails, articles = texts(account)
    ladder = levels(account)
    programs = scrips(account, stagings, arrivals, replies, {level.key: level.name for level in ladder})
    resources: list[Resource] = [
        *custom_fields(account),
        *_queues(account, arrivals),
        *_groups(account),
        *business_hours(account, {calendar for level in ladder for calendar in level.calendars}),
        *([service_levels(account, ladder)] if ladder else []),
        *classes(account, articles),
        *articles,
        *silences(account, arrivals),
        *mails,
        *programs,
    ]
    _outreach(account)
    documented(account)
    ordered = sorted(resources, key=lambda one: KINDS.index(one.kind))
    return Compiled(account.name, tuple(ordered), tuple(account.considered), tuple(account.remarks))


def stagings_of(account: Account) -> tuple[Staging, ...]:
    """The stages with the rules that the program runs; a rule that reads what has no place there is said and left out."""
    made = []
    for stage in account.workspace.stages:
        if not account.in_force(stage.value):
            continue
        rules = []
        for position, rule in enumerate(stage.value.rules):
            item = Item(rule, stage.source, (*stage.loc, "rules", position))
            if not account.in_force(rule):
                continue
            scope = account.scope("rules", rule.id, item.at())
            condition = account.book.condition(item, "when")
            if scope.excluded or condition is None:
                continue
            judge_fields(account, condition, scope)
            for name, span in _needed(rule.then, item):
                if account.field_binding(name) is None:
                    scope.unbound("backend-unbound-field", span, field=name)
            then = written(account, rule.then, item, scope)
            if not scope.failed:
                rules.append(Ruling(rule.id, condition, then))
        made.append(Staging(stage.value.id, stage.value.event, stage.value.match, tuple(rules)))
    return tuple(made)


def _needed(then: Actions, item: Item[object]) -> Iterator[tuple[str, Span]]:
    if then.category:
        yield "category", item.at("then", "category")
    for name in then.set:
        yield name, item.at("then", "set", name)


def _queues(account: Account, arrivals: Sequence[Arrival]) -> Iterator[Resource]:
    """The queues of arrival, and one a team. Service levels count only in queues where they are switched on."""
    for queue in dict.fromkeys(arrival.queue for arrival in arrivals):
        group = next((arrival.value for arrival in arrivals if arrival.queue == queue and arrival.way == "group"), None)
        name = account.phrase("incoming") if queue == INTAKE or group is None else group
        yield _queue(f"intake/{queue}", name)
    for id_, item, _ in account.objects("teams", account.workspace.teams.items()):
        yield _queue(id_, account.shown(item.value.name, id_))


def _queue(id_: str, name: str) -> Resource:
    # No marker of ours: customers read the description, as the sender of every mail (lib/RT/Action/Autoreply.pm).
    return Resource("queue", id_, "", name, {"name": literal(name), "description": literal(name), "sla": True})


def _groups(account: Account) -> Iterator[Resource]:
    """Who works in which queue: a group a team, its members, and the group as the queue's watchers."""
    for id_, item in account.workspace.teams.items():
        if not account.in_force(item.value) or account.excludes("teams", id_):
            continue
        name = account.shown(item.value.name, id_)
        marker = "cstool:" + ":".join(Key("group", id_))
        yield Resource("group", id_, "", name, {"name": literal(name), "description": marker})
        members = [reference("user", mail) for mail in sorted(_mails(account, item.value.members))]
        yield Resource("members", id_, "", "", {"group": reference("group", id_), "members": members})
        yield Resource("watchers", id_, "", "", {"queue": reference("queue", id_), "groups": [reference("group", id_)]})


def _mails(account: Account, members: Sequence[str]) -> Iterator[str]:
    for id_ in members:
        item = account.workspace.agents.get(id_)
        if item is not None and account.in_force(item.value) and not account.excludes("agents", id_):
            yield item.value.email


def _outreach(account: Account) -> None:
    for item, scope in account.messages("outreach-on-tickets"):
        scope.unsupported("no-timer", item.at())
