"""Random rules in the language a user writes, and random tickets in many scripts that come close to them."""

import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from cstool.conditions.compile import compile_condition
from cstool.conditions.fields import BUILT_IN, FieldRef
from cstool.conditions.text_form import KeywordError, keyword
from cstool.conditions.view import Rates, Surroundings
from cstool.conditions.words import Words
from cstool.diagnostic import Span
from cstool.model.base import Money
from cstool.model.calendars import Calendar
from cstool.model.channels import Channel
from cstool.model.routing import Actions
from cstool.routing import CompiledRule, CompiledStage, Router
from cstool.tickets.ticket import Customer, Order, Ticket
from cstool.worktime import build

TODAY = date(2026, 7, 16)
PIECES = [
    "return", "Return", "RETURNED", "refund", "money", "back", "re\u00adturn", "send it back", "ＲＥＦＵＮＤ",
    "credit-card", "credit  card", "Größe", "GRÖSSE", "GRO\u0308SSE", "größe", "zurückschicken", "Rückgabe", "Straße",
    "STRASSE", "ẞ", "İstanbul", "istanbul", "ıstanbul", "возврат", "ВОЗВРАТ", "деньги", "ὈΔΥΣΣΕΎΣ", "οδυσσεύς", "ΣΑΣ",
    "σας", "σασ", "επιστροφή", "ᾳ", "ᾼ", "退货", "退 货", "退貨", "退，货", "我要退货", "退款", "手机iPhone",
    "iPhone手机", "返品", "ﾍﾝﾋﾟﾝ", "ヘンピン", "返品したい", "ｶﾞ", "ガ", "반품", "환불", "\u1112\u116a\u11ab불",
    "ㄱㅏ", "คืนเงิน", "คืน", "เงิน", "น้ำ", "إرجاع", "مُرْتَجَع", "مرتجع", "वापसी", "क्षत्रिय", "वापस", "😡",
    "👩‍💻", "❤️", "🇩🇪", "①", "½", "㎏", "ﬁx", "fix", "№5", "x²", "AX-1001", "ax", "1001", "e\u0301te\u0301", "été",
    "\u0301", "a\u200bb", "\u0345", "\x1f", "_", "don't", "don’t", "…", "𝐫𝐞𝐟𝐮𝐧𝐝", "𠮷野家", "\u3099", "a\u0316\u0301",
    "a\u0301\u0316", "ǰ", "ŉ", "ΐ",
]  # fmt: skip
GLUE = [" ", " ", " ", "", "-", ", ", "\n", "，", "\u00a0", "\u3000", "\u200b", "\u00ad", "."]
WORDS = [
    "amazon",
    "vip",
    "VIP",
    "gold",
    "Anna",
    "straße",
    "STRASSE",
    "de",
    "de-AT",
    "zh-CN",
    "zh",
    "refund",
    "退款",
    "open",
    "paid",
]
CHANNELS = {
    "shop": Channel.model_validate({"type": "email", "country": "DE", "calendar": "berlin", "store": "one"}),
    "amazon": Channel.model_validate({"type": "marketplace", "pack": "amazon", "country": "US", "calendar": "lord-howe"}),
    "chat": Channel.model_validate({"type": "chat"}),
}
_CLOCKS = {
    "shop": {"timezone": "Europe/Berlin", "hours": {"mon-fri": ["09:00-17:00"]}, "holidays": {"country": "DE"}},
    "amazon": {"timezone": "Australia/Lord_Howe", "hours": {"mon-sun": ["22:00-02:00"]}, "holidays": {"also": ["2026-04-05"]}},
}
CLOCKS = {name: build(Calendar.model_validate(given), TODAY, TODAY) for name, given in _CLOCKS.items()}
ALWAYS_OPEN = build(None, TODAY, TODAY)
OWN = {
    "tier": FieldRef("fields.tier", "value", may_lack=True, own=True),
    "note": FieldRef("fields.note", "value", may_lack=True, own=True, free=True),
    "score": FieldRef("fields.score", "number", may_lack=True, own=True),
    "worth": FieldRef("fields.worth", "money", may_lack=True, own=True),
    "since": FieldRef("fields.since", "date", may_lack=True, own=True),
    "loyal": FieldRef("fields.loyal", "flag", may_lack=True, own=True),
}
LANGUAGE = Words(
    fields={**BUILT_IN, **{field.name: field for field in OWN.values()}},
    keyword_sets={"back": tuple(keyword(raw) for raw in ("return*", "send it back", "退货", "Rückgabe*", "возврат*"))},
)
AMOUNTS = ["0", "10", "100", "199.99", "200", "200.00", "200.01", "216", "215.9999999999", "-5", "123456789012345.12", "0.1"]
CURRENCIES = ["USD", "EUR", "GBP", "CNY"]
RATES = {"EUR": Money(Decimal("1.08"), "USD"), "CNY": Money(Decimal("0.13"), "EUR")}


