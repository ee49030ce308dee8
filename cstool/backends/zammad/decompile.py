"""A Zammad account as our files: groups become teams, calendars calendars, triggers rules, SLAs policies."""

from collections.abc import Iterator, Mapping, Sequence

from cstool.backends.adopt.adoption import Adopted, Place, Seen
from cstool.backends.adopt.ids import Ids
from cstool.backends.adopt.people import agent_body, agents_of, mails_in
from cstool.backends.adopt.unsayable import Unsayable
from cstool.backends.adopt.vocabulary import add_tags
from cstool.backends.adopt.weeks import hours_of
from cstool.backends.references import references
from cstool.backends.zammad.decompile_keys import in_order
from cstool.backends.zammad.decompile_rules import Tongue, event_of, plain, then_of, tree_of, when_of
from cstool.backends.zammad.decompile_texts import modules, reply, without_mail
from cstool.backends.zammad.meaning import body_of
from cstool.backends.zammad.sla import METRIC
from cstool.conditions.fields import BUILT_IN
from cstool.model.calendars import DAYS, minutes_of
from cstool.plan import Key, Live

KINDS_OF_MESSAGE = {
    "email": "email",
    "web": "web",
    "phone": "phone",
    "chat": "chat",
    "sms": "sms",
    "whatsapp message": "messaging",
    "telegram personal-message": "messaging",
    "facebook direct-message": "messaging",
    "twitter direct-message": "messaging",
    "twitter status": "social",
    "facebook feed post": "social",
    "facebook feed comment": "social",
}
"""Kinds of messages (zammad/zammad: db/seeds/ticket_article_types.rb) -> our types of channels."""
ALWAYS = ("email", "web", "phone")
"""Channels that every account has."""
_FIELD_TYPES = {"select": "enum", "boolean": "flag", "input": "text", "integer": "number", "date": "date"}


def decompile(seen: Seen) -> Adopted:
    """Everything that is taken, as our objects; what our words cannot say, raw."""
    made = Adopted()
    _calendars(seen, made)
    _teams(seen, made)
    tongue = _tongue(seen, made)
    _rules(seen, made, tongue)
    _policies(seen, made, tongue)
    modules(seen, made)
    for key, item in seen.of_kind("job"):
        made.keep_raw(key, item, "job")
    add_tags(made)
    return made


def _calendars(seen: Seen, made: Adopted) -> None:
    for key, item in seen.of_kind("calendar"):
        if key in seen.raw:
            made.keep_raw(key, item, "")
            continue
        hours = hours_of([frames(body_of(item.body.get("business_hours")).get(day)) for day in DAYS])
        off = body_of(item.body.get("public_holidays"))
        days = sorted(day for day, entry in off.items() if body_of(entry).get("active"))
        body: dict[str, object] = {"name": item.name, "timezone": item.body.get("timezone"), "hours": hours}
        made.say(Key("calendars", key.id), {**body, "holidays": {"also": days}} if days else body, key)


def frames(day: object) -> list[tuple[int, int]]:
    """Opening hours of one day in minutes."""
    held = body_of(day)
    frames = held.get("timeframes")
    found = []
    for frame in frames if held.get("active") and isinstance(frames, list) else ():
        try:
            start, end = minutes_of(frame[0]), minutes_of(frame[1])
        except (ValueError, IndexError, TypeError):
            continue  # it does not come back, so the calendar is kept raw
        found.append((start, 1440 if end == 1439 else end))  # an end of 23:59 is midnight (measured on zammad/zammad 5.5)
    return found


