"""`diff`: what changed per object, other versions out of git, folders and pushes, moved tickets, proofs, every form."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cstool.cli.main import COMMANDS, run
from cstool.difference import Asked, ObjectChange, changes, compare
from cstool.difference.parts import moved_in, parts
from cstool.loading import load
from cstool.render.difference_markdown import LONGEST
from cstool.render.difference_objects import object_said, part_lines
from cstool.render.words import translate
from cstool.routing import compile_routing, decide
from cstool.sla import choose, compile_sla
from cstool.sla import due as due_of
from cstool.tickets import Customer, Order, Ticket
from cstool.workspace import Workspace

DAY = date(2026, 7, 17)
SHOP = {
    "config/cstool.yaml": "name: lamp-shop\ntimezone: Asia/Shanghai\nlocales: [en, de]\ndefault_locale: en\n",
    "config/vocabulary.yaml": "categories: {refund: {name: {en: Refund, zh-CN: 退款}}, other: {}}\ntags: [vip, loud]\n"
    "keywords: {back: {en: [refund, money back], zh-CN: [退款]}}\n",
    "config/channels.yaml": "channels:\n"
    "  shop-email: {type: email, languages: [en, de], address: help@lamp.example, calendar: desk}\n"
    "  chat: {type: chat, languages: [en]}\n",
    "config/calendars.yaml": 'calendars: {desk: {timezone: Asia/Shanghai, hours: {mon-fri: ["09:00-18:00"]}}}\n',
    "config/teams.yaml": "teams: {returns: {members: [lin]}, frontline: {members: [lin, ada]}}\n"
    "agents: {lin: {name: Lin, email: lin@lamp.example}, ada: {name: Ada, email: ada@lamp.example}}\n",
    "config/facts.yaml": "rates: {EUR: 1.08 USD}\n",
    "config/sla.yaml": "policies:\n  - {id: mail, when: {channel_type: email}, targets: {first_reply: 4h, resolution: 72h}}\n"
    "  - {id: other, targets: {first_reply: 8h, resolution: 72h}}\n",
    "config/routing.yaml": """stages:
  - id: classify
    match: first
    rules:
      - {id: refund, when: {text: {keywords: back}}, then: {category: refund}}
      - {id: thanks, when: {text: thanks}, then: {category: other}}
      - {id: rest, when: always, then: {category: other}}
  - id: label
    match: every
    rules:
      - {id: vip, when: {customer.tags: vip}, then: {tags: vip}}
      - {id: loud, when: {text: now}, then: {tags: loud}}
  - id: assign
    match: first
    rules:
      - {id: refund-big, when: {category: refund, order.amount: {gte: 200 USD}}, then: {team: returns, priority: high}}
      - {id: everything, when: always, then: {team: frontline, priority: normal}}
  - id: respond
    match: first
    rules:
      - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge}}
