"""Working time: how much of it lies between two moments, and the moment so much later.

A calendar becomes a table of open intervals in UTC seconds with the open seconds before each (`table`); every answer is a binary
search in it (`clock`), so all of them agree; `worst` finds the most unlucky moment. `cstool.batch.due` answers for columns.
"""

from cstool.worktime.clock import FIRST_YEAR, HORIZON_YEARS, LAST_YEAR, State, WorkCalendar, build
from cstool.worktime.plan import Plan, hours_on, is_holiday, plan_of, public_holidays, zone_of
from cstool.worktime.table import Table

__all__ = [
    "FIRST_YEAR",
    "HORIZON_YEARS",
    "LAST_YEAR",
    "Plan",
    "State",
    "Table",
    "WorkCalendar",
    "build",
    "hours_on",
    "is_holiday",
    "plan_of",
    "public_holidays",
    "zone_of",
]
