"""Which policy and which target a ticket gets, when it is due, and what a text may promise beforehand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cstool.checks.sla import uncovered_by_sla
from cstool.loading import load
from cstool.model.base import PRIORITIES, Duration, parse_duration
from cstool.sla import (
    CHANNEL_FACTS,
    Promise,
    SlaBook,
    alarms,
    can_hold,
    choose,
    compile_sla,
    due,
    due_after,
    promise,
    promised,
    thought_of,
)
from cstool.tickets import Ticket
from cstool.workspace import Workspace

FILES = {
    "config/cstool.yaml": "name: lumen-home\ntimezone: Asia/Shanghai\npacks: []\n",
    "config/vocabulary.yaml": "categories: [refund, complaint, other]\ntags: [vip]\n",
    "config/channels.yaml": """\
stores: {other: {}}
channels:
  amazon-us: {type: marketplace, pack: amazon, calendar: shenzhen}
  live-chat: {type: chat, calendar: shenzhen}
  shop-email: {type: email, calendar: shenzhen}
  phone: {type: phone}
""",
    "config/packs/amazon.yaml": """\
id: amazon
name: Amazon
stale_after: 365d
entries:
  - {id: answer, kind: response_time, metric: first_reply, limit: 24h, what: x, source: x, checked_on: 2026-07-01,
     confidence: weak}
""",
    "config/calendars.yaml": """\
calendars:
  shenzhen: {timezone: Asia/Shanghai, hours: {mon-fri: ["09:00-18:00"]}}
""",
    "config/sla.yaml": """\
policies:
  - {id: chat, when: {channel_type: chat}, targets: {first_reply: 30s}}
  - id: amazon
    when: {pack: amazon}
    targets:
      first_reply: {within: 20h, calendar: 24x7}
      resolution: {urgent: 24h, high: 48h, normal: 72h, low: 96h, calendar: 24x7}
  - id: complaint
    overlay: true
    when: {category: complaint}
    targets: {resolution: {within: 48h, calendar: 24x7}}
    escalate:
      - {at: 75%, of: resolution, do: [notify], to: {role: lead}}
      - {at: 100%, of: resolution, do: [notify, raise], to: {role: manager}}
  - {id: vip, overlay: true, when: {tags: vip}, targets: {first_reply: {urgent: 10m, high: 15m}}}
  - id: rest
    targets: {first_reply: 2h, resolution: 3 working days, next_reply: 4h}
    escalate: [{at: 50%, of: first_reply, do: notify, to: {role: lead}}]
