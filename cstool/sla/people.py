"""When people work, and who hears of an escalation."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cstool.model.sla import Recipient
from cstool.workspace import Workspace
from cstool.worktime import Plan, plan_of


@dataclass(frozen=True, slots=True)
class Reached:
    """The people behind a name."""

    agents: tuple[str, ...]
    """In force, in the order of the file."""
    by_mail: bool = False
    """An external team: its mailbox is there at any time."""
    whole: bool = True
    """Whether all of them could be read."""


def reached(workspace: Workspace, to: Recipient) -> Reached:
    """Who is told when a role, an agent or a team is; nobody for a name that does not exist (its own check says so)."""
    whole = workspace.incomplete.isdisjoint(("agents", "teams"))
    there = {name: item.value for name, item in workspace.agents.items() if item.value.in_force(workspace.today)}
    named: set[str] = {to.agent} if to.agent else set()
    by_mail = False
    team = workspace.teams.get(to.team or "")
    if team is not None and team.value.in_force(workspace.today):
        named |= {*team.value.members, *team.value.on_call, *([team.value.lead] if team.value.lead else [])}
        by_mail = team.value.external and team.value.email is not None
    if to.role:
        named |= {name for name, agent in there.items() if agent.role == to.role}
    return Reached(tuple(name for name in there if name in named), by_mail, whole)


def on_call(workspace: Workspace) -> frozenset[str]:
    """Agents whom some team may call at any hour."""
    teams = (item.value for item in workspace.teams.values() if item.value.in_force(workspace.today))
    return frozenset(name for team in teams for name in team.on_call)


def hours_of(workspace: Workspace, agents: Iterable[str]) -> tuple[Plan, ...] | None:
    """The hours of each of these people: of the shift, on the holidays of its calendar. None where somebody's are not known."""
    found = []
    for name in agents:
        agent = workspace.agents[name].value
        shift = workspace.shifts.get(agent.shift or "")
        calendar = workspace.calendars.get((shift.value.calendar if shift else None) or agent.calendar or "")
        if calendar is None or not workspace.incomplete.isdisjoint(("calendars", "shifts")):
            return None
        plan = plan_of(calendar.value)
        if shift is not None:
            plan = replace(plan, week=plan_of(calendar.value.model_copy(update={"hours": shift.value.hours})).week)
        found.append(plan)
    return tuple(found)
