"""What Zammad's triggers do to a ticket, and which of it breaks them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cstool.backends.engines.desk import Desk, Mail
from cstool.backends.engines.things import Thing, plain
from cstool.backends.zammad.engine.rows import COLUMNS, Facts, tags_of
from cstool.diagnostic import Text, text

RECORDS = ("ticket.group_id", "ticket.priority_id")
"""A wrong id here makes the database refuse the whole ticket (measured on zammad/zammad 5.5)."""
IDS = (*RECORDS, "ticket.state_id", "ticket.owner_id", "ticket.customer_id", "ticket.organization_id")
SILENT = ("notification.sms", "notification.webhook", "ticket.subscribe", "ticket.unsubscribe", "checklist.add_from_template")
CUSTOMER = ("ticket_customer", "article_last_sender")


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a trigger cannot do what it says. `refused`: no ticket is made; else it does nothing, and no later trigger runs."""

    why: Text
    refused: bool


@dataclass(frozen=True)
class Performs:
    """The actions of one trigger."""

    writes: tuple[tuple[str, str], ...] = ()
    adds: frozenset[str] = frozenset()
    removes: frozenset[str] = frozenset()
    mails: tuple[tuple[tuple[str, ...], str, str], ...] = ()
    note: bool = False
    broken: Broken | None = None
    unknown: str | None = None
    """An action that this model does not know."""


def performs_of(thing: Thing, facts: Facts) -> Performs:
    """Compile the actions of one trigger."""
    body = thing.body.get("perform")
    writes: list[tuple[str, str]] = []
    mails: list[tuple[tuple[str, ...], str, str]] = []
    adds: frozenset[str] = frozenset()
    removes: frozenset[str] = frozenset()
    note, unknown = False, None
    for key, what in body.items() if isinstance(body, Mapping) else ():
        name = plain(key)
        broken = _broken(thing, name, what, facts)
        if broken is not None:
            return Performs(broken=broken)
        assert isinstance(what, Mapping)
        if name == "ticket.tags":
            adds, removes = (
                (tags_of(what.get("value")), removes) if what.get("operator") == "add" else (adds, tags_of(what.get("value")))
            )
        elif name == "notification.email":
            mails.append((_recipients(what.get("recipient")), plain(what.get("subject")), plain(what.get("body"))))
        elif name == "article.note":
            note = True
        elif name.startswith("ticket.") and name not in SILENT and name != "ticket.action":
            writes.append((name, _value(name, what)))
        elif name not in SILENT:
            unknown = name
    return Performs(tuple(writes), adds, removes, tuple(mails), note, None, unknown)


def _recipients(value: object) -> tuple[str, ...]:
    return tuple(plain(one) for one in value) if isinstance(value, list | tuple) else (plain(value),)


def _value(name: str, what: Mapping[str, object]) -> str:
    if what.get("pre_condition") == "not_set":
        return ""
    value = what.get("value")
    return "" if name == "ticket.owner_id" and plain(value) == "1" else plain(value)


def _broken(thing: Thing, name: str, what: object, facts: Facts) -> Broken | None:
    """A name or value that cannot be written (measured on zammad/zammad 5.5)."""
    table = name.partition(".")[0]
    known = (
        table in ("notification", "article", "checklist", "ai") or name in COLUMNS or name in facts.attributes or name in SILENT
    )
    value = what.get("value") if isinstance(what, Mapping) else what
    shown = {"rule": thing.name, "field": name, "value": plain(value)}
    if not known or not isinstance(what, Mapping):
        return Broken(text("engine-broken", **shown), False)
    if name in IDS and what.get("pre_condition") in (None, "specific"):
        written = plain(value)
        exists = facts.existing.get(name)
        if isinstance(value, list | tuple) or (not _is_id(written) and name not in RECORDS):
            return Broken(text("engine-broken", **shown), False)
        if not _is_id(written) or (exists is not None and written not in exists):
            return Broken(text("engine-refused", **shown), True)
    return None


def _is_id(value: str) -> bool:
    return value.isdecimal() or value.startswith("@{")


def perform(performs: Performs, desk: Desk, rule: Thing, facts: Facts) -> tuple[str, ...]:
    """Do it; what changed."""
    changed = [name for name, value in performs.writes if desk.write(name, value, rule)]
    _keep_access(desk, rule, facts)
    changed += [f"+{tag}" for tag in sorted(performs.adds - desk.tags)]
    changed += [f"-{tag}" for tag in sorted(performs.removes & desk.tags)]
    desk.tags = (desk.tags | performs.adds) - performs.removes
    desk.added |= performs.adds
    for recipients, subject, body in performs.mails:
        # Nobody answers a machine (zammad/zammad, app/models/ticket/perform_changes/action/notification_email.rb).
        told = tuple(one for one in recipients if not (desk.ticket.automatic and one in CUSTOMER))
        if told:
            desk.mails.append(Mail(rule, told, subject, body))
    if performs.note:
        desk.notes.append(rule)
    return tuple(changed)


def _keep_access(desk: Desk, rule: Thing, facts: Facts) -> None:
    """An owner without access to the group is taken off without a word (measured on zammad/zammad 5.5)."""
    groups: Sequence[str] | frozenset[str] | None = facts.access.get(desk.values.get("ticket.owner_id", ""))
    if groups is not None and desk.values.get("ticket.group_id") not in groups:
        desk.write("ticket.owner_id", "", rule)
