"""Opening hours and single days off as people write them."""

from collections.abc import Sequence

from cstool.model.calendars import DAYS

Interval = tuple[int, int]
"""Minutes of one day."""


def hours_of(week: Sequence[Sequence[Interval]]) -> dict[str, list[str]]:
    """Monday to Sunday as `{mon-fri: [...], sat: [...]}`: neighbours with equal hours share a line, closed days have none."""
    written = [[f"{_clock(start)}-{_clock(end)}" for start, end in day] for day in week]
    hours: dict[str, list[str]] = {}
    first = 0
    for day in range(1, len(DAYS) + 1):
        if day == len(DAYS) or written[day] != written[first]:
            if written[first]:
                name = DAYS[first] if day - first == 1 else f"{DAYS[first]}-{DAYS[day - 1]}"
                hours[name] = written[first]
            first = day
    return hours


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