def _teams(seen: Seen, made: Adopted) -> None:
    members: dict[str, list[str]] = {}
    for key, item in seen.of_kind("agent_groups"):
        rights = body_of(item.body.get("group_ids"))
        teams = [id_ for group in rights for kind, id_, _ in references(group) if kind == "group" and not id_.startswith("=")]
        if key in seen.raw or any(Key("group", team) in seen.raw for team in teams):
            made.keep_raw(key, item, "")
        else:
            for team in teams:
                members.setdefault(team, []).append(key.id)
    for key, item in seen.of_kind("group"):
        if key in seen.raw:
            made.keep_raw(key, item, "")
            continue
        body: dict[str, object] = {"name": item.name}
        made.say(Key("teams", key.id), {**body, "members": sorted(members[key.id])} if key.id in members else body, key)
    for mail, agent in agents_of(mails_in(item.body for item in seen.live.values()), seen.agents).items():
        made.objects[Key("agents", agent)] = agent_body(mail, seen.people.get(mail))


def _tongue(seen: Seen, made: Adopted) -> Tongue:
    tests = [part for key, item in seen.live.items() if key.kind in ("trigger", "sla") for part in _tests(item.body["condition"])]
    asked = dict.fromkeys(id_ for name, test in tests if name == "ticket.create_article_type_id" for id_ in _types(test))
    ids = Ids("channel", {})
    kinds = [kind for kind in dict.fromkeys([*ALWAYS, *asked]) if kind in KINDS_OF_MESSAGE]
    channels = {kind: seen.channels.get(("via", kind)) or ids.of(kind, kind) for kind in kinds}
    calendar = _one_clock(seen, made, tests)
    for kind, channel in channels.items():
        made.channels[channel] = {"via": kind}
        body: dict[str, object] = {"type": KINDS_OF_MESSAGE[kind]}
        made.objects[Key("channels", channel)] = {**body, "calendar": calendar} if calendar else body
    fields, flags = _fields(seen, made)
    mails = {str(body["email"]): key.id for key, body in made.objects.items() if key.kind == "agents"}
    teams = frozenset(key.id for key in made.objects if key.kind == "teams")
    return Tongue(channels, fields, flags, mails, teams, calendar)


def _one_clock(seen: Seen, made: Adopted, tests: Sequence[tuple[str, object]]) -> str | None:
    """The calendar of all channels: the one that rules ask for, else the account's first."""
    known = [key.id for key in made.objects if key.kind == "calendars"]
    asked = [id_ for name, test in tests if name == "execution_time.calendar_id" for _, id_, _ in references(test)]
    return next((id_ for id_ in [*asked, *known] if id_ in known), None)


def _tests(condition: object) -> Iterator[tuple[str, object]]:
    for part in tree_of(condition):
        if isinstance(part, tuple) and isinstance(part[1], list):
            for inner in part[1]:
                yield from _tests(inner)
        elif isinstance(part, tuple):
            yield part


def _types(test: object) -> list[str]:
    return [id_ for kind, id_, _ in references(test) if kind == "article_type" and not id_.startswith("=")]


def _fields(seen: Seen, made: Adopted) -> tuple[dict[str, str], frozenset[str]]:
    """Object attributes that some rule asks or sets, bound to fields of ours."""
    named = {f"ticket.{item.body.get('name')}": item for item in seen.fields}
    asked = {
        name for key, item in seen.live.items() if key.kind in ("trigger", "sla") for name, _ in _tests(item.body["condition"])
    }
    asked |= {name for _, item in seen.of_kind("trigger") for name in body_of(item.body.get("perform"))}
    ids, found, flags = Ids("field", {}, [name for name in BUILT_IN if "." not in name]), {}, set()
    for attribute, item in named.items():
        type_ = _FIELD_TYPES.get(str(item.body.get("data_type")))
        options = body_of(body_of(item.body.get("data_option")).get("options"))
        if attribute not in asked or type_ is None or (type_ == "enum" and not options):
            continue
        native = str(item.body["name"])
        name = seen.bound.get(native) or ids.of(item.native, native).replace("-", "_")
        made.fields[name] = {"dropdown" if type_ == "enum" else "attribute": native}
        body: dict[str, object] = {"type": type_, **({"values": list(options)} if type_ == "enum" else {})}
        made.objects[Key("fields", name)] = {**body, "name": str(item.body["display"]).replace("@@", "@")}
        found[attribute] = name
        flags |= {name} if type_ == "flag" else set()
    return found, frozenset(flags)


