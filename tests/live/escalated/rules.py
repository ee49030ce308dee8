"""Stages as workflows: one a step, in one list by position."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cstool.backends.account import Account, Scope
from cstool.backends.chains import Draft, Split, Step, Write, chain, drafts_of
from cstool.backends.formula import AnyOf, Row, conjuncts, every
from cstool.backends.options import known_values
from cstool.backends.references import literal, reference
from cstool.backends.wordings import Native
from cstool.diagnostic import Span
from cstool.model.base import Event
from cstool.model.routing import Actions
from cstool.plan import Key, Resource
from tests.live.escalated.conditions import (
    PRIORITIES,
    STATUSES,
    channel_tag,
    condition,
    department,
    known_by_connector,
)
from tests.live.escalated.flat import flattened
from tests.live.escalated.tags import native_tag, tag_row, value_tag

EVENTS: Mapping[Event, tuple[str, tuple[Row, ...]]] = {
    "ticket.created": ("ticket.created", ()),
    "ticket.reopened": ("ticket.status_changed", (Row("status", "equals", "reopened"),)),
}
"""The product's event, and what must hold beside it. `reply.created` is sent for agents too, and no condition reads an author
(escalated-dev/escalated-django: escalated/workflow_handlers.py)."""
CHANNELS = "cs_channels"
Texts = Mapping[str, Sequence[Native]]
"""The texts of automatic replies, by template."""


def intake(account: Account) -> tuple[Step, ...]:
    """The first workflows: they recognise the channel and tag it."""
    drafts = []
    for id_, item, scope in account.objects("channels", account.workspace.channels.items()):
        binding = account.channel_binding(id_)
        if binding is None or (binding.tag is None and binding.via is None):
            scope.unbound("backend-unbound-channel", item.at(), channel=id_)
            continue
        rows = [tag_row(binding.tag)] if binding.tag else []
        rows += [Row("channel", "equals", literal(str(binding.via)))] if binding.via is not None else []
        if binding.via in ("email", "web"):
            scope.differs("channel-by-way-in", item.at())
        title = account.shown(item.value.name, id_)
        tags = (channel_tag(id_),)
        drafts.append(
            (Draft(CHANNELS, id_, title, "ticket.created", "every", every(rows), Actions(), item.at(), item.at, tags), scope)
        )
    return chain(CHANNELS, account.phrase("channels"), "ticket.created", drafts, splitter(account, {}))


def stages(account: Account, texts: Texts) -> Iterator[tuple[Step, ...]]:
    """The workflows of every stage of ours."""
    for stage in account.workspace.stages:
        if not account.in_force(stage.value):
            continue
        if stage.value.event not in EVENTS:
            for draft, scope in drafts_of(account, stage, condition(account)):
                scope.unsupported("no-such-event", draft.span)
            continue
        title = account.shown(stage.value.name, stage.value.id)
        drafts = drafts_of(account, stage, condition(account))
        yield chain(stage.value.id, title, stage.value.event, drafts, splitter(account, texts))


def splitter(account: Account, texts: Texts) -> Split:
    """How a rule becomes workflows: marking ones, one a language of its reply, and the one that acts."""

    def steps(draft: Draft, scope: Scope) -> Sequence[Step]:
        writes = tuple(_writes(account, draft, scope))
        skills = tuple(f"cs-skill-{skill}" for skill in draft.actions.skills)
        if skills:
            scope.differs("skills-as-tags", draft.place("then", "skills"))
        guard = (draft.guard,) if draft.mode == "first" else ()
        final = replace(
            draft.step(),
            writes=writes,
            adds=(*draft.actions.tags, *draft.tags, *skills, *guard),
            removes=tuple(draft.actions.remove_tags),
        )
        return flattened(draft, (*_answers(account, draft, scope, texts), final))

    return steps


def _answers(account: Account, draft: Draft, scope: Scope, texts: Texts) -> Iterator[Step]:
    """The automatic reply: one workflow a language where a tag says the language, else one in the default language."""
    then = draft.actions
    if not then.reply or not scope.sends(then.reply, draft.place("then", "reply")):
        return
    scope.differs("reply-not-mailed", draft.place("then", "reply"))
    if then.at_most:
        scope.differs("reply-limit", draft.place("then", "at_most"))
    default = account.workspace.settings.value.default_locale
    written = texts.get(then.reply, ())
    binding = account.field_binding("language")
    bound = binding is not None and known_by_connector(binding)
    others = [one.locale for one in written if one.locale != default] if bound else []
    if not bound and len(written) > 1:
        scope.differs("reply-one-language", draft.place("then", "reply"))
    for one in written:
        if one.locale == default:
            rows = [row for other in others for row in _spoken(other, False)]
            yield replace(draft.step(f"reply-{one.locale}"), formula=every(rows), writes=(("insert_canned_reply", one.body),))
        elif bound:
            formula = AnyOf(tuple(_spoken(one.locale, True)))
            yield replace(draft.step(f"reply-{one.locale}"), formula=formula, writes=(("insert_canned_reply", one.body),))


def _spoken(locale: str, positive: bool) -> list[Row]:
    tag = literal(value_tag("language", locale))
    operator = "contains" if positive else "not_contains"
    return [Row("tags", operator, tag), Row("tags", operator, f"{tag[:-1]}-")]


def _writes(account: Account, draft: Draft, scope: Scope) -> Iterator[Write]:
    then = draft.actions
    if then.category:
        yield from _field(account, "category", then.category, scope, draft.place("then", "category"))
    if then.team:
        yield "set_department", department(account.team(then.team))
    if then.assignee and (agent := account.workspace.agents.get(then.assignee)):
        yield "assign_agent", reference("user", agent.value.email or then.assignee)
    if then.priority:
        yield "change_priority", PRIORITIES[then.priority]
    if then.status:
        if then.status in STATUSES:
            yield "change_status", STATUSES[then.status]
        else:
            scope.unsupported("no-such-action", draft.place("then", "status"))
    for name, value in then.set.items():
        written = str(value).lower() if isinstance(value, bool) else str(value)
        yield from _field(account, name, written, scope, draft.place("then", "set", name))
    if then.note:
        yield "add_note", literal(_note(account, then.note))
    if then.escalate:
        scope.unsupported("no-such-action", draft.place("then", "escalate"))


def _note(account: Account, note: str) -> str:
    template = account.workspace.templates.get(note)
    if template is None:
        return note
    return template.wordings[account.workspace.settings.value.default_locale].body.strip()


def _field(account: Account, name: str, value: str, scope: Scope, span: Span) -> Iterator[Write]:
    """A value is a tag; the tags of the other values go, because a field holds one."""
    binding = account.field_binding(name)
    values = values_of(account, name)
    if binding is None or not known_by_connector(binding) or binding.bands or not values:
        scope.unbound("backend-unbound-field", span, field=name)
        return
    for other in values:
        if other != value:
            yield "remove_tag", literal(value_tag(name, other))
    yield "add_tag", literal(value_tag(name, value))


def values_of(account: Account, name: str) -> Sequence[str]:
    """Every value that a field of ours may take; none where any text may stand."""
    own = account.workspace.fields.get(name.removeprefix("fields."))
    return ("true", "false") if own is not None and own.value.type == "flag" else tuple(known_values(account, name))


def workflow(account: Account, step: Step) -> Resource:
    """One step as a workflow. There is no description, so the name says whose it is."""
    key = Key("workflow", step.key, step.part)
    name = f"{_title(account, step)} [cstool:{key.id}:{key.part}]"
    event, rows = EVENTS[step.event or "ticket.created"]
    return Resource(
        "workflow",
        step.key,
        step.part,
        name,
        {
            "name": literal(name),
            "trigger_event": event,
            "conditions": _conditions(step, rows),
            "actions": _actions(step),
            "is_active": True,
        },
    )


def _title(account: Account, step: Step) -> str:
    if step.role in ("rule", "mark"):
        return f"{step.stage}: {step.title}"
    return f"{step.stage}: {account.phrase(step.role)}"


def _conditions(step: Step, event: Sequence[Row]) -> dict[str, object]:
    if isinstance(step.formula, AnyOf) and not event and not step.guard:
        return {"any": [_row(part) for part in step.formula.parts]}
    rows = [*event, *([tag_row(step.guard, False)] if step.guard else []), *([tag_row(step.needs)] if step.needs else [])]
    return {"all": [_row(part) for part in (*rows, *conjuncts(step.formula))]}


def _row(part: object) -> dict[str, object]:
    assert isinstance(part, Row), part
    return {"field": part.field, "operator": part.operator, **({} if part.value is None else {"value": part.value})}


def _actions(step: Step) -> list[dict[str, object]]:
    made: list[dict[str, object]] = [{"type": kind, "value": value} for kind, value in step.writes]
    made += [{"type": "add_tag", "value": literal(native_tag(tag))} for tag in dict.fromkeys(step.adds)]
    return made + [{"type": "remove_tag", "value": literal(native_tag(tag))} for tag in dict.fromkeys(step.removes)]
