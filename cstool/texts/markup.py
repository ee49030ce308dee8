"""One markup of Liquid (`customer.name | upcase`) as data. python-liquid reads each distinct markup once; places are replayed.

Real sets of templates repeat few distinct markups many times, so this is where the time of parsing goes away.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from cstool.diagnostic import Text, text
from cstool.texts.environment import syntax_environment
from cstool.texts.segments import Expression, Filter, Name, Test

T = TypeVar("T")
# A small template around the markup lets python-liquid's own parser decide what is well formed.
_SHAPES = {
    "output": ("{{ ", " }}"),
    "if": ("{% if ", " %}{% endif %}"),
    "case": ("{% case ", " %}{% when 1 %}{% endcase %}"),
    "when": ("{% case x %}{% when ", " %}{% endcase %}"),
    "for": ("{% for ", " %}{% endfor %}"),
    "tablerow": ("{% tablerow ", " %}{% endtablerow %}"),
    "assign": ("{% assign ", " %}"),
    "capture": ("{% capture ", " %}{% endcapture %}"),
    "include": ("{% include ", " %}"),
    "render": ("{% render ", " %}"),
    "cycle": ("{% cycle ", " %}"),
    "increment": ("{% increment ", " %}"),
    "decrement": ("{% decrement ", " %}"),
}
MAX_MARKUP = 4_000
# Filters whose result is there even when the value is not.
_NEVER_BLANK = frozenset({"size"})
# Filters after which a value that was blank no longer is, and still lacks what belongs there.
_ADD_TEXT = frozenset({"append", "prepend"})
_NOTHING: frozenset[str] = frozenset()


class MarkupError(Exception):
    """A markup that is not Liquid; `start` and `end` count from its first character."""

    def __init__(self, message: Text, start: int, end: int) -> None:
        super().__init__(message.id)
        self.message, self.start, self.end = message, start, end


@dataclass(frozen=True, slots=True)
class _Refused:
    message: Text
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Binding:
    """`assign`, `for`, `include` …: a name, what it is bound to, and further bindings."""

    name: str | None
    expression: Expression
    bound: tuple[tuple[str, Expression], ...] = ()


def expression(markup: str) -> Expression:
    """What `{{ markup }}` prints. Raises MarkupError."""
    return _given(_expression(markup))


def test(kind: str, markup: str) -> Test:
    """The condition of `if`, `elsif`, `unless`. Raises MarkupError."""
    return _given(_test(kind, markup))


def choice(subject: Expression, markup: str) -> Test:
    """The condition of `when` inside `case subject`. Raises MarkupError."""
    names, literals = _given(_choice(markup))
    filled = bool(literals) and subject.variable is not None and all(_is_content(value) for value in literals)
    return Test(markup, names, frozenset({subject.variable} if filled and subject.variable else ()))


def binding(kind: str, markup: str) -> Binding:
    """The parts of `assign`, `capture`, `for`, `tablerow`, `include`, `render`, `cycle`, `increment`. Raises MarkupError."""
    return _given(_binding(kind, markup))


def _given(result: T | _Refused) -> T:
    if isinstance(result, _Refused):
        raise MarkupError(result.message, result.start, result.end)
    return result


def _node(kind: str, markup: str) -> Any:
    """The node of python-liquid, or why there is none."""
    from liquid.exceptions import LiquidError

    if len(markup) > MAX_MARKUP:
        return _Refused(text("liquid-markup-too-long", limit=MAX_MARKUP), 0, len(markup))
    before, after = _SHAPES[kind]
    try:
        return syntax_environment().from_string(before + markup + after).nodes[0]
    except LiquidError as error:
        start = error.token.start_index - len(before) if error.token else -1
        length = len(str(error.token.value)) if error.token else 0
    except (ValueError, RecursionError):
        start, length = 0, len(markup)
    shown = markup if len(markup) <= 60 else markup[:57] + "…"
    if not markup:
        return _Refused(text("liquid-empty-markup"), 0, 1)
    if not 0 <= start < len(markup):
        return _Refused(text("liquid-ends-too-early", markup=shown), 0, len(markup))
    end = min(max(start + length, start + 1), len(markup))
    return _Refused(text("liquid-unexpected", part=markup[start:end], markup=shown), start, end)


@lru_cache(maxsize=16_384)
def _expression(markup: str) -> Expression | _Refused:
    node = _node("output", markup)
    return node if isinstance(node, _Refused) else _read(node.expression, markup, len(_SHAPES["output"][0]))


@lru_cache(maxsize=8_192)
def _test(kind: str, markup: str) -> Test | _Refused:
    node = _node(kind, markup)
    if isinstance(node, _Refused):
        return node
    shift = len(_SHAPES[kind][0])
    true, false = _filled(node.condition.expression)
    return _ranged(node.condition, markup) or Test(markup, _names(node.condition, shift), true, false, _holds(node.condition))


@lru_cache(maxsize=4_096)
def _choice(markup: str) -> tuple[tuple[Name, ...], tuple[object, ...]] | _Refused:
    node = _node("when", markup)
    if isinstance(node, _Refused):
        return node
    values = node.blocks[0].expression.expressions
    literals = tuple(_literal(value) for value in values)
    names = tuple(name for value in values for name in _names(value, len(_SHAPES["when"][0])))
    return names, literals


@lru_cache(maxsize=8_192)
def _binding(kind: str, markup: str) -> Binding | _Refused:
    node = _node(kind, markup)
    if isinstance(node, _Refused):
        return node
    shift = len(_SHAPES[kind][0])
    if kind == "assign":
        return _bound(str(node.name), _read(node.expression, markup, shift))
    if kind in ("for", "tablerow"):
        loop = node.expression
        names = tuple(name for part in loop.children() for name in _names(part, shift))
        over = _read(loop.iterable, markup, shift, in_loop=True)
        return over if isinstance(over, _Refused) else Binding(str(loop.identifier), Expression(markup, names, holes=over.holes))
    if kind in ("include", "render"):
        return _include(node, markup, shift)
    if kind == "case":
        return Binding(None, _plain(node.expression, markup, shift))
    if kind == "cycle":
        names = tuple(name for part in node.expressions() for name in _names(part, shift))
        return Binding(None, Expression(markup, names))
    return Binding(str(node.name), Expression(markup))


def _bound(name: str, value: Expression | _Refused) -> Binding | _Refused:
    return value if isinstance(value, _Refused) else Binding(name, value)


def _include(node: Any, markup: str, shift: int) -> Binding:
    literal = getattr(node.name, "value", None)
    bound = [(argument.name, _plain(argument.value, markup, shift)) for argument in node.args]
    if node.var is not None and literal is not None:
        bound.append((str(node.alias or literal), _plain(node.var, markup, shift)))
    names = [] if literal is not None else list(_names(node.name, shift))
    for _, value in bound:
        names += value.names
    return Binding(literal, Expression(markup, tuple(names)), tuple(bound))


def _plain(value: Any, markup: str, shift: int) -> Expression:
    names = _names(value, shift)
    return Expression(markup, names, variable=_path(value), holes=frozenset(name.path for name in names))


def _read(value: Any, markup: str, shift: int, *, in_loop: bool = False) -> Expression | _Refused:
    """An expression with filters as data; the holes are followed through the filters."""
    if not in_loop and (refused := _ranged(value, markup)):
        return refused
    left = getattr(value, "left", value)
    holes, gaps = _holes(left), _NOTHING
    filters: list[Filter] = []
    fallback: str | None = None
    for entry in getattr(value, "filters", None) or ():
        arguments = tuple(_literal(argument.value) for argument in entry.args)
        start = entry.token.start_index - shift
        filters.append(Filter(entry.name, start, start + len(entry.name), arguments))
        if entry.name == "default" and entry.args:
            first = arguments[0]
            holes = holes if first is not None and not _is_content(first) else _holes(entry.args[0].value)
            fallback = str(first) if first is not None else None
        elif entry.name in _NEVER_BLANK:
            holes = frozenset()
        else:
            gaps |= frozenset(path for argument in entry.args for path in _holes(argument.value))
            if entry.name in _ADD_TEXT:
                holes, gaps = _NOTHING, gaps | holes
    literal = _literal(left)
    shown = str(literal) if literal is not None else None
    return Expression(markup, _names(value, shift), tuple(filters), _path(left), shown, fallback, holes, gaps)


def _holes(value: Any) -> frozenset[str]:
    path = _path(value)
    return frozenset({path}) if path else frozenset()


def _walk(value: Any) -> Iterator[Any]:
    yield value
    for child in value.children():
        yield from _walk(child)


def _names(value: Any, shift: int) -> tuple[Name, ...]:
    from liquid.builtin.expressions import Path

    return tuple(
        Name(str(_path(part)), part.token.start_index - shift, part.token.start_index - shift + len(str(_path(part))))
        for part in _walk(value)
        if isinstance(part, Path)
    )


def _ranged(value: Any, markup: str) -> _Refused | None:
    """A range outside `for` becomes a list at once: `(1..900000000)` would eat the machine."""
    from liquid.builtin.expressions.primitive import RangeLiteral

    if any(isinstance(part, RangeLiteral) for part in _walk(value)):
        return _Refused(text("liquid-range", markup=markup[:60]), 0, len(markup))
    return None


def _path(value: Any) -> str | None:
    from liquid.builtin.expressions import Path

    if not isinstance(value, Path):
        return None
    parts: list[str] = []
    for part in value.path:
        if not isinstance(part, str):
            break
        parts.append(part)
    return ".".join(parts) or "[]"


def _literal(value: Any) -> object:
    from liquid.builtin.expressions.primitive import Blank, Empty, Nil

    if isinstance(value, Blank | Empty | Nil):
        return ""
    return getattr(value, "value", None)


def _is_content(value: object) -> bool:
    return value is not None and str(value).strip() != ""


def _holds(condition: Any) -> bool:
    from liquid import RenderContext
    from liquid.exceptions import LiquidError

    try:
        return bool(condition.evaluate(RenderContext(syntax_environment().from_string(""))))
    except LiquidError:
        return False


def _filled(value: Any) -> tuple[frozenset[str], frozenset[str]]:
    """Which variables are certainly filled where the condition holds, and where it does not."""
    from liquid.builtin.expressions import logical

    if isinstance(value, logical.LogicalAndExpression):
        (left, left_not), (right, right_not) = _filled(value.left), _filled(value.right)
        return left | right, left_not & right_not
    if isinstance(value, logical.LogicalOrExpression):
        (left, left_not), (right, right_not) = _filled(value.left), _filled(value.right)
        return left & right, left_not | right_not
    if isinstance(value, logical.EqExpression | logical.NeExpression):
        same, differ = _compared(value.left, value.right)
        return (same, differ) if isinstance(value, logical.EqExpression) else (differ, same)
    path = _path(value) or _path(getattr(value, "left", None))
    return (frozenset({path, path.removesuffix(".size")}) if path else _NOTHING), _NOTHING


def _compared(left: Any, right: Any) -> tuple[frozenset[str], frozenset[str]]:
    if _path(left) is None:
        left, right = right, left
    path = _path(left)
    if path is None or _path(right) is not None:
        return _NOTHING, _NOTHING
    names = frozenset({path, path.removesuffix(".size")})
    literal = _literal(right)
    empty = not _is_content(literal) or literal is False or (path.endswith(".size") and literal == 0)
    return (_NOTHING, names) if empty else (names, _NOTHING)
