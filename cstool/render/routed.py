"""One routed ticket for a reader: what happens, when it is due in whose hours, the reply, the reason, the trace."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from cstool.conditions.trace import Trace
from cstool.diagnostic import text
from cstool.model.base import Duration
from cstool.render.table import printable
from cstool.render.words import name_in, translate
from cstool.reply import ReplyText
from cstool.routing import Decision, Tried, reason
from cstool.simulate import Promise
from cstool.sla import Clock, Due
from cstool.tickets import Ticket
from cstool.tickets.zones import zone_of
from cstool.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Routed:
    """All that is said about one ticket."""

    workspace: Workspace
    ticket: Ticket
    decision: Decision
    promise: Promise
    reply: ReplyText | None

    @property
    def our_zone(self) -> ZoneInfo:
        """The team's zone."""
        return ZoneInfo(self.workspace.settings.value.timezone)

    @property
    def their_zone(self) -> ZoneInfo | None:
        """The customer's: of their country, else of the channel's market."""
        channel = self.workspace.channels.get(self.ticket.channel or "")
        return zone_of(self.ticket.customer.country or (channel.value.country if channel else None))


def as_text(found: Routed, language: str, trace: bool, marks: tuple[str, str] = ("✓", "✗")) -> str:
    """Lines of name and value, the reply indented, the trace last; `marks` show what holds and what does not."""
    rows = [(translate(text(f"route-{name}"), language), value) for name, value in _rows(found, language)]
    width = max(_width(name) for name, _ in rows)
    lines = [f"{name}{' ' * (width - _width(name))}  {printable(value)}" for name, value in rows]
    if found.reply is not None:
        lines += ["", *_reply(found.reply, language)]
    if trace:
        lines += ["", *_trace(found, language, marks)]
    return "\n".join(lines)


def _width(shown: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in shown)


def _rows(found: Routed, language: str) -> Iterator[tuple[str, str]]:
    outcome, workspace = found.decision.outcome, found.workspace
    yield "team", _named(outcome.team, workspace.teams, language)
    yield "category", _named(outcome.category, workspace.categories, language)
    if outcome.assignee:
        yield "assignee", _named(outcome.assignee, workspace.agents, language)
    yield "priority", outcome.priority or "–"
    if outcome.status:
        yield "status", outcome.status
    if outcome.tags:
        yield "tags", ", ".join(sorted(outcome.tags))
    if outcome.skills:
        yield "skills", ", ".join(outcome.skills)
    yield "received", _moments(found.ticket.received_at, found, language)
    for due in found.promise.dues:
        clock = translate(text("route-within", within=_length(due), calendar=due.calendar, policy=due.policy), language)
        yield f"due-{due.metric}", f"{_moments(due.at, found, language)}  {clock}"
    for run in found.promise.clocks:
        yield "clock", _clock(run, found, language)
    if not found.promise.policies:
        yield "sla", translate(text("route-no-sla"), language)
    yield "reply", outcome.reply.template if outcome.reply else translate(text("route-no-reply"), language)
    if outcome.note:
        yield "note", " ".join(outcome.note.split())
    yield "why", translate(reason(found.decision), language)
    if outcome.unmatched:
        yield "caution", translate(text("route-unmatched"), language)
    if found.reply is not None and found.reply.blanks:
        yield "caution", translate(text("route-blanks", names=found.reply.blanks), language)


def _clock(clock: Clock, found: Routed, language: str) -> str:
    """One run of a clock, in our hours."""
    moments = {
        name: _shown(moment.astimezone(found.our_zone)) if moment else None
        for name, moment in (("start", clock.start), ("due", clock.due), ("met", clock.met))
    }
    kind = "met-waiting" if clock.state == "met" and clock.due is None else clock.state
    return translate(text(f"clock-{kind}", metric=clock.metric, left=str(Duration(clock.left)), **moments), language)


def _length(due: Due) -> str:
    """The target's length; on a working calendar in hours, since a day there is not 24 of them."""
    seconds = due.within.seconds
    return f"{seconds // 3600}h" if due.calendar != "24x7" and seconds and seconds % 3600 == 0 else str(due.within)


def _named(id_: str | None, things: Mapping[str, object], language: str) -> str:
    """The id with the display name in brackets, where there is one that differs."""
    if id_ is None:
        return "–"
    names = getattr(getattr(things.get(id_), "value", None), "name", None)
    name = names if isinstance(names, str) else name_in(names, language) if names else ""
    return f"{id_} ({name})" if name and name != id_ else id_


