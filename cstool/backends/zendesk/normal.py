"""The one form of what has several spellings that mean the same: sets, hours of a week, targets. Compile and reading share it."""

from collections.abc import Iterable, Mapping
from typing import Any

DAY, WEEK = 1440, 7 * 1440
"""Minutes."""
_RANKS = ("urgent", "high", "normal", "low")


def set_of(members: Iterable[str]) -> dict[str, object]:
    """A set of references: the keys of a mapping, because neither their order nor their ids mean anything."""
    return dict.fromkeys(sorted(members), True)


def membership_name(mail: str, group: str) -> str:
    """What a membership is known by: who, and the group (our id of it where its description says so, else its name)."""
    return f"{mail} / {group}"


def hours(intervals: Iterable[Mapping[str, Any]]) -> list[dict[str, object]]:
    """Open hours in minutes since Sunday midnight: in order, touching ones joined, none across midnight."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((int(one["start_time"]), int(one["end_time"])) for one in intervals):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    cut = [
        (max(start, day * DAY), min(end, (day + 1) * DAY))
        for start, end in joined
        for day in range(start // DAY, min((end - 1) // DAY, WEEK // DAY) + 1)
    ]
    return [{"start_time": start, "end_time": end} for start, end in cut]


def tags(written: Iterable[str]) -> str:
    """Tags are a set, written as one text: sorted, each once."""
    return " ".join(sorted(set(written)))


def metric_order(row: Mapping[str, object]) -> tuple[str, int]:
    """Targets by metric, the most urgent priority first."""
    priority = str(row.get("priority"))
    return str(row.get("metric")), _RANKS.index(priority) if priority in _RANKS else len(_RANKS)
