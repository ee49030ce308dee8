"""Our comparisons as rows of workflows. Every row has a counterpart that holds exactly where it does not."""

from collections.abc import Callable, Sequence

from cstool.backends.account import CHANNEL_FIELDS, Account, Scope, channels_where
from cstool.backends.formula import FALSE, TRUE, Formula, Row, every, some
from cstool.backends.options import bands_where
from cstool.backends.references import literal
from cstool.conditions.syntax import Comparison
from cstool.model.settings import FieldBinding
from tests.live.escalated.tags import any_tag, value_tag
from tests.live.escalated.words import words_formula

PRIORITIES = {"low": "low", "normal": "medium", "high": "high", "urgent": "urgent"}
STATUSES = {"open": "open", "pending": "waiting_on_customer", "solved": "resolved", "closed": "closed"}
"""Our states in the product's words; a ticket is never `new` there, and `on_hold` has no counterpart."""
OPEN_STATES = ("open", "in_progress", "waiting_on_agent", "escalated", "reopened")


def channel_tag(channel: str) -> str:
    """The tag that the first workflows put on every ticket of a channel."""
    return f"cs-channel-{channel}"


def condition(account: Account) -> Callable[[Comparison, bool, Scope], Formula]:
    """The reader of comparisons for one account."""

    def read(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
        name = comparison.field.name
        if name in CHANNEL_FIELDS:
            return _channels(account, comparison, positive, scope)
        held = account.helpdesk.condition(name, comparison.operator)
        if held is not None and held.fidelity == "unsupported":
            scope.unsupported(held.difference or "no-such-condition", comparison.span)
            return FALSE
        if comparison.field.kind == "text":
            return words_formula(comparison, positive, scope)
        binding = account.field_binding(name)
        if binding is not None and name not in _BUILT_IN:
            return _bound(comparison, positive, scope, binding)
        if name not in _BUILT_IN:
            scope.unsupported("no-such-condition", comparison.span)
            return FALSE
        if held is not None and held.difference:
            scope.differs(held.difference, comparison.span)
        return _BUILT_IN[name](comparison, positive, scope)

    return read


def _channels(account: Account, comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    found = channels_where(account, comparison)
    for channel in found:
        if account.channel_binding(channel) is None:
            scope.unbound("backend-unbound-channel", comparison.span, channel=channel)
    return any_tag([channel_tag(channel) for channel in found], positive)


def known_by_connector(binding: FieldBinding) -> bool:
    """Whether a field lives in tags that a connector sets: the only kind that this product has room for."""
    return binding.create == "dropdown"


def _bound(comparison: Comparison, positive: bool, scope: Scope, binding: FieldBinding) -> Formula:
    name, operator = comparison.field.name, comparison.operator
    if not known_by_connector(binding) or operator not in ("is", "one_of", "not_in", "exists", "gte", "lt"):
        scope.unsupported("no-such-condition", comparison.span)
        return FALSE
    if name != "category":
        scope.differs("values-by-connector", comparison.span)
    any_value = Row("tags", "contains", value_tag(name, ""))
    no_value = Row("tags", "not_contains", value_tag(name, ""))
    if operator == "exists":
        return any_value if bool(comparison.operands[0]) is positive else no_value
    if comparison.field.kind == "money":
        wanted = bands_where(comparison, binding)
        if wanted is None:
            scope.unsupported("amount-not-a-band-edge", comparison.span)
            return FALSE
        return _has(name, wanted, positive)
    values = [str(value).lower() if isinstance(value, bool) else str(value) for value in comparison.operands]
    if operator == "not_in":
        return every([any_value, _has(name, values, False)]) if positive else some([no_value, _has(name, values, True)])
    return _has(name, values, positive)


def _has(field: str, values: Sequence[str], positive: bool) -> Formula:
    tags = [literal(value_tag(field, value)) for value in values]
    if field == "language":  # `de` is said of a ticket in `de-AT` too
        tags += [f"{tag[:-1]}-" for tag in tags]
    rows = [Row("tags", "contains" if positive else "not_contains", tag) for tag in tags]
    return some(rows) if positive else every(rows)


def _equal(field: str, values: Sequence[str], wanted: bool) -> Formula:
    rows = [Row(field, "equals" if wanted else "not_equals", value) for value in values]
    return some(rows) if wanted else every(rows)


def _priority(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    if comparison.operator == "exists":
        return TRUE if bool(comparison.operands[0]) is positive else FALSE
    return _equal("priority", [PRIORITIES[str(value)] for value in comparison.operands], _wanted(comparison, positive))


def _status(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    if comparison.operator == "exists":
        return TRUE if bool(comparison.operands[0]) is positive else FALSE
    states = [state for value in comparison.operands for state in _states(str(value))]
    return _equal("status", states, _wanted(comparison, positive))


def _states(ours: str) -> Sequence[str]:
    return OPEN_STATES if ours == "open" else [STATUSES[ours]] if ours in STATUSES else []


def _team(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    lacking = Row("department_id", "is_empty", None)
    present = Row("department_id", "is_not_empty", None)
    if comparison.operator == "exists":
        return present if bool(comparison.operands[0]) is positive else lacking
    teams = [scope.account.team(str(value)) for value in comparison.operands]
    found = _equal("department_id", [department(team) for team in teams], _wanted(comparison, positive))
    if comparison.operator == "not_in":
        return every([present, found]) if positive else some([lacking, found])
    return found


def department(group: str) -> str:
    """A reference to a team as this product calls it."""
    return group.replace("@{group/", "@{department/").replace("@{found_group/", "@{found_department/")


def _wanted(comparison: Comparison, positive: bool) -> bool:
    return (comparison.operator != "not_in") is positive


def _tags(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    tags = [str(tag) for tag in comparison.operands]
    if comparison.operator == "exists":
        scope.unsupported("no-such-condition", comparison.span)
        return FALSE
    if comparison.operator == "all":
        parts = [any_tag([tag], positive) for tag in tags]
        return every(parts) if positive else some(parts)
    return any_tag(tags, positive if comparison.operator == "any" else not positive)


def _automatic(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    return FALSE if bool(comparison.operands[0]) is positive else TRUE


_BUILT_IN: dict[str, Callable[[Comparison, bool, Scope], Formula]] = {
    "priority": _priority,
    "status": _status,
    "team": _team,
    "tags": _tags,
    "automatic": _automatic,
}
