"""Who reads which variable, and whether something guards it there: the tree walked in the order in which it is printed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from cstool.texts.segments import (
    Assign,
    Branch,
    Capture,
    Expression,
    Filter,
    Include,
    Loop,
    Other,
    Output,
    Plain,
    Segment,
)
from cstool.texts.tree import parse

MAX_INCLUDES = 200
MAX_INCLUDE_DEPTH = 10
_LOOP_WORDS = frozenset({"forloop", "tablerowloop"})
Partials = tuple[tuple[str, str], ...]
"""Names and texts of the shared pieces, hashable so that equal texts are analysed once."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place that reads a variable. Offsets count in the text of `origin` (a shared piece), or in the text itself (None)."""

    path: str
    start: int
    end: int
    origin: str | None = None
    leaves_hole: bool = False
    """Printed here without a guard: an empty value leaves a hole."""
    in_test: bool = False
    via: str | None = None
    """The template's own name through which the variable is printed."""


@dataclass(frozen=True, slots=True)
class Included:
    """An include; `name` is None when computed; `problem` is '', 'missing', 'computed', 'endless' or 'too-many'."""

    name: str | None
    start: int
    end: int
    origin: str | None
    problem: str


@dataclass(frozen=True, slots=True)
class FilterUse:
    """A filter at its place."""

    filter: Filter
    start: int
    end: int
    origin: str | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that a text reads, includes and filters, shared pieces followed."""

    uses: tuple[Use, ...]
    includes: tuple[Included, ...]
    filters: tuple[FilterUse, ...]


@lru_cache(maxsize=4_096)
def analyse(body: str, partials: Partials = ()) -> Analysis:
    """Walk the text and the shared pieces that it includes."""
    walk = _Walk(dict(partials))
    walk.body(parse(body).segments, _State(frozenset(), {}), None, ())
    return Analysis(tuple(walk.uses), tuple(walk.includes), tuple(walk.filters))


@dataclass(frozen=True, slots=True)
class _State:
    """What is certain at one point: filled variables, and the template's own names with the holes behind each."""

    filled: frozenset[str]
    names: Mapping[str, frozenset[str]]

    def with_filled(self, more: frozenset[str]) -> "_State":
        # Filling an own name fills what stands behind it.
        behind = frozenset(hole for name in more for hole in self.names.get(name, ()))
        return _State(self.filled | more | behind, self.names)

    def with_name(self, name: str, holes: frozenset[str]) -> "_State":
        return _State(self.filled - {name}, {**self.names, name: holes})

    def open_holes(self, holes: Iterable[str]) -> frozenset[str]:
        """Variables that may be empty behind these, guards and own names taken into account."""
        found: set[str] = set()
        for hole in holes:
            if hole in self.filled:
                continue
            root = hole.partition(".")[0]
            if hole in self.names:
                found |= self.names[hole] - self.filled
            elif root not in self.names and root not in _LOOP_WORDS:
                found.add(hole)
        return frozenset(found)


