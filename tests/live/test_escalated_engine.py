"""escalated-django without a server: what a compile makes, and what the model of the product does with it."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstool.backends.base import Compiled
from cstool.routing.compile import compile_routing
from cstool.routing.decide import decide
from cstool.tickets import Order, Ticket
from tests.live.escalated import seller
from tests.live.escalated.causes import causes, unequal
from tests.live.escalated.engine import evaluate, of_resources
from tests.live.escalated.intake import native_of, seen_there
from tests.live.escalated.tags import native_tag, value_tag, whole
from tests.live.escalated.words import spelled

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
ROUTER = compile_routing(seller.workspace())
WORDS = ("refund", "Rückerstattung", "退款", "package", "hotel", "angry", "card", "money", "legal", "pizza", "please", "flight")


@cache
def compiled() -> Compiled:
    return seller.compiled()


def tickets(channels: tuple[str, ...]) -> st.SearchStrategy[Ticket]:
    return st.builds(
        lambda words, channel, language, amount, loyalty, gift, tags: Ticket(
            received_at=NOW,
            channel=channel,
            language=language,
            subject=" ".join(words[:2]),
            body=" ".join(words[2:]) or "x",
            order=Order(amount=amount, currency="USD" if amount is not None else None),
            fields={**({"loyalty": loyalty} if loyalty else {}), **({"gift": gift} if gift is not None else {})},
            tags=frozenset(tags),
            priority="normal",
        ),
        st.lists(st.sampled_from(WORDS), max_size=6),
        st.sampled_from(channels),
        st.sampled_from([None, "en", "de", "de-AT", "fr", "zh-CN"]),
        st.sampled_from([None, Decimal(10), Decimal(50), Decimal(199), Decimal(200), Decimal(900)]),
        st.sampled_from([None, "gold", "gold-plus", "silver"]),
        st.sampled_from([None, True, False]),
        st.sets(st.sampled_from(["vip", "vip-gold", "legal", "pay", "payroll", "night", "word"]), max_size=3),
    )


@given(ticket=tickets(("amazon-us", "amazon-de")))
@settings(max_examples=300, deadline=None)
def test_native_rules_decide_as_we_do(ticket: Ticket) -> None:
    """On words that both read alike, and values that a connector sets, nothing differs but the state every ticket begins in."""
    run = of_resources(compiled().resources).created(native_of(ticket, seller.SETTINGS, ROUTER))
    decision = decide(ROUTER, ticket)
    assert set(unequal(decision, run)) <= ({"status"} if decision.outcome.status is None else set())
    assert not [tag for tag in run.ticket.tags if tag.startswith("[cs-r-")], "marks are taken off at the end"
    assert seen_there(run.ticket).priority == decision.outcome.priority


@given(ticket=tickets(("amazon-us", "helpline", "portal")))
@settings(max_examples=300, deadline=None)
def test_every_inequality_has_a_name(ticket: Ticket) -> None:
    arrived = native_of(ticket, seller.SETTINGS, ROUTER)
    found = causes(ticket, decide(ROUTER, ticket), of_resources(compiled().resources).created(arrived), arrived)
    assert "unexplained" not in {cause.name for cause in found}, found


names = st.text(st.sampled_from("vip-gold[]cs=. "), min_size=1, max_size=6)


@given(st.frozensets(names, max_size=5), names)
def test_a_tag_is_found_whole(there: frozenset[str], tag: str) -> None:
    """The product's own `contains` finds `vip` in `vip-gold`: four rows do not."""
    rows = {"any": [{"field": "tags", "operator": row.operator, "value": row.value} for row in whole(tag).parts]}
    assert evaluate(rows, lambda _: ",".join(sorted(there))) is (tag in there)


ids = st.from_regex(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", fullmatch=True)


@given(ids, ids, ids)
def test_our_own_tags_are_no_pieces_of_each_other(stage: str, field: str, value: str) -> None:
    made = {native_tag(f"cs-{stage}"), native_tag(f"cs-r-{stage}"), value_tag(field, value), value_tag(field, f"{value}-{value}")}
    assert not [(one, two) for one in made for two in made if one != two and one in two]


def test_one_list_a_workflow() -> None:
    """A list of alternatives cannot be guarded, and nothing nests: beside `all`, `any` is not looked at."""
    for item in compiled().resources:
        if item.kind == "workflow":
            (name, rows), *more = item.body["conditions"].items()  # type: ignore[attr-defined]
            assert not more
            assert rows or name == "all"
            assert all(set(row) <= {"field", "operator", "value"} for row in rows)


def test_spellings() -> None:
    assert spelled(["money back"]) == ("money back", "Money back", "Money Back", "MONEY BACK")
    assert spelled(["退款"]) == ("退款",)


UNSUPPORTED = {
    "when: {text: {matches: 'a+'}}": "no-such-condition",
    "when: {hours: open}": "no-such-condition",
    "when: {customer.name: Ann}": "no-such-condition",
    "when: {customer.tags: vip}": "no-such-condition",
    "when: {order.amount: {gte: 60 USD}}": "amount-not-a-band-edge",
    "when: {order.amount: {gt: 50 USD}}": "no-such-condition",
    "when: always, event: customer.replied": "no-such-event",
}


@pytest.mark.parametrize("rule", UNSUPPORTED)
def test_what_has_no_place_is_said(rule: str) -> None:
    when, _, event = rule.partition(", event: ")
    stage = f"{{id: s, event: {event or 'ticket.created'}, match: first, rules: [{{id: r, {when}, then: {{tags: vip}}}}]}}"
    found = seller.compiled(seller.workspace(routing=f"stages: [{stage}]"))
    assert {remark.difference for remark in found.unsupported if remark.object == "rules/r"} == {UNSUPPORTED[rule]}
    assert not [item for item in found.resources if item.id.startswith("s/")]
