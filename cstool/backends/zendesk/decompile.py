"""A Zendesk account as our files: groups become teams, schedules calendars, categories stages, triggers rules."""

from collections.abc import Iterator, Mapping, Sequence

from cstool.backends.adopt.adoption import Adopted, Seen
from cstool.backends.adopt.people import agent_body, agents_of, mails_in
from cstool.backends.adopt.unsayable import Unsayable
from cstool.backends.adopt.vocabulary import add_tags
from cstool.backends.adopt.weeks import hours_of
from cstool.backends.references import references
from cstool.backends.zendesk.decompile_bindings import tongue_of
from cstool.backends.zendesk.decompile_rules import Tongue, event_of, plain, then_of, when_of
from cstool.backends.zendesk.decompile_texts import is_reply, macros, reply
from cstool.backends.zendesk.sla import PAUSED, REPLIES
from cstool.backends.zendesk.zones import RAILS
from cstool.plan import Key, Live

IANA: dict[str, str] = {}
for _zone, _rails in RAILS.items():
    IANA.setdefault(_rails, _zone)
IANA |= {"Edinburgh": "Europe/London", "Quito": "America/Bogota", "Osaka": "Asia/Tokyo", "Sapporo": "Asia/Tokyo"}
IANA |= {"Canberra": "Australia/Melbourne", "Kyiv": "Europe/Kiev", "Astana": "Asia/Dhaka", "New Delhi": "Asia/Kolkata"}
IANA |= {"Mumbai": "Asia/Kolkata", "Chennai": "Asia/Kolkata", "Islamabad": "Asia/Karachi", "Hanoi": "Asia/Bangkok"}
IANA |= {"Wellington": "Pacific/Auckland", "Marshall Is.": "Pacific/Majuro", "St. Petersburg": "Europe/Moscow"}
"""Names of zones by Ruby on Rails -> IANA (rails/rails, activesupport/lib/active_support/values/time_zone.rb, MAPPING)."""


def decompile(seen: Seen) -> Adopted:
    """Everything that is taken, as our objects; what our words cannot say, raw."""
    made = Adopted()
    _calendars(seen, made)
    _teams(seen, made)
    tongue = tongue_of(seen, made)
    _stages(seen, made, tongue)
    _policies(seen, made, tongue)
    _others(seen, made)
    add_tags(made)
    return made


def _calendars(seen: Seen, made: Adopted) -> None:
    for key, item in seen.of_kind("schedule"):
        zone = IANA.get(str(item.body.get("time_zone")))
        if key in seen.raw or zone is None:
            made.keep_raw(key, item, "time_zone" if zone is None else "")
            continue
        body: dict[str, object] = {"name": item.name, "timezone": zone, "hours": hours_of(_week(item.body.get("intervals")))}
        days = sorted(_days(item.body.get("holidays")))
        made.say(Key("calendars", key.id), {**body, "holidays": {"also": days}} if days else body, key)


def _week(intervals: object) -> list[list[tuple[int, int]]]:
    """Monday to Sunday, from minutes since Sunday midnight."""
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for one in intervals if isinstance(intervals, list) else ():
        day, start = divmod(int(one["start_time"]), 1440)
        week[(day - 1) % 7].append((start, int(one["end_time"]) - day * 1440))
    return week


def _days(holidays: object) -> Iterator[str]:
    from datetime import date, timedelta

    for one in holidays if isinstance(holidays, list) else ():
        day, last = date.fromisoformat(str(one["start_date"])), date.fromisoformat(str(one["end_date"]))
        while day <= last:
            yield day.isoformat()
            day += timedelta(days=1)


def _teams(seen: Seen, made: Adopted) -> None:
    members: dict[str, list[str]] = {}
    for key, _ in seen.of_kind("group_membership"):
        if _clean(seen, key) and _clean(seen, Key("group", key.id)):
            members.setdefault(key.id, []).append(key.part)
    for key, item in seen.of_kind("group"):
        if key in seen.raw:
            made.keep_raw(key, item, "")
        else:
            body: dict[str, object] = {"name": item.name}
            body |= {"members": sorted(members[key.id])} if key.id in members else {}
            made.say(Key("teams", key.id), body, key)
    for mail, agent in agents_of(mails_in(item.body for item in seen.live.values()), seen.agents).items():
        made.objects[Key("agents", agent)] = agent_body(mail, seen.people.get(mail))


def _clean(seen: Seen, key: Key) -> bool:
    return key in seen.live and key not in seen.raw


def _stages(seen: Seen, made: Adopted, tongue: Tongue) -> None:
    stages: dict[str, dict[str, object]] = {}
    members: dict[str, list[str]] = {}
    for category, triggers in _placed(seen):
        heads = [category.id, *(key.id.partition("/")[0] for key, _ in triggers)]
        for stage in dict.fromkeys(heads):
            named = {"name": seen.live[category].name} if stage == category.id else {"continues": True}
            stages[stage] = {**named, "event": "ticket.created", "match": "sequence"}
            members[stage] = []
        for key, item in triggers:
            stage, _, rule = key.id.partition("/")
            event, body = _rule(seen, made, key, item, tongue)
            if event is not None:
                stages[stage]["event"] = event
            members[stage].append(rule)
            made.say(Key("rules", rule), body, key)
    for stage, whole in stages.items():
        made.objects[Key("stages", stage)] = {**whole, "rules": members[stage]}
    if stages:
        made.objects[Key("order", "stages")] = {"ids": list(stages)}


