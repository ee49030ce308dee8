"""config/targets.yaml: weekly KPI targets."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from cstool.model.base import ChannelType, DurationField, Id, Model, Object, parse_duration, parse_percent


def _amount(value: object) -> object:
    if isinstance(value, str):
        return parse_percent(value) if "%" in value else parse_duration(value)
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


Amount = Annotated[Any, BeforeValidator(_amount), WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}]})]
"""A percentage (Decimal), a Duration or a plain number (Decimal)."""


class Kpi(Object):
    """One weekly target."""

    metric: Literal[
        "frt", "next_reply", "resolution", "aht", "fcr", "csat", "nps", "sla", "reopen", "backlog_days", "routing_accuracy"
    ]
    channel_type: ChannelType | None = None
    channel: Id | None = None
    team: Id | None = None
    category: Id | None = None
    p50: DurationField | None = Field(None, description="half of the tickets within")
    p90: DurationField | None = Field(None, description="nine of ten within")
    at_most: Amount = Field(None, description="a duration, a share or a number")
    at_least: Amount = Field(None, description="a duration, a share or a number")
    within: DurationField | None = Field(None, description="fcr: no further contact within")
    good: list[int] = Field([], description="csat: ratings that count as satisfied")


class KpiFile(Model):
    """config/targets.yaml."""

    targets: list[Kpi] = Field([], description="weekly targets")
