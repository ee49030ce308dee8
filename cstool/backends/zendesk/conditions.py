"""Our comparisons as rows of Zendesk's triggers. Every row has a counterpart that holds exactly where it does not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from cstool.backends.account import CHANNEL_FIELDS, Account, Scope, channel_tags, channels_where
from cstool.backends.formula import FALSE, TRUE, Formula, Row, every, rows, some
from cstool.backends.options import bands, bands_where, option
from cstool.backends.references import literal, reference
from cstool.backends.zendesk.normal import tags as joined
from cstool.backends.zendesk.words import words_formula
from cstool.conditions.syntax import Comparison
from cstool.model.settings import ChannelBinding, FieldBinding

STATUSES = {"new": "new", "open": "open", "pending": "pending", "on_hold": "hold", "solved": "solved", "closed": "closed"}
"""Our states in Zendesk's words."""


def condition(account: Account) -> Callable[[Comparison, bool, Scope], Formula]:
    """The reader of comparisons for one account."""

    def read(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
        name, operator = comparison.field.name, comparison.operator
        held = account.helpdesk.condition(name, operator)
        if name in CHANNEL_FIELDS:
            return _channels(account, comparison, positive, scope)
        if held is not None and held.difference and name not in ("hours", "body", "subject", "text"):
            if held.fidelity == "unsupported":
                scope.unsupported(held.difference, comparison.span)
                return FALSE
            scope.differs(held.difference, comparison.span)
        if comparison.field.kind == "text":
            if operator == "matches":
                scope.unsupported("no-such-condition", comparison.span)
                return FALSE
            return words_formula(comparison, positive, scope)
        binding = account.field_binding(name)
        if binding is not None and name not in _BUILT_IN:
            return _bound(comparison, positive, scope, binding)
        if name in _BUILT_IN:
            return _BUILT_IN[name](comparison, positive, scope)
        scope.unbound("backend-unbound-field", comparison.span, field=name)
        return FALSE

    return read


def field_row(name: str, binding: FieldBinding) -> str:
    """The name of a bound field in conditions and actions."""
    if binding.requester_field:
        return f"requester.custom_fields.{binding.requester_field}"
    if binding.create:
        return f"custom_fields_{reference('ticket_field', name.removeprefix('fields.'))}"
    return f"custom_fields_{reference('found_field', binding.dropdown or binding.text or '')}"


def _channels(account: Account, comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    if account.settings.adopted:
        return known_channels(account, comparison, positive, scope)
    return tags_row(channel_tags(account, comparison, scope), positive)


def known_channels(account: Account, comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    """The channels by what the bindings say: in an account that was there before, no rule of ours tags them first."""
    found: list[Formula] = []
    for channel in channels_where(account, comparison):
        binding = account.channel_binding(channel)
        if binding is None:
            scope.unbound("backend-unbound-channel", comparison.span, channel=channel)
        else:
            known = known_by(binding)
            found.append(known if positive else some(opposite(row) for row in rows(known)))
    return some(found) if positive else every(found)


def known_by(binding: ChannelBinding) -> Formula:
    """How the product knows the channel: all that the binding says must hold."""
    found: list[Formula] = []
    if binding.tag:
        found.append(Row("current_tags", "includes", literal(binding.tag)))
    if binding.recipient:
        found.append(Row("recipient", "is", literal(binding.recipient)))
    if binding.via is not None:
        found.append(Row("via_id", "is", str(binding.via)))
    if binding.group:
        found.append(Row("group_id", "is", reference("found_group", binding.group)))
    if binding.brand:
        found.append(Row("brand_id", "is", reference("brand", binding.brand)))
    return every(found)


def opposite(row: Row) -> Row:
    """The row that holds exactly where this one does not."""
    return replace(row, operator={"is": "is_not", "includes": "not_includes"}[row.operator])


def tags_row(tags: Iterable[str], positive: bool = True) -> Formula:
    """One of these tags is on the ticket; with `positive` False, none of them."""
    names = joined(tags)
    if not names:
        return FALSE if positive else TRUE
    return Row("current_tags", "includes" if positive else "not_includes", names)


def _bound(comparison: Comparison, positive: bool, scope: Scope, binding: FieldBinding) -> Formula:
    name = comparison.field.name
    field = field_row(name, binding)
    exact = ("is", "is_not") if binding.requester_field else ("includes", "not_includes")
    if comparison.operator == "exists":
        return Row(field, "present" if bool(comparison.operands[0]) is positive else "not_present")
    if comparison.field.kind == "money":
        wanted = bands_where(comparison, binding)
        if wanted is None:
            scope.unsupported("amount-not-a-band-edge", comparison.span)
            return FALSE
        return _one_of(field, exact, wanted, bands(name, binding) if binding.create else (), positive)
    if comparison.field.kind == "flag":
        held = bool(comparison.operands[0])
        # A checkbox knows no third state: unticked is false, never missing.
        return Row(field, "is", "true" if held is positive else "false")
    text_field = bool(binding.text or binding.create == "text") and not binding.dropdown
    if text_field or comparison.operator not in ("is", "one_of", "not_in"):
        scope.unsupported("no-such-condition", comparison.span)
        return FALSE
    values = [literal(option(name, binding, str(operand))) for operand in comparison.operands]
    if comparison.operator == "not_in":
        none_of = every(Row(field, exact[1], value) for value in values)
        if positive:
            return every([Row(field, "present"), none_of])
        return some([Row(field, "not_present"), *(Row(field, exact[0], value) for value in values)])
    return _one_of(field, exact, values, (), positive)


def _one_of(field: str, exact: tuple[str, str], wanted: Sequence[str], every_value: Sequence[str], positive: bool) -> Formula:
    """One of the options is chosen. Where few are missing from all, the rest is asked for instead: the same, in fewer rows."""
    rest = [value for value in every_value if value not in wanted]
    if not positive:
        return every(Row(field, exact[1], value) for value in wanted)
    if rest and len(rest) < len(wanted):
        return every([Row(field, "present"), *(Row(field, exact[1], value) for value in rest)])
    return some(Row(field, exact[0], value) for value in wanted)


def _equal(field: str, values: Sequence[str], comparison: Comparison, positive: bool, *, lacking: bool = True) -> Formula:
    """`is`, `one_of`, `not_in`, `exists` of a built-in field with one value; `lacking`: the product knows it without one."""
    if comparison.operator == "exists" and not lacking:
        return TRUE if bool(comparison.operands[0]) is positive else FALSE
    if comparison.operator == "exists":
        return Row(field, "is_not" if bool(comparison.operands[0]) is positive else "is", "")
    wanted = comparison.operator != "not_in"
    if wanted is positive:
        parts: list[Formula] = [Row(field, "is", value) for value in values]
        return some([Row(field, "is", ""), *parts] if lacking and not wanted else parts)
    refused: list[Formula] = [Row(field, "is_not", value) for value in values]
    return every([Row(field, "is_not", ""), *refused] if lacking and positive else refused)


def _priority(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    return _equal("priority", [str(value) for value in comparison.operands], comparison, positive)


def _team(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    return _equal("group_id", [scope.account.team(str(value)) for value in comparison.operands], comparison, positive)


def _status(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    states = [STATUSES[str(value)] for value in comparison.operands] if comparison.operator != "exists" else []
    return _equal("status", states, comparison, positive, lacking=False)


def _language(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    if comparison.operator == "exists":
        return _equal("locale_id", [], comparison, positive, lacking=False)
    locales = [locale for value in comparison.operands for locale in _locales(scope.account, str(value))]
    return _equal("locale_id", [reference("locale", locale) for locale in locales], comparison, positive, lacking=False)


def _locales(account: Account, language: str) -> list[str]:
    """The workspace's locales that a language means (`zh` means `zh-CN`), and the language itself where none does."""
    found = [
        locale for locale in account.workspace.settings.value.locales if locale.casefold().startswith(f"{language.casefold()}-")
    ]
    return found or [language]


def _tags(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    tags = [str(value) for value in comparison.operands]
    if comparison.operator == "exists":
        scope.unsupported("no-such-condition", comparison.span)
        return FALSE
    if comparison.operator == "all":
        parts = [tags_row([tag], positive) for tag in tags]
        return every(parts) if positive else some(parts)
    return tags_row(tags, positive if comparison.operator == "any" else not positive)


def _hours(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    states = {str(value) for value in comparison.operands}
    if "holiday" in states:
        scope.differs("hours-by-schedule", comparison.span)
    parts: list[Formula] = []
    if "open" in states:
        parts.append(Row("in_business_hours", "is", "true"))
    if "closed" in states:
        parts.append(Row("in_business_hours", "is", "false"))
    elif "holiday" in states:
        parts.append(Row("on_holiday", "is", "true"))
    wanted = comparison.operator != "not_in"
    if wanted is positive:
        return some(parts)
    flipped = [Row(row.field, "is", "false" if row.value == "true" else "true") for row in parts if isinstance(row, Row)]
    return every(flipped)


def _author(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    roles = {"customer": "end_user", "agent": "agent"}
    values = [roles[str(value)] for value in comparison.operands if str(value) in roles]
    if len(values) < len(comparison.operands):
        scope.unsupported("no-such-condition", comparison.span)
        return FALSE
    wanted = comparison.operator != "not_in"
    if wanted is positive:
        return some(Row("role", "is", value) for value in values)
    return every(Row("role", "is_not", value) for value in values)


def _automatic(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    # Mail of machines is suspended before a ticket is made, so no rule ever sees one.
    return FALSE if bool(comparison.operands[0]) is positive else TRUE


def _reopened(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    reopened = bool(comparison.operands[0]) is positive
    return Row("reopens", "greater_than", "0") if reopened else Row("reopens", "less_than", "1")


_BUILT_IN: dict[str, Callable[[Comparison, bool, Scope], Formula]] = {
    "priority": _priority,
    "team": _team,
    "status": _status,
    "language": _language,
    "tags": _tags,
    "customer.tags": _tags,
    "hours": _hours,
    "author": _author,
    "automatic": _automatic,
    "reopened": _reopened,
}
