"""Attributes, the missing priority, tags, groups, access of agents, calendars."""

from collections.abc import Collection, Iterator

from cstool.backends.account import Account
from cstool.backends.options import band_labels, bands, known_values, option
from cstool.backends.references import literal, reference
from cstool.backends.weeks import DAY, days_of_week, every_holiday, holidays, make_up_days
from cstool.backends.zammad.conditions import attribute_name, days_calendar
from cstool.backends.zammad.names import URGENT, marker
from cstool.model.calendars import DAYS, Calendar
from cstool.model.settings import FieldBinding
from cstool.plan import Resource
from cstool.sla import ALWAYS_OPEN

# Kinds of object attributes and what each must say (zammad/zammad-documentation: api/object.rst).
_INPUT = {"type": "text", "maxlength": 500, "null": True, "default": "", "linktemplate": ""}
TYPES: dict[str, tuple[str, dict[str, object]]] = {
    "dropdown": ("select", {"default": "", "null": True, "nulloption": True, "relation": "", "customsort": "on"}),
    "text": ("input", dict(_INPUT)),
    "checkbox": ("boolean", {"default": False, "null": True, "options": {"true": "yes", "false": "no"}}),
    "number": ("integer", {"default": 0, "null": True, "min": 0, "max": 2147483647}),
    "date": ("date", {"diff": 0, "null": True}),
}


def attributes(account: Account) -> Iterator[Resource]:
    """A ticket attribute for each binding that says `create`."""
    for name, binding in account.settings.fields.items():
        if binding.create is None:
            continue
        id_ = name.removeprefix("fields.")
        own = account.workspace.fields.get(id_)
        display = account.shown(own.value.name, id_) if own else id_
        kind, options = TYPES[binding.create]
        if binding.create == "dropdown":
            options = {**options, "options": _options(account, name, binding)}
        native = attribute_name(name, binding)
        body = {"object": "Ticket", "name": native, "display": literal(display), "data_type": kind, "data_option": options}
        yield Resource("attribute", id_, "", native, {**body, "active": True})


def _options(account: Account, name: str, binding: FieldBinding) -> dict[str, str]:
    if binding.bands:
        return dict(zip(bands(name, binding), map(literal, band_labels(binding)), strict=True))
    return {option(name, binding, value): literal(label) for value, label in known_values(account, name).items()}


def priorities(account: Account) -> Iterator[Resource]:
    """The product has three: `1 low`, `2 normal`, `3 high` (measured on zammad/zammad 5.5)."""
    yield Resource("priority", "urgent", "", URGENT, {"name": URGENT, "active": True})


def tags(account: Account) -> Iterator[Resource]:
    """The tags of the vocabulary, so that agents can choose them."""
    for id_, _, _ in account.objects("tags", account.workspace.tags.items()):
        yield Resource("tag", id_, "", id_, {"name": id_})


def groups(account: Account) -> Iterator[Resource]:
    """A group a team."""
    for id_, item, _ in account.objects("teams", account.workspace.teams.items()):
        name = account.shown(item.value.name, id_)
        yield Resource("group", id_, "", name, {"name": literal(name), "note": marker("group", id_), "active": True})


def access(account: Account) -> Iterator[Resource]:
    """Which groups an agent works in. A new group lets nobody in, and the product replaces the whole map."""
    for id_, item in account.workspace.agents.items():
        scope = account.scope("agents", id_, item.at())
        if scope.excluded or not account.in_force(item.value):
            continue
        member_of = [
            team
            for team, group in account.workspace.teams.items()
            if id_ in group.value.members and account.in_force(group.value) and not account.excludes("teams", team)
        ]
        mail = item.value.email or id_
        if member_of:
            body = {"id": reference("user", mail), "group_ids": {reference("group", team): ["full"] for team in member_of}}
            yield Resource("agent_groups", id_, "", mail.lower(), body)


def calendars(account: Account, asked: Collection[str]) -> Iterator[Resource]:
    """Working calendars, one that never closes (every SLA counts on a calendar), and those `asked` for holidays."""
    week: dict[str, object] = {day: {"active": True, "timeframes": [["00:00", "23:59"]]} for day in DAYS}
    for id_, item in account.workspace.calendars.items():
        scope = account.scope("calendars", id_, item.at())
        if (scope.excluded and days_calendar(id_) not in asked) or not account.in_force(item.value):
            continue
        if make_up_days(item.value, account.workspace.today):
            scope.differs("make-up-days", item.at("holidays"))
        name = account.shown(item.value.name, id_)
        days = (every_holiday if account.settings.adopted else holidays)(item.value, account.workspace.today)
        off = {day.isoformat(): {"active": True, "summary": account.phrase("holiday")} for day in days}
        if not scope.excluded:
            yield _calendar(id_, name, item.value.timezone, _hours(item.value), off)
        if days_calendar(id_) in asked:
            title = f"{name}: {account.phrase('days')}"
            yield _calendar(days_calendar(id_), title, item.value.timezone, week, off)
    if not account.settings.adopted or ALWAYS_OPEN in asked:
        yield _calendar(ALWAYS_OPEN, account.phrase("always-open"), "UTC", week, {})


def _calendar(id_: str, name: str, zone: str, hours: dict[str, object], off: dict[str, dict[str, object]]) -> Resource:
    body = {
        "name": literal(name),
        "timezone": zone,
        "business_hours": hours,
        "public_holidays": off,
        "ical_url": "",
    }
    return Resource("calendar", id_, "", name, body)


def _hours(calendar: Calendar) -> dict[str, object]:
    week = days_of_week(calendar)
    return {
        day: {"active": bool(pieces), "timeframes": [[_clock(start), _clock(end)] for start, end in pieces]}
        for day, pieces in zip(DAYS, week, strict=True)
    }


def _clock(minute: int) -> str:
    # The product reads an end of 23:59 as midnight (measured on zammad/zammad 5.5).
    return "23:59" if minute == DAY else f"{minute // 60:02d}:{minute % 60:02d}"
