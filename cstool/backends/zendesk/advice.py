"""What stands against a plan in an account of Zendesk, and what a person has to look at because no call can settle it."""

from collections.abc import Iterator, Mapping, Sequence

from cstool.backends.base import Advice, CallError
from cstool.backends.http import Http
from cstool.backends.references import references
from cstool.backends.zendesk.calls import pages
from cstool.backends.zendesk.directory import Directory
from cstool.backends.zendesk.lists import LACKING, Lists
from cstool.backends.zendesk.requesters import PREFIX
from cstool.diagnostic import Text, text
from cstool.plan import Change, Live, Plan, canonical

ACTIVE_TRIGGERS, CATEGORIES, RULE_BYTES = 7_000, 500, 65_000
"""https://support.zendesk.com/hc/en-us/articles/4408822236058."""
LICENSED: Mapping[str, str] = {
    "sla_policy": "sla_policies",
    "skill_attribute": "skills",
    "skill": "skills",
    "agent_skills": "skills",
}
"""Kinds that a plan of the account may lack, and the list that says so."""
_ANSWERS = ("requester_id", "requester_and_ccs")


def advice(plan: Plan, live: Sequence[Live], directory: Directory, lists: Lists, http: Http) -> Advice:
    """Refusals and manual steps for one plan."""
    writes = [change for change in plan.changes if change.writes and change.after is not None]
    if not writes:
        return Advice()
    refusals = [
        *_lacking(writes, lists),
        *_missing(writes, directory),
        *_unknown_values(writes, directory, lists, http),
        *_taken_options(writes, live),
        *_limits(writes, live),
    ]
    return Advice(tuple(refusals), tuple(_manual(writes, live)))


def _lacking(writes: Sequence[Change], lists: Lists) -> Iterator[Text]:
    for name in sorted(lists.lacking):
        count = sum(LICENSED.get(change.key.kind) == name for change in writes)
        if count:
            yield text(f"zendesk-lacks-{name.replace('_', '-')}", count=count)


def _missing(writes: Sequence[Change], directory: Directory) -> Iterator[Text]:
    """Agents, locales, fields … that bodies name and that are not there, or twice."""
    gone: dict[tuple[str, str], list[Change]] = {}
    for change in writes:
        for place in dict.fromkeys(directory.missing(change.after)):
            gone.setdefault(place, []).append(change)
    for (kind, name), changes in sorted(gone.items()):
        kind_said = text(f"zendesk-{kind.replace('_', '-')}")
        yield text("zendesk-not-there", kind=kind_said, name=name, object=str(changes[0].key), count=len(changes) - 1)


def _unknown_values(writes: Sequence[Change], directory: Directory, lists: Lists, http: Http) -> Iterator[Text]:
    """Addresses, fields of requesters and options of drop-downs, which a rule names only where the account has them."""
    rows = [row for change in writes for row in (*_rows(change), *_actions(change.after or {}))]
    addresses = {str(row.get("value")).replace("@@", "@").casefold() for row in rows if row.get("field") == "recipient"}
    known = _addresses(http) if addresses else None
    for name in sorted(addresses - known) if known is not None else ():
        yield text("zendesk-no-such-value", kind=text("zendesk-address"), name=name)
    fields = {str(row.get("field")).removeprefix(PREFIX) for row in rows if str(row.get("field")).startswith(PREFIX)}
    for name in sorted(fields - {str(row.get("key")) for row in lists.rows("user_fields")}):
        yield text("zendesk-no-such-value", kind=text("zendesk-user-field"), name=name)
    yield from _unknown_options(rows, directory, lists)


