"""Which team receives what: the channels and languages that rules for new tickets send to it."""

from collections.abc import Iterator
from datetime import UTC, datetime

from cstool.conditions.around import surroundings
from cstool.conditions.syntax import comparisons
from cstool.conditions.view import TicketView, view_of
from cstool.routing.compile import CompiledRule, CompiledStage, compile_routing
from cstool.routing.dataflow import CREATED, is_whole
from cstool.sla import CHANNEL_FACTS, can_hold
from cstool.tickets import Ticket
from cstool.workspace import Workspace

_KNOWN = CHANNEL_FACTS | {"language"}
Pair = tuple[str, str]
"""A channel and a language that customers write there."""


def receiving(workspace: Workspace) -> tuple[tuple[CompiledRule, tuple[Pair, ...]], ...]:
    """The rules that decide on a team, each with the channels and languages from which tickets can reach it.

    A rule above that surely takes a channel's tickets leaves none of them to those below. Stages whose team a later stage always
    replaces decide nothing. None where not every rule can be read.
    """
    return workspace.once(_receiving)


def _receiving(workspace: Workspace) -> tuple[tuple[CompiledRule, tuple[Pair, ...]], ...]:
    if not is_whole(workspace):
        return ()
    around, day = surroundings(workspace), datetime(2000, 1, 1, tzinfo=UTC)
    views = {
        (name, language): view_of(Ticket(day, channel=name, language=language), around)
        for name, item in workspace.channels.items()
        if item.value.in_force(workspace.today)
        for language in item.value.languages
    }
    deciding: list[CompiledStage] = []
    for stage in reversed([stage for stage in compile_routing(workspace).stages if stage.event == CREATED]):
        deciding.insert(0, stage)
        if _settles(stage):
            break
    return tuple(found for stage in deciding for found in _in(stage, views))


def _settles(stage: CompiledStage) -> bool:
    """Whether every ticket leaves the stage with a team that the stage wrote."""
    with_team = [rule for rule in stage.rules if rule.actions.team]
    return any(not rule.real for rule in with_team) and (stage.match != "first" or len(with_team) == len(stage.rules))


def _in(stage: CompiledStage, views: dict[Pair, TicketView]) -> Iterator[tuple[CompiledRule, tuple[Pair, ...]]]:
    reaching = dict(views)
    for rule in stage.rules:
        if not reaching:
            return
        held = _held(rule, reaching)
        if rule.actions.team:
            yield rule, tuple(pair for pair, holds in held.items() if holds is not False)
        if stage.match == "first":
            reaching = {pair: view for pair, view in reaching.items() if held[pair] is not True}


def _held(rule: CompiledRule, views: dict[Pair, TicketView]) -> dict[Pair, bool | None]:
    if not any(part.field.name in _KNOWN for part in comparisons(rule.condition)):
        return dict.fromkeys(views, can_hold(rule.condition, next(iter(views.values())), _KNOWN))
    return {pair: can_hold(rule.condition, view, _KNOWN) for pair, view in views.items()}
