"""Zendesk's model over one account: ours, and what else is there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from cstool.backends.account import Account, Scope, account_of
from cstool.backends.engines.desk import Desk, Mail, Verdict
from cstool.backends.engines.model import NativeEngine, rule_id
from cstool.backends.engines.probe import Probe, told
from cstool.backends.engines.things import Thing, of_kind, plain
from cstool.backends.engines.tongue import Tongue, tongue_of
from cstool.backends.formula import Formula, Row
from cstool.backends.references import references
from cstool.backends.zendesk.actions import content_name
from cstool.backends.zendesk.conditions import STATUSES, condition, field_row
from cstool.backends.zendesk.engine import sla
from cstool.backends.zendesk.engine.arrive import arrive
from cstool.backends.zendesk.engine.hours import clock_of
from cstool.backends.zendesk.engine.rows import judge
from cstool.backends.zendesk.engine.rules import rules_of
from cstool.backends.zendesk.engine.values import Facts, Holds
from cstool.backends.zendesk.triggers import row_of
from cstool.conditions.syntax import Comparison
from cstool.diagnostic import Text, text
from cstool.routing import Reply
from cstool.tickets import Ticket
from cstool.workspace import Workspace

_REQUESTER = ("requester_id", "requester_and_ccs")
_WORDS = ("comment_includes_word", "subject_includes_word")


class ZendeskEngine(NativeEngine):
    """The rules of one account, compiled once."""

    single: Mapping[str, str] = {"team": "group_id", "assignee": "assignee_id", "priority": "priority", "status": "status"}

    def __init__(
        self, workspace: Workspace, name: str, things: Sequence[Thing], real: frozenset[str], *, look_again: bool = True
    ) -> None:
        account = account_of(workspace, name)
        names = {thing.reference: thing.name for thing in things if thing.name}
        self.tongue: Tongue = tongue_of(account, names, lambda field, binding: plain(field_row(field, binding)), "schedule", real)
        self.facts = facts_of(account, self.tongue, things)
        self.rules = rules_of(things, self.facts, look_again=look_again)
        self._foreign = any(rule.thing.key is None for rule in self.rules.rules)
        self.policies = sla.policies_of(things, self.facts)
        self._templates = {content_name(id_): id_ for id_ in workspace.templates}
        self._variants = {thing.name: _variants(thing) for thing in of_kind(things, "dynamic_content")}
        self._states = {native: ours for ours, native in STATUSES.items()}
        self._probe = Probe(condition(account), self._test, Scope(account, "engine"), _row_text)

    def arrive(self, ticket: Ticket, event: str) -> Desk:
        """The native ticket; one that was made before has the tags that its making left."""
        desk = arrive(self.tongue, self.facts, ticket, event)
        if event != "ticket.created" and not desk.lost:
            made = arrive(self.tongue, self.facts, ticket, "ticket.created")
            self.rules.run(made)
            desk.tags |= {tag for tag in made.tags if tag.startswith("cs-sla-")}
        return desk

    def settled(self, ticket: Ticket) -> Desk:
        """As a later message finds it."""
        return arrive(self.tongue, self.facts, ticket, "customer.replied")

    def run(self, desk: Desk) -> None:
        """One update cycle, then the SLA policy."""
        self.rules.run(desk)
        sla.choose(self.policies, desk, self.facts)

    @property
    def readings(self) -> Sequence[tuple[Callable[[Desk], None], Text]]:
        """Whether the list is looked at again is not documented word for word; what we compile does not depend on it."""
        once = replace(self.rules, look_again=not self.rules.look_again)
        return ((once.run, text("engine-look-again")),) if self._foreign else ()

    def single_of(self, part: str, native: str) -> str | None:
        """Priorities have the same names; states nearly."""
        if part == "team":
            return self.tongue.team(native)
        if part == "assignee":
            return self.tongue.agent(native)
        return (self._states.get(native, native) if part == "status" else native) or None

    def replies(self, desk: Desk) -> tuple[Reply, ...]:
        """Mails to the requester; the text is known by its dynamic content."""
        found = []
        for mail in desk.mails:
            if mail.recipients[0] in _REQUESTER:
                template = self._templates.get(mail.body.removeprefix("{{dc.").removesuffix("}}"), mail.rule.name)
                rule = self.tongue.rules.get(rule_id(mail.rule) or "")
                found.append(Reply(template, rule.then.at_most if rule else None, rule.id if rule else mail.rule.name))
        return tuple(found)

    def spoken(self, mail: Mail, desk: Desk) -> str | None:
        """The customer's language where the content has it, else the content's default (dynamic content: variants)."""
        variants = self._variants.get(mail.body.removeprefix("{{dc.").removesuffix("}}"))
        if variants is None:
            return None
        locale = desk.values.get("locale_id", "")
        return next((id_ for _, id_, _ in references(locale if locale in variants[1] else variants[0])), None)

    def skills(self, desk: Desk) -> tuple[str, ...]:
        """Our skills, else the names of theirs."""
        natives = filter(None, desk.values.get("skills", "").split("\n"))
        return tuple(native.removeprefix("@{skill/").removesuffix("}") for native in natives)

    def policy_names(self, policy: Thing) -> tuple[str, ...]:
        """Base and overlays."""
        return tuple(policy.key.id.split("_")) if policy.key else (policy.name,)

    def judged(self, comparison: Comparison, desk: Desk) -> tuple[Verdict, tuple[str, ...], tuple[str, ...]]:
        """The comparison in native rows, asked on this ticket."""
        return told(self._probe.of(comparison), desk)

    def _test(self, row: Row) -> Holds:
        return judge(row_of(row), self.facts).holds


def _variants(thing: Thing) -> tuple[str, frozenset[str]]:
    """The default language of one content, and those that are active."""
    found = thing.body.get("variants")
    active = [one for one in found if one.get("active", True)] if isinstance(found, list) else []
    return plain(thing.body.get("default_locale_id")), frozenset(plain(one.get("locale_id")) for one in active)


def _row_text(row: Formula) -> str | None:
    return plain(row.value) if isinstance(row, Row) and row.field in _WORDS else None


def facts_of(account: Account, tongue: Tongue, things: Sequence[Thing]) -> Facts:
    """Drop-downs and their options, schedules, and which channels bindings tell apart."""
    choices: dict[str, str] = {}
    bound = account.settings.fields.items()
    taggers = {tongue.fields[name] for name, binding in bound if binding.dropdown and not binding.create}
    for thing in of_kind(things, "ticket_field"):
        if thing.body.get("type") in ("tagger", "multiselect"):
            name = f"custom_fields_{thing.reference}"
            taggers.add(name)
            options = thing.body.get("custom_field_options")
            choices |= {plain(option["value"]): name for option in options} if isinstance(options, list) else {}
    schedules = {thing.reference: clock for thing in of_kind(things, "schedule") if (clock := clock_of(thing)) is not None}
    channels = account.settings.channels.values()
    told_: dict[str, frozenset[str]] = {
        "via_id": frozenset(str(one.via) for one in channels if one.via is not None) | {"4"},
        "recipient": frozenset(one.recipient for one in channels if one.recipient),
    }
    first = next(iter(schedules)) if len(schedules) == 1 else None
    return Facts(choices, frozenset(taggers), schedules, first, told_)
