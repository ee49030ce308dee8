"""escalated-django without a server: what a compile makes, and what the model of the product does with it."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from cstool.backends.base import Compiled
from cstool.routing.compile import compile_routing
from cstool.routing.decide import decide
from cstool.tickets import Order, Ticket
from tests.live.escalated import seller
from tests.live.escalated.causes import causes, unequal
from tests.live.escalated.engine import of_resources
from tests.live.escalated.intake import native_of, seen_there

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
