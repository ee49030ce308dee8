"""What a plan must not do to a Zammad account, said before anything is sent.

The product accepts rules that then keep tickets out: a number that does not exist, an unknown attribute, a zone it does not know
(measured on zammad/zammad 5.5). Nothing of that is sent.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from cstool.backends.base import Advice, CallError
from cstool.backends.references import NATIVE, references
from cstool.backends.zammad.attributes import BUILT_IN, NEWER_OPERATORS, attributes_of, rows
from cstool.backends.zammad.compile import LOOKED_UP
from cstool.backends.zammad.names import PRIORITIES, UTC_ZONES
from cstool.diagnostic import Text, text
from cstool.plan import Change, Key, Live, Plan

if TYPE_CHECKING:
    from cstool.backends.zammad.account import ZammadBackend

LONGEST: Mapping[str, int] = {"name": 250, "note": 250, "keywords": 500, "timezone": 250, "business_hours": 3000}
"""Characters of columns (zammad/zammad: db/migrate/20120101000010_create_ticket.rb, 20120101000001_create_base.rb)."""
GROUP_NAME = 160
"""Characters (measured on zammad/zammad 5.5: one more is cut off)."""
_UNIQUE = frozenset({"priority", "group", "calendar", "trigger", "sla", "job"})
"""Kinds whose names are unique whatever their case (measured on zammad/zammad 5.5)."""
_RULES = ("trigger", "sla", "job")


def advise(account: "ZammadBackend", plan: Plan, live: Sequence[Live]) -> Advice:
    """Refusals first: nothing may be sent while there is one."""
    view = _View(account, plan, live)
    refusals = [
        *_missing_references(view),
        *_unknown_attributes(view),
        *_too_new(view),
        *_nesting_forbidden(view),
        *_unknown_zones(view),
        *_names_taken(view),
        *_named_by_others(view),
        *_inactive_targets(view),
        *_waiting_attributes(view),
        *_too_long(view),
    ]
    manual = [
        *_without_address(view),
        *_other_replies(view),
        *_other_moves(view),
        *_broken_rules(view),
        *_lost_with(view),
        *_restart(view),
    ]
    return Advice(_once(refusals), _once(manual))


def _once(texts: Sequence[Text]) -> tuple[Text, ...]:
    return tuple(one for position, one in enumerate(texts) if one not in texts[:position])


class _View:
    """The plan and what is there."""

    def __init__(self, account: "ZammadBackend", plan: Plan, live: Sequence[Live]) -> None:
        self.account, self.plan, self.live = account, plan, live
        self.writes = [change for change in plan.changes if change.writes and change.action != "delete"]
        self.deletes = [change for change in plan.changes if change.action == "delete"]
        changed = {(change.key.kind, change.native) for change in plan.changes}
        self.others = [item for item in live if (item.kind, item.native) not in changed]
        """Live objects that the plan leaves as they are, foreign ones and ours."""
        triggers = account.raw.get("triggers", ())
        groups = account.raw.get("groups", ())
        self.newer = any("activator" in one for one in triggers) or any("parent_id" in one for one in groups)
        """Whether the product is a Zammad 6 or later: by fields of its own (zammad/zammad: app/models/trigger.rb)."""

    def rules(self) -> Iterator[tuple[Change, Mapping[str, Any]]]:
        """Triggers, SLAs and jobs that the plan writes."""
        for change in self.writes:
            if change.key.kind in _RULES and change.after is not None:
                yield change, change.after


def _missing_references(view: _View) -> Iterator[Text]:
    """A rule that sets a group or a person that is not there makes every matching ticket fail."""
    missing: dict[tuple[str, str], Change] = {}
    for change in view.writes:
        for kind, id_, _ in references(change.after):
            if kind in LOOKED_UP and not id_.startswith(NATIVE) and not _known(view, kind, id_):
                missing.setdefault((kind, id_), change)
    for (kind, id_), change in sorted(missing.items()):
        message = {"user": "zammad-no-user", "found_group": "zammad-no-group"}.get(kind, "zammad-not-there")
        yield text(message, object=str(change.key), kind=kind, name=id_)


def _known(view: _View, kind: str, id_: str) -> bool:
    if kind in ("found_group", "found_calendar"):
        records = view.account.raw.get(f"{kind.removeprefix('found_')}s", ())
        return len([record for record in records if record["name"] == id_]) == 1
    if kind == "priority" and id_ not in PRIORITIES:
        return True  # made by us
    try:
        view.account.directory.number(kind, id_)
    except KeyError:
        return False
    return True


def _unknown_attributes(view: _View) -> Iterator[Text]:
    """A trigger that sets an unknown attribute does nothing, and neither does any trigger after it."""
    known = _known_attributes(view)
    for change, body in view.rules():
        for name in sorted(attributes_of(body) - known):
            yield text("zammad-no-attribute", object=str(change.key), attribute=name)


def _known_attributes(view: _View) -> frozenset[str]:
    """What rules may name: built in, made by somebody and migrated, or made by this push."""
    made = {str((change.after or {}).get("name")) for change in view.writes if change.key.kind == "attribute"}
    custom = {
        f"{str(record['object']).lower()}.{record['name']}"
        for record in view.account.raw.get("object_manager_attributes", ())
        if record["active"] and not record["to_create"]
    }
    return BUILT_IN | custom | {name.replace("user.", "customer.", 1) for name in custom} | {f"ticket.{name}" for name in made}


def _too_new(view: _View) -> Iterator[Text]:
    """What a Zammad 5 drops or never matches."""
    if view.newer:
        return
    for change, body in view.rules():
        operators = {str(row.get("operator")) for row in rows(body.get("condition"))} & NEWER_OPERATORS
        if body.get("activator") == "time" or operators or "article.detected_language" in attributes_of(body):
            yield text("zammad-too-old", object=str(change.key))


def _nesting_forbidden(view: _View) -> Iterator[Text]:
    nested = [change for change, body in view.rules() if isinstance((body.get("condition") or {}).get("conditions"), list)]
    if not nested:
        return
    try:
        settings = view.account.http.get("settings", per_page=1000)
    except CallError:
        return  # the token may not read settings: the product then says so itself
    for setting in settings if isinstance(settings, list) else ():
        off = (setting.get("state_current") or {}).get("value") is False
        if off and setting.get("name") == "ticket_allow_expert_conditions":
            yield text("zammad-no-expert-conditions", object=str(nested[0].key), count=len(nested))


def _unknown_zones(view: _View) -> Iterator[Text]:
    """An SLA on a calendar in an unknown zone makes every matching ticket fail."""
    zones = {str((change.after or {}).get("timezone")): change for change in view.writes if change.key.kind == "calendar"}
    asked = {zone: change for zone, change in zones.items() if zone not in UTC_ZONES}
    if not asked:
        return
    try:
        known = view.account.http.get("calendars/timezones")["timezones"]
    except (CallError, KeyError, TypeError):
        return  # another right, or another version: the server's own list is not to be had
    for zone, change in sorted(asked.items()):
        if zone not in known:
            yield text("zammad-no-zone", object=str(change.key), zone=zone)


def _names_taken(view: _View) -> Iterator[Text]:
    names = {(item.kind, item.name.lower()): item.name for item in view.others if item.kind in _UNIQUE}
    for change in view.writes:
        taken = names.get((change.key.kind, change.name.lower()))
        if change.key.kind in _UNIQUE and taken is not None:
            yield text("zammad-name-taken", object=str(change.key), name=change.name, taken=taken)


def _named_by_others(view: _View) -> Iterator[Text]:
    """The product deletes a group that rules of others name, and from then on their tickets fail."""
    gone = {change.key for change in view.deletes}
    attributes = {
        f"ticket.{(change.before or {}).get('name')}": change.key for change in view.deletes if change.key.kind == "attribute"
    }
    for item in view.others:
        named = {Key(kind, id_, part) for kind, id_, part in references(item.body)} & gone
        if item.kind in _RULES:
            named |= {attributes[name] for name in attributes_of(item.body) if name in attributes}
        for key in sorted(named):
            if item.kind != "agent_groups":
                yield text("zammad-named-by-others", object=str(key), kind=item.kind, name=item.name)


def _inactive_targets(view: _View) -> Iterator[Text]:
    """Tickets in an inactive group are visible to nobody."""
    asleep = {str(record["name"]) for record in view.account.raw.get("groups", ()) if not record["active"]}
    for change, body in view.rules():
        for kind, id_, _ in references(body.get("perform")):
            if kind == "found_group" and id_ in asleep:
                yield text("zammad-inactive-group", object=str(change.key), name=id_)


def _waiting_attributes(view: _View) -> Iterator[Text]:
    """A migration carries out what waits, whoever asked for it."""
    ours = {change.name for change in view.plan.changes if change.key.kind == "attribute"}
    if not ours:
        return
    for record in view.account.raw.get("object_manager_attributes", ()):
        waits = any(record.get(flag) for flag in ("to_create", "to_migrate", "to_delete", "to_config"))
        if waits and record["name"] not in ours:
            yield text("zammad-attribute-waits", name=str(record["name"]))


def _too_long(view: _View) -> Iterator[Text]:
    """The product cuts names without a word, so that they never come back as they were sent."""
    for change in view.writes:
        for field, most in LONGEST.items():
            value = (change.after or {}).get(field)
            room = GROUP_NAME if (change.key.kind, field) == ("group", "name") else most
            length = len(str(value)) if value is not None else 0
            if length > room:
                yield text("zammad-too-long", object=str(change.key), field=field, length=length, most=room)


def _restart(view: _View) -> Iterator[Text]:
    """The process that migrates knows the new column; others of the same server may not until they start again."""
    made = [change.name for change in view.writes if change.key.kind == "attribute" and change.action == "create"]
    if made:
        yield text("zammad-restart", names=tuple(made))


def _mails(body: Mapping[str, Any]) -> bool:
    mail = (body.get("perform") or {}).get("notification.email") or {}
    return bool({"ticket_customer", "article_last_sender"} & set(mail.get("recipient") or ()))


def _without_address(view: _View) -> Iterator[Text]:
    """Mails of triggers leave from the group's address; a group without one sends nothing, silently."""
    if not any(_mails(body) for _, body in view.rules()):
        return
    made = {change.name for change in view.writes if change.key.kind == "group" and change.action == "create"}
    ours = {change.native for change in view.writes if change.key.kind == "group"}
    ours |= {item.native for item in view.live if item.kind == "group" and item.owner is not None}
    records = view.account.raw.get("groups", ())
    mute = {str(one["name"]) for one in records if str(one["id"]) in ours and not one.get("email_address_id")}
    if made | mute:
        yield text("zammad-no-address", groups=tuple(sorted(made | mute)))


