"""Zammad's conditions: rows, blocks of rows, and the join on which `contains one` looks at one tag at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cstool.backends.engines.desk import Desk, Verdict
from cstool.backends.engines.things import plain
from cstool.backends.zammad.engine.rows import NULL, Facts, Holds, NeverError, Sql, any_containing, tags_of, test
from cstool.plan import Body


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition, and what it reads."""

    holds: Callable[[Desk], Verdict]
    names: frozenset[str]
    rows: tuple[tuple[str, Body, Holds], ...] = ()
    empty: bool = False
    needs: frozenset[str] = frozenset()
    """Where not empty: one of these tags is needed, else the condition is false whatever the rest says."""
    bars: frozenset[str] = frozenset()
    """Each of these tags makes it false."""
    event: str | None = None
    """The only event on which it may hold."""
    outer: tuple[Body, ...] = ()
    """The parts of the outer AND."""

    def surely_not(self, desk: Desk) -> bool:
        """Whether tags or event rule it out: most rules are told apart by these alone."""
        if self.event is not None and self.event != desk.event:
            return True
        if self.needs and self.needs.isdisjoint(desk.tags):
            return True
        return bool(self.bars) and not self.bars.isdisjoint(desk.tags)

    def doubtful(self, desk: Desk) -> tuple[str, Body] | None:
        """The first row without a verdict."""
        return next(((name, row) for name, row, holds in self.rows if holds(desk, None) is None), None)

    def failing(self, desk: Desk) -> tuple[str, Body] | None:
        """The first row of the outer AND that does not hold; None where no row alone is at fault."""
        own = [(name, row, holds) for name, row, holds in self.rows if any(row is one for one in self.outer)]
        tag = next(iter(desk.tags & self.needs), None)
        return next(((name, row) for name, row, holds in own if holds(desk, tag) is not True), None)


def condition_of(body: object, facts: Facts) -> Condition:
    """A condition in either shape: a flat map of rows, or nested blocks."""
    if not isinstance(body, Mapping) or not body:
        return Condition(lambda desk: True, frozenset(), empty=True)
    whole: Body = body if "conditions" in body else {"operator": "AND", "conditions": _flat(body)}
    joined = _joined(whole)
    rows: list[Written] = []
    alone = len(joined) == 1 and not _negates(whole)
    try:
        inner = _nested(whole, facts, rows, alone)
    except NeverError:
        return Condition(lambda desk: False, frozenset())
    names = frozenset(name for name, _, _ in rows)
    needs, bars, event = _outright(whole)
    parts = whole.get("conditions") if whole.get("operator") == "AND" else None
    outer = tuple(parts) if isinstance(parts, list) else ()
    return Condition(_over_tags(inner, [] if alone else joined), names, tuple(rows), False, needs, bars, event, outer)


def _outright(body: Body) -> tuple[frozenset[str], frozenset[str], str | None]:
    """What the parts of an AND say outright about tags and event."""
    needs, bars, event = frozenset[str](), frozenset[str](), None
    parts = body.get("conditions") if body.get("operator") == "AND" else None
    for row in parts if isinstance(parts, list) else ():
        name, operator = row.get("name"), row.get("operator")
        if name == "ticket.tags" and operator == "contains one":
            needs = needs or tags_of(row.get("value"))
        elif name == "ticket.tags" and operator == "contains one not":
            bars |= tags_of(row.get("value"))
        elif name == "ticket.action" and operator == "is":
            event = {"create": "create", "update": "change"}.get(plain(row.get("value")), "never")
    return needs, bars, event


def _joined(body: Body) -> list[Body]:
    """The rows that join the ticket's tags."""
    parts = body.get("conditions")
    if isinstance(parts, list):
        return [row for part in parts for row in _joined(part)]
    return [body] if body.get("name") == "ticket.tags" and body.get("operator") == "contains one" else []


