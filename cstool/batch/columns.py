"""The columns of a batch as conditions read them: which distinct value each row has, and how a view shows it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from cstool.batch.bits import Numbers, distinct
from cstool.batch.clock import days_of, states_of
from cstool.batch.cuts import FARTHEST, Cuts, cut
from cstool.batch.rows import FLAGS, OWN, WORDS, amount_of, missing, moments
from cstool.batch.sets import Sets
from cstool.batch.values import Codes, Run, Values, unknown
from cstool.conditions.syntax import Comparison
from cstool.conditions.view import Surroundings, TicketView, view_of
from cstool.tickets import Ticket
from cstool.tickets.ticket import Customer, Order
from cstool.worktime import State, WorkCalendar, zone_of

if TYPE_CHECKING:
    from cstool.batch.native.phrases import Kernel

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WRITTEN = ("category", "team", "assignee", "priority", "status")
_OF_CHANNEL = frozenset({"channel_type", "store", "pack", "country"})
_STATES: tuple[State, ...] = ("open", "closed", "holiday")
Clock = Callable[[str | None], WorkCalendar]
CutOf = Callable[[Comparison, str, int], int]
"""Comparison, currency, decimal places -> see `cuts.cut`."""


class _Always(WorkCalendar):
    """A calendar that is in one state, to show that state to a comparison."""

    __slots__ = ("_state",)

    def __init__(self, state: State) -> None:
        super().__init__(None, 2000, 2000)
        self._state = state

    def state(self, moment: datetime) -> State:
        return self._state


def _blank(**values: Any) -> Ticket:
    return Ticket(received_at=values.pop("received_at", _EPOCH), **values)


def ticket_with(name: str, value: Any) -> Ticket:
    """A ticket that holds one value, by the name of its column."""
    group, _, inner = name.partition(".")
    if group == "customer":
        return _blank(customer=Customer(**{inner: value}))
    if group == "order":
        return _blank(order=Order(**{inner: value}))
    if group == "fields":
        return _blank(fields={} if value is None else {inner: value})
    if name == "author":
        value = value or "customer"
    return _blank(**{"agent" if name == "assignee" else name: value})


class Columns:
    """Some rows of a batch. What is written goes into `values` and `tags`, so each pass over the rules has its own."""

    def __init__(
        self,
        batch: pa.RecordBatch,
        around: Surroundings,
        *,
        reopened: bool,
        now: datetime | None,
        kernel: "Kernel | None" = None,
        cuts: Cuts | None = None,
    ) -> None:
        self._cuts: Cuts = {} if cuts is None else cuts
        self.rows: int = batch.num_rows
        self._batch, self._around, self._reopened, self._now, self._kernel = batch, around, reopened, now, kernel
        self._names = frozenset(batch.schema.names)
        self._values: dict[str, Values] = {}
        self._sets: dict[str, Sets] = {}
        self._seconds: Numbers | None = None

    def arrow(self, name: str) -> Any:
        """A column as it came; None where the batch has none."""
        return self._batch.column(name) if name in self._names else None

    def texts(self, name: str) -> Any:
        """`subject` or `body`."""
        column = self.arrow(name)
        return pa.nulls(self.rows, pa.string()) if column is None else column

    def sets(self, name: str) -> Sets:
        """A field of several words."""
        if name not in self._sets:
            self._sets[name] = Sets(self.arrow(name), self.rows, self._kernel)
        return self._sets[name]

    def values(self, name: str) -> Values:
        """The values of a field of conditions, or of `assignee`."""
        name = "channel" if name in _OF_CHANNEL else name
        found = self._values.get(name)
        if found is None:
            found = self._values[name] = _MAKERS.get(name, Columns._plain)(self, name)
        return found

    def show(self, ticket: Ticket) -> TicketView:
        """A view of a ticket among the facts of this batch."""
        return view_of(ticket, self._around, reopened=self._reopened)

    def show_words(self, subject: str, body: str) -> TicketView:
        """A view of a ticket of which only the texts are asked."""
        return self.show(_blank(subject=subject, body=body))

    def own_words(self, rows: Sequence[int]) -> list[tuple[str, str]]:
        """Subject and body of some rows, as they came."""
        chosen = pa.array(rows, pa.int64())
        subjects, bodies = (self.texts(name).take(chosen).to_pylist() for name in ("subject", "body"))
        return [(subject or "", body or "") for subject, body in zip(subjects, bodies)]

    @property
    def seconds(self) -> Numbers:
        """When each ticket came, in whole seconds UTC; the epoch where neither the row nor the caller says."""
        if self._seconds is None:
            stand_in = int((self._now or _EPOCH).timestamp() // 1)
            column = self.arrow("received_at")
            if column is None:
                self._seconds = np.full(self.rows, stand_in, np.int64)
            else:
                micros = moments(column).cast(pa.int64())
                seconds = micros.fill_null(0).to_numpy(zero_copy_only=False) // 1_000_000
                self._seconds = np.where(micros.is_valid().to_numpy(zero_copy_only=False), seconds, stand_in)
        return self._seconds

    def _plain(self, name: str) -> Values:
        column = self.arrow("agent" if name == "assignee" else name)
        if name in WORDS or name in _WRITTEN:
            codes, values = coded(None if column is None else column.cast(pa.string()), self.rows)
            values = [value or None for value in values]
        elif name in FLAGS:
            codes, values = coded(column, self.rows)
            values = [bool(value) for value in values]
        else:
            assert name.startswith(OWN), f"no column answers '{name}'"
            codes, values = coded(column, self.rows)
            values = [None if missing(value) else value for value in values]
        return Values(codes, values, lambda value: self.show(ticket_with(name, value)))

    def _amounts(self, name: str) -> Values:
        currencies = self.values("order.currency")
        keys, amounts = _amounts(self.arrow("order.amount"), self.rows)
        pairs = keys * len(currencies) + currencies.codes
        used, codes = distinct(pairs)
        values = _Orders(used, amounts, [currencies[code] for code in range(len(currencies))])
        return Values(codes.astype(np.int32), values, self._with_order, values.runs(self._cut))

    def _with_order(self, order: Order) -> TicketView:
        return self.show(_blank(order=order))

    def _cut(self, comparison: Comparison, currency: str, places: int) -> int:
        return cut(self._cuts, comparison, currency, places, lambda order: comparison.holds(self._with_order(order)))

    def _days(self, name: str) -> Values:
        zone = zone_of(self._around.zone)
        used, codes = distinct(days_of(self.seconds, zone))
        noons = [datetime.combine(datetime.fromordinal(day), time(12), zone) for day in used.tolist()]
        return Values(
            codes.astype(np.int32), noons, lambda noon: self.show(_blank(received_at=noon)), [Run(np.arange(len(used)))]
        )

    def _hours(self, name: str) -> Values:
        channels = self.values("channel")
        states = np.zeros(self.rows, np.int32)
        calendars = [self._around.clock_of(channels[code]) for code in range(len(channels))]
        plans = {calendar.plan: place for place, calendar in enumerate(calendars)}
        of_row = np.array([plans[calendar.plan] for calendar in calendars], np.int32)[channels.codes]
        for place in plans.values():
            rows = np.flatnonzero(of_row == place)
            if len(rows):
                states[rows] = states_of(calendars[place], self.seconds[rows])
        return Values(states, _STATES, self._in_state)

    def _in_state(self, state: State) -> TicketView:
        calendar = _Always(state)
        around = Surroundings(clock_of=lambda channel: calendar)
        return view_of(_blank(), around)


_MAKERS: Mapping[str, Callable[[Columns, str], Values]] = {
    "order.amount": Columns._amounts,
    "received_at": Columns._days,
    "hours": Columns._hours,
}


def coded(column: Any, rows: int) -> tuple[Codes, list[Any]]:
    """A place in a list of distinct values for each row; the first value is None."""
    if column is None:
        return np.zeros(rows, np.int32), [None]
    try:
        found = column.dictionary_encode() if not pa.types.is_dictionary(column.type) else column
    except pa.ArrowNotImplementedError:  # lists, structs
        values = column.to_pylist()
        places = {repr(value): place for place, value in reversed(list(enumerate(values)))}
        used = {place: code for code, place in enumerate(sorted(set(places.values())), 1)}
        return np.array([used[places[repr(value)]] for value in values], np.int32), [None, *(values[place] for place in used)]
    codes = found.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32) + 1
    return codes, [None, *found.dictionary.to_pylist()]


class _Orders(Sequence[Any]):
    """Distinct pairs of amount and currency, made into orders when somebody looks."""

    def __init__(self, pairs: Numbers, amounts: Sequence[Any], currencies: list[Any]) -> None:
        self._pairs, self._amounts, self._currencies = pairs, amounts, currencies

    def __len__(self) -> int:
        return len(self._pairs)

    def __getitem__(self, code: Any) -> Any:
        amount, currency = divmod(int(self._pairs[code]), len(self._currencies))
        return Order(amount=self._amounts[amount], currency=self._currencies[currency])

    def runs(self, cut_of: CutOf) -> list[Run]:
        """Codes from the lowest amount to the highest, currency by currency; the first amount is the missing one."""
        amount, currency = np.divmod(self._pairs, len(self._currencies))
        found = []
        for code, name in enumerate(self._currencies):
            codes = np.flatnonzero((currency == code) & (amount > 0))
            if name is not None:
                found.append(Run(codes, self._edge_of(amount[codes], name, cut_of)))
        return found

    def _edge_of(self, places: Numbers, currency: str, cut_of: CutOf) -> Callable[[Comparison], int | None]:
        units = self._amounts.near(places) if isinstance(self._amounts, _Scaled) else None
        if units is None or not isinstance(self._amounts, _Scaled):
            return unknown
        return partial(_edge, units, cut_of, currency, self._amounts.places)


def _edge(units: Numbers, cut_of: CutOf, currency: str, places: int, comparison: Comparison) -> int:
    return int(np.searchsorted(units, cut_of(comparison, currency, places)))


class _Scaled(Sequence[Any]):
    """Ascending amounts as whole numbers of the smallest unit, made into decimals when somebody looks; first the missing one."""

    def __init__(self, units: Numbers, scale: int) -> None:
        self._units, self.places = units, scale

    def __len__(self) -> int:
        return len(self._units) + 1

    def __getitem__(self, place: Any) -> Any:
        return Decimal(int(self._units[place - 1])).scaleb(-self.places) if place else None

    def near(self, places: Numbers) -> Numbers | None:
        """The units of these amounts; None where one of them is too far out for a cut."""
        units = self._units[places - 1]
        return units if not len(units) or -FARTHEST < units[0] <= units[-1] < FARTHEST else None


def _amounts(column: Any, rows: int) -> tuple[Numbers, Sequence[Any]]:
    """For each row a place in ascending amounts, the first of which is None."""
    if column is None:
        return np.zeros(rows, np.int64), [None]
    if pa.types.is_decimal128(column.type) and len(column):
        halves = np.frombuffer(column.buffers()[1], np.int64)[column.offset * 2 : (column.offset + rows) * 2].reshape(-1, 2)
        valid = column.is_valid().to_numpy(zero_copy_only=False)
        if (halves[valid, 1] == halves[valid, 0] >> 63).all():  # else some amount needs more than 64 bits
            units, places = distinct(halves[valid, 0])
            keys = np.zeros(rows, np.int64)
            keys[valid] = places + 1
            return keys, _Scaled(units, column.type.scale)
    codes, values = coded(column, rows)
    amounts = [amount_of(value) for value in values]
    ascending = sorted({amount for amount in amounts if amount is not None})
    ranks = {amount: rank for rank, amount in enumerate(ascending, 1)}
    return np.array([0 if amount is None else ranks[amount] for amount in amounts], np.int64)[codes], [None, *ascending]
