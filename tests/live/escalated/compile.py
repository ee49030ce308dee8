"""A workspace as the objects of one account, in the order in which they are made. No network."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from cstool.backends.account import Account, Scope, documented
from cstool.backends.base import Compiled
from cstool.backends.options import bands
from cstool.backends.references import literal, reference, resolve
from cstool.backends.wordings import Native, natives
from cstool.conditions.book import book_of
from cstool.conditions.syntax import Always
from cstool.diagnostic import text
from cstool.model.base import PRIORITIES, Priority
from cstool.model.helpdesk import Helpdesk
from cstool.model.settings import BackendSettings, FieldBinding
from cstool.model.sla import Policy, Target
from cstool.plan import Key, Resource
from cstool.sla import ALWAYS_OPEN
from cstool.source import read_yaml
from cstool.workspace import Item, Workspace
from tests.live.escalated.conditions import PRIORITIES as NATIVE_PRIORITIES
from tests.live.escalated.conditions import known_by_connector
from tests.live.escalated.rules import intake, stages, values_of, workflow
from tests.live.escalated.tags import value_tag

KINDS = ("department", "tag", "canned_response", "sla_policy", "workflow", "workflow_order")


class PlainSyntax:
    """`{{name}}` inside plain text; there is no way to write the braces themselves before a known name."""

    conditionals = False

    def plain(self, text: str) -> str:
        """Text as it stands."""
        return literal(text)

    def output(self, native: str, filters: str) -> str:
        """A value."""
        return f"{{{{{native}}}}}"

    def bound(self, account: Account, name: str, binding: FieldBinding) -> str | None:
        """Nothing but its tag knows the value of a bound field."""
        return None


@cache
def facts() -> Helpdesk:
    """What the product can hold."""
    source, faults = read_yaml("facts.yaml", Path(__file__).with_name("facts.yaml").read_bytes())
    assert not faults, faults
    assert source is not None
    return Helpdesk.model_validate(source.data)


def account_of(workspace: Workspace, name: str, settings: BackendSettings) -> Account:
    """The account during one compile."""
    return Account(name, workspace, settings, facts(), book_of(workspace))


def compile_escalated(account: Account) -> Compiled:
    """Everything that the account should hold, and what is not exact there."""
    texts: dict[str, tuple[Native, ...]] = {}
    canned = list(_texts(account, texts))
    steps = [*intake(account), *(step for made in stages(account, texts) for step in made)]
    steps = [step for step in steps if step.writes or step.adds or step.removes]
    workflows = [workflow(account, step) for step in steps]
    order = [reference(*item.key) for item in workflows]
    resources = [
        *_departments(account),
        *_tags(account, workflows),
        *canned,
        *_sla(account),
        *workflows,
        *([Resource("workflow_order", "all", "", "", {"workflows": order})] if order else []),
    ]
    documented(account)
    return Compiled(account.name, tuple(resources), tuple(account.considered), tuple(account.remarks))


def marker(key: Key) -> str:
    """What a description says so that a lost lock can be rebuilt."""
    return "cstool:" + ":".join(key)


def _departments(account: Account) -> Iterator[Resource]:
    for id_, item, _ in account.objects("teams", account.workspace.teams.items()):
        name = account.shown(item.value.name, id_)
        mails = []
        for member in item.value.members:
            agent = account.workspace.agents.get(member)
            if agent is not None and account.in_force(agent.value) and not account.excludes("agents", member):
                mails.append(reference("user", agent.value.email or member))
        body = {
            "name": literal(name),
            "description": marker(Key("department", id_)),
            "is_active": True,
            "agents": sorted(dict.fromkeys(mails)),
        }
        yield Resource("department", id_, "", name, body)


def _tags(account: Account, workflows: list[Resource]) -> Iterator[Resource]:
    """Every tag that a workflow adds, and those that a connector sets: made beforehand, with an address of our own, because a
    workflow that makes one itself takes another tag's whose name has the same letters (`slugify`)."""
    names: dict[str, None] = {}
    for item in workflows:
        for action in item.body["actions"]:  # type: ignore[attr-defined]
            if action["type"] == "add_tag":
                names[str(resolve(action["value"], _never))] = None
    for name, binding in account.settings.fields.items():
        if known_by_connector(binding):
            options = bands(name, binding) if binding.bands else values_of(account, name)
            names.update(dict.fromkeys(value_tag(name, option) for option in options))
    names.update(dict.fromkeys(binding.tag for binding in account.settings.channels.values() if binding.tag))
    for name in sorted(names):
        yield Resource("tag", name, "", name, {"name": literal(name)})


