"""Rules and tickets for measuring rule evaluation, the same for the same seed, and the workspace that holds the rules.

Tickets of about sixty words: 60 % English, 20 % German, 17 % Chinese, 1 % each Russian, Japanese and Thai. Rules of one to three
conditions; nine in ten look for phrases. The shape follows reference measurements of rule engines: phrases out of topics, so
that several rules hit most texts.
"""

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.phrases import BRANDS, CARRIERS, CITIES, LANGUAGES, MISCELLANEOUS, NUMBERS, Language

TAGS = [f"tag-{number:02}" for number in range(60)]
TIERS = ["standard", "silver", "gold", "vip"]
CHANNELS = {
    "shop-email": "email",
    "live-chat": "chat",
    "hotline": "phone",
    "web-form": "web",
    "whatsapp": "messaging",
    "instagram": "social",
    "amazon-us": "marketplace",
    "sms": "sms",
}
SHARES = {"en": 60, "de": 20, "zh": 17, "ru": 1, "ja": 1, "th": 1}
EURO = Decimal("1.08")
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 180


@dataclass(frozen=True)
class Rule:
    """One rule: condition name -> its value. Text: `any`, `all`, `none`; `amount`: from, up to (not reached), in USD."""

    number: int
    when: Mapping[str, Any]


def make_rules(count: int, seed: int = 7) -> list[Rule]:
    """So many rules."""
    chance = random.Random(seed)
    topics = _topics()
    names = list(topics)
    weights = [len(topics[name]) ** 0.5 for name in names]
    return [Rule(number, _condition(chance, topics, names, weights)) for number in range(count)]


def _topics() -> dict[str, list[str]]:
    """Phrases by what they are about; the words of a rule come from one topic."""
    found = {"brand": BRANDS, "carrier": CARRIERS, "city": CITIES, "number": NUMBERS[:2400], "misc": MISCELLANEOUS}
    for code in ("en", "de", "zh"):
        words = LANGUAGES[code]
        space = words.space
        found[f"{code}.thing"], found[f"{code}.state"], found[f"{code}.wish"] = words.things, words.states, words.wishes
        found[f"{code}.state.thing"] = [state + space + thing for state in words.states for thing in words.things]
        found[f"{code}.wish.thing"] = [words.wish.format(w=wish, t=thing) for wish in words.wishes for thing in words.things]
    found["brand.thing"] = [f"{brand} {thing}" for brand in BRANDS for thing in LANGUAGES["en"].things]
    return found


def _condition(chance: random.Random, topics: dict[str, list[str]], names: list[str], weights: list[float]) -> dict[str, Any]:
    parts = chance.choices([1, 2, 3], [30, 45, 25])[0]
    found: dict[str, Any] = {}
    if chance.random() < 0.85:
        topic = topics[chance.choices(names, weights)[0]]
        words = chance.sample(topic, min(chance.randint(1, 10), len(topic)))
        found["all" if len(words) <= 3 and chance.random() < 0.08 else "any"] = words
        if chance.random() < 0.1:
            found["none"] = chance.sample(MISCELLANEOUS, 2)
    else:
        parts = 3  # a rule without words is never one cheap test
    others = list(_OTHERS)
    chance.shuffle(others)
    while len(found) < parts:
        name = others.pop()
        found[name] = _OTHERS[name](chance)
    return found


def _amount(chance: random.Random) -> tuple[int, int]:
    low = chance.choice([0, 20, 50, 100, 200, 500])
    return low, low + chance.choice([30, 100, 400])


_OTHERS: dict[str, Callable[[random.Random], Any]] = {
    "channel": lambda chance: chance.sample(list(CHANNELS), chance.randint(1, 3)),
    "language": lambda chance: [chance.choice(["en", "de", "zh"])],
    "amount": _amount,
    "tags_any": lambda chance: chance.sample(TAGS, chance.randint(1, 4)),
    "tags_none": lambda chance: chance.sample(TAGS, chance.randint(1, 4)),
    "tier": lambda chance: chance.sample(TIERS, chance.randint(1, 2)),
    "hours": lambda chance: chance.choice(["open", "closed"]),
}


