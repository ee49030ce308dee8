"""The tests of config/tests as tickets for the engine, and the rules that none of them makes fire."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import NamedTuple

from cstool.model.ticket import Test
from cstool.routing.compile import CompiledRule, compile_routing
from cstool.routing.decide import outcome_of
from cstool.tickets import Ticket, ticket_of
from cstool.workspace import Item, Workspace
from cstool.worktime import zone_of

_NOON = time(12)
_READ_BY_TESTS = (
    "stages", "policies", "channels", "stores", "teams", "agents", "calendars", "categories", "tags", "skills", "keywords",
    "fields", "rates", "packs", "settings.packs", "settings.timezone", "sops",
)  # fmt: skip
"""What a decision, a due time or a procedure is made of."""


class Tested(NamedTuple):
    """One test and the ticket that it stands for."""

    item: Item[Test]
    ticket: Ticket

    @property
    def event(self) -> str:
        """What happens to the ticket."""
        return self.item.value.event


def waiting_for(workspace: Workspace) -> tuple[str, ...]:
    """What tests are made of and could not be read whole: until it can, a difference would prove nothing, and none is shown."""
    return tuple(name.removeprefix("settings.") for name in _READ_BY_TESTS if name in workspace.incomplete)


def all_tests(workspace: Workspace, only: str | None = None) -> tuple[Tested, ...]:
    """Every test in the order of the files, or those whose name contains `only`. Raises CstoolError for an unknown time zone."""
    found = workspace.once(_tested)
    if only is None:
        return found
    return tuple(one for one in found if only.casefold() in one.item.value.name.casefold())


def _tested(workspace: Workspace) -> tuple[Tested, ...]:
    found = []
    for file in workspace.tests:
        clock = file.value.now or datetime.combine(workspace.today, _NOON, zone_of(workspace.settings.value.timezone))
        for position, test in enumerate(file.value.tests):
            item = Item(test, file.source, (*file.loc, "tests", position))
            found.append(Tested(item, ticket_of(test.ticket, test.now or clock)))
    return tuple(found)


def never_fired(workspace: Workspace, tests: Iterable[Tested]) -> tuple[CompiledRule, ...]:
    """The rules in force that none of these tests makes fire, in the order of the file. No test is run in vain."""
    router = compile_routing(workspace)
    waiting = {rule.id: rule for stage in router.stages for rule in stage.rules}
    events = {stage.event for stage in router.stages}
    for one in tests:
        if not waiting:
            break
        if one.event in events:
            for name in outcome_of(router, one.ticket, one.event).rules:
                waiting.pop(name, None)
    return tuple(waiting.values())