""",
    "templates/general/acknowledge.en.md": "---\nkind: auto_reply\nsubject: Received\n---\n"
    "Hello, we answer {{ sla.first_reply | promise }}.\n",
    "templates/general/acknowledge.de.md": "---\nsubject: Erhalten\n---\nHallo, wir antworten {{ sla.first_reply | promise }}.\n",
    "config/tests/t.yaml": "now: 2026-07-17T10:00:00+08:00\ntests:\n"
    "  - {name: big refund, ticket: {channel: shop-email, body: refund, order: {id: '1', amount: 250, currency: USD}}, "
    "expect: {team: returns}}\n",
    "config/samples/tickets.jsonl": '{"id": "S1", "channel": "shop-email", "language": "en", "body": "refund please"}\n'
    '{"id": "S2", "channel": "chat", "body": "hello"}\n',
}


def edited(*edits: tuple[str, str, str]) -> dict[str, str]:
    """The shop after edits: path, old, new. An empty old text makes a new file; an empty new one as well takes it away."""
    files = dict(SHOP)
    for path, old, new in edits:
        if not old and not new:
            del files[path]
        elif not old:
            files[path] = new
        else:
            assert old in files[path], f"{path} has no {old!r}"
            files[path] = files[path].replace(old, new)
    return files


def lay(folder: Path, files: dict[str, str]) -> Path:
    for part in ("config", "templates", "sop"):
        shutil.rmtree(folder / part, ignore_errors=True)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return folder


ROUTING, WORDS, SLA, EN, DE = (
    "config/routing.yaml",
    "config/vocabulary.yaml",
    "config/sla.yaml",
    "templates/general/acknowledge.en.md",
    "templates/general/acknowledge.de.md",
)
REFUND = "      - {id: refund, when: {text: {keywords: back}}, then: {category: refund}}\n"
THANKS = "      - {id: thanks, when: {text: thanks}, then: {category: other}}\n"
REST = "      - {id: rest, when: always, then: {category: other}}\n"
VIP = "      - {id: vip, when: {customer.tags: vip}, then: {tags: vip}}\n"
LOUD = "      - {id: loud, when: {text: now}, then: {tags: loud}}\n"

OBJECTS: list[tuple[str, list[tuple[str, str, str]], list[str]]] = [
    ("nothing", [], []),
    ("a comment", [(ROUTING, "stages:\n", "# words\nstages:\n")], []),
    (
        "a threshold",
        [(ROUTING, "200 USD", "150 USD")],
        ["rule 'refund-big' (stage 'assign') changed", "condition order.amount.gte: '200 USD' -> '150 USD'"],
    ),
    (
        "an action",
        [(ROUTING, "{team: returns, priority: high}", "{team: frontline, tags: vip}")],
        [
            "rule 'refund-big' (stage 'assign') changed",
            "action team: 'returns' -> 'frontline'",
            "action priority: removed, was 'high'",
            "action tags: added [vip]",
        ],
    ),
    (
        "moved up",
        [(ROUTING, REFUND + THANKS, THANKS + REFUND)],
        ["rule 'thanks' (stage 'classify') moved up, now above 'refund'"],
    ),
    (
        "moved down",
        [(ROUTING, REFUND + THANKS + REST, THANKS + REST + REFUND)],
        ["rule 'refund' (stage 'classify') moved down, now below 'rest'"],
    ),
    (
        "switched off",
        [(ROUTING, "{id: thanks,", "{id: thanks, enabled: false,")],
        ["rule 'thanks' (stage 'classify') changed", "enabled: 'true' -> 'false'"],
    ),
    (
        "no condition any more",
        [(SLA, "when: {channel_type: email}, ", "")],
        ["SLA policy 'mail' changed", "condition: {channel_type: email} -> 'always'"],
    ),
    ("order without meaning", [(ROUTING, VIP + LOUD, LOUD + VIP)], []),
    (
        "a new rule",
        [(ROUTING, THANKS, THANKS + "      - {id: new, when: {language: de}, then: {category: other}}\n")],
        [
            "rule 'new' (stage 'classify') is new, above 'rest'",
            "condition: added {language: de}",
            "action: added {category: other}",
        ],
    ),
    ("a rule gone", [(ROUTING, THANKS, "")], ["rule 'thanks' (stage 'classify') is gone"]),
    (
        "a rule renamed",
        [(ROUTING, "id: thanks", "id: gratitude")],
        ["rule 'thanks' (stage 'classify') is now called 'gratitude'"],
    ),
    (
        "a rule into another stage",
        [(ROUTING, THANKS, ""), (ROUTING, VIP, VIP + THANKS)],
        ["rule 'thanks' (stage 'label') changed", "stage: 'classify' -> 'label'"],
    ),
    (
        "a condition written otherwise",
        [(ROUTING, "when: {text: thanks}", "when: {text: {any: [thanks]}}")],
        ["rule 'thanks' (stage 'classify') changed", "condition: written otherwise, asks the same"],
    ),
    (
        "a condition nested otherwise",
        [
            (
                ROUTING,
                "{category: refund, order.amount: {gte: 200 USD}}",
                "{all: [{order.amount: {gte: 200.00 USD}}, {all: [{category: [refund]}]}]}",
            )
        ],
        ["rule 'refund-big' (stage 'assign') changed", "condition: written otherwise, asks the same"],
    ),
    (
        "words of a list",
        [(ROUTING, "text: thanks", "text: [thanks, cheers]")],
        ["rule 'thanks' (stage 'classify') changed", "condition text: now also 'cheers'"],
    ),
    (
        "keywords",
        [(WORDS, "[refund, money back]", "[refund, reimburse]")],
        ["keyword set 'back' changed", "en: now also 'reimburse', no longer 'money back'"],
    ),
    ("how a stage matches", [(ROUTING, "match: every", "match: first")], ["stage 'label' changed", "match: 'every' -> 'first'"]),
    (
        "a target",
        [(SLA, "first_reply: 4h", "first_reply: 2h")],
        ["SLA policy 'mail' changed", "targets.first_reply.within: '4h' -> '2h'"],
    ),
    (
        "one language of a template",
        [(DE, "Hallo", "Guten Tag")],
        [
            "template 'general/acknowledge' changed",
            "text [de]:",
            "  -Hallo, wir antworten {{ sla.first_reply | promise }}.",
            "  +Guten Tag, wir antworten {{ sla.first_reply | promise }}.",
        ],
    ),
    ("a language less", [(DE, "", "")], ["template 'general/acknowledge' changed", "text [de]: removed"]),
    (
        "a subject",
        [(EN, "Received", "We have it")],
        ["template 'general/acknowledge' changed", "subject [en]: 'Received' -> 'We have it'"],
    ),
    (
        "hours",
        [("config/calendars.yaml", '"09:00-18:00"', '"09:00-12:00", "13:00-18:00"')],
        ["calendar 'desk' changed", "hours.mon-fri: now also '09:00-12:00', '13:00-18:00', no longer '09:00-18:00'"],
    ),
    ("a rate", [("config/facts.yaml", "1.08", "1.1")], ["facts changed", "rates.EUR: '1.08 USD' -> '1.1 USD'"]),
    ("a member", [("config/teams.yaml", "[lin, ada]", "[ada]")], ["team 'frontline' changed", "members: no longer 'lin'"]),
    (
        "other order of members",
        [("config/teams.yaml", "[lin, ada]", "[ada, lin]")],
        ["team 'frontline' changed", "members: other order: 'ada', 'lin'"],
    ),
    ("settings", [("config/cstool.yaml", "locales: [en, de]", "locales: [en]")], ["settings changed", "locales: no longer 'de'"]),
    (
        "an SOP",
        [("sop/a.yaml", "", "id: a\nname: A\nowner: returns\nsteps: [{id: one, do: Do it., end: closed}]\n")],
        ["SOP 'a' is new"],
    ),
    (
        "a test",
        [("config/tests/t.yaml", "amount: 250", "amount: 260")],
        ["test 'big refund' changed", "ticket.order.amount: '250' -> '260'"],
    ),
]


def told(change: ObjectChange, language: str = "en") -> list[str]:
    return [translate(object_said(change), language), *part_lines(change, language)]


@pytest.mark.parametrize(("edits", "expected"), [case[1:] for case in OBJECTS], ids=[case[0] for case in OBJECTS])
def test_objects(tmp_path: Path, edits: list[tuple[str, str, str]], expected: list[str]) -> None:
    lay(tmp_path, SHOP)
    before = load(tmp_path, DAY)
    lay(tmp_path, edited(*edits))
    found = changes(before, load(tmp_path, DAY))
    assert [line for change in found for line in told(change)] == expected
    for change in found:
        assert all("diff-" not in line for line in told(change, "zh-CN"))


def test_place_is_in_the_file_that_differs(tmp_path: Path) -> None:
    lay(tmp_path, SHOP)
    before = load(tmp_path, DAY)
    lay(tmp_path, edited((DE, "Hallo", "Hi"), (ROUTING, "200 USD", "150 USD"), (ROUTING, LOUD, "")))
    found = {change.id: change.span for change in changes(before, load(tmp_path, DAY))}
    assert (found["general/acknowledge"].path, found["general/acknowledge"].line) == (DE, 4)
    assert (found["refund-big"].path, found["refund-big"].line) == (ROUTING, 15)
    assert (found["loud"].path, found["loud"].line) == (ROUTING, 12)


NAMES = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)


@given(NAMES, NAMES)
def test_as_few_as_possible_have_moved(before: list[str], after: list[str]) -> None:
    moved = moved_in(before, after)
    kept = [name for name in before if name in after and name not in moved]
    assert kept == [name for name in after if name in before and name not in moved]
    common = [name for name in before if name in after]
    for size in range(len(moved)):
        for fewer in combinations(common, size):
            rest = [name for name in common if name not in fewer]
            assert rest != [name for name in after if name in before and name not in fewer]


SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["a", "b", "c d"])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3)
)
BODIES = st.dictionaries(st.sampled_from("xyz"), VALUES.filter(lambda value: value is not None), max_size=3)


@given(BODIES, BODIES)
def test_parts_are_there_where_bodies_differ(before: dict[str, object], after: dict[str, object]) -> None:
    assert list(parts(before, before)) == []
    found = {part.path[0] for part in parts(before, after)}
    for key in found:
        assert json.dumps(before.get(key)) != json.dumps(after.get(key))
    for key in {*before, *after} - found:
        one, other = before.get(key), after.get(key)  # a list of one is written as its value too; a lacking key is an empty one
        assert _loosely(one) == _loosely(other)


def _loosely(value: object) -> object:
    """The value as conditions mean it: one value is a list of one, what is null is not there."""
    if isinstance(value, dict):
        return {key: _loosely(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_loosely(one) for one in value]
    return [json.dumps(value)]


# --- the command, on a git repository


Call = Callable[..., SimpleNamespace]


def git(folder: Path, *arguments: str) -> str:
    """Git with an identity and without anybody's settings."""
    names = {f"GIT_{who}_{what}": "shop" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    system = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ["PATH"]}
    done = subprocess.run(["git", *arguments], cwd=folder, env={**names, **system}, check=True, capture_output=True)
    return done.stdout.decode()


