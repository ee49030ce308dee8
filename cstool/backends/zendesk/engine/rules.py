"""Zendesk's triggers on one ticket: order, conditions, cumulation, each trigger once, and the look back after a change.

https://support.zendesk.com/hc/en-us/articles/4408822236058: triggers run in the order of the list (categories, then triggers in
each); the changes of one are seen by the next; they run on closed tickets only while these are being closed. After a trigger
has changed the ticket the list is looked at again from the top, and a trigger applies once in an update: the documents tell of
the effect only, so `look_again` switches it off.
"""

from bisect import insort
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from cstool.backends.engines.desk import Desk, Doubt, Firing, Judged, Verdict
from cstool.backends.engines.things import Thing, of_kind, plain
from cstool.backends.zendesk.engine.acts import Act, act
from cstool.backends.zendesk.engine.rows import Judge, any_text, judge
from cstool.backends.zendesk.engine.values import Facts
from cstool.diagnostic import Text, text
from cstool.plan import Body

_LATE = ("comment_includes_word", "subject_includes_word", "in_business_hours", "on_holiday", "within_schedule")
"""Fields whose rows cost most; they are asked last."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One `all` list and one `any` list, compiled."""

    every: tuple[Judge, ...]
    some: tuple[Judge, ...]
    holds: Callable[[Desk], Verdict]
    reads: frozenset[str]

    @property
    def rows(self) -> tuple[Judge, ...]:
        """All rows, `all` before `any`."""
        return (*self.every, *self.some)


@dataclass(frozen=True, slots=True)
class Rule:
    """One active trigger."""

    thing: Thing
    condition: Condition
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class Rules:
    """All active triggers in order."""

    rules: tuple[Rule, ...]
    look_again: bool = True
    readers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """What a change may make true: what rows read (`Judge.reads`) -> positions."""

    def run(self, desk: Desk) -> None:
        """One update cycle."""
        if desk.before.get("status") == "closed":
            desk.stopped = text("engine-closed")
            return
        waiting = list(range(len(self.rules) - 1, -1, -1))  # from the end, so that the next one is popped
        queued, done = set(waiting), set[int]()
        while waiting:
            position = waiting.pop()
            queued.discard(position)
            rule = self.rules[position]
            verdict = rule.condition.holds(desk)
            if desk.trace is not None:
                desk.trace.append(Judged(rule.thing, verdict is True, None if verdict else _failing(rule.condition, desk)))
            if verdict is not True:
                if verdict is None and all(doubt.rule is not rule.thing for doubt in desk.doubts):
                    desk.doubts.append(Doubt(rule.thing, _doubtful(rule.condition, desk)))
                continue
            done.add(position)
            changed = self._fire(rule, desk)
            if self.look_again:
                for name in changed:
                    for reader in self.readers.get(name, ()):
                        if reader < position and reader not in done and reader not in queued:
                            queued.add(reader)
                            insort(waiting, reader, key=int.__neg__)

    def _fire(self, rule: Rule, desk: Desk) -> tuple[str, ...]:
        changed: list[str] = []
        for one in rule.acts:
            found = one(desk, rule.thing)
            if found is None:
                desk.doubts.append(Doubt(rule.thing, text("engine-unknown-action")))
            else:
                changed += found
        names = tuple(dict.fromkeys(changed))
        desk.fired.append(Firing(rule.thing, names))
        return names


def rules_of(things: Sequence[Thing], facts: Facts, *, look_again: bool = True) -> Rules:
    """The active triggers, compiled and in order."""
    active = [thing for thing in in_order(things) if thing.body.get("active", True)]
    found = [Rule(thing, condition_of(thing.body.get("conditions"), facts), _acts(thing, facts)) for thing in active]
    readers: dict[str, list[int]] = {}
    for position, rule in enumerate(found):
        for name in rule.condition.reads:
            readers.setdefault(name, []).append(position)
    return Rules(tuple(found), look_again, {name: tuple(places) for name, places in readers.items()})


def in_order(things: Sequence[Thing]) -> list[Thing]:
    """Triggers by category and position, as the order's own body has them; what it does not name comes last."""
    triggers = of_kind(things, "trigger")
    place: dict[str, tuple[int, int]] = {}
    for thing in of_kind(things, "trigger_order"):
        categories, members = thing.body.get("trigger_categories"), thing.body.get("triggers")
        if isinstance(categories, Sequence) and isinstance(members, Mapping):
            for number, category in enumerate(categories):
                for position, name in enumerate(members.get(category, ())):
                    place.setdefault(plain(name), (number, position))
    last = (len(triggers) + 1, 0)
    return sorted(triggers, key=lambda thing: place.get(thing.reference, last))


def condition_of(body: object, facts: Facts) -> Condition:
    """An `all` and an `any` list; an `any` list of one row behaves like a row of `all`."""
    lists = body if isinstance(body, Mapping) else {}
    every = [judge(row, facts) for row in lists.get("all") or ()]
    some = tuple(judge(row, facts) for row in lists.get("any") or ())
    every.sort(key=lambda one: str(one.row["field"]) in _LATE)
    reads = frozenset().union(*(one.reads for one in (*every, *some)))
    together = any_text([one.row for one in some])
    tests = (together,) if together else tuple(one.holds for one in some)
    return Condition(tuple(every), some, _holds(tuple(one.holds for one in every), tests), reads)


def _holds(every: Sequence[Callable[[Desk], Verdict]], some: Sequence[Callable[[Desk], Verdict]]) -> Callable[[Desk], Verdict]:
    def holds(desk: Desk) -> Verdict:
        doubt = False
        for test in every:
            verdict = test(desk)
            if verdict is False:
                return False
            doubt = doubt or verdict is None
        if some:
            open_ = False
            for test in some:
                verdict = test(desk)
                if verdict:
                    break
                open_ = open_ or verdict is None
            else:
                if not open_:
                    return False
                doubt = True
        return None if doubt else True

    return holds


def _doubtful(condition: Condition, desk: Desk) -> Text:
    return _said(next(one.row for one in condition.rows if one.holds(desk) is None))


def _failing(condition: Condition, desk: Desk) -> Text | None:
    """The first row of `all` that does not hold; of alternatives, the only one."""
    rows = (*condition.every, *(condition.some if len(condition.some) == 1 else ()))
    found = next((one.row for one in rows if one.holds(desk) is not True), None)
    return _said(found) if found is not None else None


def _said(row: Body) -> Text:
    return text("engine-row", field=str(row["field"]), operator=str(row.get("operator", "")), value=plain(row.get("value")))


def _acts(thing: Thing, facts: Facts) -> tuple[Act, ...]:
    found = thing.body.get("actions")
    return tuple(act(one, facts) for one in found) if isinstance(found, list | tuple) else ()
