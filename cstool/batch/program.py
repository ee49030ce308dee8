"""A router's rules, ready for columns."""

from dataclasses import dataclass

from cstool.routing import Router


@dataclass(frozen=True)
class Program:
    """What `decide_batch` runs."""

    router: Router


def compile_batch(router: Router) -> Program:
    """The program of a router; it can be pickled."""
    return Program(router)
