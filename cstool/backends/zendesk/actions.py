"""Our actions as actions of Zendesk's triggers and automations."""

from collections.abc import Iterator, Sequence

from cstool.backends.account import Account, Scope
from cstool.backends.chains import Draft, Write
from cstool.backends.options import option, slug
from cstool.backends.references import literal, reference
from cstool.backends.wordings import natives
from cstool.backends.zendesk.conditions import STATUSES, field_row
from cstool.backends.zendesk.syntax import ZendeskSyntax
from cstool.diagnostic import Span
from cstool.model.base import PRIORITIES
from cstool.model.sla import Recipient
from cstool.workspace import Template

SETTABLE = ("open", "pending", "hold", "solved", "closed")
"""States that a trigger can set (salto-io/salto, zendesk-adapter: recorded trigger definitions, action `status`)."""


def writes_of(account: Account, draft: Draft, scope: Scope) -> tuple[Write, ...]:
    """The native actions of a rule, without its tags."""
    return tuple(_writes(account, draft, scope))


def _writes(account: Account, draft: Draft, scope: Scope) -> Iterator[Write]:
    then = draft.actions
    if then.category:
        yield from _field(account, "category", then.category, scope, draft.place("then", "category"))
    if then.team:
        yield "group_id", account.team(then.team)
    if then.assignee and (assignee := account.workspace.agents.get(then.assignee)):
        yield "assignee_id", reference("user", assignee.value.email or then.assignee)
    for skill in then.skills:
        yield "add_skills", f"{_skill(account, skill)}#1"
    if then.priority:
        yield "priority", then.priority
    if then.status:
        if STATUSES[then.status] in SETTABLE:
            yield "status", STATUSES[then.status]
        else:
            scope.unsupported("no-such-action", draft.place("then", "status"))
    for name, value in then.set.items():
        written = str(value).lower() if isinstance(value, bool) else str(value)
        yield from _field(account, name, written, scope, draft.place("then", "set", name))
    if then.reply and scope.sends(then.reply, draft.place("then", "reply")):
        yield _reply(account, draft, scope)
    if then.note:
        scope.unsupported("no-such-action", draft.place("then", "note"))
    if then.escalate:
        yield from notices(account, then.escalate)
    yield from draft.writes


def _skill(account: Account, skill: str) -> str:
    item = account.workspace.skills.get(skill)
    if item is not None and account.excludes("skills", skill):
        return reference("found_skill", account.shown(item.value.name, skill))
    return reference("skill", skill)


def _field(account: Account, name: str, value: str, scope: Scope, span: Span) -> Iterator[Write]:
    binding = account.field_binding(name)
    if binding is None:
        scope.unbound("backend-unbound-field", span, field=name)
        return
    plain = binding.text or binding.create in ("text", "number", "date", "checkbox") or binding.requester_field
    yield field_row(name, binding), literal(value if plain else option(name, binding, value))


def _reply(account: Account, draft: Draft, scope: Scope) -> Write:
    then = draft.actions
    assert then.reply is not None
    scope.differs("reply-by-mail", draft.place("then", "reply"))
    scope.differs("reply-locale-by-profile", draft.place("then", "reply"))
    if then.at_most:
        scope.differs("reply-limit", draft.place("then", "at_most"))
    return answer(account, then.reply)


def answer(account: Account, template: str) -> Write:
    """A mail to the requester: subject and body are dynamic content, so that each customer reads their language."""
    item = account.workspace.templates[template]
    if stands_alone(account, item):
        native = natives(account, item, account.scope("templates", template, item.shared.at()), ZendeskSyntax(), True)[0]
        return "notification_user", ["requester_id", native.subject or "{{ticket.title}}", native.body]
    subjects = [wording.front.subject for wording in item.wordings.values()]
    subject = content(template, "subject") if any(subjects) else "{{ticket.title}}"
    return "notification_user", ["requester_id", subject, content(template)]


def stands_alone(account: Account, template: Template) -> bool:
    """Whether a text stands in macros and rules itself: in an account that was there before, one that has one language."""
    return account.settings.adopted and len(template.wordings) == 1


def content(template: str, part: str = "") -> str:
    """The placeholder of a template's dynamic content; it is fixed by the name under which the item was made."""
    return f"{{{{dc.{content_name(template, part)}}}}}"


def content_name(template: str, part: str = "") -> str:
    """The name under which a template's dynamic content is made."""
    return f"cs_{slug(template)}{'_' + part if part else ''}"


def notices(account: Account, to: Recipient) -> Iterator[Write]:
    """Mails to whoever is told."""
    subject, body = account.phrase("escalation-subject"), account.phrase("escalation-body")
    if to.team:
        yield "notification_group", [account.team(to.team), subject, body]
    for mail in mails_of(account, to):
        yield "notification_user", [reference("user", mail), subject, body]


def mails_of(account: Account, to: Recipient) -> Sequence[str]:
    """The addresses of an agent, or of everybody with a role."""
    found = []
    for id_, item in account.workspace.agents.items():
        chosen = id_ == to.agent or (to.role is not None and item.value.role == to.role)
        if chosen and account.in_force(item.value) and item.value.email:
            found.append(item.value.email)
    return found


def raised(priority: str) -> str:
    """One step up; `urgent` stays."""
    return PRIORITIES[min(PRIORITIES.index(priority) + 1, len(PRIORITIES) - 1)]
