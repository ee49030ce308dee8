"""config/outreach.yaml: proactive messages and surveys."""

from typing import Annotated, Literal

from pydantic import Field

from cstool.model.base import DurationField, Id, LimitField, Many, Model, Names, Object, Path, When


class Survey(Model):
    """What is asked."""

    scale: Annotated[str, Field(pattern=r"^\d+-\d+$")] = Field(description="`1-5`, or `0-10` for NPS")
    questions: Annotated[list[str], Many] = Field([], description="what is rated: agent, waiting, process, …")


class Outreach(Object):
    """An event, a delay, a template."""

    id: Id
    name: Names | None = None
    event: Annotated[str, Field(pattern=r"^(order|ticket|customer)\.[a-z_]+$")] = Field(
        description="`order.shipped`, `order.delivered`, `ticket.solved`, …"
    )
    after: DurationField | None = Field(None, description="delay")
    when: When = "always"
    template: Path
    kind: Literal["transactional", "survey", "marketing"]
    survey: Survey | None = None
    unless: Annotated[list[Literal["open_ticket", "already_reviewed", "opted_out"]], Many] = Field(
        [], description="not sent when"
    )
    send_between: Annotated[str, Field(pattern=r"^\d{1,2}:\d{2}-\d{1,2}:\d{2}$")] | None = Field(
        None, description="the customer's local hours"
    )
    at_most: LimitField | None = Field(None, description="limit per customer: `1 per 30d`")


class OutreachFile(Model):
    """config/outreach.yaml."""

    outreach: list[Outreach] = Field([], description="proactive messages and surveys")
