"""python-liquid, set up once: strict syntax, limits that a hostile text cannot pass, missing values as in Ruby's Liquid."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

MAX_LOOPS = 10_000
MAX_OUTPUT = 1_000_000
MAX_LOCAL = 200_000
MAX_DEPTH = 30


class Missing(Mapping[str, object]):
    """A value that is not there: false in a condition, equal to nil, blank and empty, printed as the dialect prints it."""

    shown = ""

    def __init__(self, name: str, *, token: Any = None, obj: object = None, hint: str | None = None) -> None:
        self.name, self.token = name, token

    def __getitem__(self, key: str) -> object:
        return self

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return other is None or isinstance(other, Missing)

    def __hash__(self) -> int:
        return hash(self.name)

    def __str__(self) -> str:
        return self.shown

    def __liquid__(self) -> None:
        return None


@lru_cache(maxsize=1)
def _classes() -> tuple[Any, dict[type, Any]]:
    from liquid import Environment
    from liquid.builtin.expressions.primitive import Blank, Empty

    class NilIsBlank(Blank):
        """`nil == blank` holds in Ruby's Liquid, which helpdesks run (Shopify/liquid: lib/liquid/condition.rb)."""

        def __eq__(self, other: object) -> bool:
            return other is None or super().__eq__(other)

        __hash__ = None  # type: ignore[assignment]

    class NilIsEmpty(Empty):
        """As NilIsBlank: our missing values stand for empty strings over there."""

        def __eq__(self, other: object) -> bool:
            return other is None or super().__eq__(other)

        __hash__ = None  # type: ignore[assignment]

    class Bounded(Environment):
        """Liquid that ends: loops, output, local names and depth are limited."""

        loop_iteration_limit = MAX_LOOPS
        output_stream_limit = MAX_OUTPUT
        local_namespace_limit = MAX_LOCAL
        context_depth_limit = MAX_DEPTH

        def _parse(self, source: str) -> Any:
            nodes = super()._parse(source)
            for node in nodes:
                _mend_node(node)
            return nodes

    return Bounded, {Blank: NilIsBlank, Empty: NilIsEmpty}


def _mend_node(node: Any) -> None:
    for expression in node.expressions():
        _mend(expression)
    for child in node.children(None, include_partials=False):
        _mend_node(child)


def _mend(expression: Any) -> None:
    kinds = _classes()[1]
    for side in ("left", "right"):
        part: Any = getattr(expression, side, None)
        if type(part) in kinds:
            setattr(expression, side, kinds[type(part)](part.token))
    for child in expression.children():
        _mend(child)


def new_environment(**options: Any) -> Any:
    """A bounded environment with python-liquid's own tags and filters."""
    return _classes()[0](undefined=options.pop("undefined", Missing), **options)


@lru_cache(maxsize=1)
def syntax_environment() -> Any:
    """The environment that only parses."""
    return new_environment()
