"""What a marketplace or network demands of whoever answers on a channel: its limits, on its own clock."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from cstool.errors import CstoolError
from cstool.model.base import Duration, Metric
from cstool.model.pack import ResponseTime, Window
from cstool.tickets.zones import zone_of as main_zone_of
from cstool.workspace import Item, Workspace
from cstool.worktime import Plan, WorkCalendar, zone_of
from cstool.worktime.worst import Timed, Worst, worst

TRUST = ("official", "documented", "third-party", "weak")
COMING = 365
"""Days that are looked ahead: each weekday with each season, each public holiday once."""
_WEEKDAYS = (((0, 1440),),) * 5 + ((),) * 2


@dataclass(frozen=True, slots=True)
class Duty:
    """One limit of a pack in force, as it counts on one channel."""

    entry: Item[ResponseTime] | Item[Window]
    metric: Metric
    limit: Duration
    clock: WorkCalendar
    category: str | None = None
    """Only tickets of this category."""

    @property
    def is_window(self) -> bool:
        """Whether a later answer is not late but impossible: the network takes no free text any more."""
        return isinstance(self.entry.value, Window)

    @property
    def timed(self) -> Timed:
        """The limit with the clock it counts on."""
        return self.clock, self.limit

    def looser(self, within: Duration) -> bool:
        """Whether a target's number alone is above the limit, whatever its clock."""
        if self.clock.plan is not None or self.limit.working_days:
            return bool(self.limit.working_days) and within.working_days > self.limit.working_days
        # The n-th working day closes more than n days after the first minute of the day on which the customer wrote.
        return within.seconds > self.limit.seconds or within.working_days * 86_400 >= self.limit.seconds > 0


def duties_on(workspace: Workspace, channel: str, every_category: bool = False) -> tuple[Duty, ...]:
    """The limits in force on a channel, the most trusted first: that one is quoted.

    A limit for a category that the workspace does not have is left out unless `every_category`.
    """
    item = workspace.channels.get(channel)
    pack = item.value.pack if item else None
    if item is None or pack not in workspace.settings.value.packs or pack not in workspace.packs:
        return ()
    whole, found = workspace.packs[pack], list[Duty]()
    for position, entry in enumerate(whole.value.entries):
        if not isinstance(entry, ResponseTime | Window) or _elsewhere(entry.region, item.value.country):
            continue
        place = whole.source, (*whole.loc, "entries", position)
        if isinstance(entry, Window):
            always = WorkCalendar(None, workspace.today.year, workspace.today.year)
            found += [Duty(Item(entry, *place), metric, entry.limit, always) for metric in ("first_reply", "next_reply")]
        elif every_category or entry.category is None or entry.category in workspace.categories:
            clock = _clock_of(entry, item.value.country, workspace.today)
            found.append(Duty(Item(entry, *place), entry.metric, entry.limit, clock, entry.category))
    return tuple(sorted(found, key=lambda duty: TRUST.index(duty.entry.value.confidence)))


def behind_duty(timed: Timed, duty: Duty | None, first: date) -> Worst | None:
    """The most unlucky message of the year from a day on: how long its answer may take, and how far that lies behind the limit.

    None where nothing can be said: a calendar that never opens, a zone or holidays not known, a deadline that never comes.
    """
    try:
        return worst(timed, first, COMING, duty.timed if duty else None)
    except CstoolError:
        return None


def market_zone(workspace: Workspace, channel: str) -> ZoneInfo:
    """The zone in which most customers of a channel live, else that of its calendar, else the workspace's."""
    item = workspace.channels.get(channel)
    if item is not None:
        zone = main_zone_of(item.value.country)
        calendar = workspace.calendars.get(item.value.calendar or "")
        named = zone or (_zone(calendar.value.timezone) if calendar else None)
        if named is not None:
            return named
    return _zone(workspace.settings.value.timezone) or ZoneInfo("UTC")


def _zone(name: str) -> ZoneInfo | None:
    try:
        return zone_of(name)
    except CstoolError:
        return None


def _elsewhere(region: str, country: str | None) -> bool:
    """Whether an entry is about another country than the channel's; a channel without one may be anywhere."""
    return country is not None and region not in ("all", country)


def _clock_of(entry: ResponseTime, country: str | None, today: date) -> WorkCalendar:
    """Calendar time, or the market's working days: Monday to Friday without its public holidays, by its own clock."""
    if entry.clock == "calendar" and not entry.limit.working_days:
        return WorkCalendar(None, today.year, today.year)
    market = entry.region if main_zone_of(entry.region) else country
    zone = main_zone_of(market)
    return WorkCalendar(Plan(zone.key if zone else "UTC", _WEEKDAYS, market), today.year, today.year + 1)
