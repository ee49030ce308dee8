"""What Request Tracker's own traps say about a plan, before anything is sent."""

from collections.abc import Iterator

from cstool.backends.base import Advice
from cstool.backends.references import references
from cstool.backends.rt.desk import Desk
from cstool.diagnostic import Text, text
from cstool.plan import Plan


def advice(desk: Desk, plan: Plan) -> Advice:
    """Refusals, and what a person has to do."""
    return Advice(tuple(_strangers(desk, plan)), tuple(_manual(plan)))


def _strangers(desk: Desk, plan: Plan) -> Iterator[Text]:
    """Agents who have no account there: a group or a program that names one could not be written."""
    people = {id_ for change in plan.changes if change.after for kind, id_, _ in references(change.after) if kind == "user"}
    for person in sorted(people):
        try:
            desk.number(person)
        except KeyError:
            yield text("rt-no-such-user", mail=person)


def _manual(plan: Plan) -> Iterator[Text]:
    made = {change.key.kind for change in plan.changes if change.action in ("create", "adopt")}
    if "group" in made:
        yield text("rt-manual-rights")
    if "service_levels" in made:
        yield text("rt-manual-reminders")