def committed(folder: Path, files: dict[str, str], message: str = "one") -> None:
    lay(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The shop in a repository, committed once."""
    folder = tmp_path / "shop"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    committed(folder, SHOP)
    return folder


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    def called(folder: Path, *arguments: str, command: str = "diff", lang: str = "en") -> SimpleNamespace:
        code = run([command, "--workspace", str(folder), "--today", "2026-07-17", "--lang", lang, *arguments])
        shown = capsys.readouterr()
        return SimpleNamespace(code=code, out=shown.out, err=shown.err)

    return called


def test_nothing_changed(call: Call, shop: Path) -> None:
    shown = call(shop, "HEAD", "--expect-no-moves")
    assert (shown.code, shown.out, shown.err) == (0, "nothing changed since 'HEAD'\n", "")
    assert call(shop, "HEAD", lang="zh-CN").out == "与“HEAD”相比没有改动\n"


def test_moved_tickets_with_the_rules_responsible(call: Call, shop: Path) -> None:
    lay(shop, edited((ROUTING, "200 USD", "300 USD")))
    shown = call(shop, "HEAD", "--expect-no-moves")
    assert shown.code == 1
    assert shown.out.startswith("1 of 3 tickets move; 1 objects changed\n".replace("1 objects", "1 object"))
    assert "1 ticket: rule 'refund-big' -> rule 'everything'" in shown.out
    assert "team: 'returns' -> 'frontline'" in shown.out
    assert "for example the ticket of test 'big refund'" in shown.out
    assert (
        "before: rule 'refund-big' of stage 'assign': category is 'refund' and order.amount 250 USD is at least 200 USD"
        in shown.out
    )
    assert call(shop, "HEAD").code == 0


def test_a_change_that_no_ticket_shows_has_a_made_up_one(call: Call, shop: Path) -> None:
    lay(shop, edited((ROUTING, "200 USD", "190 USD")))
    shown = call(shop, "HEAD", "--expect-no-moves")
    assert shown.code == 1
    assert shown.out.startswith("none of 3 tickets moves, but others would")
    assert "rule 'everything' -> rule 'refund-big'" in shown.out
    assert "order.amount" in shown.out


EQUAL = [
    ("a condition written otherwise", [(ROUTING, "when: {text: thanks}", "when: {text: {any: [thanks, 'thanks a lot']}}")]),
    ("nested otherwise", [(ROUTING, "when: {text: thanks}", "when: {all: [{all: [{text: thanks}]}]}")]),
    ("order without effect", [(ROUTING, VIP + LOUD, LOUD + VIP)]),
    ("a rule renamed", [(ROUTING, "id: thanks", "id: gratitude")]),
    (
        "a rule that never applies",
        [(ROUTING, THANKS, THANKS + "      - {id: more, when: {text: thanks}, then: {category: refund}}\n")],
    ),
    ("a name", [("config/channels.yaml", "languages: [en]", "languages: [en], name: Chat")]),
    ("a note", [(ROUTING, "{id: thanks,", "{id: thanks, notes: seldom,")]),
]


@pytest.mark.parametrize("edits", [case[1] for case in EQUAL], ids=[case[0] for case in EQUAL])
def test_proved_equal(call: Call, shop: Path, edits: list[tuple[str, str, str]]) -> None:
    lay(shop, edited(*edits))
    shown = call(shop, "HEAD", "--expect-no-moves")
    assert shown.code == 0
    assert shown.out.startswith(("proved: no ticket", "nothing changed"))


def test_unknown_names_what_stands_in_the_way(call: Call, shop: Path) -> None:
    odd = "      - {id: odd, when: {body: {matches: '^A{3}$', contains: [zz]}}, then: {category: refund}}\n"
    lay(shop, edited((ROUTING, REFUND, odd + REFUND)))
    shown = call(shop, "HEAD")
    assert shown.code == 0
    assert "is not proved" in shown.out
    assert "'odd'" in shown.out
    assert json.loads(call(shop, "HEAD", "--format", "json").out)["proof"]["obstacles"] == ["odd"]


def test_another_promise_moves_tickets_by_their_due_time(call: Call, shop: Path) -> None:
    lay(shop, edited((SLA, "first_reply: 4h", "first_reply: 2h")))
    shown = call(shop, "HEAD", "--expect-no-moves")
    assert shown.code == 1
    assert "2 tickets: SLA policy 'mail': other due times" in shown.out
    assert "first reply due: 4h (desk) -> 2h (desk), earlier" in shown.out
    assert "first reply due: 2026-07-17 14:00 -> 2026-07-17 12:00" in shown.out


def test_lists_are_counted_by_what_they_gain_and_lose(call: Call, shop: Path) -> None:
    lay(shop, edited((ROUTING, LOUD, "")))
    file = shop / "loud.jsonl"
    rows = [{"id": f"L{n}", "body": "now", "customer": {"tags": ["vip"] * (n % 2)}} for n in range(4)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    shown = call(shop, "HEAD", "--tickets", str(file)).out
    assert "4 tickets: rule 'loud' no longer applies\n      tags: no longer 'loud'\n" in shown


def test_another_calendar_keeps_the_target_and_moves_the_moment(call: Call, shop: Path) -> None:
    lay(shop, edited(("config/calendars.yaml", "09:00-18:00", "11:00-18:00")))
    assert "first reply due: 4h (desk) as before, later" in call(shop, "HEAD").out


def test_texts_are_no_moves(call: Call, shop: Path) -> None:
    lay(shop, edited((EN, "Hello", "Hi")))
    shown = call(shop, "HEAD", "--expect-no-moves")
    assert shown.code == 0
    assert shown.out.startswith("proved: no ticket moves; another text for 3 tickets")
    assert "'general/acknowledge': 3 tickets" in shown.out


def test_a_test_taken_out_still_has_its_ticket_asked(call: Call, shop: Path) -> None:
    lay(shop, edited((ROUTING, "200 USD", "300 USD"), ("config/tests/t.yaml", "", "")))
    assert "the ticket of test 'big refund'" in call(shop, "HEAD").out


def test_a_rule_of_another_day_is_said(call: Call, shop: Path) -> None:
    new = "      - {id: new, from: 2026-08-01, until: 2026-08-31, when: {text: refund}, then: {category: other}}\n"
    lay(shop, edited((ROUTING, REFUND, new + REFUND)))
    shown = call(shop, "HEAD").out
    assert shown.startswith("proved: no ticket moves")
    assert "begins or ends later, on 2026-08-01, 2026-09-01: compare for such a day too, with --today 2026-08-01" in shown
    assert json.loads(call(shop, "HEAD", "--format", "json").out)["later"] == ["2026-08-01", "2026-09-01"]
    assert call(shop, "HEAD", "--today", "2026-08-01").out.startswith("2 of 3 tickets move")


def test_ticket_files_take_the_place_of_samples(call: Call, shop: Path) -> None:
    (shop / "more.jsonl").write_text('{"id": "X", "body": "refund", "order": {"amount": 250, "currency": "USD"}}\n[1]\n', "utf-8")
    lay(shop, edited((ROUTING, "200 USD", "300 USD")))
    shown = call(shop, "HEAD", "--tickets", str(shop / "more.jsonl"))
    assert shown.out.startswith("2 of 2 tickets move")
    assert shown.code == 1
    assert ":2" in shown.err


def test_events(call: Call, shop: Path) -> None:
    reply = "  - id: answer\n    event: customer.replied\n    match: first\n"
    reply += "    rules: [{id: hot, when: {text: refund}, then: {priority: urgent}}]\n"
    lay(shop, edited((ROUTING, "stages:\n", "stages:\n" + reply)))
    assert "on 'customer.replied'" in call(shop, "HEAD").out
    assert call(shop, "HEAD", "--event", "ticket.created").out.startswith("proved for 'ticket.created': no ticket")
    assert "1 ticket: rule 'hot' applies now, on 'customer.replied'" in call(shop, "HEAD", "--event", "customer.replied").out


BODIES_ASKED = ("refund", "money back, thanks", "退款", "now", "cheers", "")
TICKETS = [
    Ticket(
        datetime(2026, 7, day, 10, tzinfo=ZoneInfo("Asia/Shanghai")),
        channel=channel,
        language=language,
        body=body,
        automatic=automatic,
        customer=Customer(tags=frozenset(tags)),
        order=Order(amount=Decimal(amount), currency=currency),
    )
    for channel in ("shop-email", "chat", None)
    for language in ("de", None)
    for body in BODIES_ASKED
    for amount, currency, tags, automatic, day in ((150, "USD", (), False, 17), (186, "EUR", ("vip",), True, 18))
]


def outcome(workspace: Workspace, ticket: Ticket) -> object:
    """What `diff` holds two versions against, by the functions that everything else uses."""
    found = decide(compile_routing(workspace), ticket).outcome
    dues = {due.metric: due.at for due in due_of(compile_sla(workspace), ticket, found)}
    reply = (found.reply.template, str(found.reply.at_most)) if found.reply else None
    policies = choose(compile_sla(workspace), ticket, found).names
    written = (found.category, found.team, found.priority, found.assignee, found.status, found.tags, frozenset(found.skills))
    return written, dict(found.fields), reply, found.note, [str(one) for one in found.escalations], policies, dues


@pytest.mark.parametrize("edits", [case[1] for case in OBJECTS], ids=[case[0] for case in OBJECTS])
def test_every_ticket_that_moves_is_counted_and_a_proof_holds(tmp_path: Path, edits: list[tuple[str, str, str]]) -> None:
    lay(tmp_path, SHOP)
    before = load(tmp_path, DAY)
    lay(tmp_path, edited(*edits))
    after = load(tmp_path, DAY)
    for one, other in ((before, after), (after, before)):
        found = compare(one, other, lambda: map(Asked, TICKETS))
        moved = sum(outcome(one, ticket) != outcome(other, ticket) for ticket in TICKETS)
        assert found.moves is not None
        assert found.proof is not None
        assert found.moves.moved == moved
        assert sum(group.count for group in found.moves.groups.values()) == moved
        if found.proof.verdict == "equal" and found.proof.promises_kept:
            assert not moved


# --- forms


def test_json_has_everything(call: Call, shop: Path) -> None:
    lay(shop, edited((ROUTING, "200 USD", "300 USD"), (EN, "Hello", "Hi")))
    data = json.loads(call(shop, "HEAD", "--format", "json").out)
    assert (data["version"], data["revision"], data["moving"]) == (1, "HEAD", True)
    assert data["tickets"] == {"total": 3, "moved": 1, "other_text": {"general/acknowledge": 2}}
    (group,) = data["groups"]
    assert (group["before"]["id"], group["after"]["id"], group["count"]) == ("refund-big", "everything", 1)
    assert group["examples"][0]["test"] == "big refund"
    part = data["objects"][0]["parts"][0]
    assert (part["key"], part["before"], part["after"]) == ("when.order.amount.gte", "200 USD", "300 USD")
    assert data["proof"]["due_times"] == "equal"


def test_markdown_begins_with_the_verdict_and_escapes(call: Call, shop: Path) -> None:
    lay(shop, edited((ROUTING, "200 USD", "300 USD"), ("config/tests/t.yaml", "big refund", "<b>@all | x</b>")))
    shown = call(shop, "HEAD", "--format", "markdown").out
    assert shown.startswith("### 🔀 cstool diff: 1 of 3 tickets move")
    assert "| 1 | rule 'refund-big' → rule 'everything' |" in shown
    assert "<b>" not in shown
    assert "@all" not in shown
    assert "<details><summary>What changed (3)</summary>" in shown or "What changed (2)" in shown


def test_a_huge_difference_fits_into_a_comment(call: Call, shop: Path) -> None:
    rules = "".join(
        f"      - {{id: r{n}, when: {{text: [word{n}, {'x' * 60}]}}, then: {{category: refund}}}}\n" for n in range(700)
    )
    lay(shop, edited((ROUTING, REFUND, REFUND + rules)))
    shown = call(shop, "HEAD", "--format", "markdown").out
    assert len(shown) < LONGEST
    assert "… and " in shown
    data = json.loads(call(shop, "HEAD", "--format", "json").out)
    assert len(data["objects"]) == 700


def test_forms_into_files(call: Call, shop: Path, tmp_path: Path) -> None:
    lay(shop, edited((ROUTING, "200 USD", "300 USD")))
    shown = call(shop, "HEAD", "--format", "text", "--format", f"json={tmp_path}/a.json", "--format", f"markdown={tmp_path}/b.md")
    assert shown.out.startswith("1 of 3")
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["version"] == 1
    assert (tmp_path / "b.md").read_text("utf-8").startswith("### ")
    assert call(shop, "HEAD", "--format", "text", "--format", "json").code == 2
    assert call(shop, "HEAD", "--format", "html").code == 2


# --- other versions, and what can be wrong about them


def test_a_folder_a_tag_and_where_the_branch_began(call: Call, shop: Path, tmp_path: Path) -> None:
    git(shop, "tag", "v1")
    git(shop, "checkout", "-q", "-b", "topic")
    committed(shop, edited((ROUTING, "200 USD", "300 USD")), "topic")
    git(shop, "checkout", "-q", "main")
    committed(shop, edited((SLA, "4h", "2h")), "main goes on")
    git(shop, "checkout", "-q", "topic")
    assert "2 objects changed" in call(shop, "main").out
    assert call(shop, "main...").out == call(shop, "v1").out.replace("'v1'", "'main...'")
    before = lay(tmp_path / "before", SHOP)
    assert "1 object changed" in call(shop, str(before)).out


def test_a_workspace_below_the_root_of_its_repository(call: Call, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "support/shop").mkdir(parents=True)
    lay(tmp_path / "support/shop", SHOP)
    (tmp_path / "config").mkdir()
    (tmp_path / "config/cstool.yaml").write_text("name: another\n", "utf-8")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "one")
    assert call(tmp_path / "support/shop", "HEAD").out == "nothing changed since 'HEAD'\n"


def test_what_git_would_leave_out_of_an_archive_is_read(call: Call, shop: Path) -> None:
    (shop / ".gitattributes").write_text("config/sla.yaml export-ignore\n* text=auto eol=crlf\n", "utf-8")
    git(shop, "add", "-A")
    git(shop, "commit", "-q", "-m", "attributes")
    assert call(shop, "HEAD").out == "nothing changed since 'HEAD'\n"


def test_renamed_files(call: Call, shop: Path) -> None:
    files = dict(SHOP)
    for locale in ("en", "de"):
        files[f"templates/general/received.{locale}.md"] = files.pop(f"templates/general/acknowledge.{locale}.md")
    files["config/routing/all.yaml"] = files.pop(ROUTING).replace("general/acknowledge", "general/received")
    lay(shop, files)
    shown = call(shop, "HEAD").out
    assert "template 'general/acknowledge' is now called 'general/received'" in shown
    assert "action reply: 'general/acknowledge' -> 'general/received'" in shown
    assert "rule 'refund'" not in shown


def test_the_first_version_of_a_workspace(call: Call, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "empty")
    lay(tmp_path, SHOP)
    shown = call(tmp_path, "HEAD")
    assert shown.code == 0
    assert shown.err == "at 'HEAD' there is no workspace in this folder yet; it is compared with an empty one\n"
    assert "3 of 3 tickets move" in shown.out


def test_before_the_first_commit(call: Call, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    shown = call(lay(tmp_path, SHOP), "HEAD")
    assert shown.code == 0
    assert "compared with an empty one" in shown.err
    assert "this repository has no commit yet" in call(tmp_path, "main").err


def test_a_repository_of_another_user(call: Call, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # git's own way to test this
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    shown = call(shop, "HEAD")
    assert shown.code == 3
    assert "safe.directory" in shown.err


WRONG = [
    ("nowhere", 2, "git knows no revision 'nowhere' here"),
    ("HEAD~9", 2, "git knows no revision 'HEAD~9' here"),
    ("HEAD:config", 2, "git knows no revision 'HEAD:config' here"),
    ("main..HEAD", 2, "git knows no revision 'main..HEAD' here"),
    ("", 2, "'' is not a name of a revision"),
    ("a\nb", 2, "is not a name of a revision"),
    ("./nowhere", 2, "there is no folder './nowhere'"),
    ("pushed:nowhere", 2, "there is no backend 'nowhere'"),
    ("pushed:local", 3, "nothing was pushed to 'local' from here yet"),
]


@pytest.mark.parametrize(("revision", "code", "said"), WRONG, ids=[repr(case[0]) for case in WRONG])
def test_wrong_revisions_end_in_one_line(call: Call, shop: Path, revision: str, code: int, said: str) -> None:
    shown = call(shop, revision)
    assert (shown.code, shown.out) == (code, "")
    assert said in shown.err
    assert shown.err.count("\n") == 1


def test_a_revision_named_like_an_option_never_reaches_git(call: Call, shop: Path, tmp_path: Path) -> None:
    shown = call(shop, "--workspace", str(shop), "--", f"--output={tmp_path}/made")
    assert shown.code == 2
    assert not (tmp_path / "made").exists()
    assert call(shop, f"--upload-pack={tmp_path}").code == 2


def test_no_repository(call: Call, tmp_path: Path) -> None:
    shown = call(lay(tmp_path, SHOP), "HEAD")
    assert shown.code == 2
    assert "is not in a git repository" in shown.err


def test_no_git(call: Call, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    shown = call(shop, "HEAD")
    assert (shown.code, shown.out) == (3, "")
    assert "git is not installed" in shown.err
    monkeypatch.chdir(shop.parent)
    assert call(shop, "./shop").out == "nothing changed since './shop'\n"


def test_a_clone_without_history(call: Call, shop: Path, tmp_path: Path) -> None:
    committed(shop, edited((SLA, "4h", "2h")), "two")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{shop}", "clone")
    shown = call(tmp_path / "clone", "HEAD~1")
    assert shown.code == 2
    assert "holds only a part of the history" in shown.err
    assert "fetch-depth: 0" in shown.err


def test_a_hook_of_git_compares_its_own_repository(call: Call, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", ".git")  # as git sets it for hooks, relative to another folder
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert call(shop, "HEAD").out == "nothing changed since 'HEAD'\n"


def test_a_link_out_of_the_revision_is_not_followed(call: Call, shop: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("policies: [{id: secret, targets: {first_reply: 1h}}]\n", "utf-8")
    (shop / "config/sla.yaml").unlink()
    (shop / "config/sla.yaml").symlink_to(secret)
    git(shop, "add", "-A")
    git(shop, "commit", "-q", "-m", "link")
    lay(shop, SHOP)
    shown = call(shop, "HEAD")
    assert "secret" not in shown.out.replace(str(secret), "")
    assert "config/sla.yaml" in shown.out


def test_a_submodule_is_named(call: Call, shop: Path) -> None:
    head = git(shop, "rev-parse", "HEAD").strip()
    git(shop, "update-index", "--add", "--cacheinfo", f"160000,{head},config/packs")
    git(shop, "commit", "-q", "-m", "module")
    shown = call(shop, "HEAD")
    assert shown.code == 3
    assert "'config/packs' is a submodule" in shown.err


BROKEN = "stages: [\n"


def test_a_broken_other_side_is_named_and_what_can_be_is_compared(call: Call, shop: Path) -> None:
    committed(shop, edited((ROUTING, SHOP[ROUTING], BROKEN)), "broken")
    lay(shop, edited((SLA, "4h", "2h")))
    shown = call(shop, "HEAD")
    assert shown.code == 0
    assert shown.out.startswith("tickets were not compared: 'HEAD' cannot be read whole ('stages')")
    assert "'HEAD' has 1 error" in shown.out
    assert "  config/routing.yaml:" in shown.out
    assert "SLA policy 'mail' changed" in shown.out
    assert call(shop, "HEAD", "--expect-no-moves").code == 1


def test_what_could_not_be_read_is_not_said_to_be_gone(call: Call, shop: Path) -> None:
    lay(
        shop,
        edited(
            (SLA, "targets: {first_reply: 8h, resolution: 72h}", "targets: {first_reply: soon, resolution: 72h}"),
            (DE, "---\nsub", "---\n[sub"),
        ),
    )
    shown = call(shop, "HEAD").out
    assert "is gone" not in shown
    assert "removed" not in shown
    git(shop, "commit", "-q", "-a", "-m", "broken")
    lay(shop, SHOP)
    back = call(shop, "HEAD").out
    assert "is new" not in back
    lay(shop, edited(("config/cstool.yaml", "name:", "name: [")))
    assert "settings changed" not in call(shop, "HEAD").out
    assert "added" not in back


def test_a_broken_own_side_ends_with_one(call: Call, shop: Path) -> None:
    lay(shop, edited((ROUTING, SHOP[ROUTING], BROKEN)))
    shown = call(shop, "HEAD", lang="zh-CN")
    assert shown.code == 1
    assert shown.out.startswith("没有比较工单：这里的文件无法完整读取")
    assert call(shop, "HEAD", "--format", "markdown").out.startswith("### ❌")


def test_a_rule_with_a_fault_is_left_out_and_said(call: Call, shop: Path) -> None:
    lay(shop, edited((ROUTING, "when: {text: thanks}", "when: {colour: red}")))
    shown = call(shop, "HEAD")
    assert "the files here have 1 error; what they touch is left out of the comparison" in shown.out
    assert "there is no field 'colour'" in shown.out


SECRET = "hunter2hunter2"


@pytest.mark.parametrize(
    "line", [f"token: *{SECRET}", f"token: !{SECRET}", f"token: {{{SECRET}: 1}}", f"url: https://l:{SECRET}@a.b"]
)
def test_a_secret_in_a_broken_file_is_never_shown(call: Call, shop: Path, line: str) -> None:
    settings = SHOP["config/cstool.yaml"] + f"backends:\n  live:\n    type: zendesk\n    {line}\n"
    committed(shop, {**SHOP, "config/cstool.yaml": settings}, "secret")
    lay(shop, {**SHOP, "config/cstool.yaml": settings + "    exclude: [a]\n"})
    for revision in ("HEAD", "HEAD~1"):
        for form in ("text", "json", "markdown"):
            shown = call(shop, revision, "--format", form)
            assert "config/cstool.yaml" in shown.out
            assert SECRET not in shown.out + shown.err


# --- as last pushed


def test_against_the_last_push(call: Call, shop: Path) -> None:
    assert call(shop, "--yes", command="push").code == 0
    assert call(shop, "pushed:local").out == "nothing changed since 'pushed:local'\n"
    lay(shop, edited((ROUTING, "200 USD", "300 USD")))
    assert call(shop, "pushed:local").out.startswith("1 of 3 tickets move")
    assert call(shop, "pushed:local", "--to", "pushed:local").out == "nothing changed since 'pushed:local'\n"
    lock = shop / "cstool.lock/local.json"
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert call(shop, "pushed:local").code == 0
    lock.write_text(lock.read_text("utf-8").replace("returns", "others"), "utf-8")
    shown = call(shop, "pushed:local")
    assert shown.code == 3
    assert "is not known here" in shown.err


def test_a_push_from_elsewhere_and_unreadable_files(call: Call, shop: Path) -> None:
    assert call(shop, "--yes", command="push").code == 0
    kept = shop / ".cstool/pushed/local.json"
    kept.write_text("[", "utf-8")
    assert "cannot be read as the files of the last push" in call(shop, "pushed:local").err
    kept.unlink()
    assert "is not known here" in call(shop, "pushed:local").err


def test_a_rollback_is_no_push(call: Call, shop: Path) -> None:
    assert call(shop, "--yes", command="push").code == 0
    lay(shop, edited((ROUTING, "200 USD", "210 USD")))
    assert call(shop, "--yes", command="push").code == 0
    assert call(shop, "pushed:local").out == "nothing changed since 'pushed:local'\n"
    assert call(shop, "--yes", command="rollback").code == 0
    assert "is not known here" in call(shop, "pushed:local").err


# --- the GitHub action and the pre-commit hooks


ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
GH = """#!/bin/bash
echo "$@" >> "$RUNNER_TEMP/gh.log"
case "$*" in *--paginate*) cat "$RUNNER_TEMP/known" 2>/dev/null; exit 0;; esac
[ ! -f "$RUNNER_TEMP/forbidden" ] || exit 1
for word; do case "$word" in body=@*) cp "${word#body=@}" "$RUNNER_TEMP/posted.md";; esac; done
"""


@dataclass
class Runner:
    """What GitHub's runner gives a composite action: its steps are run one after the other, as it runs them."""

    folder: Path
    temp: Path

    def __post_init__(self) -> None:
        tools = self.temp / "cstool/bin"
        tools.mkdir(parents=True)
        for name, words in {"cstool": '-m cstool "$@"', "python": '"$@"'}.items():
            (tools / name).write_text(f'#!/bin/bash\nexec "{sys.executable}" {words}\n', "utf-8")
        (tools / "gh").write_text(GH, "utf-8")
        for tool in tools.iterdir():
            tool.chmod(0o755)

    def step(self, name: str, **given: str) -> SimpleNamespace:
        output = self.temp / f"output-{name}"
        output.unlink(missing_ok=True)
        system = {
            "PATH": f"{self.temp}/cstool/bin:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.temp),
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"),
            "CSTOOL_LANG": "en",
            "LANG": "C.UTF-8",
        }
        known = set(STEPS[name].get("env", {}))
        assert set(given) <= known
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[name]["run"]]
        empty = dict.fromkeys(known - {"CSTOOL_LANG"}, "")
        done = subprocess.run(command, cwd=self.folder, env={**system, **empty, **given}, capture_output=True, text=True)
        lines = output.read_text("utf-8").splitlines() if output.exists() else []
        return SimpleNamespace(
            code=done.returncode, out=done.stdout, err=done.stderr, set=dict(line.split("=", 1) for line in lines)
        )

    def gh(self) -> str:
        log = self.temp / "gh.log"
        return log.read_text("utf-8") if log.exists() else ""


