"""config/routing.yaml: stages of rules."""

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from cstool.model.base import Event, Id, LimitField, Many, Model, Names, Object, Path, Priority, Status, TagName, When
from cstool.model.raw import WithRaw
from cstool.model.sla import Recipient


class Actions(Model):
    """What a rule does; `{}` only stops a `first` stage."""

    category: Id | None = None
    team: Id | None = None
    assignee: Id | None = Field(None, description="an agent; prefer a team")
    skills: Annotated[list[Id], Many] = Field([], description="skills the answerer needs")
    priority: Priority | None = None
    status: Status | None = None
    tags: Annotated[list[TagName], Many] = Field([], description="tags to add")
    remove_tags: Annotated[list[TagName], Many] = Field([], description="tags to take off")
    set: dict[str, str | int | float | bool] = Field({}, description="your own fields: `{order_status: paid}`")
    reply: Path | None = Field(None, description="template sent to the customer")
    at_most: LimitField | None = Field(None, description="limit of the reply per customer: `1 per 12h`")
    note: str | None = Field(None, description="internal note: a text, or the path of a template with kind note")
    escalate: Recipient | None = Field(None, description="who is told at once")


class Rule(WithRaw):
    """A condition and what follows; or, under `raw`, a rule that only a helpdesk understands."""

    raw_instead_of = MappingProxyType({"when": "always", "then": {}})
    id: Id
    name: Names | None = None
    when: When
    then: Actions


class Stage(Object):
    """An ordered block of rules with one match mode."""

    id: Id
    name: Names | None = None
    event: Event = Field("ticket.created", description="when the stage runs")
    match: Literal["first", "every", "sequence"] = Field(
        description="top match wins · all matches apply, order has no meaning · each sees what the ones above did"
    )
    rules: list[Rule] = Field([], description="the rules")
    continues: bool = Field(
        False, description="in a helpdesk that groups its rules, this stage stands in the group of the stage above it"
    )


class RoutingFile(Model):
    """config/routing.yaml."""

    stages: list[Stage] = Field([], description="top to bottom; each sees what earlier stages did")
