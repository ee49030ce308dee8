"""Days and states of many moments against `datetime` and `worktime`, moment by moment."""

from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from cstool.batch.clock import days_of, states_of
from cstool.worktime import WorkCalendar
from tests.batch import worlds

ZONES = [
    "UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "America/St_Johns", "Asia/Shanghai", "Asia/Kolkata",
    "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati", "Africa/Casablanca", "America/Havana", "Asia/Beirut",
]  # fmt: skip
FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (1971, 2199))


def moments(chance: Random, zone: ZoneInfo) -> list[int]:
    """Seconds over two centuries; half of them around midnights and the changes of the clock."""
    found = [chance.randrange(FIRST, LAST) for _ in range(300)]
    hours = range(int(datetime(2009, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2027, 1, 1, tzinfo=UTC).timestamp()), 43_200)
    offsets = [datetime.fromtimestamp(second, zone).utcoffset() for second in hours]
    turns = [hours[place] for place in range(1, len(offsets)) if offsets[place] != offsets[place - 1]]
    found += [turn - chance.randrange(-90_000, 90_000) for turn in turns for _ in range(12)]
    return found + [second // 3600 * 3600 - chance.randint(0, 1) for second in found]


@pytest.mark.parametrize("name", ZONES)
def test_local_days(name: str) -> None:
    zone = ZoneInfo(name)
    seconds = moments(Random(name), zone)
    expected = [datetime.fromtimestamp(second, zone).toordinal() for second in seconds]
    assert days_of(np.array(seconds, np.int64), zone).tolist() == expected


@pytest.mark.parametrize("calendar", [*worlds.CLOCKS.values(), worlds.ALWAYS_OPEN], ids=["berlin", "lord-howe", "24x7"])
def test_states_of_a_calendar(calendar: WorkCalendar) -> None:
    chance = Random(3)
    begin = int(datetime(2025, 12, 1, tzinfo=UTC).timestamp())
    seconds = [begin + chance.randrange(500 * 86_400) for _ in range(1500)]
    seconds += [second // 3600 * 3600 - chance.randint(0, 1) for second in seconds]
    names = ("open", "closed", "holiday")
    expected = [calendar.state(datetime.fromtimestamp(second, UTC)) for second in seconds]
    assert [names[state] for state in states_of(calendar, np.array(seconds, np.int64))] == expected
