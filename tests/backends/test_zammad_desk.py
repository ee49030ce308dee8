"""Tickets posted to a fake Zammad to which the shipped workspace was pushed end as the model of the product says.

The fake evaluates triggers and SLAs in its own way; both it and the model were checked against recorded answers.
Here they judge what compile makes of a whole workspace.
"""

import gc
import gzip
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cstool.backends.engines import Engine, engine_for
from cstool.backends.engines.desk import Desk
from cstool.backends.references import references
from cstool.loading import load
from cstool.tickets import Customer, Order, Ticket
from tests.fakes.zammad import Server
from tests.fakes.zammad_shop import Shop, newer, shipped_shop
from tests.fakes.zammad_tickets import TYPES

DATA = Path(os.environ.get("CSTOOL_DATA") or Path(__file__).parents[2] / ".." / "shared" / "data")
COUNTRIES = ("", "DE", "US", "FR")
FILES = (("kaggle_support_tickets", 80), ("zh_rasa_shopping", 40), ("botframework_general_6lang", 40))
PRIORITIES = {1: "low", 2: "normal", 3: "high", 4: "urgent"}


def messages() -> Iterator[tuple[str, str]]:
    """Real messages, with their language."""
    for file, count in FILES:
        path = next((DATA / "messages").glob(f"{file}.*"), None)
        if path is None:
            pytest.skip(f"NOT RUN: no messages below {DATA}/messages (set CSTOOL_DATA)")
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for line in raw.decode("utf-8").splitlines()[:count]:
            row = json.loads(line)
            text, language = row.get("text") or row.get("body") or row.get("message"), row.get("language") or row.get("lang")
            if text:
                yield str(text), language if isinstance(language, str) and 1 < len(language) < 8 else "en"


def tickets(channels: tuple[str, ...]) -> Iterator[Ticket]:
    amounts = (None, Decimal(10), Decimal(60), Decimal(250), Decimal(900))
    for number, (text, language) in enumerate(messages()):
        yield Ticket(
            datetime(2026, 11, 16, tzinfo=UTC) + timedelta(minutes=number * 17),
            channel=channels[number % len(channels)],
            language=language,
            subject="my order" if number % 3 else text[:60],
            body=text,
            customer=Customer(country=COUNTRIES[number % 4] or None),
            order=Order(amount=amounts[number % 5], currency=("USD", "EUR", "JPY")[number % 3]),
        )


def posted(desk: Desk) -> dict[str, Any]:
    """The native ticket as a request."""
    values = dict(desk.values)
    kind = next((name for _, name, _ in references(values.get("article.type_id", ""))), "email")
    article = {
        "subject": values["article.subject"],
        "body": values["article.body"] or "-",
        "sender": "Customer",
        "type": kind if kind in TYPES else "web",
        "to": values.get("article.to"),
        "content_type": "text/html",
        "detected_language": values["article.detected_language"] or None,
    }
    fields = {name.removeprefix("ticket."): value for name, value in values.items() if name.startswith("ticket.") and value}
    own = {name: value for name, value in fields.items() if "@{" not in value and name not in ("title", "note")}
    customer = f"{(values.get('customer.country') or 'none').lower()}@customer.example"
    return {
        **own,
        "title": values["ticket.title"],
        "group": "Users",
        "customer": customer,
        "tags": ",".join(desk.tags),
        "article": article,
    }


def told(record: Mapping[str, Any], server: Server) -> dict[str, Any]:
    """What became of it there, in the words of the model."""
    groups = {one["id"]: str(one["note"] or "").split(":")[2:3] for one in server.account.tables["groups"].values()}
    return {
        "group": (groups[record["group_id"]] or [""])[0],
        "priority": PRIORITIES[record["priority_id"]],
        "category": record["cs_category"] or "",
        "tags": set(server.api.desk.tags[record["id"]]),
        "first_reply": record["first_response_escalation_at"],
        "resolution": record["close_escalation_at"],
    }


def foretold(engine: Engine, ticket: Ticket) -> dict[str, Any]:
    outcome: Any = engine.decide(ticket, "ticket.created")
    desk: Desk = outcome.desk
    names = {
        field: next((name for _, name, _ in references(desk.values[field])), "")
        for field in ("ticket.group_id", "ticket.priority_id")
    }
    dues = {due.metric: due.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z") for due in desk.dues}
    return {
        "group": names["ticket.group_id"],
        "priority": names["ticket.priority_id"],
        "category": desk.values.get("ticket.cs_category", ""),
        "tags": set(desk.tags),
        "first_reply": dues.get("first_reply"),
        "resolution": dues.get("resolution"),
    }


def pushed(shop: Shop) -> None:
    """The whole workspace; then a plan that is empty. Requests are counted against the fewest that do it."""
    said = shop("push", "--yes")
    first, writes = len(shop.server.requests), len(shop.wrote())
    objects = (shop.root / "cstool.lock/staging.json").read_text(encoding="utf-8").count('"native"')
    shop("plan", "--expect-empty")
    again = len(shop.server.requests)
    print(f"{objects} objects: {first} requests for the first push ({writes} writes), {again} for an empty plan")
    rules = sum(one["active"] for one in shop.records("triggers"))
    assert "by hand" in said
    assert writes == objects + rules + 1, "one for each object, one more for each rule that is switched on, one migration"
    assert first - writes <= 60
    assert again <= 13


def test_the_shipped_workspace_there(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with newer() as server:
        shop = shipped_shop(tmp_path, server, capsys, monkeypatch)
        pushed(shop)
        tickets_end_there_as_the_model_says(shop)
    gc.enable()


def tickets_end_there_as_the_model_says(shop: Shop) -> None:
    server = shop.server
    for country in COUNTRIES:
        mail = f"{(country or 'none').lower()}@customer.example"
        server.account.create("users", {"firstname": "C", "email": mail, "country": country, "roles": ["Customer"]})
    workspace = load(shop.root, date(2026, 11, 22))
    engine = engine_for(workspace, "staging")
    assert engine is not None
    ended, differing, groups = 0, [], Counter[str]()
    for ticket in tickets(tuple(workspace.channels)):
        sent = posted(engine.arrive(ticket, "ticket.created"))
        server.api.desk.clock = ticket.received_at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        _, record = server.api.desk.post(["tickets"], sent, 3)
        there, said = told(server.api.desk.tickets[record["id"]], server), foretold(engine, ticket)
        ended += 1
        groups[there["group"]] += 1
        if there != said:
            differing.append((ticket.channel, {name: (there[name], said[name]) for name in there if there[name] != said[name]}))
    print(f"{ended} tickets, {ended - len(differing)} as foretold; groups {dict(groups)}")
    assert differing[:5] == []
    assert ended >= 120
    assert len(groups) >= 4
