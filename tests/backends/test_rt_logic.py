"""The Perl that is pushed to Request Tracker decides as our own routing does, and nothing a user writes leaves its literal."""

import json
import random
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstool.backends.account import account_of
from cstool.backends.compilers import compile_for
from cstool.backends.references import resolve
from cstool.backends.rt.compile import stagings_of
from cstool.backends.rt.engine import key_of
from cstool.backends.rt.perl import string
from cstool.backends.rt.program import logic
from cstool.conditions.around import surroundings
from cstool.conditions.text_form import normal_form
from cstool.routing import compile_routing, decide
from cstool.sla import choose, compile_sla
from cstool.tickets import Customer, Order, Ticket
from cstool.workspace import Workspace
from tests.backends import small
from tests.backends.rt_perl import Perl, plain, said, told
from tests.live.rt import seller
from tests.live.rt.tickets import messages

LITERAL = re.compile(r'"(?:[A-Za-z0-9 _.,:;/()*+=<>-]|\\x\{[0-9a-f]+\})*"')
NASTY = (
    *('"; unlink "/"; #', "@{[ die ]}", "$self->TicketObj", "\\", '\\"', "%native", "`id`", "{", "}}"),
    *("\n__END__\n", "=pod\n", "\x00"),
)


def program(workspace: Workspace, name: str = seller.NAME) -> str:
    account = account_of(workspace, name)
    return logic(account, stagings_of(account))


def compare(workspace: Workspace, perl: Perl, tickets: list[Ticket], event: str = "ticket.created") -> None:
    router, book = compile_routing(workspace), compile_sla(workspace)
    for ticket, answer in zip(tickets, perl.decide(tickets, event), strict=True):
        outcome = decide(router, ticket, event).outcome
        wanted = told(outcome, key_of(choose(book, ticket, outcome)))
        found = said(answer)
        before = plain(ticket, event)
        for part in ("category", "team", "priority", "status"):  # what the ticket came with and no rule wrote
            found[part] = found[part] or before.get(part)
        assert found == wanted, ticket


def a_ticket(draw: random.Random, workspace: Workspace, texts: list[tuple[str, str]], words: list[str]) -> Ticket:
    _, body = draw.choice(texts)
    word = draw.choice(words).replace("*", draw.choice(("", "ing", "-x", "\u0301")))
    word = draw.choice((word, word.upper(), word.replace(" ", "-"), "\u200b".join(word), word.title()))
    body = (
        f"{body[: draw.randrange(200)]}{draw.choice((' ', '', chr(10)))}{word}{draw.choice((' ', '', '!', 's'))}{body[200:400]}"
    )
    amounts = (
        None,
        *map(Decimal, ("49.99", "50", "185.1851851851", "185.185185185185185", "181.81818181815", "200", "29850.75")),
    )
    return Ticket(
        datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=draw.randrange(2 * 365 * 86_400)),
        channel=draw.choice([*workspace.channels, None]),
        language=draw.choice(("en", "de", "de-AT", "es", "ja", "zh-CN", "DE", None)),
        author=draw.choice(("customer", "customer", "agent", "system")),
        automatic=draw.random() < 0.1,
        subject=draw.choice(("", body[:60], word)),
        body=body,
        customer=Customer(country=draw.choice(("DE", "FR", "US", None)), tags=frozenset(["vip"] if draw.random() < 0.1 else [])),
        order=Order(
            draw.choice(("1001", None)),
            draw.choice(amounts),
            draw.choice(("USD", "EUR", "GBP", "JPY", "CHF", None)),
            draw.choice((None, "shipped", "Paid")),
        ),
        priority=draw.choice((None, None, "high")),
        tags=frozenset(draw.choice(((), (), ("vip",), ("heard",)))),
        fields=draw.choice(({}, {"loyalty": "gold"}, {"loyalty": "silver"})),
    )


def texts() -> list[tuple[str, str]]:
    return messages() or [("en", "nothing of the kind"), ("zh", "什么都没有"), ("th", "ไม่มีอะไร")]


@pytest.mark.parametrize("which", ["shipped", "small"])
def test_the_program_decides_as_we_do(which: str, tmp_path: Path) -> None:
    workspace = seller.workspace(small=which == "small")
    words = [word for item in workspace.keywords.values() for row in item.value.values() for word in row]
    draw, found = random.Random(3), texts()
    words = words or ["refund", "angry", "awful", "lamp", "light"]
    tickets = [a_ticket(draw, workspace, found, words) for _ in range(800)]
    compare(workspace, Perl(tmp_path, program(workspace)), tickets)


def test_later_events(tmp_path: Path) -> None:
    workspace = seller.workspace(small=True)
    tickets = [Ticket(datetime(2026, 7, 17, tzinfo=UTC), body=body, priority="low") for body in ("Angry", "hangry", "")]
    compare(workspace, Perl(tmp_path, program(workspace)), tickets, "customer.replied")