def _negates(body: Body) -> bool:
    parts = body.get("conditions")
    return isinstance(parts, list) and (body.get("operator") == "NOT" or any(_negates(part) for part in parts))


def _flat(body: Body) -> list[Body]:
    return [{"name": name, **row} for name, row in body.items() if isinstance(row, Mapping)]


Written = tuple[str, Body, Holds]


def _nested(body: Body, facts: Facts, rows: list[Written], alone: bool) -> Holds:
    if "conditions" not in body:
        name = plain(body["name"])
        holds = test(name, body, facts, alone=alone)
        rows.append((name, body, holds))
        return holds
    parts = body["conditions"]
    word, parts = str(body.get("operator")), parts if isinstance(parts, list) else []
    if word not in ("AND", "OR", "NOT"):
        raise NeverError(word)  # XOR is accepted and never applies (measured on zammad/zammad 5.5)
    tests = [_nested(part, facts, rows, alone) for part in parts]
    if not tests:
        return lambda desk, tag: True
    if word == "OR":
        return _any(_gathered(parts, tests, facts))
    every = _all(tests)
    return every if word == "AND" else _not(every)  # NOT is that of all parts together (measured on zammad/zammad 5.5)


def _gathered(parts: Sequence[Body], tests: list[Holds], facts: Facts) -> list[Holds]:
    """Alternatives that search one column are searched together."""
    columns: dict[str, list[str]] = {}
    others: list[Holds] = []
    for part, holds in zip(parts, tests, strict=True):
        simple = part.get("operator") == "contains" and str(part.get("name")) in ("ticket.title", "article.body")
        if simple and isinstance(part.get("value"), str):
            columns.setdefault(str(part["name"]), []).append(plain(part["value"]))
        else:
            others.append(holds)
    return [*others, *(_searched(name, values, facts) for name, values in columns.items())]


def _searched(name: str, values: list[str], facts: Facts) -> Holds:
    inner = any_containing(name, values, facts)
    if name.startswith("article."):
        return lambda desk, tag: inner(desk, tag) if name in desk.values else False
    return inner


def _all(tests: Sequence[Holds]) -> Holds:
    def holds(desk: Desk, tag: str | None) -> Sql:
        worst: Sql = True
        for one in tests:
            verdict = one(desk, tag)
            if verdict is False:
                return False
            if verdict is not True and worst is not None:
                worst = verdict
        return worst

    return holds


def _any(tests: Sequence[Holds]) -> Holds:
    def holds(desk: Desk, tag: str | None) -> Sql:
        best: Sql = False
        for one in tests:
            verdict = one(desk, tag)
            if verdict is True:
                return True
            if verdict is not False and best is not None:
                best = verdict
        return best

    return holds


def _not(inner: Holds) -> Holds:
    def holds(desk: Desk, tag: str | None) -> Sql:
        verdict = inner(desk, tag)
        return verdict if verdict is NULL or verdict is None else not verdict

    return holds


def _over_tags(inner: Holds, joined: Sequence[Body]) -> Callable[[Desk], Verdict]:
    """The whole condition for each joined row: the ticket is found when it holds for one of its tags (zammad/zammad,
    lib/selector/sql.rb: one LEFT JOIN of the tags, however many rows ask `contains one`)."""
    if not joined:
        return lambda desk: _verdict(inner(desk, None))
    asked = frozenset().union(*(tags_of(row.get("value")) for row in joined))

    def holds(desk: Desk) -> Verdict:
        looked = [tag for tag in asked if tag in desk.tags]
        other = next((tag for tag in desk.tags if tag not in asked), None)  # all that nobody asks for are alike
        tags: list[str | None] = [*looked, other] if other is not None else [*looked]
        doubt = False
        for tag in tags or [None]:
            verdict = inner(desk, tag)
            if verdict is True:
                return True
            doubt = doubt or verdict is None
        return None if doubt else False

    return holds


def _verdict(found: Sql) -> Verdict:
    return None if found is None else found is True