def around(zone: str = "Europe/Berlin") -> Surroundings:
    """The facts beside the tickets; GBP has no rate."""
    return Surroundings(CHANNELS, Rates(RATES), zone, lambda channel: CLOCKS.get(channel or "", ALWAYS_OPEN))


def text(chance: Random, longest: int = 8) -> str:
    """Some pieces with something between them; now and then characters from anywhere."""
    found = []
    for _ in range(chance.randint(0, longest)):
        found.append(chance.choice(PIECES) if chance.random() < 0.93 else _anything(chance))
        found.append(chance.choice(GLUE))
    return "".join(found)


def _anything(chance: Random) -> str:
    letters = (chr(chance.choice((chance.randrange(0x20, 0x3000), chance.randrange(0x20, 0x20000)))) for _ in range(3))
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Cs")


def _keyword(chance: Random) -> str:
    while True:
        raw = chance.choice(PIECES) if chance.random() < 0.8 else chance.choice(PIECES) + " " + chance.choice(PIECES)
        if chance.random() < 0.3:
            raw = raw[: chance.randint(1, 6)] + "*"
        try:
            return keyword(raw).raw
        except KeywordError:
            continue


def _some(chance: Random, values: list[Any], most: int = 3) -> list[Any]:
    return [chance.choice(values) for _ in range(chance.randint(1, most))]


def _money(chance: Random) -> str:
    return f"{chance.choice(['10', '100', '199.99', '200', '216'])} {chance.choice(CURRENCIES)}"


def _on_text(chance: Random) -> Any:
    operator = chance.choice(["any", "any", "all", "none", "keywords", "contains", "matches"])
    if operator == "keywords":
        return {operator: "back"}
    if operator == "matches":
        return {operator: _some(chance, ["(?i)re(fund|turn)", "退.{0,2}货", r"\d{4}", "^ΣΑΣ", "ß$"], 2)}
    if operator == "contains":
        return {operator: [piece for piece in _some(chance, PIECES) if piece.strip()] or ["refund"]}
    return {operator: [_keyword(chance) for _ in range(chance.randint(1, 4))]}


def _on_value(chance: Random, values: list[Any], operators: tuple[str, ...]) -> Any:
    operator = chance.choice(operators)
    if operator == "exists":
        return {operator: chance.random() < 0.5}
    return {operator: chance.choice(values) if operator == "is" else _some(chance, values, 2)}


def _comparison(chance: Random) -> dict[str, Any]:
    name = chance.choice(
        ["text"] * 6 + ["subject", "body"] * 2 + list(_VALUES) * 2 + ["tags", "customer.tags", "order.items"] * 2
        + ["order.amount"] * 3 + ["received_at", "hours", "automatic", "reopened"]
        + ["fields.score", "fields.worth", "fields.since", "fields.loyal", "fields.tier", "fields.note"]
    )  # fmt: skip
    return {name: _operand(chance, name)}


