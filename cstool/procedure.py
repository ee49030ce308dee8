"""A procedure as a graph: which way leads from which step where, what can be reached, what can end, how long it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cstool.model.base import Duration
from cstool.model.sop import Sop, Step

Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a step. `loc` is its place inside the step; both `to` and `end` are None where it leads nowhere."""

    answer: str
    """`next`, `approved`, `rejected`, `yes`, `no`, `when`, `else`."""
    to: str | None
    end: str | None
    loc: Loc


def ways(step: Step) -> tuple[Way, ...]:
    """Every way out of a step, in the order of the file."""
    found: list[Way] = []
    for answer in ("approved", "rejected", "yes", "no"):
        exit_ = getattr(step, answer)
        if exit_ is not None:
            found.append(Way(answer, exit_.next, exit_.end, (answer,)))
    for position, branch in enumerate(step.decide):
        if branch.else_ is not None:
            found.append(Way("else", branch.else_.next, branch.else_.end, ("decide", position, "else")))
        else:
            found.append(Way("when", branch.next, branch.end, ("decide", position)))
    if step.next is not None:
        found.append(Way("next", step.next, None, ("next",)))
    if step.end is not None:
        found.append(Way("next", None, step.end, ("end",)))
    return tuple(found)


@dataclass(frozen=True)
class Procedure:
    """A procedure with its steps by id and the ways between them; ways to unknown steps are left out of the graph."""

    sop: Sop
    steps: Mapping[str, Step]
    following: Mapping[str, tuple[str, ...]]
    ending: frozenset[str]
    """Steps with a way that ends the procedure."""

    @property
    def reached(self) -> frozenset[str]:
        """Steps that the first step leads to, itself included."""
        return _closure(self.following, {self.sop.steps[0].id})

    @property
    def finishing(self) -> frozenset[str]:
        """Steps from which the procedure can end."""
        before: dict[str, list[str]] = {}
        for source, targets in self.following.items():
            for target in targets:
                before.setdefault(target, []).append(source)
        return _closure(before, set(self.ending))

    def loops(self) -> tuple[frozenset[str], ...]:
        """Sets of steps that lead back to each other: the strongly connected parts, by Tarjan's algorithm without recursion."""
        number: dict[str, int] = {}
        low: dict[str, int] = {}
        waiting: list[str] = []
        on_stack: set[str] = set()
        found: list[frozenset[str]] = []
        for root in self.steps:
            work = [] if root in number else [(root, iter(self.following[root]))]
            while work:
                name, targets = work[-1]
                if name not in number:
                    number[name] = low[name] = len(number)
                    waiting.append(name)
                    on_stack.add(name)
                for target in targets:
                    if target not in number:
                        work.append((target, iter(self.following[target])))
                        break
                    if target in on_stack:
                        low[name] = min(low[name], number[target])
                else:
                    work.pop()
                    if work:
                        low[work[-1][0]] = min(low[work[-1][0]], low[name])
                    if low[name] == number[name]:
                        part = set()
                        while name not in part:
                            part.add(waiting.pop())
                        on_stack -= part
                        if len(part) > 1 or name in self.following[name]:
                            found.append(frozenset(part))
        return tuple(found)

    def longest(self) -> tuple[Duration, tuple[str, ...]]:
        """The slowest way through, each step once: its time and its steps. Ways back are left out."""
        order = self._order()
        place = {name: position for position, name in enumerate(order)}
        total: dict[str, int] = {}
        onward: dict[str, str | None] = {}
        for name in reversed(order):
            ahead = [target for target in self.following[name] if place[target] > place[name]]
            best = max(ahead, key=lambda target: total[target], default=None)
            own = self.steps[name].within
            onward[name] = best
            total[name] = (seconds(own) if own else 0) + (total[best] if best else 0)
        start = self.sop.steps[0].id
        path: list[str] = []
        step: str | None = start
        while step is not None:
            path.append(step)
            step = onward[step]
        return Duration(total[start]), tuple(path)

    def _order(self) -> list[str]:
        """The steps reached, so that each way that is no way back leads to a later one."""
        start = self.sop.steps[0].id
        seen, order = {start}, []
        stack = [(start, iter(self.following[start]))]
        while stack:
            name, targets = stack[-1]
            target = next((one for one in targets if one not in seen), None)
            if target is None:
                order.append(name)
                stack.pop()
            else:
                seen.add(target)
                stack.append((target, iter(self.following[target])))
        return order[::-1]


def procedure(sop: Sop) -> Procedure:
    """The graph of a procedure; of two steps with one id the first counts."""
    steps: dict[str, Step] = {}
    for step in sop.steps:
        steps.setdefault(step.id, step)
    following = {
        name: tuple(dict.fromkeys(way.to for way in ways(step) if way.to is not None and way.to in steps))
        for name, step in steps.items()
    }
    ending = frozenset(name for name, step in steps.items() if any(way.end for way in ways(step)))
    return Procedure(sop, steps, following, ending)


def seconds(duration: Duration) -> int:
    """Seconds for comparing; a working day counts as 24 hours, which it lasts at least."""
    return duration.seconds + duration.working_days * 86_400


def _closure(following: Mapping[str, Sequence[str]], start: set[str]) -> frozenset[str]:
    seen, left = set(start), list(start)
    while left:
        for target in following.get(left.pop(), ()):
            if target not in seen:
                seen.add(target)
                left.append(target)
    return frozenset(seen)


def categories_of(when: object) -> frozenset[str] | None:
    """The categories for which a condition can hold; None where it does not ask for the category."""
    if not isinstance(when, Mapping):
        return None
    asked: list[frozenset[str]] = []
    for key, value in when.items():
        found: frozenset[str] | None = None
        if key == "category":
            found = _named(value)
        elif key == "all" and isinstance(value, list):
            parts = [part for part in map(categories_of, value) if part is not None]
            found = frozenset.intersection(*parts) if parts else None
        elif key == "any" and isinstance(value, list):
            either = [categories_of(part) for part in value]
            found = frozenset().union(*(part for part in either if part)) if either and None not in either else None
        if found is not None:
            asked.append(found)
    return frozenset.intersection(*asked) if asked else None


def _named(value: object) -> frozenset[str] | None:
    if isinstance(value, Mapping):
        value = value.get("is", value.get("one_of"))
    if isinstance(value, str):
        return frozenset({value})
    return frozenset(str(one) for one in value) if isinstance(value, list) else None
