"""Conditions as statements of a circuit, over the tickets of a universe; and from an answer back to a ticket."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cstool.conditions.operators import reader_of
from cstool.conditions.phrases import brought_by, brought_by_raw, strange_word, texts_with
from cstool.conditions.sampled import sample_of
from cstool.conditions.syntax import Always, Comparison, Condition, Every, Negation
from cstool.conditions.universe import CHANNEL_FACTS, MOMENT, MONEY, ROUTED, Universe, ticket_of
from cstool.conditions.view import Surroundings, TicketView, view_of
from cstool.logic import TRUE, Choice, Circuit, Literal
from cstool.model.base import Money
from cstool.tickets.ticket import Ticket

_ORDERED = frozenset({"gt", "gte", "lt", "lte"})
_RAW = frozenset({"contains", "matches"})


Span = tuple[int, int]
"""A stretch of values by their numbers; the end is exclusive."""


@dataclass(frozen=True)
class State:
    """What routing has written by some point: statements in place of the ticket's own values."""

    values: Mapping[str, Callable[[int], Literal]] = field(default_factory=dict)
    """Field -> number of a value of the universe -> the statement that it has this value. Exactly one of them holds."""
    tags: Mapping[str, Literal] = field(default_factory=dict)


ENTRY = State()


class Ground:
    """The tickets of a universe as statements."""

    def __init__(self, universe: Universe) -> None:
        self.universe = universe
        self.circuit = Circuit()
        self.choices = {name: Choice(self.circuit, len(values), universe.usual[name]) for name, values in universe.values.items()}
        self.members = {(name, member): self.circuit.variable() for name, listed in universe.members.items() for member in listed}
        self.raw: dict[tuple[str, str, str], Literal] = {}
        """Part of the text, or free field -> operator -> operand: what only the raw text tells. Nothing is known of patterns."""
        self.words = {(place, form): self.circuit.variable() for place, listed in universe.keywords.items() for form in listed}
        for place, listed in universe.keywords.items():
            for form, keyword in listed.items():
                for other in brought_by(keyword, listed):
                    self.circuit.require(-self.words[place, form], self.words[place, other])
        strange = strange_word(form for listed in universe.keywords.values() for form in listed)
        self._strange = strange

    def is_among(self, name: str, numbers: Iterable[int], state: State = ENTRY) -> Literal:
        """The statement that a field has one of these values of the universe."""
        written = state.values.get(name)
        if written is None:
            return self.choices[name].among(numbers)
        wanted, size = set(numbers), len(self.universe.values[name])
        if len(wanted) * 2 > size:
            return -self.circuit.some(written(number) for number in range(size) if number not in wanted)
        return self.circuit.some(written(number) for number in wanted)

    def lies_in(self, name: str, spans: Iterable[Span], state: State = ENTRY) -> Literal:
        """The statement that the number of a field's value lies in one of these stretches."""
        if name not in state.values:
            return self.choices[name].within(spans)
        return self.is_among(name, (number for first, end in spans for number in range(first, end)), state)

    def tag(self, tag: str, state: State) -> Literal:
        """The statement that the ticket carries a tag."""
        return state.tags.get(tag) or self.members["tags", tag]

    def piece(self, place: str, operator: str, operand: str) -> Literal:
        """The statement that a raw piece of text holds a string, or matches a pattern."""
        key = (place, operator, operand.casefold() if operator == "contains" else operand)
        known = self.raw.get(key)
        if known is None:
            known = self.raw[key] = self.circuit.variable()
            if operator == "contains":
                self._relate(place, key[2], known)
        return known

    def _relate(self, place: str, wanted: str, statement: Literal) -> None:
        """A string brings along the strings and the keywords inside it."""
        for (other_place, operator, operand), other in self.raw.items():
            if other_place == place and operator == "contains" and operand != wanted:
                if operand in wanted:
                    self.circuit.require(-statement, other)
                elif wanted in operand:
                    self.circuit.require(-other, statement)
        listed = self.universe.keywords.get(place, {})
        for form in brought_by_raw(wanted, listed):
            self.circuit.require(-statement, self.words[place, form])

    def plausible(self) -> list[Literal]:
        """What a real ticket is like on arrival: a known channel, one of its languages, nothing that routing itself writes."""
        wanted = [self.choices[name].among(_without(values, odd)) for name, (values, odd) in self._odd().items() if odd]
        channels, languages = self.universe.values["channel"], self.universe.values["language"]
        for number, channel in enumerate(channels):
            if served := self.served.get(channel):
                spoken = [n for n, code in enumerate(languages) if code is None or code.partition("-")[0] in served]
                wanted.append(
                    self.circuit.some((-self.choices["channel"].among([number]), self.choices["language"].among(spoken)))
                )
        return wanted

    served: Mapping[str, frozenset[str]] = {}
    """Channel -> the languages customers write there."""

    def _odd(self) -> dict[str, tuple[tuple[Any, ...], frozenset[int]]]:
        return {
            name: (values, self.universe.strange[name])
            for name, values in self.universe.values.items()
            if self.universe.strange.get(name) and name not in ROUTED
        }

    def wishes(self) -> list[Literal]:
        """What a plain ticket is like, the strongest wish first: no odd text, no tag, usual values, no word.

        Where words are needed, the first of a keyword set is taken, and one in Latin letters before others.
        """
        usual = [choice.among([self.universe.usual[name]]) for name, choice in self.choices.items()]
        amounts = self.universe.values[MONEY]
        first = amounts[0][1]
        own = [self.choices[MONEY].among([n for n, (_, code) in enumerate(amounts) if code in (first, None)])]
        other = [statement for (_, form), statement in self.words.items() if not form.isascii()]
        latin = [statement for (_, form), statement in self.words.items() if form.isascii()]
        return [-one for one in (*self.raw.values(), *self.members.values())] + [
            *own,
            *usual,
            *(-one for one in (*reversed(other), *reversed(latin))),
        ]

    def tickets(self) -> Iterator[Ticket]:
        """Tickets of the last answer, the most readable first; the engine has the last word on them."""
        holding = self.circuit.holding
        chosen = {name: self.universe.values[name][choice.chosen] for name, choice in self.choices.items()}
        for name, member in holding(self.members):
            chosen.setdefault(name, []).append(member)
        raw: dict[str, list[str]] = {}
        for place, operator, operand in holding(self.raw):
            raw.setdefault(place, []).append(operand if operator == "contains" else sample_of(operand))
        texts: dict[str, list[str]] = {}
        found = holding(self.words)
        for place, listed in self.universe.keywords.items():
            keywords = [listed[form] for where, form in found if where == place]
            pieces = raw.pop(place, [])
            texts[place] = [" ".join(filter(None, [written, *pieces])) for written in texts_with(keywords, self._strange)]
        for name, pieces in raw.items():
            chosen[name] = "".join(pieces)
        for number in range(max(map(len, texts.values()), default=1)):
            written = {place: forms[min(number, len(forms) - 1)] for place, forms in texts.items()}
            body = written.get("body", written.get("text", ""))
            yield ticket_of({**chosen, "subject": written.get("subject", ""), "body": body}, self.universe.moment)