@pytest.fixture
def runner(shop: Path, tmp_path: Path) -> Runner:
    """A pull request as actions/checkout leaves it: the test merge of a branch, nothing else of the history."""
    git(shop, "checkout", "-q", "-b", "topic")
    committed(shop, edited((ROUTING, "200 USD", "300 USD")), "topic")
    git(shop, "checkout", "-q", "main")
    committed(shop, edited((SLA, "4h", "2h")), "main goes on")
    git(shop, "checkout", "-q", "-b", "merge")
    git(shop, "merge", "-q", "--no-edit", "topic")
    git(shop, "config", "uploadpack.allowAnySHA1InWant", "true")  # as on GitHub
    git(tmp_path, "clone", "-q", "--depth", "1", "--branch", "merge", f"file://{shop}", "checkout")
    return Runner(tmp_path / "checkout", tmp_path / "temp")


def test_the_action_compares_with_what_the_pull_request_goes_into(runner: Runner, shop: Path) -> None:
    shas = {name: git(shop, "rev-parse", name).strip() for name in ("topic", "main", "topic~1")}
    found = runner.step("Compare", WORKSPACE=".", BASE=shas["topic~1"], HEAD_SHA=shas["topic"], EXPECT_NO_MOVES="true")
    assert found.code == 0, found.err
    assert found.set == {"code": "1", "verdict": "1 of 3 tickets move; 1 object changed", "moving": "true"}
    assert shas["main"] in (runner.temp / "cstool-diff.json").read_text("utf-8")