def _operand(chance: Random, name: str) -> Any:
    if name in ("text", "subject", "body"):
        return _on_text(chance)
    if name in ("tags", "customer.tags", "order.items"):
        operator = chance.choice(LANGUAGE.fields[name].operators)
        return {operator: chance.random() < 0.5 if operator == "exists" else _some(chance, WORDS)}
    if name in ("automatic", "reopened", "fields.loyal"):
        return chance.random() < 0.5
    if name == "hours":
        return {chance.choice(["one_of", "not_in"]): _some(chance, ["open", "closed", "holiday"], 2)}
    limits: dict[str, list[Any]] = {
        "fields.score": [1, 2.5, 100, -1],
        "fields.since": ["2026-01-01", "2026-07-16", "2025-12-31"],
        "received_at": ["2026-04-05", "2026-07-16", "2026-10-25", "2026-03-29"],
    }
    if name in ("order.amount", "fields.worth") or name in limits:
        operator = chance.choice(["is", "gt", "gte", "lt", "lte", *(["exists"] if name != "received_at" else [])])
        if operator == "exists":
            return {operator: chance.random() < 0.5}
        return {operator: chance.choice(limits[name]) if name in limits else _money(chance)}
    return _on_value(chance, _VALUES.get(name, WORDS), LANGUAGE.fields[name].operators)


_VALUES: dict[str, list[Any]] = {
    "channel": ["shop", "amazon", "chat", "other"],
    "channel_type": ["email", "marketplace", "chat"],
    "store": ["one", "two"],
    "pack": ["amazon", "ebay"],
    "country": ["DE", "US"],
    "language": ["de", "zh", "zh-CN", "en"],
    "customer.name": WORDS,
    "customer.first_name": WORDS,
    "customer.email": WORDS,
    "customer.country": ["DE", "US"],
    "order.id": WORDS,
    "order.currency": CURRENCIES,
    "order.status": WORDS,
    "category": ["refund", "complaint"],
    "priority": ["low", "high"],
    "team": ["returns", "legal"],
    "status": ["open", "pending"],
    "author": ["customer", "system"],
}


def condition(chance: Random, depth: int = 2) -> Any:
    """A `when`."""
    roll = chance.random()
    if roll < 0.05 and depth == 2:
        return "always"
    found: dict[str, Any] = {}
    for _ in range(chance.randint(1, 3 if depth == 2 else 2)):
        kind = chance.random()
        if depth and kind < 0.15:
            found["any"] = [condition(chance, depth - 1) for _ in range(chance.randint(1, 3))]
        elif depth and kind < 0.25:
            found["not"] = condition(chance, depth - 1)
        elif depth and kind < 0.3:
            found["all"] = [condition(chance, depth - 1) for _ in range(chance.randint(1, 2))]
        else:
            found |= _comparison(chance)
    return found


def _actions(chance: Random) -> Actions:
    given: dict[str, Any] = {}
    for name, values in (
        ("category", ["refund", "complaint"]), ("team", ["returns", "legal"]), ("assignee", ["lin", "ana"]),
        ("priority", ["low", "high"]), ("status", ["open", "pending"]), ("reply", ["general/one", "general/two"]),
        ("note", ["look", "read"]), ("escalate", [{"role": "lead"}, {"team": "legal"}]),
    ):  # fmt: skip
        if chance.random() < 0.25:
            given[name] = chance.choice(values)
    for name, values in (("tags", ["vip", "gold", "open"]), ("remove_tags", ["vip", "gold"]), ("skills", ["german", "refunds"])):
        if chance.random() < 0.25:
            given[name] = _some(chance, values, 2)
    if chance.random() < 0.25:
        name, values = chance.choice(
            [
                ("tier", ["gold", ""]),
                ("score", [1, 2.5, 100]),
                ("loyal", [True, False]),
                ("note", ["VIP", 7]),
                ("worth", ["200 USD"]),
            ]
        )
        given["set"] = {name: chance.choice(values)}
    return Actions.model_validate(given)