def _moments(moment: datetime, found: Routed, language: str) -> str:
    """The customer's hours first, then ours; once where they are the same."""
    ours = moment.astimezone(found.our_zone)
    shown = translate(text("route-ours", moment=_shown(ours), zone=found.our_zone.key), language)
    zone = found.their_zone
    if zone is None or moment.astimezone(zone).utcoffset() == ours.utcoffset():
        return shown
    theirs = translate(text("route-theirs", moment=_shown(moment.astimezone(zone)), zone=zone.key), language)
    return f"{theirs} · {shown}"


def _shown(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


def _reply(reply: ReplyText, language: str) -> Iterator[str]:
    rendered = reply.text
    yield translate(text("route-reply-head", template=reply.template, locale=rendered.locale), language)
    if rendered.failure is not None:
        yield "  " + translate(rendered.failure, language)
        return
    if rendered.subject:
        yield f"  | {printable(rendered.subject)}"
        yield "  |"
    for line in rendered.body.splitlines():
        yield f"  | {printable(line)}".rstrip()


def _trace(found: Routed, language: str, marks: tuple[str, str]) -> Iterator[str]:
    """Stage, rule, and below a rule that did not apply each of its parts."""
    stages = {stage.value.id: stage.value.match for stage in found.workspace.stages}
    for stage, entries in groupby(found.decision.tried, key=lambda entry: entry.stage):
        tried = tuple(entries)
        yield translate(text("route-stage", stage=stage, match=stages.get(stage, "")), language)
        for entry in tried:
            yield from _rule(entry, language, marks)
        rest = _unreached(found, stage, tried)
        if rest:
            yield "  " + translate(text("route-unreached", count=rest), language)


def _unreached(found: Routed, stage: str, tried: tuple[Tried, ...]) -> int:
    everywhere = next(one.value for one in found.workspace.stages if one.value.id == stage)
    return len([rule for rule in everywhere.rules if rule.in_force(found.workspace.today)]) - len(tried)


def _rule(entry: Tried, language: str, marks: tuple[str, str]) -> Iterator[str]:
    trace = entry.trace
    if entry.matched or not trace.parts:
        yield f"  {marks[not entry.matched]} {entry.rule}: {translate(trace.said, language)}"
        return
    yield f"  {marks[1]} {entry.rule}"
    for part in trace.parts:
        yield from _part(part, language, marks, 3)


def _part(trace: Trace, language: str, marks: tuple[str, str], depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}{marks[not trace.holds]} {translate(trace.said, language)}"
    if len(trace.parts) > 1:
        for part in trace.parts:
            yield from _part(part, language, marks, depth + 1)


def as_json(found: Routed, language: str, trace: bool) -> str:
    """The same as data; `version` changes when a key changes its meaning."""
    outcome, reply = found.decision.outcome, found.reply
    data: dict[str, object] = {
        "version": 1,
        "ticket": found.ticket.id,
        "received_at": found.ticket.received_at.isoformat(),
        "team": outcome.team,
        "category": outcome.category,
        "assignee": outcome.assignee,
        "priority": outcome.priority,
        "status": outcome.status,
        "tags": sorted(outcome.tags),
        "skills": list(outcome.skills),
        "fields": {name: str(value) for name, value in outcome.fields.items()},
        "note": outcome.note,
        "rules": list(outcome.rules),
        "unmatched": outcome.unmatched,
        "sla": list(found.promise.policies),
        "due": [_json_due(due) for due in found.promise.dues],
        "reply": reply
        and {
            "template": reply.template,
            "locale": reply.text.locale,
            "subject": reply.text.subject,
            "blanks": list(reply.blanks),
            "body": reply.text.body,
        },
        "reason": translate(reason(found.decision), language),
    }
    if found.promise.clocks:
        data["clocks"] = [_json_clock(clock) for clock in found.promise.clocks]
    if trace:
        data["trace"] = [
            {"stage": entry.stage, "rule": entry.rule, "matched": entry.matched, "condition": _json_trace(entry.trace, language)}
            for entry in found.decision.tried
        ]
    return json.dumps(data, ensure_ascii=False, indent=2)


def _json_due(due: Due) -> dict[str, str]:
    at = due.at.isoformat()
    return {"metric": due.metric, "policy": due.policy, "within": str(due.within), "calendar": due.calendar, "at": at}


def _json_clock(clock: Clock) -> dict[str, object]:
    return {
        "metric": clock.metric,
        "policy": clock.policy,
        "within": str(clock.within),
        "calendar": clock.calendar,
        "start": clock.start.isoformat(),
        "due": clock.due.isoformat() if clock.due else None,
        "met": clock.met.isoformat() if clock.met else None,
        "left_seconds": clock.left,
        "state": clock.state,
    }


def _json_trace(trace: Trace, language: str) -> dict[str, object]:
    parts = [_json_trace(part, language) for part in trace.parts]
    return {"holds": trace.holds, "said": translate(trace.said, language), **({"parts": parts} if parts else {})}
