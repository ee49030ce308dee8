"""A workspace as the objects of one Zammad account, in the order in which they are made. No network."""

from cstool.backends.account import Account, documented
from cstool.backends.base import Compiled
from cstool.backends.promises import combinations_of
from cstool.backends.references import references
from cstool.backends.zammad import objects, sla, texts
from cstool.backends.zammad.intake import intake
from cstool.backends.zammad.jobs import jobs
from cstool.backends.zammad.triggers import numbered, stages
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
    chains = [intake(account), *(steps for _, steps in stages(account, answers)), sla.bridge(account, combinations)]
    ruling = [
        *numbered([steps for steps in chains if steps], account),
        *sla.escalations(account, combinations),
        *sla.slas(account, combinations),
        *jobs(account, answers),
    ]
    asked = {id_ for one in ruling for kind, id_, _ in references(one.body) if kind == "calendar"}
    resources: list[Resource] = [
        *objects.attributes(account),
        *objects.priorities(account),
        *objects.tags(account),
        *objects.groups(account),
        *objects.access(account),
        *objects.calendars(account, asked),
        *modules,
        *ruling,
    ]
    documented(account)
    return Compiled(account.name, tuple(resources), tuple(account.considered), tuple(account.remarks))