class _Walk:
    def __init__(self, partials: Mapping[str, str]) -> None:
        self.partials = partials
        self.uses: list[Use] = []
        self.includes: list[Included] = []
        self.filters: list[FilterUse] = []

    def body(self, segments: Iterable[Segment], state: _State, origin: str | None, chain: tuple[str, ...]) -> _State:
        """The state behind the segments."""
        for segment in segments:
            if not isinstance(segment, Plain):
                state = self._segment(segment, state, origin, chain)
        return state

    def _segment(self, segment: Segment, state: _State, origin: str | None, chain: tuple[str, ...]) -> _State:
        match segment:
            case Output():
                self._printed(segment, state, origin)
            case Branch():
                return self._branch(segment, state, origin, chain)
            case Assign():
                self._assigned(segment, state, origin)
                return state.with_name(segment.name, state.open_holes(segment.expression.holes))
            case Capture():
                inner = self.body(segment.body, state, origin, chain)
                return inner.with_name(segment.name, frozenset())
            case Loop():
                self._read(segment.over, segment.offset, state, origin)
                inside = state.with_name(segment.variable, frozenset()).with_filled(segment.over.holes)
                after = self.body(segment.body, inside, origin, chain)
                other = self.body(segment.otherwise, state, origin, chain)
                return _joined(state, (after, other, state))
            case Include():
                return self._include(segment, state, origin, chain)
            case Other():
                self._read(segment.expression, segment.offset, state, origin)
                if segment.tag in ("increment", "decrement") and segment.sets:
                    return state.with_name(segment.sets, frozenset())
        return state

    def _printed(self, output: Output, state: _State, origin: str | None) -> None:
        expression = output.expression
        self._filters(expression, output.offset, origin)
        for name in expression.names:
            start, end = output.offset + name.start, output.offset + name.end
            holes = state.open_holes({name.path}) if name.path in expression.holes | expression.gaps else frozenset()
            if not self._is_own(name.path, state):
                self.uses.append(Use(name.path, start, end, origin, bool(holes)))
            else:
                self.uses += (Use(hole, start, end, origin, True, via=name.path) for hole in sorted(holes))

    def _assigned(self, assign: Assign, state: _State, origin: str | None) -> None:
        """A gap is reported where it is built in: behind this, neither guard nor `default` can close it."""
        expression = assign.expression
        self._filters(expression, assign.offset, origin)
        for name in expression.names:
            start, end = assign.offset + name.start, assign.offset + name.end
            gaps = state.open_holes({name.path}) if name.path in expression.gaps else frozenset()
            if not self._is_own(name.path, state):
                self.uses.append(Use(name.path, start, end, origin, bool(gaps)))
            else:
                self.uses += (Use(gap, start, end, origin, True, via=name.path) for gap in sorted(gaps))

    def _read(self, expression: Expression, offset: int, state: _State, origin: str | None, *, in_test: bool = False) -> None:
        self._filters(expression, offset, origin)
        for name in expression.names:
            if not self._is_own(name.path, state):
                self.uses.append(Use(name.path, offset + name.start, offset + name.end, origin, in_test=in_test))

    def _filters(self, expression: Expression, offset: int, origin: str | None) -> None:
        self.filters += (FilterUse(entry, offset + entry.start, offset + entry.end, origin) for entry in expression.filters)

    @staticmethod
    def _is_own(path: str, state: _State) -> bool:
        root = path.partition(".")[0]
        return path in state.names or root in state.names or root in _LOOP_WORDS

    def _branch(self, branch: Branch, state: _State, origin: str | None, chain: tuple[str, ...]) -> _State:
        ends: list[_State] = []
        before = state
        for arm in branch.arms:
            if arm.test is None:
                ends.append(self.body(arm.body, before, origin, chain))
                continue
            read = Expression(arm.test.text, arm.test.names)
            self._read(read, arm.offset, before, origin, in_test=True)
            here, there = arm.test.filled_if_true, arm.test.filled_if_false
            if arm.negated:
                here, there = there, here
            ends.append(self.body(arm.body, before.with_filled(here), origin, chain))
            before = before.with_filled(there)
        if not branch.arms or branch.arms[-1].test is not None:
            ends.append(before)
        return _joined(state, ends)

    def _include(self, include: Include, state: _State, origin: str | None, chain: tuple[str, ...]) -> _State:
        self._read(include.expression, include.offset, state, origin)
        name = include.name
        problem = ""
        if name is None:
            problem = "computed"
        elif name not in self.partials:
            problem = "missing"
        elif name in chain or len(chain) >= MAX_INCLUDE_DEPTH:
            problem = "endless"
        elif len(self.includes) >= MAX_INCLUDES:
            problem = "too-many"
        self.includes.append(Included(name, include.start, include.end, origin, problem))
        if problem or name is None:
            return state
        own = {bound: state.open_holes(value.holes) for bound, value in include.bound}
        inner = _State(state.filled - frozenset(own), own if include.isolated else {**state.names, **own})
        after = self.body(parse(self.partials[name]).segments, inner, name, (*chain, name))
        return state if include.isolated else after


def _joined(before: _State, ends: Iterable[_State]) -> _State:
    """What is certain whichever way was taken: names keep the holes of every way, and may be empty where one way sets none."""
    states = list(ends)
    filled = frozenset.intersection(*(state.filled for state in states)) if states else before.filled
    names: dict[str, frozenset[str]] = {}
    for name in {name for state in states for name in state.names}:
        names[name] = frozenset().union(*(state.names.get(name, {name}) - state.filled for state in states))
    return _State(filled, names)