def test_the_action_takes_a_given_base_and_files(runner: Runner, shop: Path) -> None:
    sha = git(shop, "rev-parse", "topic~1").strip()
    (runner.folder / "a b.jsonl").write_text('{"id": "X", "body": "hello"}\n', "utf-8")
    given = {"WORKSPACE": ".", "BASE": sha, "GIVEN": sha, "TICKETS": "a b.jsonl\n"}
    found = runner.step("Compare", **given)
    assert found.set["verdict"].endswith("2 objects changed")
    assert "1 of 2 tickets move" in found.set["verdict"]
    assert runner.step("Compare", WORKSPACE=".").set == {"code": "0"}


def test_the_action_writes_one_comment(runner: Runner, shop: Path) -> None:
    runner.step("Compare", WORKSPACE=".", BASE=git(shop, "rev-parse", "main").strip())
    given = {"COMMENT": "true", "NAME": "shop $(touch x)", "NUMBER": "7", "REPOSITORY": "lamp/shop"}
    assert runner.step("Tell", **given).code == 0
    assert "--method POST repos/lamp/shop/issues/7/comments" in runner.gh()
    posted = (runner.temp / "posted.md").read_text("utf-8")
    assert posted.startswith("<!-- cstool: shoptouchx -->\n### 🔀 cstool diff: 1 of 3 tickets move")
    (runner.temp / "known").write_text("42\n43\n", "utf-8")
    runner.step("Tell", **given)
    assert "--method PATCH repos/lamp/shop/issues/comments/42" in runner.gh()
    assert not (runner.folder / "x").exists()
    assert "cstool diff" in (runner.temp / "summary.md").read_text("utf-8")


