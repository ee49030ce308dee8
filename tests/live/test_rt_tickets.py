"""What our simulation says is what a running Request Tracker does: real messages through every door of the server.

Queue, priority, category, tags, skills, service level, due time, reply in its language, and who is told, of every ticket.
`CSTOOL_LIVE_TICKETS` says how many.
"""

import os
from datetime import UTC, datetime, timedelta

import pytest

from tests.live.rt.commands import Desk
from tests.live.rt.proof import proved
from tests.live.rt.tickets import messages, tickets

pytestmark = pytest.mark.xdist_group("rt")
COUNT = int(os.environ.get("CSTOOL_LIVE_TICKETS", "200"))


def test_tickets_end_as_simulated(shipped: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    if not messages():
        pytest.skip("NOT RUN: no messages at CSTOOL_DATA")
    found = proved(shipped, tickets(shipped.workspace(), COUNT, datetime.now(UTC)), "Incoming")
    with capsys.disabled():
        print(f"\nrequest tracker: {found.tickets} tickets, {found.kinds} kinds of outcome, unequal: {found.by_part or 'none'}")
    assert not found.unequal, "\n".join(found.unequal[:20])
    assert found.kinds > 20
    assert "error" not in shipped.server.log(), shipped.server.log()[-2000:]


def test_nothing_is_due_before_it_came(shipped: Desk) -> None:
    rows = shipped.server.rows("tickets", "Created,Due", query="SLA LIKE 'cs '")
    assert all(datetime.fromisoformat(row["Due"]) > datetime.fromisoformat(row["Created"]) - timedelta(seconds=1) for row in rows)


MOMENTS = (
    datetime(2026, 10, 10, 2, tzinfo=UTC),  # a Saturday that China works for a holiday
    datetime(2026, 12, 25, 15, tzinfo=UTC),  # Christmas in Berlin and Austin, an ordinary Friday night in Shenzhen
    datetime(2027, 3, 14, 7, 59, 50, tzinfo=UTC),  # Austin's clock is about to turn
)


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: f"{moment:%Y-%m-%d}")
def test_at_another_time(shipped: Desk, moment: datetime) -> None:
    """Replies, hours and due times at moments that are not now: the server's clock is set, ours is told."""
    if not messages():
        pytest.skip("NOT RUN: no messages at CSTOOL_DATA")
    server = shipped.server
    server.stop()
    server.start(at=moment)
    try:
        found = proved(shipped, tickets(shipped.workspace(), max(10, COUNT // 25), moment, seed=moment.day), "Incoming")
    finally:
        server.stop()
        server.start()
    assert not found.unequal, "\n".join(found.unequal[:20])
