"""Changes made by hand in Zendesk to objects that cstool pushed, carried over to the files where they have one place there."""

from collections.abc import Iterable, Mapping

from cstool.backends.adopt.edits import RULES, Edits, LeftOutError, days_between
from cstool.backends.references import references
from cstool.backends.zendesk.decompile import IANA, length
from cstool.backends.zendesk.sla import PAUSED, REPLIES
from cstool.plan import Body, Change, Key, Live

METRICS = {native: ours for ours, native in REPLIES.items()} | {
    native: ours for paused in PAUSED.values() for ours, native in paused.items()
}


def edit(edits: Edits, change: Change) -> None:
    """One change. Raises LeftOutError."""
    before, after = change.before or {}, change.after or {}
    key, kind = change.key, change.key.kind
    if kind == "group_membership":
        edits.member(key.id, key.part, change.action != "delete")
    elif change.action == "delete":
        raise LeftOutError("pull-left-gone")
    elif kind == "group":
        edits.rename(Key("teams", key.id), change.name)
    elif kind == "schedule":
        _schedule(edits, Key("calendars", key.id), before, after)
    elif kind == "dynamic_content":
        _texts(edits, key, before, after)
    elif kind == "sla_policy":
        _policy(edits, key.id, before, after)
    elif kind == "trigger" and {**before, "title": ""} == {**after, "title": ""} and "/" in key.id:
        stage, _, rule = key.id.partition("/")
        edits.rename(Key("rules", rule), change.name.removeprefix(f"{stage}: "))
    else:
        raise LeftOutError(RULES)


def _schedule(edits: Edits, key: Key, before: Body, after: Body) -> None:
    if before.get("name") != after.get("name"):
        edits.rename(key, str(after["name"]).replace("@@", "@"))
    if before.get("time_zone") != after.get("time_zone"):
        zone = IANA.get(str(after["time_zone"]))
        if zone is None:
            raise LeftOutError("pull-left-inexact")
        edits.objects[key] = {**edits.of(key), "timezone": zone}
    if before.get("intervals") != after.get("intervals"):
        week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
        for one in _rows(after.get("intervals")):
            day, start = divmod(int(str(one["start_time"])), 1440)
            week[(day - 1) % 7].append((start, int(str(one["end_time"])) - day * 1440))
        edits.hours(key, week)
    if before.get("holidays") != after.get("holidays"):
        edits.days_off(key, _days(before.get("holidays")), _days(after.get("holidays")))


def _days(holidays: object) -> set[str]:
    return {day for one in _rows(holidays) for day in days_between(str(one["start_date"]), str(one["end_date"]))}


def _rows(value: object) -> list[Mapping[str, object]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _texts(edits: Edits, key: Key, before: Body, after: Body) -> None:
    """The wording of each language whose variant was changed."""
    old = {str(row["locale_id"]): str(row["content"]) for row in _rows(before.get("variants"))}
    for row in _rows(after.get("variants")):
        locale, content = str(row["locale_id"]), str(row["content"])
        if locale in old and old[locale] != content:
            code = next(id_ for _, id_, _ in references(locale))
            place = Key("templates", key.id, code)
            edits.text(place, "subject" if key.part else "body", old[locale], content, lambda piece: piece.replace("@@", "@"))


def _policy(edits: Edits, policy: str, before: Body, after: Body) -> None:
    if "_" in policy:  # a policy under overlays has its targets from several of ours
        raise LeftOutError(RULES)
    if before.get("title") != after.get("title"):
        edits.rename(Key("policies", policy), str(after["title"]).replace("@@", "@"))
    old, new = _targets(before), _targets(after)
    for metric, lengths in new.items():
        if old.get(metric) != lengths:
            edits.target(policy, METRICS[metric], {priority: length(minutes) for priority, minutes in lengths.items()})
    if set(old) - set(new):
        raise LeftOutError("pull-left-inexact")


def _targets(body: Body) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for row in _rows(body.get("policy_metrics")):
        found.setdefault(str(row["metric"]), {})[str(row["priority"])] = row["target"]
    return found


def made_there(live: Iterable[Live], teams: Mapping[str, object], agents: Mapping[str, str]) -> list[tuple[Key, Live]]:
    """Memberships that somebody made in groups of ours."""
    found = []
    for item in live:
        if item.kind == "group_membership":
            group = next((id_ for kind, id_, _ in references(item.body) if kind == "group"), "")
            mail = next((id_ for kind, id_, _ in references(item.body) if kind == "user"), "")
            if group in teams and mail in agents:
                found.append((Key(item.kind, group, agents[mail]), item))
    return found
