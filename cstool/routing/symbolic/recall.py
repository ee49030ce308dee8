"""What one pass over the rules of an event found, and how it is kept for the next run."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Literal

from cstool import __version__
from cstool.conditions.syntax import Always, Comparison, Condition, Negation
from cstool.routing.symbolic.course import Course, Firing

Why = Literal["contradictory", "unreachable", "disarmed", "shadowed", "repeated"]


@dataclass(frozen=True)
class Dead:
    """A rule that no ticket ever meets, and the rules above it that are to blame (of which none can be spared)."""

    course: Course
    position: int
    why: Why
    """`contradictory`: by itself. `unreachable`: nothing above writes what it reads. `shadowed`: rules above with another
    effect take its tickets. `repeated`: rules above do to its tickets just what it would do."""
    taker_positions: tuple[int, ...] = ()

    @property
    def firing(self) -> Firing:
        """The rule."""
        return self.course.firings[self.position]

    @property
    def takers(self) -> tuple[Firing, ...]:
        """The rules above that are to blame."""
        return tuple(self.course.firings[position] for position in self.taker_positions)


@dataclass(frozen=True)
class Sight:
    """One ticket on which a rule applies, as the solver thought of it: the rules whose condition holds, and those that apply."""

    holding: frozenset[int]
    applying: frozenset[int]


@dataclass(frozen=True)
class Reach:
    """What one pass over the rules of an event told: those that never apply, and a sight of each that can."""

    dead: tuple[Dead, ...]
    sights: Mapping[int, Sight]
    """Position of a rule -> its sight. None for dead rules, and for those of which it was not found out."""


def fingerprint(course: Course) -> str:
    """A key made of all that the pass depends on: rules without their places, channels, calendars, rates, values, the day."""
    around, universe = course.reading.around, course.reading.ground.universe
    rules = [
        (
            firing.stage.id,
            firing.stage.match,
            firing.rule.id,
            _meaning(firing.rule.condition),
            firing.rule.actions.model_dump_json(),
        )
        for firing in course.firings
    ]
    channels = [(name, channel.model_dump_json(), repr(around.clock_of(name).plan)) for name, channel in around.channels.items()]
    rates = sorted((code, str(worth)) for code, worth in around.rates.stated.items())
    known = (universe.values, universe.members, universe.keywords, universe.day)
    parts = (__version__, course.event, rules, channels, rates, around.zone, known)
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _meaning(condition: Condition) -> object:
    if isinstance(condition, Comparison):
        return condition.meaning
    if isinstance(condition, Always):
        return "always"
    parts = (condition.part,) if isinstance(condition, Negation) else condition.parts
    return (type(condition).__name__, *(_meaning(part) for part in parts))


def kept(reach: Reach) -> dict[str, object]:
    """The pass as JSON can hold it: rules by their position."""
    dead = [[one.position, one.why, list(one.taker_positions)] for one in reach.dead]
    return {"dead": dead, "sights": [[at, sorted(one.holding), sorted(one.applying)] for at, one in reach.sights.items()]}


def recalled(course: Course, value: Any) -> Reach | None:
    """The pass that was kept; None where nothing was, or something else lies there."""
    try:
        dead = tuple(
            Dead(course, position, why, tuple(takers)) for position, why, takers in value["dead"] if course.firings[position]
        )
        sights = {at: Sight(frozenset(holding), frozenset(applying)) for at, holding, applying in value["sights"]}
        return Reach(dead, sights)
    except (TypeError, KeyError, ValueError, IndexError):
        return None
