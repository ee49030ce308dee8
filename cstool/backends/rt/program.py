"""The scrips: stages, service levels and replies as one Perl program for each queue of arrival, and one for later events."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cstool.backends.account import Account, Scope
from cstool.backends.references import literal, reference
from cstool.backends.rt.bindings import Arrival, field_keys
from cstool.backends.rt.clocks import clocks
from cstool.backends.rt.perl import data, expression, plain, string
from cstool.backends.rt.sla import policies
from cstool.conditions.syntax import Condition, comparisons
from cstool.conditions.text_form import IGNORABLE, UNSPACED
from cstool.conditions.view import Rates
from cstool.model.base import Limit, Money
from cstool.model.routing import Actions
from cstool.model.sla import Recipient
from cstool.plan import Key, Resource
from cstool.tickets.mail_file import MACHINES, PRECEDENCE
from cstool.workspace import Item

PRIORITIES = {"low": 25, "normal": 50, "high": 75, "urgent": 100}
"""Ours as numbers there. A new ticket has 0, which is no priority of ours (bestpractical/rt: RT_Config.pm, PriorityAsString)."""
STATES = {"new": "new", "open": "open", "pending": "stalled", "on_hold": "stalled", "solved": "resolved", "closed": "resolved"}
"""Ours in the words of the default lifecycle (bestpractical/rt: etc/RT_Config.pm, Lifecycles)."""
STATUSES = {"new": "new", "open": "open", "stalled": "pending", "resolved": "solved", "rejected": "closed", "deleted": "closed"}
LATER = ("customer.replied", "ticket.reopened")

ON_CREATE = "return $self->TransactionObj->Type eq 'Create';"
ON_LATER = """my $txn = $self->TransactionObj;
my $requestors = $self->TicketObj->Requestors;
if ($txn->Type eq 'Correspond') { return $requestors->HasMemberRecursively($txn->CreatorObj->PrincipalObj) ? 1 : 0 }
return 0 unless $txn->Type eq 'Status' || ($txn->Type eq 'Set' && $txn->Field eq 'Status');
my $cycle = $self->TicketObj->LifecycleObj;
return $cycle->IsInactive($txn->OldValue) && !$cycle->IsInactive($txn->NewValue) ? 1 : 0;"""
_WHICH = "my $event = $self->TransactionObj->Type eq 'Correspond' ? 'customer.replied' : 'ticket.reopened';\n"


@dataclass(frozen=True)
class Ruling:
    """One rule of ours, ready to be printed."""

    id: str
    condition: Condition
    then: Mapping[str, object]


@dataclass(frozen=True)
class Staging:
    """One stage of ours with the rules that stay."""

    id: str
    event: str
    mode: str
    rules: tuple[Ruling, ...]


def scrips(
    account: Account,
    stagings: Sequence[Staging],
    arrivals: Sequence[Arrival],
    replies: Mapping[str, Sequence[str]],
    levels: Mapping[str, str],
) -> tuple[Resource, ...]:
    """One scrip for each queue of arrival, and one for what happens later, where any stage asks for it."""
    program = logic(account, stagings) + _server(account, arrivals, replies, levels) + _part("ticket.pl")
    table = _table(account, stagings, arrivals, replies)
    made = []
    if any(staging.event == "ticket.created" for staging in stagings):
        for queue in dict.fromkeys(arrival.queue for arrival in arrivals):
            code = literal("my $event = 'ticket.created';\n") + table + literal(program)
            made.append(_scrip(account, queue, reference("queue", f"intake/{queue}"), ON_CREATE, code))
    if any(staging.event in LATER for staging in stagings):
        made.append(_scrip(account, "later", "", ON_LATER, literal(_WHICH) + table + literal(program)))
    return tuple(made)


def _scrip(account: Account, id_: str, queue: str, condition: str, code: str) -> Resource:
    name = f"cstool:{':'.join(Key('scrip', id_))} {account.phrase('routing')}"
    body = {"queue": queue, "condition": literal(condition), "commit": code, "enabled": True}
    return Resource("scrip", id_, "", name, body)


def logic(account: Account, stagings: Sequence[Staging]) -> str:
    """The part of the program that knows of no server: data, the words of conditions, policies, stages. It ends with `$run`."""
    around = {
        id_: _without_none(
            channel_type=item.value.type,
            store=item.value.store,
            pack=item.value.pack,
            country=item.value.country,
            clock=item.value.calendar if item.value.calendar in account.workspace.calendars else None,
            language=next(iter(item.value.languages), None),
        )
        for id_, item in account.workspace.channels.items()
    }
    asked = [staging for staging in stagings if staging.rules]
    return "".join(
        (
            f"my $ignorable = qr/[{_class(IGNORABLE)}]/;\nmy $unspaced = qr/[{_class(UNSPACED)}]/;\n",
            f"my $zone = {string(account.workspace.settings.value.timezone)};\n",
            _hash("channels", around),
            _hash("rates", dict(_rates(account, asked))),
            _hash("clocks", clocks(account)),
            "my (@policies, $stages);\n",
            _part("logic.pl"),
            "\n@policies = (\n",
            *(
                f"  [{string(one.id)}, {int(one.overlay)}, sub {{ {expression(one.condition)} }}, {data(one.targets)}],\n"
                for one in policies(account)
            ),
            ");\n$stages = sub {\n  return (\n",
            *map(_stage, asked),
            "  );\n};\n",
        )
    )


def _stage(staging: Staging) -> str:
    rules = "".join(
        f"      [{string(rule.id)}, sub {{ {expression(rule.condition)} }}, {data(rule.then)}],\n" for rule in staging.rules
    )
    return f"    [{string(staging.id)}, {string(staging.event)}, {string(staging.mode)},\n{rules}    ],\n"


def _server(
    account: Account, arrivals: Sequence[Arrival], replies: Mapping[str, Sequence[str]], levels: Mapping[str, str]
) -> str:
    texts = {id_: {locale: f"template/{id_}#{locale}" for locale in locales} for id_, locales in replies.items()}
    ways = [
        [arrival.channel, arrival.way, f"queue/intake/{arrival.queue}" if arrival.way == "group" else arrival.value]
        for arrival in arrivals
    ]
    return "".join(
        (
            _hash("fields", {name: _named(key) for name, (key, _) in field_keys(account).items()}),
            _hash("statuses", STATUSES),
            _hash("states", STATES),
            _hash("priorities", PRIORITIES),
            _hash("levels", levels),
            _hash("replies", texts),
            f"my @arrives = @{{ {data(ways)} }};\n",
            f"my $default_locale = {string(account.workspace.settings.value.default_locale)};\n",
            f"my $told_text = {string(account.phrase('told'))};\n",
            f"my $machines = {string('|'.join(MACHINES))};\n",
            f"my $precedence = {string('|'.join(sorted(PRECEDENCE)))};\n",
        )
    )


def _table(
    account: Account, stagings: Sequence[Staging], arrivals: Sequence[Arrival], replies: Mapping[str, Sequence[str]]
) -> str:
    """Everything of the server's that the program names, by our names: the only place of references in it."""
    actions = [rule.then for staging in stagings for rule in staging.rules]
    keys = [
        *(Key("queue", f"intake/{queue}") for queue in dict.fromkeys(arrival.queue for arrival in arrivals)),
        *(Key("template", id_, locale) for id_, locales in replies.items() for locale in locales),
        *(Key("user", str(then["assignee"])) for then in actions if "assignee" in then),
    ]
    places = {key: reference(*key) for key in keys} | dict(field_keys(account).values()) | dict(_teams(account))
    lines = [f'  {string(_named(key))} => "{place}",\n' for key, place in places.items()]
    return literal("my %native = (\n") + "".join(lines) + ");\n"