def _other_replies(view: _View) -> Iterator[Text]:
    """Every account begins with a trigger that answers new tickets."""
    if not any(_mails(body) for _, body in view.rules()):
        return
    for item, _ in _foreign_triggers(view):
        if _mails(item.body):
            yield text("zammad-other-reply", name=item.name)


def _ours(view: _View, item: Live) -> bool:
    """By our marker, or because the workspace says it: rules of an account that was adopted bear no marker."""
    return item.owner is not None or (item.kind, item.name) in view.account.wanted


def _foreign_triggers(view: _View) -> Iterator[tuple[Live, Mapping[str, Any]]]:
    """Active ones that are not ours, with what they do."""
    for item in view.others:
        if item.kind == "trigger" and item.body.get("active") and not _ours(view, item):
            yield item, cast(Mapping[str, Any], item.body.get("perform") or {})


def _broken_rules(view: _View) -> Iterator[Text]:
    """A trigger of others that names a group that is gone keeps tickets out; an unknown attribute stops all triggers after it."""
    groups = {str(record["id"]) for record in view.account.raw.get("groups", ())}
    known = _known_attributes(view)
    for item, perform in _foreign_triggers(view):
        lost = [id_ for kind, id_, _ in references(perform) if kind == "group" and id_.startswith(NATIVE)]
        if any(id_.removeprefix(NATIVE) not in groups for id_ in lost):
            yield text("zammad-broken-trigger", name=item.name)
        elif not perform.keys() <= known:
            yield text("zammad-stopping-trigger", name=item.name)


def _other_moves(view: _View) -> Iterator[Text]:
    """Triggers run one after another by name, and the last that sets a group wins."""
    if not any(change.key.kind == "trigger" for change in view.writes):
        return
    moving = {"ticket.group_id", "ticket.priority_id", "ticket.state_id", "ticket.owner_id"}
    names = sorted(item.name for item, perform in _foreign_triggers(view) if moving & perform.keys())
    if names:
        yield text("zammad-other-rules", names=tuple(names))


def _lost_with(view: _View) -> Iterator[Text]:
    """What tickets lose when a tag or an attribute is deleted."""
    counts = {str(record["id"]): int(record.get("count") or 0) for record in view.account.raw.get("tag_list", ())}
    for change in view.deletes:
        if change.key.kind == "tag" and counts.get(change.native or ""):
            yield text("zammad-tag-lost", name=change.name, count=counts[change.native or ""])
        if change.key.kind == "attribute":
            yield text("zammad-values-lost", name=change.name)
