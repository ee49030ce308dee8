"""Zammad's model over one account: ours, and what else is there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from cstool.backends.account import Account, Scope, account_of
from cstool.backends.engines.desk import Desk, Mail, Verdict
from cstool.backends.engines.model import NativeEngine, rule_id
from cstool.backends.engines.probe import Holds, Probe, told
from cstool.backends.engines.things import Thing, of_kind, plain
from cstool.backends.engines.tongue import Tongue, tongue_of
from cstool.backends.formula import Row
from cstool.backends.references import reference
from cstool.backends.zammad.conditions import STATES, attribute, condition
from cstool.backends.zammad.engine import sla
from cstool.backends.zammad.engine.acts import CUSTOMER
from cstool.backends.zammad.engine.arrive import arrive
from cstool.backends.zammad.engine.conditions import condition_of
from cstool.backends.zammad.engine.dialect import NEWEST, Dialect
from cstool.backends.zammad.engine.hours import clock_of
from cstool.backends.zammad.engine.rows import Facts
from cstool.backends.zammad.engine.rules import in_order, rules_of
from cstool.backends.zammad.triggers import shape
from cstool.conditions.syntax import Comparison
from cstool.diagnostic import Text, text
from cstool.model.base import PRIORITIES
from cstool.routing import Reply
from cstool.tickets import Ticket
from cstool.workspace import Workspace

_SKILL = "cs-skill-"
_WORDS = ("ticket.title", "article.body")
RESTING = ("pending reminder", "pending close", "closed", "merged", "removed")


class ZammadEngine(NativeEngine):
    """The rules of one account, compiled once."""

    single: Mapping[str, str] = {
        "team": "ticket.group_id",
        "assignee": "ticket.owner_id",
        "priority": "ticket.priority_id",
        "status": "ticket.state_id",
    }

    def __init__(
        self, workspace: Workspace, name: str, things: Sequence[Thing], real: frozenset[str], *, dialect: Dialect = NEWEST
    ) -> None:
        account = account_of(workspace, name)
        names = {thing.reference: thing.name for thing in things if thing.name}
        self.tongue: Tongue = tongue_of(account, names, lambda field, binding: plain(attribute(field, binding)), "calendar", real)
        self.facts = facts_of(account, self.tongue, things, dialect)
        self.rules = rules_of(things, self.facts)
        other = replace(dialect, icu=not dialect.icu)
        differs = in_order(things, other) != in_order(things, dialect)
        self._other = rules_of(things, replace(self.facts, dialect=other)) if differs else None
        self.slas = sla.slas_of(things, self.facts)
        self._states = {reference("state", native): ours for ours, native in reversed(STATES.items())}
        self._priorities = {reference("priority", one): one for one in PRIORITIES}
        self._probe = Probe(condition(account), self._test, Scope(account, "engine"), _row_text)

    def arrive(self, ticket: Ticket, event: str) -> Desk:
        """The native ticket; one that was made before has the tags that its making left."""
        desk = arrive(self.tongue, ticket, event)
        if event != "ticket.created":
            made = arrive(self.tongue, ticket, "ticket.created")
            self.rules.run(made)
            desk.tags |= {tag for tag in made.tags if tag.startswith("cs-sla-")}
        return desk

    def settled(self, ticket: Ticket) -> Desk:
        """As a later message finds it."""
        return arrive(self.tongue, ticket, "customer.replied")

    def run(self, desk: Desk) -> None:
        """The triggers, then the SLA."""
        self.rules.run(desk)
        if not desk.lost:
            sla.choose(self.slas, desk, self.facts)

    @property
    def readings(self) -> Sequence[tuple[Callable[[Desk], None], Text]]:
        """The collation of its database, where names sort in two ways."""
        return ((self._other.run, text("engine-collation")),) if self._other else ()

    def single_of(self, part: str, native: str) -> str | None:
        """Records by their references."""
        if part == "team":
            return self.tongue.team(native)
        if part == "assignee":
            return self.tongue.agent(native)
        known = self._states if part == "status" else self._priorities
        return known.get(native, native) or None

    def replies(self, desk: Desk) -> tuple[Reply, ...]:
        """Mails to the customer; the template is the one of our rule."""
        found = []
        for mail in desk.mails:
            if any(one in CUSTOMER for one in mail.recipients):
                rule = self.tongue.rules.get(rule_id(mail.rule) or "")
                if rule is not None and rule.then.reply:
                    found.append(Reply(rule.then.reply, rule.then.at_most, rule.id))
                else:
                    found.append(Reply(mail.rule.name, None, mail.rule.name))
        return tuple(found)

    def spoken(self, mail: Mail, desk: Desk) -> str | None:
        """Each language has a trigger of its own."""
        part = mail.rule.key.part if mail.rule.key else ""
        return part if part in self.tongue.account.workspace.settings.value.locales else None

    def skills(self, desk: Desk) -> tuple[str, ...]:
        """Skills are tags there; in the order in which rules asked for them."""
        asked = [change[1:] for firing in desk.fired for change in firing.changed if change.startswith(f"+{_SKILL}")]
        return tuple(tag.removeprefix(_SKILL) for tag in dict.fromkeys(asked) if tag in desk.tags)

    def policy_names(self, policy: Thing) -> tuple[str, ...]:
        """Base and overlays."""
        return tuple(policy.key.id.split("_")) if policy.key else (policy.name,)

    def judged(self, comparison: Comparison, desk: Desk) -> tuple[Verdict, tuple[str, ...], tuple[str, ...]]:
        """The comparison in native rows, asked on this ticket."""
        return told(self._probe.of(comparison), desk)

    def _test(self, row: Row) -> Holds:
        return condition_of(shape([row]), self.facts).holds


def _row_text(row: Row) -> str | None:
    return plain(row.value) if row.field in _WORDS else None


def facts_of(account: Account, tongue: Tongue, things: Sequence[Thing], dialect: Dialect) -> Facts:
    """Attributes, calendars, access, and which channels bindings tell apart."""
    own = {f"ticket.{plain(thing.body.get('name'))}" for thing in of_kind(things, "attribute")}
    clocks = {thing.reference: clock for thing in of_kind(things, "calendar") if (clock := clock_of(thing)) is not None}
    access = {
        plain(thing.body.get("id")): frozenset(plain(group) for group in groups)
        for thing in of_kind(things, "agent_groups")
        if isinstance(groups := thing.body.get("group_ids"), Mapping)
    }
    bound = account.settings.channels.values()
    kinds = frozenset(reference("article_type", str(one.via)) for one in bound if one.via is not None)
    told_ = {"ticket.create_article_type_id": kinds, "article.type_id": kinds}
    told_["article.to"] = frozenset(one.recipient for one in bound if one.recipient)
    resting = frozenset(reference("state", state) for state in RESTING)
    return Facts(dialect, frozenset(own | set(tongue.fields.values())), clocks, told_, {}, access, resting)
