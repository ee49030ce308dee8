"""The shipped rules on the shipped samples, and on real messages where there are some: batch and single ticket agree."""

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from cstool import starter
from cstool.loading import load
from cstool.routing import Router, compile_routing
from cstool.tickets import Options, Ticket
from cstool.tickets.read import read
from tests.batch.test_batch import differences
from tests.console import DAY

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("CSTOOL_DATA", ROOT.parent / "shared/data"))
FULL = starter.folder(minimal=False)


@cache
def router() -> Router:
    return compile_routing(load(FULL, DAY))


@pytest.mark.parametrize("event", ["ticket.created", "customer.replied", "ticket.reopened"])
def test_shipped_rules_on_shipped_samples(event: str) -> None:
    options = Options(now=datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC), zone=UTC)
    tickets = [ticket for batch in read([FULL / "config/samples/tickets.jsonl"], options) for ticket in batch.tickets]
    assert tickets
    assert differences(router(), tickets, event) == []


def messages(name: str, most: int) -> Iterator[Ticket]:
    """Real messages as tickets of every channel, at any hour of the year, some with an order."""
    path = DATA / "messages" / name
    chance = Random(name)
    channels = sorted(router().around.channels)
    with gzip.open(path, "rt", encoding="utf-8") if name.endswith(".gz") else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, most)):
            found = json.loads(line)
            moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(365 * 86_400))
            ticket = Ticket(
                moment,
                str(number),
                chance.choice(channels),
                (found.get("lang") or "")[:2] or None,
                body=str(found.get("text") or ""),
            )
            yield replace(ticket, subject=ticket.body[:40]) if chance.random() < 0.3 else ticket


@pytest.mark.parametrize("name", sorted(path.name for path in (DATA / "messages").glob("*.jsonl*")) or ["messages"])
def test_shipped_rules_on_real_messages(name: str) -> None:
    if not (DATA / "messages" / name).exists():
        pytest.skip(f"{DATA / 'messages'} is not there: set CSTOOL_DATA")
    tickets = list(messages(name, 1500))
    assert tickets
    assert differences(router(), tickets, "ticket.created") == []
