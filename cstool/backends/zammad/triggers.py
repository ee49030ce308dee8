"""Stages as triggers. Order is that of the names, so each name begins with its stage's and its own number."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain as one_after_another
from itertools import repeat

from cstool.backends.account import Account, Scope
from cstool.backends.chains import Draft, Split, Step, Write, chain, drafts_of
from cstool.backends.formula import AllOf, Formula, Row, conjuncts, every
from cstool.backends.options import option
from cstool.backends.references import literal, reference
from cstool.backends.wordings import Native
from cstool.backends.zammad.conditions import STATES, attribute, condition, language_row, tags_row
from cstool.backends.zammad.names import marker
from cstool.diagnostic import Span
from cstool.model.base import Event
from cstool.model.sla import Recipient
from cstool.plan import Key, Resource

EVENTS: dict[Event, tuple[Row, ...]] = {
    "ticket.created": (Row("ticket.action", "is", "create"),),
    "customer.replied": (
        Row("ticket.action", "is", "update"),
        Row("article.action", "is", "create"),
        Row("article.sender_id", "is", (reference("sender", "Customer"),)),
    ),
    "ticket.reopened": (
        Row("ticket.action", "is", "update"),
        Row("ticket.state_id", "has changed", ()),
        Row("ticket.state_id", "is", (reference("state", "open"),)),
    ),
}
"""Without one of these a trigger runs on every update that changes something (measured on zammad/zammad 5.5)."""
NUMBERS_STEP = 10
SETTABLE = ("open", "pending", "solved", "closed")


@dataclass(frozen=True)
class Answers:
    """The texts of automatic replies, by template."""

    written: dict[str, tuple[Native, ...]]


Extra = tuple[str, Formula, tuple[Write, ...], tuple[str, ...]]
"""Part, condition, actions and tags to take off of a further trigger."""


def splitter(account: Account, answers: Answers) -> Split:
    """How a rule becomes triggers: one, or a marking one, one for each mail and removal, and the one that acts."""

    def steps(draft: Draft, scope: Scope) -> Sequence[Step]:
        guard = (draft.guard,) if draft.mode == "first" else ()
        adds = (*draft.actions.tags, *draft.tags, *(f"cs-skill-{skill}" for skill in draft.actions.skills), *guard)
        if draft.actions.skills:
            scope.differs("skills-as-tags", draft.place("then", "skills"))
        main = replace(draft.step(), formula=draft.formula, writes=tuple(_writes(account, draft, scope)), adds=adds)
        extras = list(_extras(account, draft, scope, answers))
        if account.settings.adopted:
            main, extras = _alone(main, extras)
        if not extras:
            return (main,)
        mark = replace(draft.step("mark"), formula=draft.formula, adds=(draft.mark,), role="mark")
        needed = [
            replace(draft.step(part), needs=draft.mark, formula=formula, writes=writes, removes=removes)
            for part, formula, writes, removes in extras
        ]
        return (mark, *needed, replace(main, formula=every([]), needs=draft.mark))

    return steps


def _alone(main: Step, extras: list[Extra]) -> tuple[Step, list[Extra]]:
    """In an account that was there before, a mail in one language and tags to take off stand in the rule itself."""
    here = [extra for extra in extras if extra[1] == every([])]
    mails = [write for _, _, writes, _ in here for write in writes if write[0] == "notification.email"]
    removes = tuple(tag for *_, tags in here for tag in tags)
    if len(here) < len(extras) or len(mails) > 1 or (removes and main.adds):
        return main, extras
    return replace(main, writes=(*main.writes, *mails), removes=removes), []


def _writes(account: Account, draft: Draft, scope: Scope) -> Iterator[Write]:
    then = draft.actions
    if then.category:
        yield from _field(account, "category", then.category, scope, draft.place("then", "category"))
    if then.team:
        yield "ticket.group_id", {"value": account.team(then.team)}
    if then.assignee and (agent := account.workspace.agents.get(then.assignee)):
        mail = agent.value.email or then.assignee
        yield "ticket.owner_id", {"pre_condition": "specific", "value": reference("user", mail)}
    if then.priority:
        yield "ticket.priority_id", {"value": reference("priority", then.priority)}
    if then.status:
        if then.status not in SETTABLE:
            scope.unsupported("no-such-action", draft.place("then", "status"))
        else:
            yield "ticket.state_id", {"value": reference("state", STATES[then.status])}
        if then.status == "pending":  # a pending state without its time is refused
            yield "ticket.pending_time", {"operator": "relative", "value": "2", "range": "day"}
    for name, value in then.set.items():
        written = str(value).lower() if isinstance(value, bool) else str(value)
        yield from _field(account, name, written, scope, draft.place("then", "set", name))
    if then.note:
        yield "article.note", {"subject": literal(draft.title), "body": note_html(account, then.note), "internal": "true"}
    yield from draft.writes


def note_html(account: Account, note: str) -> str:
    """The text of a note: as written, or that of a template in the default locale."""
    template = account.workspace.templates.get(note)
    if template is None:
        return page(note)
    return page(template.wordings[account.workspace.settings.value.default_locale].body.strip())


def page(text: str) -> str:
    """Plain text as the product keeps it: without markup it would escape the text twice (measured on zammad/zammad 5.5)."""
    return f"<div>{literal(html.escape(text, quote=False)).replace(chr(10), '<br>')}</div>"


def _field(account: Account, name: str, value: str, scope: Scope, span: Span) -> Iterator[Write]:
    binding = account.field_binding(name)
    if binding is None or binding.requester_field:
        scope.unbound("backend-unbound-field", span, field=name)
        return
    chosen = option(name, binding, value) if binding.create == "dropdown" else value
    yield attribute(name, binding), {"value": literal(chosen)}


def _extras(account: Account, draft: Draft, scope: Scope, answers: Answers) -> Iterator[Extra]:
    """What needs a trigger of its own: a mail in each language, a mail to colleagues, tags to take off."""
    then = draft.actions
    if then.reply and scope.sends(then.reply, draft.place("then", "reply")):
        scope.differs("reply-by-mail", draft.place("then", "reply"))
        if then.at_most:
            scope.differs("reply-limit", draft.place("then", "at_most"))
        yield from _reply(account, then.reply, answers.written.get(then.reply, ()), scope, draft.place("then", "reply"))
    if then.escalate:
        recipients = recipients_of(account, then.escalate)
        if recipients:
            yield "escalate", every([]), (notice(account, recipients),), ()
    if then.remove_tags:
        yield "remove-tags", every([]), (), tuple(then.remove_tags)


def _reply(account: Account, template: str, written: tuple[Native, ...], scope: Scope, span: Span) -> Iterator[Extra]:
    default = account.workspace.settings.value.default_locale
    others = [native.locale for native in written if native.locale != default]
    if others:
        scope.differs("language-detected", span)
    for native in written:
        spoken = language_row([native.locale]) if native.locale != default else language_row(others, positive=False)
        formula = spoken if others else every([])
        yield native.locale, formula, (mail(["ticket_customer"], native.subject or "#{ticket.title}", native.body),), ()


def mail(recipients: Sequence[str], subject: str, body: str) -> Write:
    """A mail; the body is HTML."""
    return (
        "notification.email",
        {"recipient": list(recipients), "subject": subject, "body": body, "internal": "false", "include_attachments": "false"},
    )


def notice(account: Account, recipients: Sequence[str]) -> Write:
    """A mail to colleagues."""
    return mail(recipients, account.phrase("escalation-subject"), f"<div>{account.phrase('escalation-body')}</div>")


def recipients_of(account: Account, to: Recipient) -> list[str]:
    """An agent, everybody with a role, or the members of a team, as the product names them."""
    team = account.workspace.teams.get(to.team or "")
    members = set(team.value.members) if team else set()
    return [
        f"userid_{reference('user', item.value.email or id_)}"
        for id_, item in account.workspace.agents.items()
        if account.in_force(item.value)
        and (id_ == to.agent or (to.role is not None and item.value.role == to.role) or id_ in members)
    ]


def stages(account: Account, answers: Answers) -> list[tuple[str, tuple[Step, ...]]]:
    """The native rules of every stage of ours."""
    made = []
    for stage in account.workspace.stages:
        if not account.in_force(stage.value):
            continue
        title = account.shown(stage.value.name, stage.value.id)
        drafts = drafts_of(account, stage, condition(account))
        if stage.value.event == "ticket.reopened":
            for _, scope in drafts:
                scope.differs("reopened-from-any-state", stage.at("event"))
        made.append((title, chain(stage.value.id, title, stage.value.event, drafts, splitter(account, answers))))
    return made


def numbered(chains: Sequence[tuple[Step, ...]], account: Account) -> list[Resource]:
    """All triggers, with names that sort in the order of the chains. A step that adds and removes tags is two triggers."""
    found = []
    for stage_number, steps in enumerate(chains, 1):
        number = 0
        for step in steps:
            for part in _pieces(step):
                if part.writes or part.adds or part.removes:
                    number += NUMBERS_STEP
                    found.append(trigger(account, part, f"{stage_number:02d}{number:04d}"))
    return found


def _pieces(step: Step) -> tuple[Step, ...]:
    """One trigger holds one operation on tags: what is taken off comes first, because the guard would stop it."""
    if not (step.adds and step.removes):
        return (step,)
    swept = replace(step, part=f"{step.part}-sweep" if step.part else "sweep", adds=(), writes=())
    return (swept, replace(step, removes=()))


def trigger(account: Account, step: Step, number: str) -> Resource:
    """One step as a trigger."""
    own = step.title if step.role in ("rule", "mark") else account.phrase(step.role)
    part = f" ({step.part})" if step.part and step.role in ("rule", "mark") else ""
    limit = account.helpdesk.limits["name"].value
    name = f"{number} {step.stage}: {own}{part}"[:limit]
    key = Key("trigger", step.key, step.part)
    body = {
        "name": literal(name),
        "condition": condition_of(step),
        "perform": perform_of(step),
        "disable_notification": True,
        "note": marker(*key),
        "active": True,
    }
    return Resource("trigger", step.key, step.part, name, body)


def condition_of(step: Step) -> dict[str, object]:
    """Event, guard, mark and the rule's own condition: a flat map where each attribute stands once, else nested."""
    parts: list[Formula] = [*(EVENTS[step.event] if step.event else ())]
    if step.guard:
        parts.append(tags_row([step.guard], positive=False))
    if step.needs:
        parts.append(tags_row([step.needs]))
    parts += conjuncts(step.formula)
    return shape(parts)