def _unknown_options(rows: Sequence[Mapping[str, object]], directory: Directory, lists: Lists) -> Iterator[Text]:
    """A condition on a drop-down of the account names an option that it does not have: it would be refused."""
    said = set()
    for row in rows:
        for kind, name, _ in references(str(row.get("field"))):
            if kind != "found_field" or directory.missing(row.get("field")) or not isinstance(row.get("value"), str):
                continue
            field = lists.row("ticket_fields", directory.native(kind, name)) or {}
            options = {str(option.get("value")) for option in field.get("custom_field_options") or ()}
            value = str(row["value"])
            if options and value and value not in options and (name, value) not in said:
                said.add((name, value))
                yield text("zendesk-no-such-option", field=name, value=value)


def _rows(change: Change) -> Iterator[Mapping[str, object]]:
    conditions = (change.after or {}).get("conditions")
    if isinstance(conditions, Mapping):
        for place in ("all", "any"):
            yield from conditions.get(place, ())


def _addresses(http: Http) -> set[str] | None:
    """None: the account does not say."""
    try:
        return {str(row.get("email")).casefold() for row in pages(http, "recipient_addresses", "recipient_addresses")}
    except CallError as error:
        if error.status not in LACKING:
            raise
        return None


def _taken_options(writes: Sequence[Change], live: Sequence[Live]) -> Iterator[Text]:
    """The option of a drop-down is a ticket tag, and no tag belongs to two drop-downs."""
    for change in writes:
        if change.key.kind != "ticket_field":
            continue
        wanted = set(_options(change.after or {}))
        for item in live:
            if item.kind == "ticket_field" and item.native != change.native:
                for tag in sorted(wanted & set(_options(item.body))):
                    yield text("zendesk-tag-taken", tag=tag, object=str(change.key), field=item.name)


def _options(body: Mapping[str, object]) -> Iterator[str]:
    options = body.get("custom_field_options")
    if isinstance(options, list):
        yield from (str(option.get("value")) for option in options)


def _limits(writes: Sequence[Change], live: Sequence[Live]) -> Iterator[Text]:
    for change in writes:
        size = len(canonical(change.after).encode())
        if change.key.kind in ("trigger", "automation", "macro") and size >= RULE_BYTES:
            yield text("zendesk-rule-too-large", object=str(change.key), size=size, most=RULE_BYTES)
    for kind, most, active in (("trigger", ACTIVE_TRIGGERS, True), ("trigger_category", CATEGORIES, False)):
        there = sum(item.kind == kind and (not active or item.body.get("active") is True) for item in live)
        new = sum(change.key.kind == kind and change.action == "create" for change in writes)
        if new and there + new > most:
            yield text("zendesk-too-many", kind=text(f"zendesk-{kind.replace('_', '-')}"), count=there + new, most=most)


def _manual(writes: Sequence[Change], live: Sequence[Live]) -> Iterator[Text]:
    """Rules of others that would meddle: a second answer to the customer, tags that are wiped."""
    mine = [change for change in writes if change.key.kind == "trigger"]
    adopted = {change.native for change in mine}
    others = [item for item in live if item.kind == "trigger" and item.owner is None and item.native not in adopted]
    others = [item for item in others if item.body.get("active") is True]
    if any(_answers(change.after or {}) for change in mine):
        for item in others:
            if _answers(item.body) and _on_create(item.body):
                yield text("zendesk-answers-too", title=item.name)
    if mine:
        for item in others:
            if any(row.get("field") == "set_tags" for row in _actions(item.body)):
                yield text("zendesk-wipes-tags", title=item.name)


def _actions(body: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    actions = body.get("actions")
    if isinstance(actions, list):
        yield from actions


def _answers(body: Mapping[str, object]) -> bool:
    for row in _actions(body):
        value = row.get("value")
        if row.get("field") == "notification_user" and isinstance(value, list) and value and value[0] in _ANSWERS:
            return True
    return False


def _on_create(body: Mapping[str, object]) -> bool:
    """Whether a rule can run when a ticket is made."""
    conditions = body.get("conditions")
    rows = conditions.get("all", ()) if isinstance(conditions, Mapping) else ()
    return all(row.get("value") == "Create" for row in rows if row.get("field") == "update_type")