def _rules(seen: Seen, made: Adopted, tongue: Tongue) -> None:
    stages: dict[str, dict[str, object]] = {}
    members: dict[str, list[str]] = {}
    by_native = {item.native: key for key, item in seen.live.items() if key.kind == "trigger"}
    for item in in_order(seen.live.values()):
        key = by_native[item.native]
        stage, _, rule = key.id.partition("/")
        event, body = _rule(seen, made, key, item, tongue)
        whole = stages.setdefault(stage, {"event": event or "ticket.created", "match": "sequence"})
        if event is not None:
            whole["event"] = event
        members.setdefault(stage, []).append(rule)
        made.say(Key("rules", rule), body, key)
    for stage, whole in stages.items():
        made.objects[Key("stages", stage)] = {**whole, "rules": members[stage]}
    if stages:
        made.objects[Key("order", "stages")] = {"ids": list(stages)}


def _rule(seen: Seen, made: Adopted, key: Key, item: Live, tongue: Tongue) -> tuple[str | None, dict[str, object]]:
    """The event of a trigger, where it has one of ours, and the rule: in our words, or raw."""
    found = event_of(item.body.get("condition"))
    event = found[0] if found else None
    try:
        if key in seen.raw or found is None:
            raise Unsayable("" if found else "ticket.action")
        name = plain(item.body["name"])
        others, mail = without_mail(item.body.get("perform"))
        then = then_of(others, name, tongue)
        then |= {"reply": reply(seen, made, key.id.partition("/")[2], mail)} if mail is not None else {}
        body: dict[str, object] = {"name": name, "when": when_of(found[1], tongue), "then": then}
        return event, body if item.body.get("active") else {**body, "enabled": False}
    except Unsayable as error:
        made.why[key] = str(error)
        return event, {"raw": {seen.backend: dict(item.body)}}


def _policies(seen: Seen, made: Adopted, tongue: Tongue) -> None:
    ids = []
    for key, item in _chosen(seen):
        ids.append(key.id)
        try:
            if key in seen.raw:
                raise Unsayable("")
            made.say(Key("policies", key.id), _policy(item, tongue), key)
        except Unsayable as error:
            made.why[key] = str(error)
            made.say(Key("policies", key.id), {"raw": {seen.backend: dict(item.body)}}, key)
    if ids:
        made.objects[Key("order", "policies")] = {"ids": ids}


def _chosen(seen: Seen) -> list[tuple[Key, Live]]:
    """In the order in which they are chosen: by name, and those without a condition last, the last of them first (measured on
    zammad/zammad 5.5)."""
    named = sorted(seen.of_kind("sla"), key=lambda pair: pair[1].name)
    bound = [pair for pair in named if pair[1].body.get("condition")]
    return [*bound, *reversed([pair for pair in named if not pair[1].body.get("condition")])]


def _policy(item: Live, tongue: Tongue) -> dict[str, object]:
    calendar = next((id_ for kind, id_, _ in references(item.body.get("calendar_id")) if kind == "calendar"), None)
    held = {metric: item.body.get(native) for metric, native in METRIC.items()}
    lengths = {metric: int(str(value)) for metric, value in held.items() if value is not None}
    if calendar is None or not lengths or min(lengths.values()) < 1:
        raise Unsayable("calendar_id" if calendar is None else "targets")
    when = when_of(tree_of(item.body.get("condition")), tongue)
    targets = {metric: {"within": length(minutes), "calendar": calendar} for metric, minutes in lengths.items()}
    body: dict[str, object] = {"name": plain(item.body["name"]), **({"when": when} if when != "always" else {})}
    return {**body, "targets": targets, "pause": ["pending"]}


def length(minutes: int) -> str:
    """`90m`, `4h`."""
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}m"


def found_of(live: Sequence[Live]) -> Mapping[Place, str]:
    """Nothing is renamed: attributes are known by their names."""
    return {}