def shape(parts: Sequence[Formula]) -> dict[str, object]:
    """A condition in the product's form."""
    rows = [part for part in parts if isinstance(part, Row)]
    if len(rows) == len(parts) and len({row.field for row in rows}) == len(rows):
        return {row.field: _test(row) for row in rows}
    joined = one_after_another((True,), repeat(False))
    return {"operator": "AND", "conditions": [_nested(part, joined) for part in parts]}


def _nested(formula: Formula, first: Iterator[bool]) -> dict[str, object]:
    """One part; `first` says of each row that asks for a tag whether it is the condition's first.

    `contains one` joins the ticket's tags once, whatever the number of rows: two of them would have to hold for the same tag.
    Every further one is written as the opposite of its sub-select (zammad/zammad, lib/selector/sql.rb).
    """
    if isinstance(formula, Row):
        if formula.field == "ticket.tags" and formula.operator == "contains one" and not next(first):
            opposite = {"name": formula.field, **_test(replace(formula, operator="contains one not"))}
            return {"operator": "NOT", "conditions": [opposite]}
        return {"name": formula.field, **_test(formula)}
    word = "AND" if isinstance(formula, AllOf) else "OR"
    return {"operator": word, "conditions": [_nested(part, first) for part in formula.parts]}


def _test(row: Row) -> dict[str, object]:
    value: object = list(row.value) if isinstance(row.value, tuple) else row.value
    return {"operator": row.operator, "value": value}


def perform_of(step: Step) -> dict[str, object]:
    """Actions in the product's form."""
    perform: dict[str, object] = dict(step.writes)
    if step.adds:
        perform["ticket.tags"] = {"operator": "add", "value": ", ".join(dict.fromkeys(step.adds))}
    elif step.removes:
        perform["ticket.tags"] = {"operator": "remove", "value": ", ".join(dict.fromkeys(step.removes))}
    return perform
