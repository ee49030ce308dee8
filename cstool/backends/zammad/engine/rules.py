"""Zammad's triggers on one ticket: by name, each seeing what the ones before did, each once.

Measured on zammad/zammad 5.5: all that match run, in the order of lower(name); there is no stop. A trigger that cannot write
what it says does nothing and ends the run; an id that does not exist makes the whole ticket fail.
"""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass

from cstool.backends.engines.desk import Desk, Doubt, Firing, Judged
from cstool.backends.engines.things import Thing, of_kind, plain
from cstool.backends.zammad.engine.acts import Performs, perform, performs_of
from cstool.backends.zammad.engine.conditions import Condition, condition_of
from cstool.backends.zammad.engine.dialect import Dialect
from cstool.backends.zammad.engine.rows import Facts
from cstool.diagnostic import text
from cstool.plan import Body


@dataclass(frozen=True, slots=True)
class Rule:
    """One active trigger of tickets' changes."""

    thing: Thing
    condition: Condition
    performs: Performs
    selective: bool


@dataclass(frozen=True)
class Rules:
    """All of them, in order."""

    rules: tuple[Rule, ...]
    facts: Facts

    def run(self, desk: Desk) -> None:
        """One change of the ticket."""
        waiting = list(range(len(self.rules) - 1, -1, -1))  # from the end, so that the next one is popped
        skipped: set[int] = set()
        while waiting:
            position = waiting.pop()
            rule = self.rules[position]
            if desk.trace is not None:
                self._tell(rule, desk, desk.trace)
            if rule.condition.surely_not(desk):
                skipped.add(position)
                continue
            verdict = rule.condition.holds(desk) if self._concerns(rule, desk) else False
            if verdict is not True:
                skipped.add(position)
                if verdict is None:
                    self._doubt(rule, desk)
                continue
            broken = rule.performs.broken
            if broken is not None:
                desk.stopped, desk.lost = broken.why, broken.refused
                return
            changed = perform(rule.performs, desk, rule.thing, self.facts)
            desk.fired.append(Firing(rule.thing, changed))
            if rule.performs.unknown:
                desk.doubts.append(Doubt(rule.thing, text("engine-unknown-action")))
            if changed and self.facts.dialect.recursive:
                for one in [one for one in skipped if one < position]:
                    skipped.discard(one)
                    insort(waiting, one, key=int.__neg__)

    def _concerns(self, rule: Rule, desk: Desk) -> bool:
        """On an update a selective trigger runs for a new message or a change of what it reads (zammad/zammad, issue 4550)."""
        if desk.event == "create" or not (rule.selective and self.facts.dialect.modern) or "article" in desk.changes:
            return True
        return not desk.changes.isdisjoint(rule.condition.names)

    def _tell(self, rule: Rule, desk: Desk, trace: list[Judged]) -> None:
        held = self._concerns(rule, desk) and rule.condition.holds(desk) is True
        failing = None if held else rule.condition.failing(desk)
        said = text("engine-row", **_shown(*failing)) if failing else None
        trace.append(Judged(rule.thing, held, said))

    def _doubt(self, rule: Rule, desk: Desk) -> None:
        found = rule.condition.doubtful(desk) or ("", {})
        if all(doubt.rule is not rule.thing for doubt in desk.doubts):
            desk.doubts.append(Doubt(rule.thing, text("engine-row", **_shown(*found))))


def _shown(name: str, row: Body) -> dict[str, str]:
    return {"field": name, "operator": str(row.get("operator", "")), "value": plain(row.get("value"))}


def rules_of(things: Sequence[Thing], facts: Facts) -> Rules:
    """The active triggers, compiled and in order. Those by time run at other moments."""
    return Rules(tuple(_rule(thing, facts) for thing in in_order(things, facts.dialect)), facts)


def in_order(things: Sequence[Thing], dialect: Dialect) -> list[Thing]:
    """The active triggers by name, as the database sorts."""
    active = [
        thing
        for thing in of_kind(things, "trigger")
        if thing.body.get("active", True) and thing.body.get("activator", "action") == "action"
    ]
    return sorted(active, key=lambda thing: dialect.order(name_of(thing).lower()))  # type: ignore[return-value,arg-type]


def name_of(thing: Thing) -> str:
    """What it is called there."""
    return plain(thing.body.get("name", thing.name))


def _rule(thing: Thing, facts: Facts) -> Rule:
    selective = thing.body.get("execution_condition_mode", "selective") == "selective"
    return Rule(thing, condition_of(thing.body.get("condition"), facts), performs_of(thing, facts), selective)
