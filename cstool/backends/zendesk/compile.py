"""A workspace as the objects of one Zendesk account, in the order in which they are made. No network."""

from cstool.backends.account import Account, documented
from cstool.backends.adopt.raw import with_raw
from cstool.backends.base import Compiled
from cstool.backends.chains import Step
from cstool.backends.promises import combinations_of
from cstool.backends.zendesk import fields, people, schedules, sla, texts
from cstool.backends.zendesk.automations import answered, escalations, messages
from cstool.backends.zendesk.intake import STAGE as CHANNELS
from cstool.backends.zendesk.intake import intake
from cstool.backends.zendesk.triggers import Chain, category, order, stages, trigger
from cstool.plan import Resource

KINDS = (
    "ticket_field",
    "group",
    "group_membership",
    "skill_attribute",
    "skill",
    "agent_skills",
    "schedule",
    "dynamic_content",
    "macro",
    "trigger_category",
    "trigger",
    "trigger_order",
    "sla_policy",
    "sla_order",
    "automation",
)
"""In the order in which they are made: what is referred to comes first."""
LOOKED_UP = ("user", "locale", "found_field", "found_group", "found_schedule", "found_skill", "brand")
"""Kinds that references may name and that are found in the account, never made."""


def compile_zendesk(account: Account) -> Compiled:
    """Everything that the account should hold, and what is not exact there."""
    combinations = combinations_of(account)
    chains = [Chain(CHANNELS, account.phrase("channels"), intake(account), CHANNELS)]
    chains += stages(account)
    chains.append(Chain(sla.STAGE, account.phrase("sla"), sla.bridge(account, combinations), sla.STAGE))
    alarms = tuple(escalations(account, combinations))
    if any(_waits_for_reply(alarm) for alarm in alarms):
        step: Step = answered(account)
        chains.append(Chain(step.stage, account.phrase("replies"), (step,), step.stage))
    chains = [entry for entry in chains if entry.steps or entry.stands]
    categories = [category(account, entry) for entry in chains if entry.category == entry.stage]
    triggers = [trigger(account, entry, step) for entry in chains for step in entry.steps if step.acts]
    resources: list[Resource] = [
        *fields.ticket_fields(account),
        *people.groups(account),
        *people.memberships(account),
        *people.skills(account),
        *schedules.schedules(account),
        *texts.texts(account),
        *categories,
        *triggers,
        *([order(categories, triggers)] if categories else []),
        *sla.policies(account, combinations),
        *alarms,
        *messages(account),
    ]
    documented(account)
    return Compiled(account.name, tuple(with_raw(account, resources, KINDS)), tuple(account.considered), tuple(account.remarks))


def _waits_for_reply(alarm: Resource) -> bool:
    return "cs-replied" in str(alarm.body["conditions"])
