"""A ticket as files and tests write it, and what a test expects."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from cstool.model.base import Country, Currency, Id, Locale, Many, Metric, Model, Path, Priority, Status, TagName, fault

MOST_DIGITS = 18
"""Before the decimal mark of an amount."""


def _text(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _decimal(value: object) -> object:
    return Decimal(str(value)) if isinstance(value, float) else value


def _countable(value: Decimal | None) -> Decimal | None:
    """An amount that can be written out: `1e999999999` is a number to a computer and nothing to anybody else."""
    if value is not None and not (value.is_finite() and value.adjusted() < MOST_DIGITS):
        raise fault("amount-out-of-range", digits=MOST_DIGITS)
    return value


def _no_blank(value: object) -> object:
    return None if value == "" else value


Loose = Annotated[str | None, BeforeValidator(_text)]
Strings = Annotated[list[str], Many]


class Customer(Model):
    """Who asks. Empty values count as missing."""

    id: Loose = None
    name: Loose = None
    first_name: Loose = None
    email: Loose = None
    country: Annotated[Country | None, BeforeValidator(_no_blank)] = None
    tags: Strings = Field([])


class Order(Model):
    """What they bought."""

    id: Loose = None
    amount: Annotated[Decimal | None, AfterValidator(_countable), BeforeValidator(_decimal), BeforeValidator(_no_blank)] = Field(
        None, description="in `currency`"
    )
    currency: Annotated[Currency | None, BeforeValidator(_no_blank)] = None
    status: Loose = None
    items: Strings = Field([])


class TicketInput(Model):
    """One customer request, by its canonical names. What routing writes is not here."""

    id: Loose = None
    received_at: datetime | None = Field(None, description="with zone; absent means `now` of the file")
    channel: Id | None = None
    language: Annotated[Locale | None, BeforeValidator(_no_blank)] = None
    author: Literal["customer", "agent", "system"] = "customer"
    automatic: bool = Field(False, description="sent by a machine")
    subject: str = ""
    body: str = ""
    customer: Customer = Customer()
    order: Order = Order()
    tags: Strings = Field([])
    category: str | None = Field(None, description="trusted from outside; normally routing writes it")
    priority: Priority | None = None
    fields: dict[str, Any] = Field({}, description="your own fields")


class Expectation(Model):
    """What must come out. `tags` and `rules` mean: at least these."""

    team: Id | None = None
    category: Id | None = None
    assignee: Id | None = None
    priority: Priority | None = None
    status: Status | None = None
    skills: Annotated[list[Id], Many] | None = None
    tags: Annotated[list[TagName], Many] | None = None
    tags_exactly: Annotated[list[TagName], Many] | None = None
    rules: Annotated[list[Id], Many] | None = None
    rules_exactly: Annotated[list[Id], Many] | None = None
    sla: Annotated[list[Id], Many] | None = Field(None, description="policies in force, overlays included")
    due: dict[Metric, datetime] = Field({}, description="moments with zone")
    reply: Path | None = Field(None, description="template that is sent")
    no_reply: bool | None = Field(None, description="true: nothing is sent")
    unmatched: bool | None = Field(None, description="true: no rule with a real condition wrote a team or a category")
    sop: Id | None = Field(None, description="the procedure that applies")


class Test(Model):
    """A sample ticket and what must come out."""

    __test__ = False
    name: str
    now: datetime | None = Field(None, description="overrides the file's")
    event: Literal["ticket.created", "customer.replied", "ticket.reopened"] = "ticket.created"
    ticket: TicketInput
    expect: Expectation


class TestFile(Model):
    """config/tests/*.yaml."""

    __test__ = False
    now: datetime | None = Field(None, description="the clock of the tests, with zone")
    tests: list[Test] = Field([], description="sample tickets with expectations")
