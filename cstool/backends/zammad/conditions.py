"""Our comparisons as rows of Zammad's conditions. Every row has a counterpart that holds exactly where it does not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from cstool.backends.account import CHANNEL_FIELDS, Account, Scope, channel_tags, channels_where
from cstool.backends.formula import FALSE, TRUE, Formula, Row, every, rows, some
from cstool.backends.options import bands, bands_where, option, slug
from cstool.backends.references import literal, reference
from cstool.backends.zammad.names import article_type
from cstool.backends.zammad.words import words_formula
from cstool.conditions.syntax import Comparison
from cstool.model.settings import ChannelBinding, FieldBinding
from cstool.sla import ALWAYS_OPEN

STATES = {"new": "new", "open": "open", "pending": "pending reminder", "solved": "closed", "closed": "closed"}
"""Our states in Zammad's words; it has none that waits for somebody else than the customer."""
_TEXTS = ("text", "subject", "body")


def condition(account: Account) -> Callable[[Comparison, bool, Scope], Formula]:
    """The reader of comparisons for one account."""

    def read(comparison: Comparison, positive: bool, scope: Scope) -> Formula:
        name, operator = comparison.field.name, comparison.operator
        held = account.helpdesk.condition(name, operator)
        if name in CHANNEL_FIELDS:
            return _channels(account, comparison, positive, scope)
        if held is not None and held.fidelity == "unsupported" and held.difference:
            scope.unsupported(held.difference, comparison.span)
            return FALSE
        if held is not None and held.difference and name not in _TEXTS:
            scope.differs(held.difference, comparison.span)
        if name in _TEXTS:
            return words_formula(comparison, positive, scope)
        binding = account.field_binding(name)
        if binding is not None and name not in _BUILT_IN:
            return _bound(comparison, positive, scope, binding)
        if name in _BUILT_IN:
            return _BUILT_IN[name](account, comparison, positive, scope)
        scope.unbound("backend-unbound-field", comparison.span, field=name)
        return FALSE

    return read


def attribute(name: str, binding: FieldBinding) -> str:
    """The name of a bound field in conditions and actions: object attributes have names, not ids."""
    if binding.requester_field:
        return f"customer.{binding.requester_field}"
    return f"ticket.{attribute_name(name, binding)}"


def attribute_name(name: str, binding: FieldBinding) -> str:
    """The attribute's own name: what the account has, or ours where we create it."""
    found = binding.attribute or binding.dropdown or binding.text
    if found and not binding.create:
        return found
    own = f"cs_{slug(name.removeprefix('fields.'))}"
    # Names that end so are refused (zammad/zammad: app/models/object_manager/attribute.rb, check_name).
    return f"{own}_value" if own.endswith(("_id", "_ids")) else own