def _without(values: tuple[Any, ...], odd: frozenset[int]) -> list[int]:
    return [number for number in range(len(values)) if number not in odd]


class Reading:
    """The conditions of one workspace as statements over a ground."""

    def __init__(self, ground: Ground, around: Surroundings) -> None:
        self.ground = ground
        self.around = around
        self._numbers: dict[Any, tuple[Span, ...]] = {}
        self._views: dict[str, list[TicketView]] = {}
        self._known: dict[Any, Literal] = {}
        self._rising: dict[str, bool] = {}
        self._units: dict[str, tuple[Span, ...]] = {}

    def statement(self, condition: Condition, state: State = ENTRY) -> Literal:
        """The statement that the condition holds on the ticket as it is at this point of routing."""
        circuit = self.ground.circuit
        if isinstance(condition, Always):
            return TRUE
        if isinstance(condition, Negation):
            return -self.statement(condition.part, state)
        if isinstance(condition, Comparison):
            return self._comparison(condition, state)
        parts = (self.statement(part, state) for part in condition.parts)
        return circuit.every(parts) if isinstance(condition, Every) else circuit.some(parts)

    def _comparison(self, one: Comparison, state: State) -> Literal:
        name = one.field.name
        if name in state.values or (name == "tags" and state.tags):
            return self._judged(one, state)
        known = self._known.get(one.meaning)
        if known is None:
            known = self._known[one.meaning] = self._judged(one, state)
        return known

    def _judged(self, one: Comparison, state: State) -> Literal:
        kind, name = one.field.kind, one.field.name
        if kind == "text":
            return self._text(one)
        if kind == "set":
            return self._set(one, state)
        if kind == "hours":
            return self._hours(one)
        if one.operator in _RAW:
            return self._raw(one, state)
        return self.ground.lies_in(_choice(name), self._holding(one), state)

    def _text(self, one: Comparison) -> Literal:
        ground, circuit = self.ground, self.ground.circuit
        places = [one.field.name] if one.field.name in ground.universe.keywords else list(ground.universe.keywords)
        if one.operator in _RAW:
            return circuit.some(ground.piece(place, one.operator, operand) for place in places for operand in one.operands)
        found = [circuit.some(ground.words[place, keyword.form] for place in places) for keyword in one.operands]
        if one.operator == "all":
            return circuit.every(found)
        return circuit.some(found) if one.operator == "any" else -circuit.some(found)

    def _set(self, one: Comparison, state: State) -> Literal:
        ground, circuit = self.ground, self.ground.circuit
        name = one.field.name
        if one.operator == "exists":
            there = circuit.some(ground.members[name, member] for member in ground.universe.members[name])
            return there if one.operands[0] else -there
        listed = one.operands
        found = [ground.tag(str(m), state) if name == "tags" else ground.members[name, str(m)] for m in listed]
        if one.operator == "all":
            return circuit.every(found)
        return circuit.some(found) if one.operator == "any" else -circuit.some(found)

    def _hours(self, one: Comparison) -> Literal:
        """On each calendar, the moments at which it holds."""
        ground, moments = self.ground, self.ground.universe.values[MOMENT]
        channels: dict[Any, list[int]] = {}
        clocks: dict[Any, str | None] = {}
        for number, channel in enumerate(ground.universe.values["channel"]):
            clock = self.around.clock_of(channel)
            channels.setdefault(clock.plan, []).append(number)
            clocks[clock.plan] = channel
        found = []
        for plan, numbers in channels.items():
            at = [
                number
                for number, moment in enumerate(moments)
                if one.holds(view_of(Ticket(moment, channel=clocks[plan]), self.around))
            ]
            found.append(ground.circuit.every((ground.choices["channel"].among(numbers), ground.choices[MOMENT].among(at))))
        return ground.circuit.some(found)

    def _raw(self, one: Comparison, state: State) -> Literal:
        """A string or pattern in a free field: known of the values that conditions name, unknown of any other."""
        ground, name = self.ground, _choice(one.field.name)
        values = ground.universe.values[name]
        other = len(values) - 2
        named = [number for first, end in self._holding(one) for number in range(first, end) if number != other]
        held = ground.is_among(name, named, state)
        pieces = [ground.piece(name, one.operator, operand) for operand in one.operands]
        return ground.circuit.some(
            (held, ground.circuit.every((ground.is_among(name, [other], state), ground.circuit.some(pieces))))
        )

    def _holding(self, one: Comparison) -> tuple[Span, ...]:
        """The stretches of values on which it holds, as the engine judges them."""
        found = self._numbers.get(one.meaning)
        if found is None:
            views = self._views_of(_choice(one.field.name))
            if one.operator in _ORDERED and self._is_rising(one):
                found = tuple(self._by_halves(one))
            elif one.operator == "is" and one.field.kind == "money" and self._is_rising(one):
                found = tuple(self._meeting(one))
            else:
                found = tuple((number, number + 1) for number, view in enumerate(views) if one.holds(view))
            self._numbers[one.meaning] = found
        return found

    def _is_rising(self, one: Comparison) -> bool:
        """Whether the values of each currency stand in rising order; what rules write may stand anywhere."""
        name = one.field.name
        if name not in self._rising:
            seen = [reader_of(one.field)(view) for view in self._views_of(_choice(name))]
            amounts = [value.amount if isinstance(value, Money) else value for value in seen]
            self._units[name] = tuple(_runs([_unit(value) for value in seen]))
            self._rising[name] = all(amounts[first:last] == sorted(amounts[first:last]) for first, last in self._units[name])
        return self._rising[name]

    def _by_halves(self, one: Comparison) -> Iterator[Span]:
        """Values of one currency stand in rising order: where a limit splits them is found by halves."""
        views, upward = self._views_of(_choice(one.field.name)), one.operator.startswith("gt")

        def beyond(number: int) -> bool:
            return one.holds(views[number]) is upward

        for first, end in self._units[one.field.name]:
            split = first + bisect_left(range(first, end), True, key=beyond)
            yield (split, end) if upward else (first, split)

    def _meeting(self, one: Comparison) -> Iterator[Span]:
        """Where a value is neither below nor above: the limit itself, as it is converted."""
        above, below = (self._by_halves(replace(one, operator=operator)) for operator in ("gte", "lte"))
        for (start, _), (_, end) in zip(above, below, strict=True):
            yield start, end

    def _views_of(self, name: str) -> list[TicketView]:
        if name not in self._views:
            universe = self.ground.universe
            self._views[name] = [
                view_of(ticket_of({name: value}, universe.moment), self.around) for value in universe.values[name]
            ]
        return self._views[name]


def _choice(name: str) -> str:
    if name in CHANNEL_FACTS:
        return "channel"
    if name in ("order.amount", "order.currency"):
        return MONEY
    return MOMENT if name == "received_at" else name


def _unit(value: object) -> str | None:
    return None if value is None else (value.currency if isinstance(value, Money) else "")


def _runs(units: list[str | None]) -> Iterator[tuple[int, int]]:
    """Stretches of the same unit; what is missing is comparable with nothing."""
    start = 0
    for number in range(1, len(units) + 1):
        if number == len(units) or units[number] != units[start]:
            if units[start] is not None:
                yield start, number
            start = number
