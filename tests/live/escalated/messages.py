"""Tickets from real messages, chosen by a seed: half of them such that a keyword of the seller may be found."""

import gzip
import json
import os
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from cstool.tickets import Order, Ticket

FILES = (
    "banking77",
    "bitext_customer_support",
    "kaggle_support_tickets",
    "hint3_indian_ecommerce_bots",
    "cfpb_complaints",
    "arbanking77",
    "xsid_multilingual_utterances",
    "botframework_general_6lang",
    "zh_crosswoz_dialogues",
    "zh_rasa_shopping",
    "fr_perfume_shop_chat",
    "multidogo",
)
LIKELY = (
    "refund",
    "deliver",
    "money",
    "account",
    "erstatt",
    "rembours",
    "colis",
    "card",
    "angry",
    "law",
    "退",
    "快递",
    "استرداد",
)
SHOUTED = 12
"""One message in so many is written LiKe tHiS, or with full-width letters: what the product does not fold."""
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def folder() -> Path | None:
    """Where the messages are; None where they are not."""
    found = Path(os.environ.get("CSTOOL_DATA", Path(__file__).parents[4] / "shared/data")) / "messages"
    return found if found.is_dir() else None


@cache
def texts(place: Path) -> Sequence[tuple[str, str]]:
    """Language and text of every message, each once."""
    return tuple(dict.fromkeys(_read(place)))


def _read(place: Path) -> Iterator[tuple[str, str]]:
    for name in FILES:
        for path in place.glob(f"{name}.jsonl*"):
            raw = path.read_bytes()
            for line in (gzip.decompress(raw) if path.suffix == ".gz" else raw).splitlines():
                record = json.loads(line)
                text = " ".join(str(record["text"]).replace("\x00", "").split())
                if text:
                    yield record["lang"], text


def tickets(place: Path, count: int, seed: int = 6) -> list[Ticket]:
    """So many tickets; the number in the subject finds each again, and no keyword is in it."""
    dice = random.Random(seed)
    known = texts(place)
    likely = [entry for entry in known if any(piece in entry[1].casefold() for piece in LIKELY)]
    languages: dict[str, list[tuple[str, str]]] = {}
    for entry in known:
        languages.setdefault(entry[0], []).append(entry)
    return [_ticket(number, dice, likely, languages) for number in range(count)]


def _ticket(
    number: int, dice: random.Random, likely: Sequence[tuple[str, str]], languages: dict[str, list[tuple[str, str]]]
) -> Ticket:
    pool = likely if dice.random() < 0.5 else languages[dice.choice(sorted(languages))]
    language, body = dice.choice(pool)
    about = dice.choice(pool)[1][: dice.randint(8, 60)]
    if dice.randrange(SHOUTED) == 0:
        body = _shouted(body, dice)
    channel = dice.choice(("amazon-us", "amazon-de", "amazon-us", "amazon-de", "helpline", "portal"))
    connected = channel.startswith("amazon") or dice.random() < 0.3
    amount = dice.choice((None, "12.50", "50", "199.99", "200", "499", "500", "1800")) if connected else None
    fields: dict[str, object] = {}
    if connected and dice.random() < 0.5:
        fields["loyalty"] = dice.choice(("gold", "gold-plus", "silver"))
    if connected and dice.random() < 0.3:
        fields["gift"] = dice.random() < 0.5
    tags = dice.sample(("vip", "vip-gold", "pay", "payroll", "word", "legal"), dice.randint(0, 2)) if connected else []
    return Ticket(
        received_at=NOW,
        id=f"{number:05d}",
        channel=channel,
        language=language if connected else None,
        subject=f"{about} #{number:05d}",
        body=body,
        order=Order(amount=Decimal(amount) if amount else None, currency=dice.choice(("USD", "USD", "EUR")) if amount else None),
        fields=fields,
        tags=frozenset(tags),
        automatic=channel == "helpline" and dice.random() < 0.1,
        priority=dice.choice((None, "low", "normal", "high", "urgent")) if channel.startswith("amazon") else None,
    )


def _shouted(body: str, dice: random.Random) -> str:
    if dice.random() < 0.5:
        return "".join(letter.upper() if place % 2 else letter.lower() for place, letter in enumerate(body))
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in body)
