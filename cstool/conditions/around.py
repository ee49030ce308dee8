"""The surroundings of a workspace's tickets: channel facts, rates, and the calendar of each channel."""

from cstool.conditions.view import Rates, Surroundings
from cstool.workspace import Workspace
from cstool.worktime import WorkCalendar, build


def surroundings(workspace: Workspace) -> Surroundings:
    """What conditions read beside the ticket. A channel without calendar, or with an unknown one, counts calendar time."""
    channels = {id_: item.value for id_, item in workspace.channels.items()}
    clocks: dict[str | None, WorkCalendar] = {}

    def clock_of(channel: str | None) -> WorkCalendar:
        if channel not in clocks:
            name = channels[channel].calendar if channel in channels else None
            calendar = workspace.calendars.get(name) if name else None
            clocks[channel] = build(calendar.value if calendar else None, workspace.today, workspace.today)
        return clocks[channel]

    rates = Rates(workspace.facts.value.rates if workspace.facts else {})
    return Surroundings(channels, rates, workspace.settings.value.timezone, clock_of)
