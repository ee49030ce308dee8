"""Executable models of the helpdesks' own rule evaluation, over native objects, told in our words."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from cstool.backends.account import account_of
from cstool.backends.base import Compiled, Engine
from cstool.backends.compilers import compile_for
from cstool.backends.engines.model import NativeOutcome
from cstool.backends.engines.things import Thing, together
from cstool.plan import Key, Live, Resource
from cstool.routing import compile_routing
from cstool.workspace import Workspace

__all__ = ["Engine", "NativeOutcome", "engine_for", "modelled"]

Known = Mapping[tuple[str, str], Key]
"""(kind, their id) -> our key, as the lockfile knows it."""
Make = Callable[[Workspace, str, Compiled, Sequence[Thing], frozenset[str]], Engine]


def _zendesk(workspace: Workspace, name: str, compiled: Compiled, things: Sequence[Thing], real: frozenset[str]) -> Engine:
    from cstool.backends.zendesk.engine import ZendeskEngine

    return ZendeskEngine(workspace, name, things, real)


def _zammad(workspace: Workspace, name: str, compiled: Compiled, things: Sequence[Thing], real: frozenset[str]) -> Engine:
    from cstool.backends.zammad.engine import ZammadEngine

    return ZammadEngine(workspace, name, things, real)


def _rt(workspace: Workspace, name: str, compiled: Compiled, things: Sequence[Thing], real: frozenset[str]) -> Engine:
    from cstool.backends.rt.engine import engine_of

    return engine_of(account_of(workspace, name), compiled)


_ENGINES: Mapping[str, Make] = {"zendesk": _zendesk, "zammad": _zammad, "rt": _rt}
"""Products with an evaluation of their own. The embedded one runs our stages as they are."""


def engine_for(
    workspace: Workspace,
    name: str,
    live: Iterable[Live] = (),
    known: Known | None = None,
    held: Sequence[Resource] | None = None,
) -> Engine | None:
    """The model of one account of cstool.yaml over what compile makes for it (or over what it has `held` of ours so far), beside
    what else is `live` there.

    None for a product that runs our stages themselves. Raises UsageError when there is no such backend.
    """
    return modelled(workspace, name, live, known, held)[0]


def modelled(
    workspace: Workspace,
    name: str,
    live: Iterable[Live] = (),
    known: Known | None = None,
    held: Sequence[Resource] | None = None,
) -> tuple[Engine | None, Compiled]:
    """The same, with the compile that it is made from and all that is not exact in it."""
    compiled = compile_for(workspace, name)
    make = _ENGINES.get(workspace.settings.value.backends[name].type)
    if make is None:
        return None, compiled
    router = compile_routing(workspace)
    real = frozenset(rule.id for stage in router.stages for rule in stage.rules if rule.real)
    things = together(compiled.resources if held is None else held, live, known or {})
    return make(workspace, name, compiled, things, real), compiled
