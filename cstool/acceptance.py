"""The tests of config/tests: what was expected, what came out, why, and which rules no test makes fire."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from cstool.conditions.book import book_of
from cstool.conditions.view import view_of
from cstool.diagnostic import Span, Text, Value, text
from cstool.model.ticket import Expectation, Test
from cstool.routing import Decision, Outcome, Router, compile_routing, decide
from cstool.routing.decide import reason_of
from cstool.simulate import Decide, Promise, choose_by, decide_by
from cstool.sla import compile_sla
from cstool.tickets import Ticket, ticket_of
from cstool.workspace import Item, Workspace

_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Difference:
    """One expectation that did not hold: its place in the test, both values (None: nothing), and the rules behind it."""

    name: str
    expected: Value
    got: Value
    span: Span
    why: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class TestResult:
    """One test that ran; it passed when there is no difference."""

    __test__ = False
    name: str
    file: str
    span: Span
    differences: tuple[Difference, ...]
    rules: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything expected came out."""
        return not self.differences


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many tests made each rule in force fire, in the order of the file."""

    fired: Mapping[str, int]
    places: Mapping[str, Span]

    @property
    def unfired(self) -> tuple[str, ...]:
        """Rules that no test makes fire."""
        return tuple(rule for rule, count in self.fired.items() if not count)

    @property
    def share(self) -> Decimal:
        """Fired rules of all rules, 0 to 1; 1 where there are no rules."""
        return 1 - Decimal(len(self.unfired)) / len(self.fired) if self.fired else Decimal(1)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """All results in the order of the files, and the coverage."""

    results: tuple[TestResult, ...]
    coverage: Coverage

    @property
    def failed(self) -> tuple[TestResult, ...]:
        """The tests that did not pass."""
        return tuple(result for result in self.results if not result.passed)


@dataclass(frozen=True, slots=True)
class _Run:
    """What one test gave."""

    ticket: Ticket
    outcome: Outcome
    decision: Decision | None
    promise: Promise
    sops: tuple[str, ...]


_READ_BY_TESTS = (
    "stages", "policies", "channels", "stores", "teams", "agents", "calendars", "categories", "tags", "skills", "keywords",
    "fields", "rates", "packs", "settings.packs", "settings.timezone", "sops",
)  # fmt: skip
"""What a decision, a due time or a procedure is made of."""


def waiting_for(workspace: Workspace) -> tuple[str, ...]:
    """What tests are made of and could not be read whole: until it can, a difference would prove nothing, and none is shown."""
    return tuple(name.removeprefix("settings.") for name in _READ_BY_TESTS if name in workspace.incomplete)


def run_tests(workspace: Workspace, decide_one: Decide | None = None, *, only: str | None = None) -> Acceptance:
    """Run every test, or those whose name contains `only`, through our routing or the engine that is handed in."""
    router, choose_one = compile_routing(workspace), choose_by(compile_sla(workspace))
    engine = decide_one or decide_by(router)
    fired = {rule.id: 0 for stage in router.stages for rule in stage.rules}
    places = {rule.id: rule.item.at("id") for stage in router.stages for rule in stage.rules}
    results: list[TestResult] = []
    for file in workspace.tests:
        for position, test in enumerate(file.value.tests):
            if only is not None and only.casefold() not in test.name.casefold():
                continue
            ticket = ticket_of(test.ticket, test.now or file.value.now or _noon(workspace))
            decision = None if decide_one else decide(router, ticket, test.event)
            outcome = decision.outcome if decision else engine(ticket, test.event)
            run = _Run(ticket, outcome, decision, choose_one(ticket, outcome), _sops(workspace, router, ticket, outcome))
            here = Item(test, file.source, (*file.loc, "tests", position))
            found = tuple(_differences(here, run, router))
            for rule in outcome.rules:
                fired[rule] = fired.get(rule, 0) + 1
            results.append(TestResult(test.name, file.source.path, here.at("name"), found, outcome.rules))
    return Acceptance(tuple(results), Coverage(fired, places))


def _noon(workspace: Workspace) -> datetime:
    """Where neither test nor file fixes a clock: midday of the workspace's day in its zone."""
    return datetime.combine(workspace.today, _NOON, ZoneInfo(workspace.settings.value.timezone))