def _teams(account: Account) -> Iterator[tuple[Key, str]]:
    """The queue and the group of every team; of one that is kept away from the account, the queue that has its name."""
    for id_, item in account.workspace.teams.items():
        if account.excludes("teams", id_):
            yield Key("queue", id_), reference("found_queue", account.shown(item.value.name, id_))
        elif account.in_force(item.value):
            yield Key("queue", id_), reference("queue", id_)
            yield Key("group", id_), reference("group", id_)


def _named(key: Key) -> str:
    return f"{key.kind}/{key.id}" + (f"#{key.part}" if key.part else "")


def _hash(name: str, value: Mapping[str, object]) -> str:
    inner = "".join(f"  {string(key)} => {data(one)},\n" for key, one in value.items())
    return f"my %{name} = (\n{inner});\n"


def _class(ranges: str) -> str:
    return "".join(one if one == "-" else f"\\x{{{ord(one):x}}}" for one in ranges)


def _rates(account: Account, stagings: Iterable[Staging]) -> Iterator[tuple[str, str]]:
    """The worth of every known currency in each currency that a limit is in."""
    conditions = [rule.condition for staging in stagings for rule in staging.rules]
    conditions += [one.condition for one in policies(account)]
    operands = [operand for condition in conditions for one in comparisons(condition) for operand in one.operands]
    facts = account.workspace.facts
    rates = Rates(facts.value.rates if facts else {})
    known = sorted({*rates.stated, *(worth.currency for worth in rates.stated.values())})
    for limit in sorted({operand.currency for operand in operands if isinstance(operand, Money)}):
        for currency in known:
            rate = rates.rate(currency, limit)
            if rate is not None and currency != limit:
                yield f"{currency}>{limit}", f"{rate.numerator}/{rate.denominator}"