def test_a_token_that_may_only_read_is_no_failure(runner: Runner, shop: Path) -> None:
    runner.step("Compare", WORKSPACE=".", BASE=git(shop, "rev-parse", "main").strip())
    (runner.temp / "forbidden").touch()
    found = runner.step("Tell", COMMENT="true", NAME="shop", NUMBER="7", REPOSITORY="lamp/shop")
    assert found.code == 0
    assert "::notice" in found.out


def test_the_action_checks_and_ends_as_it_went(runner: Runner) -> None:
    lay(runner.folder / "sub", edited((ROUTING, "team: returns", "team: nobody")))
    found = runner.step("Check", WORKSPACE="./sub", FAIL_ON="error")
    assert found.set == {"code": "1"}
    assert "::error file=sub/config/routing.yaml,line=" in found.out
    assert runner.step("Verdict", CHECK="1", DIFF="0").code == 1
    assert runner.step("Verdict", CHECK="0", DIFF="0").code == 0


def test_the_action_is_sound() -> None:
    assert ACTION["runs"]["using"] == "composite"
    for name, step in STEPS.items():
        assert step["shell"] == "bash", name
        assert "${{" not in step["run"], f"{name}: an expression inside a script would be run"
        checked = subprocess.run(["bash", "-n"], input=step["run"], text=True, capture_output=True)
        assert checked.stderr == ""
    used = set(re.findall(r"inputs\.([a-z-]+)", json.dumps(ACTION["runs"])))
    assert used == set(ACTION["inputs"])


def test_hooks_name_commands_that_there_are() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    for hook in hooks:
        assert {"id", "name", "entry", "language", "files"} <= set(hook)
        assert hook["entry"].split()[:2] == ["cstool", hook["id"].removeprefix("cstool-")]
        assert hook["entry"].split()[1] in COMMANDS
        assert re.search(hook["files"], "support/config/routing.yaml")
        assert not re.search(hook["files"], "src/main.py")
