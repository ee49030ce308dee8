"""The words every config file shares: ids, names, durations, money, limits, review. Short forms become full forms here."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, StringConstraints, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class Model(BaseModel):
    """A frozen shape that refuses unknown keys; a value of the wrong type is a fault, never a guess."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True, strict=False)


def fault(kind: str, **values: object) -> PydanticCustomError:
    """A fault of a value; `kind` is a message id of the catalogue, so that it can be said in both languages."""
    return PydanticCustomError(kind, kind, {key: str(value) for key, value in values.items()})


class Short:
    """A short form of a value: `lengthen` makes the full one; `forms` are its JSON Schemas, without any one item of the list."""

    def __init__(self, lengthen: Callable[[object], object], *forms: dict[str, Any]) -> None:
        self.lengthen, self.forms = lengthen, forms

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], CoreSchema]) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.lengthen, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        full = handler(schema)
        return {"anyOf": [*(self.forms or (full["items"],)), full]}


Id = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80),
    Field(description="ASCII kebab-case id, for example `refund-high-value`"),
]
TagName = Annotated[
    str,
    StringConstraints(pattern=r"^\w[\w./:+&-]*$", max_length=80),
    Field(description="a tag as tickets carry it: letters, digits and `_ - . / : + &`, no blanks"),
]
"""Tags are words of the tickets themselves, so they are spelt as helpdesks hold them: `vip_customer` is one."""
Path = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(?:[-/][a-z0-9]+)*$", max_length=160),
    Field(description="folder/name of a template, without locale"),
]
Locale = Annotated[
    str, StringConstraints(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$"), Field(description="BCP 47 language tag: `en`, `zh-CN`")
]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), Field(description="ISO 3166-1 alpha-2 code: `DE`")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), Field(description="ISO 4217 code: `USD`")]
Dotted = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*$"), Field(description="dotted name: `order.amount`")
]


def _names(value: object) -> object:
    return {"und": value} if isinstance(value, str) else value


Names = Annotated[
    dict[str, str],
    BeforeValidator(_names),
    Field(description="what people see, by language: `{en: Returns, zh-CN: 退货组}`; a plain text serves every language"),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}],
            "description": "what people see, by language: `{en: Returns, zh-CN: 退货组}`; a plain text serves every language",
        }
    ),
]


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time. `seconds` counts on the clock in force; `working_days` counts days of a calendar instead."""

    seconds: int = 0
    working_days: int = 0
    working: bool = False
    """Said to a customer: the seconds stand still while the team is away, so they are called working time."""

    def __str__(self) -> str:
        if self.working_days:
            return f"{self.working_days} working days"
        rest, parts = self.seconds, []
        for size, unit in ((86400, "d"), (3600, "h"), (60, "m"), (1, "s")):
            if unit == "d" and (rest % size or rest < 7 * size):
                continue  # 24h, 48h and 72h are how people write these
            if rest >= size:
                parts.append(f"{rest // size}{unit}")
                rest %= size
        return "".join(parts) or "0s"


_DURATION = re.compile(r"(?:(\d+(?:\.\d+)?)d)?\s*(?:(\d+(?:\.\d+)?)h)?\s*(?:(\d+(?:\.\d+)?)m)?\s*(?:(\d+(?:\.\d+)?)s)?")
_WORKING_DAYS = re.compile(r"(\d{1,4}) working days?")


def parse_duration(value: object) -> Duration:
    """`30s`, `90m`, `1h30m`, `14d`, `3 working days` as a Duration; `m` is minutes."""
    if isinstance(value, Duration):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise fault("duration-without-unit", value=value)
    if not isinstance(value, str):
        raise fault("not-a-duration", value=_shown(value))
    return _duration(value.strip())


@lru_cache(maxsize=4_096)  # the same few lengths stand in every file
def _duration(stripped: str) -> Duration:
    if days := _WORKING_DAYS.fullmatch(stripped):
        return Duration(working_days=int(days[1]))
    match = _DURATION.fullmatch(stripped)
    if not stripped or not match or len(stripped) > 24:
        raise fault("not-a-duration", value=stripped[:40])
    days_, hours, minutes, seconds = (Decimal(part) if part else Decimal(0) for part in match.groups())
    total = days_ * 86400 + hours * 3600 + minutes * 60 + seconds
    if total != int(total) or total > 400 * 86400:
        raise fault("duration-out-of-range", value=stripped)
    return Duration(int(total))


DURATION_FORM: dict[str, Any] = {
    "type": "string",
    "pattern": r"^(\d+(\.\d+)?[dhms])+$|^\d+ working days?$",
    "examples": ["30s", "2h", "14d", "3 working days"],
}
DurationField = Annotated[Duration, BeforeValidator(parse_duration), WithJsonSchema(DURATION_FORM)]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its currency; amounts without one do not exist here."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount.normalize():f} {self.currency}"


_MONEY = re.compile(r"(-?\d{1,12}(?:\.\d{1,6})?) ?([A-Z]{3})")


def parse_money(value: object) -> Money:
    """`200 USD` or `19.90 EUR` as Money."""
    if isinstance(value, Money):
        return value
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        raise fault("money-without-currency", value=value)
    match = _MONEY.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        if isinstance(value, str) and re.fullmatch(r"-?\d+(?:[.,]\d+)?", value.strip()):
            raise fault("money-without-currency", value=value)
        raise fault("not-money", value=_shown(value))
    return Money(Decimal(match[1]), match[2])


MoneyField = Annotated[
    Money,
    BeforeValidator(parse_money),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)? ?[A-Z]{3}$", "examples": ["200 USD", "19.90 EUR"]}),
]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` times in `per`."""

    count: int
    per: Duration

    def __str__(self) -> str:
        return f"{self.count} per {self.per}"