def written(account: Account, then: Actions, item: Item[object], scope: Scope) -> Mapping[str, object]:
    """The actions of a rule as plain data."""
    agents = account.workspace.agents
    if then.note and then.note in account.workspace.templates:
        scope.unsupported("note-template", item.at("then", "note"))
    if then.status in ("on_hold", "closed"):
        scope.differs("fewer-states", item.at("then", "status"))
    if then.escalate:
        scope.differs("escalate-tells-team", item.at("then", "escalate"))
    if then.reply:
        scope.differs("reply-by-mail", item.at("then", "reply"))
    return _without_none(
        category=then.category,
        team=then.team,
        assignee=agents[then.assignee].value.email if then.assignee and then.assignee in agents else then.assignee,
        priority=then.priority,
        status=then.status,
        tags=tuple(then.tags) or None,
        remove_tags=tuple(then.remove_tags) or None,
        skills=tuple(then.skills) or None,
        set={name: plain(value) for name, value in then.set.items()} or None,
        reply=then.reply if then.reply and scope.sends(then.reply, item.at("then", "reply")) else None,
        at_most=_limit(then.at_most) if then.at_most else None,
        note=then.note,
        escalate=tuple(mails_of(account, then.escalate)) if then.escalate else None,
    )


def _limit(limit: Limit) -> tuple[int, int]:
    return limit.count, limit.per.seconds or limit.per.working_days * 86_400


def mails_of(account: Account, to: Recipient) -> Sequence[str]:
    """The addresses of an agent, of everybody with a role, or of a team's members; an external team has its own."""
    workspace = account.workspace
    if to.team and (team := workspace.teams.get(to.team)):
        if team.value.external:
            return [team.value.email] if team.value.email else []
        ids = [id_ for id_ in team.value.members if id_ in workspace.agents]
    else:
        ids = [id_ for id_, item in workspace.agents.items() if id_ == to.agent or (to.role and item.value.role == to.role)]
    return [workspace.agents[id_].value.email for id_ in ids if account.in_force(workspace.agents[id_].value)]


def _without_none(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


@cache
def _part(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")