EVERY_OPERATOR = """
stages:
  - id: one
    match: every
    rules:
      - {id: a, when: {subject: {all: [red, blue]}}, then: {tags: a}}
      - {id: b, when: {body: {none: [red, 绿]}}, then: {tags: b}}
      - {id: c, when: {text: {contains: ["a+b", "Straße"]}}, then: {tags: c}}
      - {id: d, when: {text: {matches: ['(?i)r.d\\b', '^x$']}}, then: {tags: d}}
      - {id: e, when: {customer.email: {contains: "@x."}}, then: {tags: e}}
      - {id: f, when: {customer.email: [A@x.example, "ÄÖ@x.example"]}, then: {tags: f}}
      - {id: g, when: {customer.email: {not_in: [a@x.example]}}, then: {tags: g}}
      - {id: h, when: {customer.email: {exists: false}}, then: {tags: h}}
      - {id: i, when: {language: {not_in: [zh, de]}}, then: {tags: i}}
      - {id: j, when: {size: {gt: 2.5}, not: {size: {one_of: [3, 4]}}}, then: {tags: j}}
      - {id: k, when: {size: {not_in: [1, 2]}}, then: {tags: k}}
      - {id: l, when: {born: {lte: 2026-02-28}}, then: {tags: l}}
      - {id: m, when: {gift: true}, then: {tags: m}}
      - {id: n, when: {gift: {exists: true}}, then: {tags: n}}
      - {id: o, when: {worth: {gte: 200 USD}}, then: {tags: o}}
      - {id: p, when: {worth: {lt: 100 EUR}}, then: {tags: p}}
      - {id: q, when: {order.items: {all: [lamp, bulb]}}, then: {tags: q}}
      - {id: r, when: {order.items: {exists: false}}, then: {tags: r}}
      - {id: s, when: {tags: {none: [old]}}, then: {tags: s}}
      - {id: t, when: {received_at: {gte: 2026-07-17}}, then: {tags: t}}
      - {id: u, when: {hours: {not_in: [closed]}}, then: {tags: u}}
      - {id: v, when: {reopened: false, automatic: false, author: [customer, agent]}, then: {tags: v}}
      - {id: w, when: {country: {exists: false}, channel_type: {not_in: [chat]}}, then: {tags: w}}
  - id: two
    match: sequence
    rules:
      - {id: x, when: {tags: a}, then: {set: {size: 9, gift: true}, remove_tags: [a]}}
      - {id: y, when: {size: 9, gift: true}, then: {note: "it is 9", status: pending}}
      - {id: z, when: {status: pending}, then: {tags: z, skills: german}}
"""
VOCABULARY = """
categories: {refund: {}, complaint: {}, other: {}}
tags: [vip, urgent-case, heard, old, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, z]
skills: {german: {}}
fields:
  loyalty: {type: enum, values: [gold, silver]}
  size: {type: number}
  born: {type: date}
  gift: {type: flag}
  worth: {type: money}
variables: {customer.first_name: {may_be_empty: true, example: Anna}, order.id: {example: "1001"}}
"""


def test_every_operator_on_values_that_are_there_and_that_are_not(tmp_path: Path) -> None:
    bindings = "".join(f"      {name}: {{create: text}}\n" for name in ("size", "born", "gift", "worth", "order.items"))
    settings = (small.ROOT / "config/cstool.yaml").read_text("utf-8").rstrip() + seller.SMALL_ONE.format(url="http://127.0.0.1:1")
    settings = settings.replace("      order.currency: {create: text}\n", f"      order.currency: {{create: text}}\n{bindings}")
    workspace = small.workspace(routing=EVERY_OPERATOR, vocabulary=VOCABULARY, cstool=settings)
    draw = random.Random(9)
    tickets = [
        Ticket(
            datetime(2026, 7, 17, tzinfo=UTC) + timedelta(hours=draw.randrange(-48, 48)),
            channel=draw.choice(("shop", "mail", "chat", None)),
            language=draw.choice((None, "zh", "zh-TW", "de-AT", "en")),
            subject=draw.choice(("red blue", "RED, and\u00a0blue", "x", "")),
            body=draw.choice(("x", "straSSe A+B", "绿色", "red", "nothing\n")),
            customer=Customer(email=draw.choice((None, "a@X.example", "äö@x.example", "b@y.example"))),
            order=Order(items=draw.choice(((), ("lamp",), ("bulb", "lamp")))),
            tags=frozenset(draw.choice(((), ("old",), ("a", "vip")))),
            fields={
                name: value
                for name, value in (
                    ("size", draw.choice((None, 3, 2.5, "2.50", "x", Decimal("2.51"), " 9 "))),
                    ("born", draw.choice((None, "2026-02-28", "2026-02-29", "2026-03-01T10:00", "soon"))),
                    ("gift", draw.choice((None, True, False, "Yes", " no ", "maybe"))),
                    ("worth", draw.choice((None, "200 USD", "181.82 EUR", "181.81 EUR", "99.99 EUR", "12 CHF", "200"))),
                )
                if value is not None
            },
        )
        for _ in range(1500)
    ]
    compare(workspace, Perl(tmp_path, program(workspace)), tickets)