def _channels(account: Account, comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    if not account.settings.adopted:
        return tags_row(channel_tags(account, comparison, scope), positive)
    found: list[Formula] = []
    for channel in channels_where(account, comparison):
        binding = account.channel_binding(channel)
        if binding is None:
            scope.unbound("backend-unbound-channel", comparison.span, channel=channel)
        else:
            known = every([*([tags_row([binding.tag])] if binding.tag else []), known_by(binding)])
            found.append(known if positive else some(_opposite(row) for row in rows(known)))
    return some(found) if positive else every(found)


def known_by(binding: ChannelBinding) -> Formula:
    """How the product knows the channel: all that the binding says must hold."""
    found: list[Formula] = []
    if binding.recipient:
        found.append(Row("article.to", "contains", literal(binding.recipient)))
    if binding.via is not None:
        found.append(Row("ticket.create_article_type_id", "is", (reference("article_type", article_type(binding.via)),)))
    if binding.group:
        found.append(Row("ticket.group_id", "is", (reference("found_group", binding.group),)))
    return every(found)


def _opposite(row: Row) -> Row:
    return replace(row, operator={"is": "is not", "contains": "contains not", "contains one": "contains one not"}[row.operator])


def tags_row(tags: Iterable[str], positive: bool = True) -> Formula:
    """One of these tags is on the ticket; with `positive` False, none of them."""
    names = ", ".join(dict.fromkeys(tags))
    if not names:
        return FALSE if positive else TRUE
    return Row("ticket.tags", "contains one" if positive else "contains one not", names)


def _bound(comparison: Comparison, positive: bool, scope: Scope, binding: FieldBinding) -> Formula:
    name = comparison.field.name
    field = attribute(name, binding)
    if comparison.operator == "exists":
        return Row(field, "is not" if bool(comparison.operands[0]) is positive else "is", ("",))
    if comparison.field.kind == "money":
        wanted = bands_where(comparison, binding)
        if wanted is None or not bands(name, binding):
            scope.unsupported("amount-not-a-band-edge", comparison.span)
            return FALSE
        return Row(field, "is" if positive else "is not", wanted)
    if comparison.operator not in ("is", "one_of", "not_in"):
        scope.unsupported("no-such-condition", comparison.span)
        return FALSE
    return _one_of(field, [literal(_value(name, binding, operand)) for operand in comparison.operands], comparison, positive)


def _value(name: str, binding: FieldBinding, operand: object) -> str:
    if isinstance(operand, bool):
        return str(operand).lower()
    chosen = binding.create == "dropdown"
    return option(name, binding, str(operand)) if chosen else str(operand)


def _one_of(field: str, values: Sequence[str], comparison: Comparison, positive: bool) -> Formula:
    """`is`, `one_of`, `not_in`; an empty value is the missing one, and a comparison with it is false."""
    if comparison.operator == "not_in":
        with_missing = ("", *values)
        return Row(field, "is not" if positive else "is", with_missing)
    return Row(field, "is" if positive else "is not", tuple(values))


def _priority(account: Account, comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    return _ids("ticket.priority_id", [reference("priority", str(value)) for value in comparison.operands], comparison, positive)


def _team(account: Account, comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    return _ids("ticket.group_id", [account.team(str(value)) for value in comparison.operands], comparison, positive)


def _ids(field: str, values: Sequence[str], comparison: Comparison, positive: bool) -> Formula:
    if comparison.operator == "exists":
        return Row(field, "is not" if bool(comparison.operands[0]) is positive else "is", ("",))
    return _one_of(field, values, comparison, positive)


def _status(account: Account, comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    states = [str(value) for value in comparison.operands]
    if comparison.operator == "exists":
        return TRUE if bool(comparison.operands[0]) is positive else FALSE
    if any(state not in STATES for state in states):
        scope.unsupported("no-such-condition", comparison.span)
        return FALSE
    if any(state in ("solved", "closed") for state in states) and not {"solved", "closed"} <= set(states):
        scope.differs("solved-is-closed", comparison.span)
    values = tuple(dict.fromkeys(reference("state", STATES[state]) for state in states))
    wanted = comparison.operator != "not_in"
    return Row("ticket.state_id", "is" if wanted is positive else "is not", values)


def _language(account: Account, comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    if comparison.operator == "exists":
        return Row("article.detected_language", "is not" if bool(comparison.operands[0]) is positive else "is", ("",))
    codes = tuple(dict.fromkeys(str(value).lower() for value in comparison.operands))
    return _one_of("article.detected_language", codes, comparison, positive)


def language_row(locales: Sequence[str], positive: bool = True) -> Formula:
    """The message is in one of these languages; what is detected may lack the region."""
    codes = tuple(dict.fromkeys(code for locale in locales for code in (locale.lower(), locale.lower().partition("-")[0])))
    return Row("article.detected_language", "is" if positive else "is not", codes)


def _tags(account: Account, comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    tags = [str(value) for value in comparison.operands]
    if comparison.operator == "exists":
        scope.unsupported("no-such-condition", comparison.span)
        return FALSE
    if comparison.operator == "all":
        parts = [tags_row([tag], positive) for tag in tags]
        return every(parts) if positive else some(parts)
    return tags_row(tags, positive if comparison.operator == "any" else not positive)


def _hours(account: Account, comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    states = {str(value) for value in comparison.operands}
    wanted = states | ({"holiday"} if "closed" in states else set())
    if (comparison.operator == "not_in") is positive:
        wanted = {"open", "closed", "holiday"} - wanted
    clocks = _clocks(account)
    if account.settings.adopted and len(clocks) == 1 and wanted in ({"open"}, {"closed", "holiday"}):
        # Every channel keeps one calendar, so nobody has to ask for the channel.
        word = "is in working time" if wanted == {"open"} else "is not in working time"
        return Row("execution_time.calendar_id", word, account.calendar(next(iter(clocks)), "calendar"))
    parts = [part for calendar, tags in clocks.items() for part in _in_state(account, calendar, tags, wanted)]
    if "open" in wanted:  # a ticket of no known channel counts as open
        parts.append(tags_row([tag for tags in clocks.values() for tag in tags], positive=False))
    return some(parts)


def _in_state(account: Account, calendar: str, tags: Sequence[str], wanted: set[str]) -> list[Formula]:
    """The channels of one calendar are in one of these states; `closed` and `holiday` exclude each other here."""
    if calendar == ALWAYS_OPEN:
        return [tags_row(tags)] if "open" in wanted else []
    here, clock = tags_row(tags), account.calendar(calendar, "calendar")
    opened = Row("execution_time.calendar_id", "is in working time", clock)
    closed = Row("execution_time.calendar_id", "is not in working time", clock)
    day = reference("calendar", days_calendar(calendar))
    parts: list[Formula] = [every([here, opened])] if "open" in wanted else []
    if {"closed", "holiday"} <= wanted:
        parts.append(every([here, closed]))
    elif "closed" in wanted:
        parts.append(every([here, closed, Row("execution_time.calendar_id", "is in working time", day)]))
    elif "holiday" in wanted:
        parts.append(every([here, closed, Row("execution_time.calendar_id", "is not in working time", day)]))
    return parts


def days_calendar(calendar: str) -> str:
    """The calendar that is open around the clock but for the holidays of this one: so that a holiday can be asked for."""
    return f"{calendar}.days"


def _clocks(account: Account) -> dict[str, list[str]]:
    """Calendars in use, with the tags of their channels."""
    clocks: dict[str, list[str]] = {}
    for id_, item in account.workspace.channels.items():
        if account.in_force(item.value) and not account.excludes("channels", id_):
            clocks.setdefault(item.value.calendar or ALWAYS_OPEN, []).append(account.channel_tag(id_))
    return clocks


def _author(account: Account, comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    senders = {"customer": "Customer", "agent": "Agent", "system": "System"}
    values = [reference("sender", senders[str(value)]) for value in comparison.operands if str(value) in senders]
    wanted = comparison.operator != "not_in"
    return Row("article.sender_id", "is" if wanted is positive else "is not", tuple(values))


def _automatic(account: Account, comparison: Comparison, positive: bool, scope: Scope) -> Formula:
    # No condition tells machine mail from other mail; the product itself never answers it.
    return FALSE if bool(comparison.operands[0]) is positive else TRUE


def _person(field: str) -> Callable[[Account, Comparison, bool, Scope], Formula]:
    def read(account: Account, comparison: Comparison, positive: bool, scope: Scope) -> Formula:
        if comparison.operator == "exists":
            return Row(field, "is not" if bool(comparison.operands[0]) is positive else "is", ("",))
        if comparison.operator == "contains":
            operator = "contains" if positive else "contains not"
            rows = [Row(field, operator, literal(str(piece))) for piece in comparison.operands]
            return some(rows) if positive else every(rows)
        return _one_of(field, [literal(str(value)) for value in comparison.operands], comparison, positive)

    return read


_BUILT_IN: dict[str, Callable[[Account, Comparison, bool, Scope], Formula]] = {
    "priority": _priority,
    "team": _team,
    "status": _status,
    "language": _language,
    "tags": _tags,
    "hours": _hours,
    "author": _author,
    "automatic": _automatic,
    "customer.email": _person("customer.email"),
    "customer.first_name": _person("customer.firstname"),
}
