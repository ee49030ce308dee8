"""cstool/packs/*.yaml and config/packs/*.yaml: a marketplace's or channel's rules as data, each with source and date."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Discriminator, Field

from cstool.model.base import DurationField, Id, Locale, Model, Names


class Entry(Model):
    """What every entry states beside its value."""

    id: Id
    what: Names = Field(description="the rule in one sentence")
    region: str = Field("all", description="`all`, a country code, or a region such as EU")
    source: str = Field(description="address of the page, or the law")
    checked_on: date = Field(description="day somebody read the source")
    confidence: Literal["official", "documented", "third-party", "weak"] = Field(
        description="how far to trust it; `weak` never makes an error"
    )


class ResponseTime(Entry):
    """A duty to answer or act."""

    kind: Literal["response_time"]
    metric: Literal["first_reply", "next_reply", "resolution"]
    limit: DurationField
    clock: Literal["calendar", "business_days"] = "calendar"
    counts_auto_reply: bool = Field(False, description="whether an automatic reply ends the duty")
    threshold: Decimal | None = Field(None, description="share of tickets, per cent")
    category: Id | None = Field(None, description="only these tickets, for example a-to-z claims")


class Length(Entry):
    """How long a text may be."""

    kind: Literal["length"]
    part: Literal["subject", "body", "header", "footer", "button"] = "body"
    unit: Literal["characters", "bytes", "sms_segments"] = "characters"
    limit: Annotated[int, Field(gt=0)]


class Forbidden(Entry):
    """Content that must not be sent."""

    kind: Literal["forbidden"]
    content: Literal[
        "contact_data",
        "external_link",
        "review_incentive",
        "marketing",
        "html",
        "emoji",
        "attachment",
        "off_platform",
        "automatic_reply",
        "order_notice",
        "survey",
    ]
    allow: list[str] = Field([], description="what is allowed all the same, for example link hosts")
    words: dict[Locale, list[str]] = Field({}, description="phrases that show it, by language")


class Window(Entry):
    """How long a free text may follow the customer's last message."""

    kind: Literal["window"]
    limit: DurationField


class Required(Entry):
    """Something a text must carry."""

    kind: Literal["required"]
    content: Literal["order_id", "opt_out", "sender_name", "buyer_language"]
    of: Literal["reply", "outreach", "survey"] = "outreach"


class Placeholder(Entry):
    """A rule about variables in a text."""

    kind: Literal["placeholder"]
    rule: Literal["not_empty", "not_first", "not_last", "not_adjacent", "numbered"]


class Words(Entry):
    """Words that a check of wording looks for, whatever the channel."""

    kind: Literal["words"]
    topic: Literal[
        "sample",
        "sample_host",
        "card_data",
        "asking",
        "refusing",
        "internal",
        "denies_right",
        "liability",
        "vague_time",
        "daytime",
        "formal",
        "informal",
        "shortener",
    ] = Field(description="what they show")
    words: dict[Locale, list[str]] = Field(min_length=1, description="by language; `und` holds for every language")


PackEntry = Annotated[ResponseTime | Length | Forbidden | Window | Required | Placeholder | Words, Discriminator("kind")]


class Pack(Model):
    """A marketplace's or channel's rules."""

    id: Id
    name: Names
    stale_after: DurationField = Field(description="how long the entries are good for before somebody must look again")
    entries: list[PackEntry] = Field(min_length=1, description="the rules, each told by its `kind`")