def _placed(seen: Seen) -> Iterator[tuple[Key, list[tuple[Key, Live]]]]:
    """Categories and their triggers in order."""
    order = seen.live.get(Key("trigger_order", "all"))
    members = order.body.get("triggers") if order else None
    categories = order.body.get("trigger_categories") if order else None
    for category in categories if isinstance(categories, list) else ():
        listed = members.get(category, []) if isinstance(members, Mapping) else []
        home = next((Key(kind, id_) for kind, id_, _ in references(category)), None)
        if home is not None and home in seen.live:
            keys = [Key(kind, id_) for one in listed for kind, id_, _ in references(one)]
            yield home, [(key, seen.live[key]) for key in keys if key in seen.live]


def _rule(seen: Seen, made: Adopted, key: Key, item: Live, tongue: Tongue) -> tuple[str | None, dict[str, object]]:
    """The event of a trigger, where it has one of ours, and the rule: in our words, or raw."""
    native = {name: value for name, value in item.body.items() if name != "category_id"}
    try:
        conditions = item.body.get("conditions")
        found = event_of(conditions) if isinstance(conditions, Mapping) else None
        event = found[0] if found else None
        if key in seen.raw:
            raise Unsayable("")
        if found is None or not isinstance(conditions, Mapping):
            raise Unsayable("update_type")
        when = when_of(found[1], conditions.get("any") or [], tongue)
        acts = native["actions"] if isinstance(native["actions"], list) else []
        mails = [action for action in acts if is_reply(action)]
        then = then_of([action for action in acts if not is_reply(action)], tongue)
        if len(mails) > 1:
            raise Unsayable("notification_user")
        then |= {"reply": reply(seen, made, key.id.partition("/")[2], mails[0]["value"])} if mails else {}
        body: dict[str, object] = {"name": plain(str(native["title"])), "when": when, "then": then}
        return event, body if native.get("active") else {**body, "enabled": False}
    except Unsayable as error:
        made.why[key] = str(error)
        return event if "event" in locals() else None, {"raw": {seen.backend: native}}


def _policies(seen: Seen, made: Adopted, tongue: Tongue) -> None:
    order = seen.live.get(Key("sla_order", "all"))
    ids = [id_ for _, id_, _ in references(order.body)] if order else []
    ids = [id_ for id_ in ids if Key("sla_policy", id_) in seen.live]
    for id_ in ids:
        key = Key("sla_policy", id_)
        item = seen.live[key]
        try:
            if key in seen.raw:
                raise Unsayable("")
            made.say(Key("policies", id_), _policy(item, tongue), key)
        except Unsayable as error:
            made.why[key] = str(error)
            made.say(Key("policies", id_), {"raw": {seen.backend: dict(item.body)}}, key)
    if ids:
        made.objects[Key("order", "policies")] = {"ids": ids}


def _policy(item: Live, tongue: Tongue) -> dict[str, object]:
    held = item.body.get("filter")
    if not isinstance(held, Mapping):
        raise Unsayable("filter")
    body: dict[str, object] = {"name": plain(str(item.body["title"]))}
    when = when_of([_texted(row) for row in held.get("all") or []], [_texted(row) for row in held.get("any") or []], tongue)
    body |= {"when": when} if when != "always" else {}
    targets, pause = _targets(item.body.get("policy_metrics"))
    return {**body, "targets": targets, **({"pause": sorted(pause)} if pause else {})}


def _texted(row: Mapping[str, object]) -> dict[str, object]:
    """A row of a filter as triggers write it: numbers as texts."""
    value = row.get("value")
    return {**row, "value": str(value).replace("@#", "@") if isinstance(value, int | str) else value}


def _targets(metrics: object) -> tuple[dict[str, object], frozenset[str]]:
    """Targets by metric and priority, and the states in which their clocks stand still."""
    rows = list(metrics) if isinstance(metrics, list) else []
    names = {str(row["metric"]) for row in rows}
    for pause, paused in PAUSED.items():
        ours = {native: metric for metric, native in {**REPLIES, **paused}.items()}
        if names <= set(ours) and rows:
            targets: dict[str, object] = {}
            for native in dict.fromkeys(str(row["metric"]) for row in rows):
                targets[ours[native]] = _target([row for row in rows if row["metric"] == native])
            return targets, frozenset(map(str, pause))
    raise Unsayable("policy_metrics")


def _target(rows: Sequence[Mapping[str, object]]) -> dict[str, object]:
    clocks = {bool(row["business_hours"]) for row in rows}
    if len(clocks) > 1 or any("target_in_seconds" in row for row in rows):
        raise Unsayable("business_hours")
    lengths = {str(row["priority"]): length(row["target"]) for row in rows}
    clock = {} if clocks == {True} else {"calendar": "24x7"}
    if len(lengths) == 4 and len(set(lengths.values())) == 1:
        return {"within": next(iter(lengths.values())), **clock}
    return {**lengths, **clock}


def length(minutes: object) -> str:
    """`90m`, `4h`."""
    whole = int(str(minutes))
    return f"{whole // 60}h" if whole and whole % 60 == 0 else f"{whole}m"


def _others(seen: Seen, made: Adopted) -> None:
    """Kinds for which we have no words of our own yet, or whose home is raw."""
    macros(seen, made)
    for kind in ("skill_attribute", "skill", "agent_skills", "dynamic_content", "automation"):
        for key, item in seen.of_kind(kind):
            made.keep_raw(key, item, kind)
    for key, item in seen.of_kind("group_membership"):
        if key in seen.raw or not _clean(seen, Key("group", key.id)):
            made.keep_raw(key, item, "")
