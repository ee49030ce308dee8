"""The tests of config/tests: what was expected, what came out, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cstool.diagnostic import Span, Text, Value, text
from cstool.model.ticket import Expectation, Test
from cstool.routing import Decision, Outcome, Router, compile_routing, decide
from cstool.routing.decide import reason_of
from cstool.routing.procedures import followed, procedures_of
from cstool.routing.tested import all_tests
from cstool.simulate import Choose, Decide, Promise, choose_by, decide_by
from cstool.sla import compile_sla
from cstool.tickets import Ticket
from cstool.workspace import Item, Workspace


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
class Acceptance:
    """All results in the order of the files."""

    results: tuple[TestResult, ...]

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


def run_tests(
    workspace: Workspace, decide_one: Decide | None = None, choose_one: Choose | None = None, *, only: str | None = None
) -> Acceptance:
    """Run every test, or those whose name contains `only`, through our routing and SLA policies or the engine's, handed in."""
    router, choose_one = compile_routing(workspace), choose_one or choose_by(compile_sla(workspace))
    engine, procedures = decide_one or decide_by(router), procedures_of(workspace)
    results: list[TestResult] = []
    for test, ticket in all_tests(workspace, only):
        event = test.value.event
        decision = None if decide_one else decide(router, ticket, event)
        outcome = decision.outcome if decision else engine(ticket, event)
        sops = followed(procedures, router.around, ticket, outcome)
        run = _Run(ticket, outcome, decision, choose_one(ticket, outcome), sops)
        found = tuple(_differences(test, run, router))
        results.append(TestResult(test.value.name, test.source.path, test.at("name"), found, outcome.rules))
    return Acceptance(tuple(results))


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
