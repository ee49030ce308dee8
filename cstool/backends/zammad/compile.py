"""A workspace as the objects of one Zammad account, in the order in which they are made. No network."""

from cstool.backends.account import Account, documented
from cstool.backends.adopt.raw import with_raw
from cstool.backends.base import Compiled
from cstool.backends.promises import combinations_of
from cstool.backends.references import references
from cstool.backends.zammad import adopted, objects, sla, texts
from cstool.backends.zammad.intake import intake
from cstool.backends.zammad.jobs import jobs
from cstool.plan import Resource

KINDS = (
    "attribute",
    "priority",
    "tag",
    "group",
    "agent_groups",
    "calendar",
    "text_module",
    "trigger",
    "sla",
    "job",
)
"""In the order in which they are made: what is referred to comes first."""
LOOKED_UP = ("user", "state", "priority", "sender", "article_type", "found_group", "found_calendar")
"""Kinds that references may name and that are found in the account; `priority` is made only where it is missing."""


def compile_zammad(account: Account) -> Compiled:
    """Everything that the account should hold, and what is not exact there."""
    combinations = combinations_of(account)
    answers, modules = texts.written(account)
    direct, combinations = adopted.policies(account, combinations)
    ruling = [
        *adopted.triggers(account, answers, intake(account), sla.bridge(account, combinations)),
        *direct,
        *sla.escalations(account, combinations),
        *sla.slas(account, combinations),
        *jobs(account, answers),
    ]
    asked = {id_ for one in ruling for kind, id_, _ in references(one.body) if kind == "calendar"}
    wanted = {id_ for one in ruling for kind, id_, _ in references(one.body) if kind == "priority"}
    resources: list[Resource] = [
        *objects.attributes(account),
        *(objects.priorities(account) if not account.settings.adopted or "urgent" in wanted else ()),
        *(objects.tags(account) if not account.settings.adopted else ()),
        *objects.groups(account),
        *objects.access(account),
        *objects.calendars(account, asked),
        *modules,
        *ruling,
    ]
    documented(account)
    return Compiled(account.name, tuple(with_raw(account, resources, KINDS)), tuple(account.considered), tuple(account.remarks))
