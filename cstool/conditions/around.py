"""The surroundings of a workspace's tickets: channel facts, rates, and the calendar of each channel."""

from cstool.conditions.universe import CHANNEL_FACTS
from cstool.conditions.view import Rates, Surroundings
from cstool.errors import CstoolError
from cstool.model.calendars import Calendar
from cstool.workspace import Workspace
from cstool.worktime import WorkCalendar, build, public_holidays, zone_of


def surroundings(workspace: Workspace) -> Surroundings:
    """What conditions read beside the ticket.

    A channel without calendar counts calendar time; so does one whose calendar, its zone or its country's holidays nobody knows,
    and an unknown zone of the team is UTC: checks of their own name these.
    """
    channels = {id_: item.value for id_, item in workspace.channels.items()}
    clocks: dict[str | None, WorkCalendar] = {}

    def clock_of(channel: str | None) -> WorkCalendar:
        if channel not in clocks:
            name = channels[channel].calendar if channel in channels else None
            calendar = workspace.calendars.get(name) if name else None
            usable = calendar is not None and _usable(calendar.value, workspace.today.year)
            clocks[channel] = build(calendar.value if calendar and usable else None, workspace.today, workspace.today)
        return clocks[channel]

    rates = Rates(workspace.facts.value.rates if workspace.facts else {})
    zone = workspace.settings.value.timezone
    return Surroundings(channels, rates, zone if _is_zone(zone) else "UTC", clock_of)


def doubtful(workspace: Workspace) -> frozenset[str]:
    """Fields of which nothing can be proved, because what they are read from is missing or faulty."""
    found: set[str] = set()
    if "channels" in workspace.incomplete:
        found |= {*CHANNEL_FACTS, "hours"}
    named = {channel.value.calendar for channel in workspace.channels.values()} - {None}
    calendars = [workspace.calendars.get(str(name)) for name in named]
    if not all(calendar and _usable(calendar.value, workspace.today.year) for calendar in calendars):
        found.add("hours")
    if workspace.incomplete & {"facts", "rates"}:
        found |= {"order.amount", *(f"fields.{name}" for name, item in workspace.fields.items() if item.value.type == "money")}
    return frozenset(found)


def _usable(calendar: Calendar, year: int) -> bool:
    try:
        public_holidays(calendar.holidays.country, calendar.holidays.subdivision, year)
    except CstoolError:
        return False
    return _is_zone(calendar.timezone)


def _is_zone(name: str) -> bool:
    try:
        zone_of(name)
    except CstoolError:
        return False
    return True