""",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Callable[..., Workspace]:
    """The workspace above with some files replaced."""

    def make(**replaced: str) -> Workspace:
        overlay = FILES | {f"config/{name}.yaml": body for name, body in replaced.items()}
        for path, body in overlay.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(body, encoding="utf-8")
        loaded = load(tmp_path, date(2026, 7, 17))
        assert not loaded.faults
        return loaded

    return make


@dataclass(frozen=True)
class Routed:
    category: str | None = None
    priority: str | None = None
    team: str | None = None
    status: str | None = None
    tags: frozenset[str] = frozenset()
    fields: Mapping[str, object] = field(default_factory=dict)


def shanghai(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


FRIDAY = shanghai("2026-07-17T17:00")


@pytest.mark.parametrize(
    ("channel", "routed", "policies", "expected"),
    [
        ("live-chat", Routed(), ("chat",), {"first_reply": "2026-07-17T17:00:30"}),
        (
            "amazon-us",
            Routed(priority="urgent"),
            ("amazon",),
            {"first_reply": "2026-07-18T13:00", "resolution": "2026-07-18T17:00"},
        ),
        ("amazon-us", Routed(), ("amazon",), {"first_reply": "2026-07-18T13:00", "resolution": "2026-07-20T17:00"}),  # normal
        (
            "amazon-us",
            Routed("complaint", "low"),
            ("amazon", "complaint"),
            {"first_reply": "2026-07-18T13:00", "resolution": "2026-07-19T17:00"},
        ),
        # working hours: one left on Friday, one on Monday; the third working day ends on Wednesday
        ("shop-email", Routed(), ("rest",), {"first_reply": "2026-07-20T10:00", "resolution": "2026-07-22T18:00"}),
        # a channel without calendar and a ticket without channel count calendar time
        ("phone", Routed(), ("rest",), {"first_reply": "2026-07-17T19:00", "resolution": "2026-07-21T08:00"}),
        (None, Routed(), ("rest",), {"first_reply": "2026-07-17T19:00", "resolution": "2026-07-21T08:00"}),
        # an overlay that names some priorities leaves the others
        ("shop-email", Routed(tags=frozenset({"vip"})), ("rest", "vip"), {"first_reply": "2026-07-20T10:00"}),
        ("shop-email", Routed(priority="high", tags=frozenset({"vip"})), ("rest", "vip"), {"first_reply": "2026-07-17T17:15"}),
        # an overlay adds a target that the base lacks
        ("live-chat", Routed("complaint"), ("chat", "complaint"), {"resolution": "2026-07-19T17:00"}),
    ],
)
def test_due_times(
    workspace: Callable[..., Workspace],
    channel: str | None,
    routed: Routed,
    policies: tuple[str, ...],
    expected: dict[str, str],
) -> None:
    book = compile_sla(workspace())
    ticket = Ticket(FRIDAY, channel=channel)
    assert choose(book, ticket, routed).names == policies
    found = {entry.metric: entry.at for entry in due(book, ticket, routed)}
    assert {metric: found[metric] for metric in expected} == {metric: shanghai(at) for metric, at in expected.items()}


def test_a_ticket_that_no_policy_matches_is_promised_nothing(workspace: Callable[..., Workspace]) -> None:
    book = compile_sla(workspace(sla="policies: [{id: chat, when: {channel_type: chat}, targets: {first_reply: 30s}}]"))
    ticket = Ticket(FRIDAY, channel="phone")
    assert choose(book, ticket, Routed()).names == ()
    assert due(book, ticket, Routed()) == ()


def test_conditions_see_what_routing_wrote(workspace: Callable[..., Workspace]) -> None:
    vocabulary = "categories: [refund]\nfields: {tier: {type: enum, values: [gold]}}\n"
    sla = """\
policies:
  - {id: team, when: {team: night, status: pending}, targets: {first_reply: 1h}}
  - {id: field, when: {tier: gold}, targets: {first_reply: 2h}}
  - {id: urgent, when: {priority: urgent}, targets: {first_reply: 3h}}
"""
    book = compile_sla(workspace(vocabulary=vocabulary, teams="teams: {night: {}}", sla=sla))
    ticket = Ticket(FRIDAY, channel="phone")
    assert choose(book, ticket, Routed(team="night", status="pending")).names == ("team",)
    assert choose(book, ticket, Routed(fields={"tier": "gold"})).names == ("field",)
    assert choose(book, ticket, Routed(priority="urgent")).names == ("urgent",)
    assert choose(book, ticket, Routed()).names == ()


def test_later_metrics_count_from_their_own_moment(workspace: Callable[..., Workspace]) -> None:
    book = compile_sla(workspace())
    chosen = choose(book, Ticket(FRIDAY, channel="shop-email"), Routed())
    monday = shanghai("2026-07-20T16:00")
    found = due_after(book, chosen, "next_reply", monday)
    assert found is not None
    assert (found.at, found.policy, found.calendar) == (shanghai("2026-07-21T11:00"), "rest", "shenzhen")
    assert due_after(book, chosen, "update", monday) is None


def test_escalation_counts_the_share_on_the_targets_clock(workspace: Callable[..., Workspace]) -> None:
    book = compile_sla(workspace())
    chosen = choose(book, Ticket(FRIDAY, channel="shop-email"), Routed("complaint"))
    found = alarms(book, chosen, {"first_reply": FRIDAY, "resolution": FRIDAY})
    assert [(alarm.policy, int(alarm.escalation.at), alarm.at) for alarm in found] == [
        ("rest", 50, shanghai("2026-07-17T18:00")),  # half of two working hours, of which one is today's last
        ("complaint", 75, shanghai("2026-07-19T05:00")),
        ("complaint", 100, shanghai("2026-07-19T17:00")),
    ]


def test_policies_out_of_force_and_broken_ones_are_left_out(workspace: Callable[..., Workspace]) -> None:
    sla = """\