def test_normal_form_in_every_script(tmp_path: Path) -> None:
    draw = random.Random(2)
    ranges = (
        *((0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x52F), (0x600, 0x6FF), (0xE00, 0xE7F), (0x1100, 0x11FF)),
        *((0x200B, 0x206F), (0x3040, 0x30FF), (0x4E00, 0x4EFF), (0xAC00, 0xACFF), (0xFE00, 0xFF9F), (0x1F600, 0x1F64F)),
    )
    made = ["".join(chr(draw.randint(*draw.choice(ranges))) for _ in range(draw.randrange(12))) for _ in range(4000)]
    answers = Perl(tmp_path, program(seller.workspace(small=True))).ask([{"form": one} for one in made])
    assert [one for one, answer in zip(made, answers, strict=True) if normal_form(one) != answer] == []


def test_hours_at_clock_changes_and_holidays(tmp_path: Path) -> None:
    workspace = seller.workspace()
    around, draw = surroundings(workspace), random.Random(4)
    turns = [datetime(2026, 3, 8, 8, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]
    channels = {channel.value.calendar: id_ for id_, channel in workspace.channels.items() if channel.value.calendar}
    asked = []
    for number in range(1500):
        spread = timedelta(seconds=draw.randrange(-7200, 7200)) if number % 3 else timedelta(seconds=draw.randrange(300 * 86_400))
        asked.append((draw.choice(list(channels)), draw.choice(turns) + spread))
    answers = Perl(tmp_path, program(workspace)).ask([{"state": [name, int(at.timestamp())]} for name, at in asked])
    wanted = [around.hours_at(channels[name], at) for name, at in asked]
    assert answers == wanted


@given(st.text())
def test_a_literal_holds_whatever_is_written(text: str) -> None:
    assert LITERAL.fullmatch(string(text))


def test_literals_say_what_was_written(tmp_path: Path) -> None:
    made = [*NASTY, "Grüße", "退款", "\U0001f600", "".join(map(chr, range(256)))]
    lines = "".join(f'print join(",", map {{ ord }} split //, {string(one)}), "\\n";\n' for one in made)
    (tmp_path / "literals.pl").write_text(lines, "ascii")
    done = subprocess.run(["perl", str(tmp_path / "literals.pl")], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines() == [",".join(str(ord(letter)) for letter in one) for one in made]


def test_nothing_in_a_file_becomes_code(tmp_path: Path) -> None:
    """Texts full of Perl's own signs, in every place of a rule: the program is still the program, and finds them."""
    rules = "".join(_rule(number, json.dumps(text)) for number, text in enumerate(NASTY) if text.strip() and "\x00" not in text)
    settings = (small.ROOT / "config/cstool.yaml").read_text("utf-8").rstrip() + seller.SMALL_ONE.format(url="http://127.0.0.1:1")
    routing = f"stages:\n  - id: nasty\n    match: every\n    rules:\n{rules}"
    workspace = small.workspace(routing=routing, cstool=settings)
    now = datetime(2026, 7, 17, tzinfo=UTC)
    tickets = [Ticket(now, body=f"x{text}y", customer=Customer(email="a@b.example")) for text in NASTY]
    compare(workspace, Perl(tmp_path, program(workspace)), tickets)


@pytest.mark.parametrize("which", ["shipped", "small"])
def test_whole_programs_are_perl(which: str, tmp_path: Path) -> None:
    """As the server judges them when an administrator saves them (bestpractical/rt: lib/RT/Scrip.pm, CompileCheck)."""
    if shutil.which("perl") is None:
        pytest.skip("NOT RUN: no perl on this machine")
    compiled = compile_for(seller.workspace(small=which == "small"), seller.NAME)
    programs = [resource for resource in compiled.resources if resource.kind == "scrip"]
    assert programs
    for resource in programs:
        for part in ("condition", "commit"):
            code = resolve(resource.body[part], lambda kind, id_, part: "7")
            path = tmp_path / f"{resource.id}-{part}.pl"
            path.write_text(f"use strict; use warnings; my $self;\nmy $made = sub {{ {code}\n }};\n", "ascii")
            done = subprocess.run(["perl", "-c", str(path)], capture_output=True, text=True, timeout=60, check=False)
            assert done.stderr.strip().endswith("syntax OK"), done.stderr[:1000]
            assert len(done.stderr.splitlines()) == 1, done.stderr[:1000]


def _rule(number: int, text: str) -> str:
    when = f"{{text: {{contains: [{text}]}}, customer.email: {{not_in: [{text}]}}}}"
    return f"      - {{id: r{number}, when: {when}, then: {{tags: vip, note: {text}}}}}\n"