def make_tickets(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """So many tickets, by the canonical names of their columns."""
    chance = random.Random(seed)
    pools = {code: [_sentence(chance, words) for _ in range(3000)] for code, words in LANGUAGES.items()}
    codes = chance.choices(list(SHARES), list(SHARES.values()), k=count)
    return [_ticket(number, code, pools[code], chance) for number, code in enumerate(codes)]


def _sentence(chance: random.Random, words: Language) -> str:
    pick = chance.choice
    values = {"w": pick(words.wishes), "s": pick(words.states), "t": pick(words.things)}
    return pick(words.sentences).format(b=pick(BRANDS), c=pick(CITIES), k=pick(CARRIERS), n=pick(NUMBERS), **values)


def _ticket(number: int, code: str, pool: list[str], chance: random.Random) -> dict[str, Any]:
    subject, *rest = chance.choices(pool, k=chance.randint(4, 7))
    return {
        "id": str(number),
        "received_at": BEGIN + timedelta(seconds=chance.randrange(DAYS * 86400)),
        "channel": chance.choices(list(CHANNELS), [40, 20, 5, 15, 10, 5, 3, 2])[0],
        "language": code,
        "subject": subject[:48],
        "body": LANGUAGES[code].space.join(rest) + f" Ref {number}",
        "customer.tags": chance.sample(TAGS, chance.choices(range(5), [40, 30, 15, 10, 5])[0]),
        "order.amount": Decimal(round(chance.lognormvariate(4, 1) * 100)) / 100,
        "order.currency": chance.choices(["USD", "EUR"], [80, 20])[0],
        "fields.tier": chance.choices(TIERS, [70, 15, 10, 5])[0],
    }


def write_workspace(root: Path, rules: list[Rule], match: str) -> Path:
    """A workspace with one stage of these rules: `first` gives each a team, `every` a tag."""
    _put(root / "config/cstool.yaml", "name: bench\nlocales: [en]\ntimezone: Asia/Shanghai\n")
    _put(root / "config/facts.yaml", f"rates: {{EUR: {EURO} USD}}\n")
    _put(
        root / "config/vocabulary.yaml",
        f"tags: {json.dumps(TAGS)}\nfields: {{tier: {{type: enum, values: {json.dumps(TIERS)}}}}}\n",
    )
    zones = {"shenzhen": ("Asia/Shanghai", "09:00-18:00"), "berlin": ("Europe/Berlin", "08:00-17:00")}
    calendars = "".join(
        f"  {name}: {{timezone: {zone}, hours: {{mon-fri: ['{open_}']}}}}\n" for name, (zone, open_) in zones.items()
    )
    _put(root / "config/calendars.yaml", "calendars:\n" + calendars)
    clocks = ("shenzhen", "berlin")
    channels = (
        f"  {name}: {{type: {kind}, languages: [en, de, zh], calendar: {clocks[place % 2]}, team: team-0}}\n"
        for place, (name, kind) in enumerate(CHANNELS.items())
    )
    _put(root / "config/channels.yaml", "channels:\n" + "".join(channels))
    _put(root / "config/teams.yaml", "teams:\n" + "".join(f"  team-{number}: {{name: Team {number}}}\n" for number in range(40)))
    written = "".join(f"  - {json.dumps(_written(rule, match), ensure_ascii=False)}\n" for rule in rules)
    _put(root / "config/routing.yaml", f"stages:\n- id: measured\n  match: {match}\n  rules:\n{written}")
    return root


def _written(rule: Rule, match: str) -> dict[str, object]:
    """The rule as a person would write it."""
    when: dict[str, object] = {}
    words = {name: rule.when[name] for name in ("any", "all", "none") if name in rule.when}
    if words:
        when["text"] = words
    tags = {name[5:]: rule.when[name] for name in ("tags_any", "tags_none") if name in rule.when}
    if tags:
        when["customer.tags"] = tags
    if "amount" in rule.when:
        low, high = rule.when["amount"]
        when["order.amount"] = {"gte": f"{low} USD", "lt": f"{high} USD"}
    when |= {name: rule.when[name] for name in ("channel", "language", "tier", "hours") if name in rule.when}
    then = {"team": f"team-{rule.number % 40}", "priority": "high"} if match == "first" else {"tags": TAGS[rule.number % 60]}
    return {"id": rule_id(rule.number), "when": when, "then": then}


def rule_id(number: int) -> str:
    """The id of a rule in the workspace."""
    return f"rule-{number}"


def _put(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8", newline="\n")
