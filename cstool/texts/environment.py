"""python-liquid, set up once: strict syntax, limits that a hostile text cannot pass, our filters."""

from functools import lru_cache
from typing import Any

MAX_LOOPS = 10_000
MAX_OUTPUT = 1_000_000
MAX_LOCAL = 200_000
MAX_DEPTH = 30


@lru_cache(maxsize=1)
def _environment_class() -> Any:
    from liquid import Environment

    class Bounded(Environment):
        """Liquid that ends: loops, output, local names and depth are limited."""

        loop_iteration_limit = MAX_LOOPS
        output_stream_limit = MAX_OUTPUT
        local_namespace_limit = MAX_LOCAL
        context_depth_limit = MAX_DEPTH
        suppress_blank_control_flow_blocks = True

    return Bounded


def new_environment(**options: Any) -> Any:
    """A bounded environment with python-liquid's own tags and filters."""
    return _environment_class()(**options)


@lru_cache(maxsize=1)
def syntax_environment() -> Any:
    """The environment that only parses."""
    return new_environment()
