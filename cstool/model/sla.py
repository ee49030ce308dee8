"""config/sla.yaml: what is promised, on which clock, and who is told."""

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from cstool.model.base import DURATION_FORM, DurationField, Id, Many, Metric, Model, Names, Percent, Short, Status, When
from cstool.model.raw import WithRaw


def _target(value: object) -> object:
    return value if isinstance(value, dict) else {"within": value}


class Target(Model):
    """One number of a policy: for all priorities (`within`) or by priority."""

    within: DurationField | None = Field(None, description="for every priority")
    urgent: DurationField | None = None
    high: DurationField | None = None
    normal: DurationField | None = None
    low: DurationField | None = None
    calendar: Id | None = Field(None, description="the clock; without one, the channel's calendar; `24x7` counts calendar time")


TargetField = Annotated[Target, Short(_target, DURATION_FORM)]


class Targets(Model):
    """What is measured; a metric without target is not promised."""

    first_reply: TargetField | None = None
    next_reply: TargetField | None = None
    update: TargetField | None = None
    resolution: TargetField | None = None


class Recipient(Model):
    """Who is told: exactly one of these."""

    role: Id | None = None
    agent: Id | None = None
    team: Id | None = None


class Escalation(Model):
    """What happens when a share of a target has passed."""

    at: Percent = Field(description="share of the target's time: `75%`")
    of: Metric = Field(description="the target")
    do: Annotated[list[Literal["notify", "raise", "reassign"]], Many] = Field(description="`raise` lifts the priority one step")
    to: Recipient


class Policy(WithRaw):
    """A set of targets. The first that matches applies; then every matching overlay replaces the targets it names."""

    raw_instead_of = MappingProxyType({"targets": {}})

    id: Id
    name: Names | None = None
    overlay: bool = Field(False, description="replaces single targets of the policy found, instead of being one")
    when: When = "always"
    targets: Targets
    pause: Annotated[list[Status], Many] = Field([], description="states in which the clock stands still")
    on_reopen: Literal["continue", "restart"] = Field(
        "continue", description="what the clock does when a solved ticket comes back"
    )
    escalate: list[Escalation] = Field([], description="who is told when")


class SlaFile(Model):
    """config/sla.yaml."""

    policies: list[Policy] = Field([], description="first match applies, overlays on top")