def _never(kind: str, id_: str, part: str) -> str:
    raise KeyError(id_)


def _texts(account: Account, answers: dict[str, tuple[Native, ...]]) -> Iterator[Resource]:
    """Canned responses, one a language; fills the texts of automatic replies."""
    inside = {rule.value.then.reply for _, rule in account.workspace.rules()}
    for id_, template in account.workspace.templates.items():
        front = template.shared.value
        if not account.in_force(front):
            continue
        scope = account.scope("templates", id_, template.shared.at())
        if scope.excluded:
            continue
        if front.kind in ("survey", "outreach") and id_ not in inside:
            scope.remark("documentation", template.shared.at(), text("backend-documentation-only", backend=account.helpdesk.name))
            continue
        written = natives(account, template, scope, PlainSyntax(), front.kind != "reply")
        if scope.failed:
            continue
        if id_ in inside:
            answers[id_] = written
        if front.kind in ("reply", "note"):
            yield from (_canned(account, id_, front.name, one) for one in written)


def _canned(account: Account, id_: str, names: Mapping[str, str] | None, one: Native) -> Resource:
    folder, _, leaf = id_.rpartition("/")
    title = f"{account.shown(names, leaf)} ({one.locale})"
    body = {"title": literal(title), "body": one.body, "category": literal(folder), "is_shared": True}
    return Resource("canned_response", id_, one.locale, title, body)


def _sla(account: Account) -> Iterator[Resource]:
    """The one policy that holds for every ticket: the first without a condition."""
    chosen = False
    for item in account.workspace.policies:
        if not account.in_force(item.value):
            continue
        scope = account.scope("policies", item.value.id, item.at())
        if scope.excluded:
            continue
        condition = account.book.condition(item, "when")
        if chosen or item.value.overlay or not isinstance(condition, Always):
            scope.unsupported("sla-one-policy", item.at())
            continue
        chosen = True
        yield _policy(account, item, scope)


def _policy(account: Account, item: Item[Policy], scope: Scope) -> Resource:
    policy = item.value
    scope.differs("sla-before-routing", item.at())
    targets = {"first_reply": policy.targets.first_reply, "resolution": policy.targets.resolution}
    if policy.targets.next_reply or policy.targets.update or policy.escalate or policy.pause:
        scope.differs("sla-two-metrics", item.at("targets"))
    around_the_clock = all(target is None or target.calendar == ALWAYS_OPEN for target in targets.values())
    if not around_the_clock:
        scope.differs("sla-server-hours", item.at("targets"))
    name = account.shown(policy.name, policy.id)
    body = {
        "name": literal(name),
        "description": marker(Key("sla_policy", policy.id)),
        "is_default": True,
        "is_active": True,
        "business_hours_only": not around_the_clock,
        "first_response_hours": _hours(targets["first_reply"]),
        "resolution_hours": _hours(targets["resolution"]),
    }
    return Resource("sla_policy", policy.id, "", name, body)


def _hours(target: Target | None) -> dict[str, float]:
    """Hours by priority, in the product's words."""
    if target is None:
        return {}
    found: dict[str, float] = {}
    for priority in PRIORITIES:
        within = _within(target, priority)
        if within is not None:
            found[NATIVE_PRIORITIES[priority]] = within
    return found


def _within(target: Target, priority: Priority) -> float | None:
    duration = getattr(target, priority) or target.within
    if duration is None:
        return None
    hours = duration.seconds / 3600
    return int(hours) if hours.is_integer() else hours
