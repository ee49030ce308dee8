"""A template as a tree of frozen pieces: plain text, outputs, branches, loops, includes. Offsets count characters of the text."""

from dataclasses import dataclass

from cstool.diagnostic import Text


@dataclass(frozen=True, slots=True)
class Name:
    """A variable that an expression reads; offsets count from the start of the expression."""

    path: str
    """Dotted, up to the first computed index: `order.items` for `order.items[n].name`."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of an expression. `arguments` holds literal values; an argument that is a variable is None."""

    name: str
    start: int
    end: int
    arguments: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Expression:
    """What an output prints or an assignment stores."""

    text: str
    names: tuple[Name, ...] = ()
    filters: tuple[Filter, ...] = ()
    variable: str | None = None
    """The variable on the left of the filters; None when a literal stands there."""
    literal: str | None = None
    fallback: str | None = None
    """The text of a literal `default`."""
    holes: frozenset[str] = frozenset()
    """Variables whose emptiness makes the whole value blank; a `default` closes them."""
    gaps: frozenset[str] = frozenset()
    """Variables whose emptiness leaves a gap inside other text (`append`); no `default` behind it helps."""


@dataclass(frozen=True, slots=True)
class Test:
    """A condition, and which variables are certainly filled where it holds and where it does not."""

    __test__ = False
    text: str
    names: tuple[Name, ...] = ()
    filled_if_true: frozenset[str] = frozenset()
    filled_if_false: frozenset[str] = frozenset()
    holds_if_missing: bool = False
    """Whether it holds when every variable is missing."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Text that is printed as it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Output:
    """A printed value. `offset` is where the expression begins; `start` and `end` enclose the braces."""

    expression: Expression
    offset: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Arm:
    """One way through a branch; `test` is None in `else`. `negated` is the first arm of `unless`."""

    test: Test | None
    offset: int
    body: "tuple[Segment, ...]"
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """`if`, `unless` and `case`: the first arm that holds is printed."""

    kind: str
    arms: tuple[Arm, ...]
    start: int
    end: int

    @property
    def fallback(self) -> "tuple[Segment, ...]":
        """What is printed when no test holds."""
        return self.arms[-1].body if self.arms and self.arms[-1].test is None else ()


@dataclass(frozen=True, slots=True)
class Loop:
    """`for` and `tablerow`: the body once per element of `over`, bound to `variable`."""

    variable: str
    over: Expression
    offset: int
    body: "tuple[Segment, ...]"
    otherwise: "tuple[Segment, ...]"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Assign:
    """`assign`: a name of the template's own."""

    name: str
    expression: Expression
    offset: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Capture:
    """`capture`: printed text kept under a name."""

    name: str
    body: "tuple[Segment, ...]"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Include:
    """A shared piece of text. `name` is None where it is computed; `isolated` is `render`, which sees no local names."""

    name: str | None
    bound: tuple[tuple[str, Expression], ...]
    expression: Expression
    offset: int
    start: int
    end: int
    isolated: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """A tag without text of its own (`cycle`, `increment`, `break` …); `sets` is the name it defines."""

    tag: str
    expression: Expression
    offset: int
    start: int
    end: int
    sets: str | None = None


Segment = Plain | Output | Branch | Loop | Assign | Capture | Include | Other


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not Liquid, at its place."""

    start: int
    end: int
    message: Text
    hint: Text | None = None
    replacement: str | None = None
    """The text that mends it, where that is certain."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text as a tree, with every fault of its syntax."""

    segments: tuple[Segment, ...]
    faults: tuple[Fault, ...]
    comments: tuple[tuple[int, str], ...] = ()
    """Comments with the place of their text."""