def parse_limit(value: object) -> Limit:
    """`1 per 12h` as a Limit."""
    match = re.fullmatch(r"\s*(\d{1,6}) per (.+)", value) if isinstance(value, str) else None
    if not match or int(match[1]) < 1:
        raise fault("not-a-limit", value=_shown(value))
    return Limit(int(match[1]), parse_duration(match[2]))


LimitField = Annotated[
    Limit, BeforeValidator(parse_limit), WithJsonSchema({"type": "string", "pattern": r"^\d+ per .+$", "examples": ["1 per 12h"]})
]


def parse_percent(value: object) -> Decimal:
    """`75%` as Decimal 75."""
    match = re.fullmatch(r"\s*(\d{1,3}(?:\.\d{1,2})?) ?%\s*", value) if isinstance(value, str) else None
    if not match:
        raise fault("not-a-percentage", value=_shown(value))
    return Decimal(match[1])


Percent = Annotated[
    Decimal,
    BeforeValidator(parse_percent),
    WithJsonSchema({"type": "string", "pattern": r"^\d+(\.\d+)? ?%$", "examples": ["75%"]}),
]


def one_or_many(value: object) -> object:
    """A scalar stands for a list of one."""
    return value if isinstance(value, list) else [value]


Many = Short(one_or_many)

When = Annotated[
    Any,
    WithJsonSchema({"type": "when"}),
    Field(description="the condition (see docs/config.md, conditions): `always` or a mapping of field to value"),
]
"""Read by `conditions.compile`, which places its own faults."""


def _review(value: object) -> object:
    return {"last": value} if isinstance(value, str) else value


class ReviewEntry(Model):
    """When somebody last read this and found it right."""

    last: date | None = Field(None, description="day of the last review")
    every: DurationField | None = Field(None, description="how often; else the default of cstool.yaml")
    by: str | None = Field(None, description="who reviewed it")


class Kept(Model):
    """What every object may carry."""

    review: Annotated[ReviewEntry, Short(_review, {"type": "string", "format": "date"})] | None = Field(
        None, description="last review: a date, or `{last, every, by}`"
    )
    enabled: bool = Field(True, description="`false` takes it out of force and keeps it in the file")
    notes: str | None = Field(None, description="for colleagues; never shown to customers")


class Object(Kept):
    """An object that may be in force for a time only."""

    from_: date | None = Field(None, alias="from", description="first day in force")
    until: date | None = Field(None, description="last day in force")

    def in_force(self, today: date) -> bool:
        """Whether it is enabled and `today` lies between `from` and `until`."""
        return self.enabled and (self.from_ is None or self.from_ <= today) and (self.until is None or today <= self.until)


def _shown(value: object) -> str:
    return str(value)[:40] if not isinstance(value, Mapping | list) else type(value).__name__


Priority = Literal["low", "normal", "high", "urgent"]
PRIORITIES: tuple[Priority, ...] = ("low", "normal", "high", "urgent")
Status = Literal["new", "open", "pending", "on_hold", "solved", "closed"]
Event = Literal["ticket.created", "customer.replied", "ticket.reopened"]
Metric = Literal["first_reply", "next_reply", "update", "resolution"]
METRICS: tuple[Metric, ...] = ("first_reply", "next_reply", "update", "resolution")
ChannelType = Literal["marketplace", "email", "chat", "messaging", "sms", "social", "phone", "web"]
Audience = Literal["customer", "internal"]