def _sops(workspace: Workspace, router: Router, ticket: Ticket, outcome: Outcome) -> tuple[str, ...]:
    """The procedures whose condition holds on the routed ticket."""
    book = book_of(workspace)
    view = view_of(ticket, router.around).after(
        category=outcome.category,
        priority=outcome.priority,
        team=outcome.team,
        status=outcome.status,
        tags=outcome.tags,
        fields=outcome.fields,
    )
    conditions = ((name, book.condition(item, "when")) for name, item in workspace.sops.items() if item.value.when is not None)
    return tuple(name for name, condition in conditions if condition is not None and condition.holds(view))


def _differences(test: Item[Test], run: _Run, router: Router) -> Iterator[Difference]:
    expected, outcome = test.value.expect, run.outcome

    def differs(name: str, wanted: Value, got: Value, *why: Text) -> Difference:
        return Difference(name, wanted, got, test.at("expect", name), tuple(why))

    for name in ("team", "category", "assignee", "priority", "status"):
        wanted, got = getattr(expected, name), getattr(outcome, name)
        if wanted is not None and wanted != got:
            yield differs(name, wanted, got, *_why(name, wanted, run, router))
    for name, wanted_list, got_list, exactly in _lists(expected, run):
        lacking = [value for value in wanted_list if value not in got_list]
        beyond = [value for value in got_list if value not in wanted_list] if exactly else []
        if lacking or beyond:
            whys = (why for value in lacking for why in _why(name.removesuffix("_exactly"), value, run, router))
            yield differs(name, tuple(wanted_list), tuple(got_list), *whys)
    for metric, moment in expected.due.items():
        at = next((entry.at for entry in run.promise.dues if entry.metric == metric), None)
        if at is None or _aware(moment, run.ticket) != at:
            shown = at.astimezone(_aware(moment, run.ticket).tzinfo).isoformat() if at else None
            yield Difference(f"due.{metric}", moment.isoformat(), shown, test.at("expect", "due", metric))
    reply = outcome.reply.template if outcome.reply else None
    if expected.reply is not None and expected.reply != reply:
        yield differs("reply", expected.reply, reply, *_why("reply", expected.reply, run, router))
    if expected.no_reply is not None and expected.no_reply is (reply is not None):
        yield differs("no_reply", _flag(expected.no_reply), _flag(reply is None), *_why("reply", None, run, router))
    if expected.unmatched is not None and expected.unmatched is not outcome.unmatched:
        yield differs("unmatched", _flag(expected.unmatched), _flag(outcome.unmatched))
    if expected.sop is not None and expected.sop not in run.sops:
        yield differs("sop", expected.sop, run.sops or None)


def _lists(expected: Expectation, run: _Run) -> Iterator[tuple[str, list[str], list[str], bool]]:
    """Name, expected, got, whether nothing else may be there."""
    tags, rules = sorted(run.outcome.tags), list(run.outcome.rules)
    for name, wanted, got, exactly in (
        ("skills", expected.skills, list(run.outcome.skills), False),
        ("tags", expected.tags, tags, False),
        ("tags_exactly", expected.tags_exactly, tags, True),
        ("rules", expected.rules, rules, False),
        ("rules_exactly", expected.rules_exactly, rules, True),
        ("sla", expected.sla, list(run.promise.policies), True),
    ):
        if wanted is not None:
            yield name, list(wanted), got, exactly


def _aware(moment: datetime, ticket: Ticket) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=ticket.received_at.tzinfo)


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _why(name: str, wanted: str | None, run: _Run, router: Router) -> Iterator[Text]:
    """The rule that wrote what came out, then the rules that would have written what was expected and why they did not."""
    if run.decision is None:
        return
    tried = {entry.rule: entry for entry in run.decision.tried}
    writer = run.outcome.reply.rule if name == "reply" and run.outcome.reply else run.outcome.written.get(name)
    if writer in tried:
        yield reason_of(tried[writer])
    for stage in router.stages:
        for rule in stage.rules:
            writes = getattr(rule.actions, name, None) if name != "rules" else rule.id
            if wanted is None or not (wanted == writes or (isinstance(writes, list | tuple) and wanted in writes)):
                continue
            if rule.id not in tried:
                winner = next((entry.rule for entry in run.decision.fired if entry.stage == stage.id), None)
                if winner:
                    yield text("test-rule-behind", rule=rule.id, stage=stage.id, winner=winner)
                else:
                    yield text("test-rule-not-run", rule=rule.id, stage=stage.id, event=stage.event)
            elif not tried[rule.id].matched:
                yield reason_of(tried[rule.id])
