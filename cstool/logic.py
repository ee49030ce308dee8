"""Yes-or-no formulas, and whether anything makes them true. The only home of the SAT solver (python-sat)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key")

Literal = int
"""A statement: a variable's number, negative for its opposite."""

TRUE: Literal = 1
FALSE: Literal = -1

EFFORT = 20_000
"""Conflicts after which a question is given up: routing rules need a few dozen."""
IN_ALL = 6 * EFFORT
"""Conflicts after which only easy questions are still answered: rules built to be hard must not hold anybody up."""
EASY = 200


class Circuit:
    """Formulas over variables, kept as clauses of one solver: every question reuses what earlier ones learned."""

    def __init__(self) -> None:
        from pysat.solvers import Minisat22

        self._solver = Minisat22(bootstrap_with=[[TRUE]])
        self.spent_before = 0
        self._count = 1
        self._gates: dict[frozenset[Literal], Literal] = {}
        self._model: Sequence[int] | None = None
        self._wished: list[Literal] = []

    @property
    def spent(self) -> int:
        """Conflicts so far, with those of other circuits that this one was told of in `spent_before`."""
        return self.spent_before + int(self._solver.accum_stats()["conflicts"])

    def variable(self, *, usually: bool = False) -> Literal:
        """A new statement. `usually` is its value wherever nothing else is asked: witnesses stay plain."""
        self._count += 1
        self._wished.append(self._count if usually else -self._count)
        return self._count

    def require(self, *literals: Literal) -> None:
        """At least one of them holds, always."""
        self._solver.add_clause(list(literals))

    def every(self, literals: Iterable[Literal]) -> Literal:
        """The statement that all hold."""
        return self._gate(literals, usually=False)

    def some(self, literals: Iterable[Literal]) -> Literal:
        """The statement that at least one holds."""
        return -self._gate((-literal for literal in literals), usually=True)

    def _gate(self, literals: Iterable[Literal], *, usually: bool) -> Literal:
        parts = frozenset(literals) - {TRUE}
        if FALSE in parts or any(-part in parts for part in parts):
            return FALSE
        if len(parts) < 2:
            return next(iter(parts), TRUE)
        gate = self._gates.get(parts)
        if gate is None:
            gate = self._gates[parts] = self.variable(usually=usually)
            for part in parts:
                self.require(-gate, part)
            self.require(gate, *(-part for part in parts))
        return gate

    def same(self, first: Literal, second: Literal) -> Literal:
        """The statement that both hold or neither does."""
        return self.some((self.every((first, second)), self.every((-first, -second))))

    def choose(self, condition: Literal, then: Literal, otherwise: Literal) -> Literal:
        """`then` where the condition holds, else `otherwise`."""
        return self.some((self.every((condition, then)), self.every((-condition, otherwise))))

    def ask(self, *assumed: Literal) -> bool | None:
        """Whether all these can hold at once; None when it is not found out with bounded effort."""
        if self._wished:
            self._solver.set_phases(self._wished)
            self._wished = []
        self._solver.conf_budget(EFFORT if self.spent < IN_ALL else EASY)
        self._model = None
        found: bool | None = self._solver.solve_limited(assumptions=list(assumed))
        return found

    def ask_plainly(self, assumed: Sequence[Literal], wished: Iterable[Literal]) -> bool | None:
        """As `ask`, keeping the wishes as far as the assumptions leave room; of those in the way the last goes first."""
        kept = {wish: number for number, wish in enumerate(wished)}
        while True:
            found = self.ask(*assumed, *kept)
            if found is not False:
                return found
            in_the_way = [wish for wish in self.to_blame() if wish in kept]
            if not in_the_way:
                return False
            del kept[max(in_the_way, key=kept.__getitem__)]

    def value(self, literal: Literal) -> bool:
        """What the last answer `True` makes of a statement."""
        if self._model is None:
            self._model = self._solver.get_model()
        assert self._model is not None, "the last answer was not True"
        if abs(literal) > len(self._model):
            return literal < 0
        return (self._model[abs(literal) - 1] > 0) is (literal > 0)

    def holding(self, statements: Mapping[Key, Literal]) -> list[Key]:
        """The keys of those statements that the last answer `True` lets hold."""
        self.value(TRUE)
        true = {one for one in self._model or () if one > 0}
        return [key for key, one in statements.items() if (one in true if one > 0 else -one not in true)]

    def to_blame(self) -> frozenset[Literal]:
        """After the answer False: assumptions that cannot hold together."""
        return frozenset(self._solver.get_core() or ())

    def least_to_blame(self, assumed: Iterable[Literal], fixed: Iterable[Literal] = ()) -> frozenset[Literal]:
        """Of assumptions that cannot hold together (with the fixed ones), a set of which none can be spared."""
        fixed = tuple(fixed)
        needed: list[Literal] = []
        left = list(assumed)
        while left:
            one = left.pop()
            if self.ask(*fixed, *needed, *left) is False:
                core = self.to_blame()
                left = [literal for literal in left if literal in core]
            else:
                needed.append(one)
        return frozenset(needed)


class Choice:
    """One of several values, in an order: kept as "at most the k-th", so that an interval is two statements."""

    def __init__(self, circuit: Circuit, size: int, usual: int) -> None:
        self._circuit = circuit
        self._up_to = [circuit.variable(usually=number >= usual) for number in range(size - 1)] + [TRUE]
        for lower, upper in zip(self._up_to, self._up_to[1:], strict=False):
            if upper != TRUE:
                circuit.require(-lower, upper)

    def among(self, numbers: Iterable[int]) -> Literal:
        """The statement that the value is one of these."""
        runs: list[tuple[int, int]] = []
        for number in sorted(set(numbers)):
            if runs and number == runs[-1][1] + 1:
                runs[-1] = (runs[-1][0], number)
            else:
                runs.append((number, number))
        return self._circuit.some(self._between(first, last) for first, last in runs)

    def within(self, spans: Iterable[tuple[int, int]]) -> Literal:
        """The statement that the value lies in one of these stretches; their ends are exclusive."""
        joined: list[tuple[int, int]] = []
        for first, end in sorted(span for span in spans if span[0] < span[1]):
            if joined and first <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((first, end))
        return self._circuit.some(self._between(first, end - 1) for first, end in joined)

    def _between(self, first: int, last: int) -> Literal:
        below = self._up_to[first - 1] if first else FALSE
        return self._circuit.every((self._up_to[last], -below))

    @property
    def chosen(self) -> int:
        """The value of the last answer `True`."""
        return next(number for number, literal in enumerate(self._up_to) if self._circuit.value(literal))
