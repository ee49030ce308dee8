"""Changes made by hand in Zammad to objects that cstool pushed, carried over to the files where they have one place there."""

from collections.abc import Iterable, Mapping

from cstool.backends.adopt.edits import RULES, Edits, LeftOutError, plain_of_html, priorities_of
from cstool.backends.references import references
from cstool.backends.zammad.decompile import frames, length
from cstool.backends.zammad.meaning import body_of
from cstool.backends.zammad.sla import METRIC
from cstool.model.base import PRIORITIES
from cstool.model.calendars import DAYS
from cstool.plan import Body, Change, Key, Live


def edit(edits: Edits, change: Change) -> None:
    """One change. Raises LeftOutError."""
    before, after = change.before or {}, change.after or {}
    key, kind = change.key, change.key.kind
    if change.action == "delete":
        raise LeftOutError("pull-left-gone")
    if kind == "group":
        edits.rename(Key("teams", key.id), change.name)
    elif kind == "calendar":
        _calendar(edits, Key("calendars", key.id), before, after)
    elif kind == "text_module":
        _text(edits, key, before, after)
    elif kind == "sla":
        _sla(edits, key, before, after)
    elif kind == "agent_groups":
        _access(edits, key.id, before, after)
    else:
        raise LeftOutError(RULES)


def _calendar(edits: Edits, key: Key, before: Body, after: Body) -> None:
    if before.get("name") != after.get("name"):
        edits.rename(key, str(after["name"]).replace("@@", "@"))
    if before.get("timezone") != after.get("timezone"):
        edits.objects[key] = {**edits.of(key), "timezone": after["timezone"]}
    if before.get("business_hours") != after.get("business_hours"):
        edits.hours(key, [frames(body_of(after.get("business_hours")).get(day)) for day in DAYS])
    if _days(before) != _days(after):
        edits.days_off(key, _days(before), _days(after))


def _days(body: Body) -> set[str]:
    return {day for day, entry in body_of(body.get("public_holidays")).items() if body_of(entry).get("active")}


def _text(edits: Edits, key: Key, before: Body, after: Body) -> None:
    if {**before, "content": ""} != {**after, "content": ""}:
        raise LeftOutError("pull-left-inexact")
    template = edits.workspace.templates.get(key.id)
    markup = template is not None and template.shared.value.format == "html"
    old, new = (str(body["content"]).replace("@@", "@") for body in (before, after))
    edits.text(Key("templates", key.id, key.part), "body", old, new, (lambda piece: piece) if markup else plain_of_html)


def _sla(edits: Edits, key: Key, before: Body, after: Body) -> None:
    """Minutes; an SLA of some priorities says theirs."""
    same = dict.fromkeys(METRIC.values())
    if "_" in key.id or {**before, **same} != {**after, **same}:
        raise LeftOutError(RULES)
    named = [one for word in key.part.split(".") for one in word.split("-") if one in PRIORITIES]
    for metric, native in METRIC.items():
        if before.get(native) != after.get(native):
            if after.get(native) is None:
                raise LeftOutError("pull-left-inexact")
            written = length(int(str(after[native])))
            edits.target(key.id, metric, dict.fromkeys(named, written) if named else priorities_of(written))


def _access(edits: Edits, agent: str, before: Body, after: Body) -> None:
    old, new = _teams(before), _teams(after)
    for team in sorted(old ^ new):
        edits.member(team, agent, team in new)


def _teams(body: Body) -> set[str]:
    return {id_ for group in body_of(body.get("group_ids")) for kind, id_, _ in references(group) if kind == "group"}


def made_there(live: Iterable[Live], teams: Mapping[str, object], agents: Mapping[str, str]) -> list[tuple[Key, Live]]:
    """What an agent may do is one object of the agent's: nothing is made beside it."""
    return []