policies:
  - {id: past, until: 2026-07-16, targets: {first_reply: 1h}}
  - {id: off, enabled: false, targets: {first_reply: 2h}}
  - {id: future, from: 2026-07-18, targets: {first_reply: 3h}}
  - {id: broken, when: {chanel: x}, targets: {first_reply: 4h}}
  - {id: now, from: 2026-07-17, until: 2026-07-17, targets: {first_reply: 5h}}
"""
    book = compile_sla(workspace(sla=sla))
    assert [item.value.id for item, _ in book.policies] == ["now"]


def test_a_calendar_that_never_opens_makes_nothing_due(workspace: Callable[..., Workspace]) -> None:
    book = compile_sla(workspace(calendars="calendars: {shenzhen: {timezone: Asia/Shanghai, hours: {mon: []}}}"))
    assert due(book, Ticket(FRIDAY, channel="shop-email"), Routed()) == ()


@pytest.mark.parametrize(
    ("when", "known", "expected"),
    [
        ("always", CHANNEL_FACTS, True),
        ("{channel_type: marketplace}", CHANNEL_FACTS, True),
        ("{channel_type: chat}", CHANNEL_FACTS, False),
        ("{channel_type: chat}", frozenset(), None),
        ("{category: refund}", CHANNEL_FACTS, None),
        ("{category: refund}", CHANNEL_FACTS | {"category"}, True),
        ("{channel_type: chat, category: refund}", CHANNEL_FACTS, False),
        ("{channel_type: marketplace, tags: vip}", CHANNEL_FACTS, None),
        ("{any: [{channel_type: chat}, {pack: amazon}]}", CHANNEL_FACTS, True),
        ("{any: [{channel_type: chat}, {tags: vip}]}", CHANNEL_FACTS, None),
        ("{any: [{channel_type: chat}, {store: other}]}", CHANNEL_FACTS, False),
        ("{not: {channel_type: chat}}", CHANNEL_FACTS, True),
        ("{not: {tags: vip}}", CHANNEL_FACTS, None),
    ],
)
def test_what_is_known_decides_or_not(
    workspace: Callable[..., Workspace], when: str, known: frozenset[str], expected: bool | None
) -> None:
    book = compile_sla(workspace(sla=f"policies: [{{id: x, when: {when}, targets: {{first_reply: 1h}}}}]"))
    view = thought_of(book, "amazon-us", "refund")
    assert can_hold(book.policies[0][1], view, known) is expected


@pytest.mark.parametrize(
    ("metric", "channels", "category", "expected"),
    [
        ("first_reply", ("amazon-us",), None, "20h of working time"),  # 10 minutes of it are more on a Friday evening
        ("first_reply", ("shop-email",), None, "2h of working time"),
        ("first_reply", ("live-chat",), None, "10m of working time"),  # the vip overlay might be looser than the chat's 30 s
        ("first_reply", ("live-chat", "amazon-us"), None, "20h of working time"),
        ("first_reply", None, None, "20h of working time"),
        ("resolution", ("amazon-us",), None, "96h"),  # low priority is the loosest
        ("resolution", ("amazon-us",), "complaint", "48h"),  # surely replaced
        ("resolution", ("amazon-us",), "refund", "96h"),
        ("resolution", ("live-chat",), None, "48h"),
        ("resolution", ("live-chat",), "refund", None),
        ("resolution", ("shop-email",), "refund", "3 working days"),
        ("update", None, None, None),
    ],
)
def test_a_promise_is_the_loosest_target_that_can_apply(
    workspace: Callable[..., Workspace], metric: str, channels: tuple[str, ...] | None, category: str | None, expected: str | None
) -> None:
    loosest = "  - {id: vip, overlay: true, when: {tags: vip}, targets: {first_reply: {urgent: 10m, high: 10m}}}\n"
    files = FILES["config/sla.yaml"].replace(
        "  - {id: vip, overlay: true, when: {tags: vip}, targets: {first_reply: {urgent: 10m, high: 15m}}}\n", loosest
    )
    found = promise(workspace(sla=files), metric, channels, category)  # type: ignore[arg-type]
    length, _, working = (expected or "").partition(" of ")
    assert found == (replace(parse_duration(length), working=bool(working)) if expected else None)


def test_a_promise_without_channels_in_the_workspace(workspace: Callable[..., Workspace]) -> None:
    made = workspace(channels="channels: {}", sla="policies: [{id: all, targets: {first_reply: {within: 1d, calendar: 24x7}}}]")
    assert promise(made, "first_reply", None) == Duration(86_400)


def test_moments_come_back_in_utc(workspace: Callable[..., Workspace]) -> None:
    book = compile_sla(workspace())
    assert all(entry.at.tzinfo is UTC for entry in due(book, Ticket(FRIDAY, channel="shop-email"), Routed()))


# Properties: any policies over channel, category, priority and tags, against every ticket that there can be.

CONDITIONS = [
    "always",
    "{channel_type: chat}",
    "{channel: [amazon-us, phone]}",
    "{category: refund}",
    "{not: {category: refund}}",
    "{tags: vip}",
    "{any: [{tags: vip}, {channel_type: marketplace}]}",
    "{priority: [high, urgent]}",
    "{channel_type: email, priority: urgent}",
]
lengths = st.sampled_from(["30m", "2h", "8h", "30h", "1 working day"])
targets = st.one_of(
    lengths.map(lambda length: f"{{within: {length}}}"),
    st.dictionaries(st.sampled_from(PRIORITIES), lengths, min_size=1).map(
        lambda named: "{" + ", ".join(f"{key}: {value}" for key, value in named.items()) + "}"
    ),
)
policies = st.lists(
    st.tuples(
        st.sampled_from(CONDITIONS), st.booleans(), st.dictionaries(st.sampled_from(["first_reply", "resolution"]), targets)
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(policies, st.integers(0, 7 * 86_400))
def test_promises_and_coverage_agree_with_every_ticket(
    workspace: Callable[..., Workspace], stated: list[tuple[str, bool, dict[str, str]]], second: int
) -> None:
    lines = [
        f"  - {{id: p{number}, overlay: {str(overlay).lower()}, when: {when}, targets: {_flow(named)}}}"
        for number, (when, overlay, named) in enumerate(stated)
    ]
    made = workspace(sla="\n".join(["policies:", *lines]))
    book = compile_sla(made)
    uncovered = {problem.witness["channel"] for problem in uncovered_by_sla.check(made) if problem.witness}
    for channel in made.channels:
        ticket = Ticket(FRIDAY + timedelta(seconds=second), channel=channel)
        loosest = {metric: promised(made, metric, (channel,)) for metric in ("first_reply", "resolution")}
        lacking = False
        for category, priority, tags in product(made.categories, PRIORITIES, ((), ("vip",))):
            routed = Routed(category, priority, tags=frozenset(tags))
            goals = choose(book, ticket, routed).goals
            lacking = lacking or not goals
            for metric in goals:
                widest, at = loosest[metric], due_after(book, choose(book, ticket, routed), metric, ticket.received_at)
                assert widest is not None
                assert at is not None
                assert at.at <= _kept_until(book, widest, ticket.received_at)
        assert not lacking or channel in uncovered


def _kept_until(book: SlaBook, said: Promise, start: datetime) -> datetime:
    """When a customer who was told this at that moment is let down."""
    clock = book.clock(said.goal.calendar)
    if said.within.working_days:
        return clock.working_days_deadline(start, said.within.working_days)
    return clock.deadline(start, said.within.seconds) if said.within.working else start + timedelta(seconds=said.within.seconds)


def _flow(named: dict[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in named.items()) + "}"
