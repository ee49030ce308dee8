"""config/calendars.yaml: working hours, holidays, zones."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from cstool.model.base import Country, Id, Model, Names, Object, Short, fault

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def days_of(key: str) -> tuple[int, ...]:
    """`mon-fri` -> 0..4, `sat` -> 5; a range may wrap (`sat-mon`). Raises ValueError for anything else."""
    first, _, last = key.partition("-")
    start, end = DAYS.index(first), DAYS.index(last or first)
    return tuple((start + step) % 7 for step in range((end - start) % 7 + 1))


def minutes_of(clock: str) -> int:
    """`13:30` -> 810; `24:00` -> 1440. Raises ValueError for anything else."""
    hours, _, minutes = clock.partition(":")
    if not (hours.isdigit() and minutes.isdigit() and len(minutes) == 2 and len(hours) in (1, 2)):
        raise ValueError(clock)
    total = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or total > 1440:
        raise ValueError(clock)
    return total


def interval_of(text: str) -> tuple[int, int]:
    """`09:00-12:00` -> (540, 720) minutes of the day; an end at or before the start lies on the next day (+1440)."""
    start_text, _, end_text = text.replace(" ", "").partition("-")
    start, end = minutes_of(start_text), minutes_of(end_text)
    if start == 1440 or start == end:
        raise ValueError(text)
    return (start, end) if end > start else (start, end + 1440)


def _day(value: str) -> str:
    try:
        days_of(value)
    except ValueError:
        raise fault("not-a-day", value=value) from None
    return value


def _interval(value: object) -> object:
    try:
        interval_of(value if isinstance(value, str) else "")
    except ValueError:
        raise fault("not-an-interval", value=value) from None
    return value


def _intervals(value: object) -> object:
    return [] if value is None else value if isinstance(value, list) else [value]


Day = Annotated[str, AfterValidator(_day)]
Interval = Annotated[str, BeforeValidator(_interval)]
Hours = Annotated[
    dict[Day, Annotated[list[Interval], Short(_intervals, {"type": ["string", "null"]})]],
    Field(
        description='day or range of days -> intervals: `{mon-fri: ["09:00-12:00", "13:30-18:00"], sat: []}`; a day beats a range'
    ),
]


class Holidays(Model):
    """Days on which nobody works, and days that are worked all the same."""

    country: Country | None = Field(None, description="public holidays of this country, make-up working days included")
    subdivision: str | None = Field(None, description="state or province, for example `BE` for Berlin with country DE")
    also: list[date] = Field([], description="further days off")
    except_: list[date] = Field([], alias="except", description="holidays that are worked")


class Calendar(Object):
    """Working hours in one zone."""

    name: Names | None = None
    timezone: str = Field(description="IANA zone: `Asia/Shanghai`")
    hours: Hours
    holidays: Holidays = Field(Holidays(), description="days off")


class Calendars(Model):
    """config/calendars.yaml. `24x7` is built in."""

    calendars: dict[Id, Calendar] = Field({}, description="working hours, holidays, zones")
