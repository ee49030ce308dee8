"""Which parts of the rules one helpdesk cannot hold, as far as its facts and our bindings tell."""

from collections.abc import Iterator

from cstool.conditions.book import book_of
from cstool.conditions.syntax import Comparison, comparisons
from cstool.diagnostic import Problem, Span, Text, quoted, text
from cstool.model.base import Money
from cstool.model.helpdesk import Capability, Helpdesk
from cstool.model.routing import Actions, Rule
from cstool.model.settings import BackendSettings
from cstool.workspace import Item, Workspace

CHANNEL_FACTS = ("channel", "channel_type", "store", "pack", "country")
BOUND = frozenset({"category", "order.amount", "order.currency", "order.status", "customer.country"})
"""Built-in fields that no helpdesk has by itself; own fields need a binding too."""


def lacking(workspace: Workspace, backend: str) -> Iterator[Problem]:
    """One problem per condition or action of a rule in force that the backend cannot hold, at its line."""
    settings = workspace.settings.value.backends[backend]
    helpdesk = workspace.helpdesks.get(settings.type)
    if helpdesk is None:
        return
    book = book_of(workspace)
    for stage, rule in workspace.rules():
        excluded = f"rules/{rule.value.id}" in settings.exclude
        if excluded or not (rule.value.in_force(workspace.today) and stage.value.in_force(workspace.today)):
            continue
        condition = book.condition(rule, "when")
        for part in comparisons(condition) if condition else ():
            message = _lacks_condition(workspace, helpdesk.value, settings, part, backend)
            if message is not None:
                yield _problem(part.span, message, rule, backend)
        for name, span in _actions(rule):
            if _unsupported(helpdesk.value.actions.get(name)):
                message = text("backend-lacks-action", backend=backend, action=name)
                yield _problem(span, message, rule, backend)


def _problem(span: Span, message: Text, rule: Item[Rule], backend: str) -> Problem:
    return Problem(span, message, text("hint-not-on-backend", rule=rule.value.id, backend=backend))


def _unsupported(capability: Capability | None) -> bool:
    return capability is not None and capability.fidelity == "unsupported"


def _lacks_condition(
    workspace: Workspace, helpdesk: Helpdesk, settings: BackendSettings, part: Comparison, backend: str
) -> Text | None:
    name = "fields" if part.field.own else part.field.name
    found = helpdesk.conditions.get(f"{name} {part.operator}") or helpdesk.conditions.get(name)
    if _unsupported(found):
        return text("backend-lacks-condition", backend=backend, field=part.field.name, operator=part.operator)
    if part.field.name in CHANNEL_FACTS:
        unbound = [channel for channel in _channels(workspace, part) if channel not in settings.channels]
        return text("backend-lacks-channel", backend=backend, channels=quoted(*unbound)) if unbound else None
    if part.field.own or part.field.name in BOUND:
        binding = settings.fields.get(part.field.name) or settings.fields.get(part.field.name.removeprefix("fields."))
        if binding is None:
            return text("backend-lacks-field", backend=backend, field=part.field.name)
        limit = part.operands[0]
        if isinstance(limit, Money) and binding.bands and limit not in binding.bands:
            edges = quoted(*(str(edge) for edge in binding.bands))
            return text("backend-lacks-band", backend=backend, limit=str(limit), edges=edges)
    return None


def _channels(workspace: Workspace, part: Comparison) -> Iterator[str]:
    attribute = {"channel_type": "type"}.get(part.field.name, part.field.name)
    for name, item in workspace.channels.items():
        seen = name if attribute == "channel" else getattr(item.value, attribute)
        if part.operator == "exists" or seen in part.operands:
            yield name


def _actions(rule: Item[Rule]) -> Iterator[tuple[str, Span]]:
    for name in Actions.model_fields:
        if name in rule.value.then.model_fields_set:
            yield name, rule.at("then", name)