def compiled_rule(name: str, when: Any, actions: Actions, *, real: bool = True) -> CompiledRule:
    """A rule as the router of a workspace has it."""
    compiled = compile_condition(when, LANGUAGE, lambda *loc: Span("config/routing.yaml", 1, 1, 1, 1))
    assert compiled.condition is not None, compiled.problems
    return CompiledRule(name, compiled.condition, actions, _NO_ITEM, real)


def stage(name: str, match: str, rules: list[CompiledRule], event: str = "ticket.created") -> CompiledStage:
    """A stage in force."""
    return CompiledStage(name, event, match, tuple(rules), _NO_ITEM)


def router(chance: Random, zone: str = "Europe/Berlin", rules: int = 6) -> Router:
    """One to four stages of any mode."""
    stages = []
    for number in range(chance.randint(1, 4)):
        made = [
            compiled_rule(f"r{number}-{place}", condition(chance), _actions(chance), real=chance.random() < 0.8)
            for place in range(chance.randint(0, rules))
        ]
        event = "ticket.created" if chance.random() < 0.8 else "ticket.reopened"
        stages.append(stage(f"s{number}", chance.choice(["first", "every", "sequence"]), made, event))
    return Router(tuple(stages), around(zone))


_NO_ITEM: Any = None
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def ticket(chance: Random) -> Ticket:
    """A ticket; half of what it could say is missing."""

    def maybe(values: list[Any]) -> Any:
        return chance.choice(values) if chance.random() < 0.6 else None

    def several(values: list[str]) -> list[str]:
        return _some(chance, values, 4) if chance.random() < 0.5 else []

    amount = maybe(AMOUNTS) if chance.random() < 0.5 else str(Decimal(chance.randrange(30_000)) / 100)
    fields = {
        "tier": maybe(["gold", "silver"]),
        "note": maybe([*WORDS, 7, True, str(chance.randrange(1000))]),
        "score": maybe([1, 2.5, "100", "no", "NaN", -1, chance.randrange(200)]),
        "worth": maybe(
            ["200 USD", "216 USD", "200 EUR", "1 XYZ", "none", f"{chance.randrange(300)} {chance.choice(CURRENCIES)}"]
        ),
        "since": maybe(["2026-01-01", "2026-07-16T10:00:00Z", "soon", str(TODAY + timedelta(days=chance.randrange(-200, 200)))]),
        "loyal": maybe([True, "yes", "no", 0, "maybe"]),
    }
    return Ticket(
        received_at=_BEGIN + timedelta(seconds=chance.randrange(366 * 86_400), microseconds=chance.choice([0, 999_999])),
        channel=maybe(["shop", "amazon", "chat", "other"]),
        language=maybe(["de", "DE-at", "zh-CN", "zh", "en", "zhx"]),
        author=chance.choice(["customer", "agent", "system"]),
        automatic=chance.random() < 0.2,
        subject=text(chance, 3),
        body=text(chance),
        customer=Customer(
            name=maybe([*WORDS, f"Anna {chance.randrange(1000)}"]),
            first_name=maybe(WORDS),
            email=maybe(WORDS),
            country=maybe(["DE", "US"]),
            tags=frozenset(several(WORDS)),
        ),
        order=Order(
            maybe(WORDS), None if amount is None else Decimal(amount), maybe(CURRENCIES), maybe(WORDS), tuple(several(WORDS))
        ),
        tags=frozenset(several(WORDS)),
        category=maybe(["refund", "complaint"]),
        priority=maybe(["low", "high"]),
        team=maybe(["returns", "legal"]),
        agent=maybe(["lin", "ana"]),
        status=maybe(["open", "pending"]),
        reopened=chance.random() < 0.2,
        fields={name: value for name, value in fields.items() if value is not None},
    )
