"""Suggestions: found in one half, measured on the other, placed where a person would, and valid when pasted."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstool.cli.main import run as cstool
from cstool.conditions.text_form import joined_form, normal_form
from cstool.loading import load
from cstool.routing import compile_routing, outcome_of
from cstool.simulate import decide_by
from cstool.simulate.grams import postings, tokens, written
from cstool.simulate.placing import Insertion, Paste, overlay, paste, scalar
from cstool.simulate.run import Promise, Simulated
from cstool.simulate.suggest import Labelled, suggest
from cstool.source import Source, read_yaml
from cstool.tickets import Ticket
from cstool.workspace import Workspace

NOW = datetime(2026, 7, 17, 9, 30, tzinfo=UTC)
DAY = date(2026, 7, 17)
FILES = {
    "config/cstool.yaml": "name: lamp-shop\ntimezone: UTC\nlocales: [en, de, zh-CN]\n",
    "config/channels.yaml": "channels: {shop-email: {type: email, languages: [en]}}\n",
    "config/teams.yaml": "teams: {frontline: {members: [lin]}}\nagents: {lin: {name: Lin, email: lin@lamp.example}}\n",
}
CATEGORIES = "categories: {refund: {name: Refund}, cancellation: {name: Stop}, other: {name: Other}}\n"


def vocabulary(keywords: str) -> str:
    return f"{CATEGORIES}keywords:\n{keywords}"


def routing(rules: str) -> str:
    return f"stages:\n  - id: classify\n    match: first\n    rules:\n{rules}"


KEYWORD_RULES = routing(
    "      - {id: refund, when: {text: {keywords: refund}}, then: {category: refund}}\n"
    "      - {id: stop, when: {text: {keywords: cancellation}}, then: {category: cancellation}}\n"
    "      # the rest\n"
    "      - {id: rest, when: always, then: {category: other}}\n"
)
FLOW = vocabulary("  refund: {en: [refund]}\n  cancellation: {en: [cancel]}\n")
BLOCK = vocabulary(
    "  refund:\n    en: [refund]\n  cancellation:\n    en:\n      - cancel   # the word itself\n    de: [Storno]\n"
)
ONE_LINE = vocabulary("  refund:\n    en: [refund]\n\n  # to stop an order\n  cancellation:\n    en: [cancel]  # more to come\n")

TICKETS = [
    *((f"please terminate lamp {n} this evening", "cancellation") for n in range(40)),
    *((f"please refund lamp {n} this evening", "refund") for n in range(20)),
    *((f"please greet lamp {n} this evening", "other") for n in range(40)),
]


def workspace(root: Path, files: Mapping[str, str]) -> Workspace:
    for path, content in {**FILES, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content.encode())
    read = load(root, DAY)
    assert not read.faults, read.faults
    return read


def labelled(read: Workspace, rows: Iterable[tuple[str, str]], language: str = "en", seed: int = 0) -> Labelled:
    decide, found = decide_by(compile_routing(read)), Labelled("label", seed)
    tickets = [
        Ticket(NOW, id=str(n), language=language, body=body, actual={"label": label}) for n, (body, label) in enumerate(rows)
    ]
    found.add(Simulated(ticket, decide(ticket, "ticket.created"), Promise()) for ticket in tickets)
    return found


def pasted(root: Path, one: Paste) -> None:
    """What a person does: replace the lines, or insert above the line."""
    path = root / one.path
    text = path.read_bytes().decode()
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(end)
    assert tuple(lines[one.line - 1 : one.line - 1 + len(one.old)]) == one.old
    lines[one.line - 1 : one.line - 1 + len(one.old)] = one.new
    path.write_bytes(end.join(lines).encode())


def accuracy(read: Workspace, rows: Iterable[tuple[str, str]]) -> int:
    router = compile_routing(read)
    return sum(outcome_of(router, Ticket(NOW, body=body)).category == label for body, label in rows)


LAYOUTS = {
    "keyword set in braces": {"config/vocabulary.yaml": FLOW, "config/routing.yaml": KEYWORD_RULES},
    "keyword set as a list of lines": {"config/vocabulary.yaml": BLOCK, "config/routing.yaml": KEYWORD_RULES},
    "keyword set with remarks": {"config/vocabulary.yaml": ONE_LINE, "config/routing.yaml": KEYWORD_RULES},
    "Windows line ends": {
        "config/vocabulary.yaml": BLOCK.replace("\n", "\r\n"),
        "config/routing.yaml": KEYWORD_RULES.replace("\n", "\r\n"),
    },
    "list in the rule": {
        "config/vocabulary.yaml": CATEGORIES,
        "config/routing.yaml": routing(
            "      - {id: refund, when: {text: [refund]}, then: {category: refund}}\n"
            '      - {id: stop, when: {text: [cancel, "call off"]}, then: {category: cancellation}}\n'
        ),
    },
    "one word in the rule": {
        "config/vocabulary.yaml": CATEGORIES,
        "config/routing.yaml": routing("      - {id: stop, when: {text: cancel}, then: {category: cancellation}}\n"),
    },
    "no rule yet, one for the rest": {
        "config/vocabulary.yaml": CATEGORIES,
        "config/routing.yaml": routing(
            "      - {id: refund, when: {text: refund}, then: {category: refund}}\n\n      # 其他\n"
            "      - id: rest\n        when: always\n        then:\n          category: other\n"
        ),
    },
    "no rule yet, the last in lines": {
        "config/vocabulary.yaml": CATEGORIES,
        "config/routing.yaml": routing(
            "      - id: refund\n        when: {text: refund}\n        then:\n          category: refund\n"
            "  - id: assign\n    match: first\n    rules:\n      - {id: all, when: always, then: {team: frontline}}\n"
        ),
    },
    "rules in brackets": {
        "config/vocabulary.yaml": CATEGORIES,
        "config/routing.yaml": "stages: [{id: classify, match: first, rules: [{id: refund, when: {text: refund}, then: "
        "{category: refund}}, {id: rest, when: always, then: {category: other}}]}]\n",
    },
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_pasted_is_valid_and_does_what_was_said(tmp_path: Path, layout: str) -> None:
    read = workspace(tmp_path, LAYOUTS[layout])
    found = suggest(read, labelled(read, TICKETS))
    [one] = [entry for entry in found.found if entry.category == "cancellation"]
    assert (one.broken, one.keywords) == (0, ("terminate",))
    before = accuracy(read, TICKETS)
    pasted(tmp_path, one.paste)
    after = load(tmp_path, DAY)
    assert not after.faults, after.faults
    assert not compile_routing(after).problems
    assert accuracy(after, TICKETS) == before + 40
    assert sum(one.gained - one.broken for one in found.found) == found.right_after - found.right_before


def test_the_lines_keep_their_remarks(tmp_path: Path) -> None:
    read = workspace(tmp_path, LAYOUTS["keyword set with remarks"])
    [one] = suggest(read, labelled(read, TICKETS)).found
    assert one.paste == Paste(
        "config/vocabulary.yaml", 8, ("    en: [cancel]  # more to come",), ("    en: [cancel, terminate]  # more to come",)
    )
    read = workspace(tmp_path, LAYOUTS["no rule yet, one for the rest"])
    [one] = suggest(read, labelled(read, TICKETS)).found
    new = "      - {id: cancellation-en-words, when: {text: [terminate]}, then: {category: cancellation}}"
    assert (one.paste, one.above) == (Paste("config/routing.yaml", 7, (), (new,)), "rest")


def test_gains_are_those_of_the_half_that_was_held_out(tmp_path: Path) -> None:
    """Counted again, without the tool's own bookkeeping."""
    read = workspace(tmp_path, LAYOUTS["keyword set in braces"])
    rows = [*TICKETS, *((f"terminate the show of house {n} this evening", "other") for n in range(7))]
    for seed in (0, 1, 2):
        found = suggest(read, labelled(read, rows, seed=seed))
        held = [row for row in rows if crc32(f"{seed}\n{joined_form(normal_form(''), normal_form(row[0]))}".encode()) % 2]
        [one] = found.found
        changed = load(tmp_path, DAY, overlay(read, [one.insertion]))
        routers = compile_routing(read), compile_routing(changed)
        outcomes = [(*(outcome_of(router, Ticket(NOW, body=body)).category for router in routers), label) for body, label in held]
        assert one.gained == sum(old != label == new for old, new, label in outcomes)
        assert one.broken == sum(old == label != new for old, new, label in outcomes)
        assert (found.held, found.mined, found.labelled) == (len(held), len(rows) - len(held), len(rows))
        assert found.right_after == sum(new == label for _, new, label in outcomes)


def test_twins_are_in_the_same_half(tmp_path: Path) -> None:
    """Nothing can be learnt from a text and then measured on its copy."""
    read = workspace(tmp_path, LAYOUTS["keyword set in braces"])
    found = suggest(read, labelled(read, [("terminate it", "cancellation")] * 30))
    assert (found.found, {found.held, found.mined}) == ((), {0, 30})


def test_what_gains_nothing_on_the_other_half_is_not_shown(tmp_path: Path) -> None:
    read = workspace(tmp_path, LAYOUTS["keyword set in braces"])
    mined = [f"zebra word{n}" for n in range(400)]
    halves = [crc32(f"0\n{joined_form(' ', normal_form(body))}".encode()) % 2 for body in mined]
    rows = [(body, "cancellation" if half == 0 else "other") for body, half in zip(mined, halves, strict=True)]
    rows += [(f"word{n}", "other") for n in range(400)]
    found = suggest(read, labelled(read, rows))
    assert (found.found, found.dropped, found.right_after) == ((), 1, found.right_before)


def test_a_keyword_set_that_serves_elsewhere_stays_as_it_is(tmp_path: Path) -> None:
    """Its words do more than classify: new ones would tag as well."""
    tagging = (
        "  - id: label\n    match: every\n    rules:\n      - {id: t, when: {text: {keywords: cancellation}}, then: {tags: x}}\n"
    )
    files = {"config/vocabulary.yaml": f"{FLOW}tags: [x]\n", "config/routing.yaml": KEYWORD_RULES + tagging}
    read = workspace(tmp_path, files)
    [one] = suggest(read, labelled(read, TICKETS)).found
    assert (one.keyword_set, one.is_new, one.paste.path) == (None, True, "config/routing.yaml")


def test_a_new_rule_stands_above_the_rule_that_takes_its_tickets(tmp_path: Path) -> None:
    rules = routing(
        "      - {id: early, when: {text: sunset}, then: {category: other}}\n"
        "      - {id: refund, when: {text: refund}, then: {category: refund}}\n"
        "      - {id: rest, when: always, then: {category: other}}\n"
    )
    read = workspace(tmp_path, {"config/vocabulary.yaml": CATEGORIES, "config/routing.yaml": rules})
    rows = [*TICKETS, *((f"refund slip, so terminate {n}", "cancellation") for n in range(60))]
    [one] = suggest(read, labelled(read, rows)).found
    assert (one.above, one.keywords, one.broken) == ("refund", ("terminate",), 0)


def test_characters_that_stand_alone(tmp_path: Path) -> None:
    read = workspace(tmp_path, LAYOUTS["keyword set as a list of lines"])
    rows = [*((f"我想撤单啊第{n}号", "cancellation") for n in range(40)), *((f"你好吗第{n}号", "other") for n in range(40))]
    [one] = suggest(read, labelled(read, rows, "zh-CN")).found
    assert one.language == "zh-CN"
    assert all("撤单" in word or "想撤" in word or "我想" in word or "单啊" in word for word in one.keywords)
    assert one.paste.new == (f"    zh-CN: [{', '.join(one.keywords)}]",)
    pasted(tmp_path, one.paste)
    after = load(tmp_path, DAY)
    assert not after.faults
    assert after.keywords["cancellation"].value == {"en": ["cancel"], "de": ["Storno"], "zh-CN": list(one.keywords)}


def test_labels_that_are_no_category_are_named(tmp_path: Path) -> None:
    read = workspace(tmp_path, LAYOUTS["keyword set in braces"])
    found = suggest(read, labelled(read, [*TICKETS, ("x", "Refunds"), ("y", "Refunds")]))
    assert found.unknown == (("Refunds", 2),)


@pytest.mark.parametrize(
    ("others", "words"),
    [([], ("report*",)), (["reporter"] * 30, ("report", "reporting"))],
    ids=["nothing else begins so", "another word does"],
)
def test_endings_become_a_star_where_it_does_no_harm(tmp_path: Path, others: list[str], words: tuple[str, ...]) -> None:
    read = workspace(tmp_path, LAYOUTS["keyword set in braces"])
    rows = [*TICKETS[40:], *((f"please report lamp {n} this evening", "cancellation") for n in range(30))]
    rows += [(f"please reporting lamp {n} this evening", "cancellation") for n in range(20)]
    rows += [(f"please {word} lamp {n} this evening", "other") for n, word in enumerate(others)]
    [one] = suggest(read, labelled(read, rows)).found
    assert (one.keywords, one.broken) == (words, 0)


def test_a_keyword_that_the_other_half_cannot_judge_is_left_out(tmp_path: Path) -> None:
    read = workspace(tmp_path, LAYOUTS["keyword set in braces"])
    bodies = [f"please quash lamp {n} this evening" for n in range(60)]
    mined = [body for body in bodies if crc32(f"0\n{joined_form(' ', normal_form(body))}".encode()) % 2 == 0]
    [one] = suggest(read, labelled(read, [*TICKETS, *((body, "cancellation") for body in mined)])).found
    assert (one.keywords, len(mined) > 5) == (("terminate",), True)


def test_what_cannot_be_inserted_is_counted(tmp_path: Path) -> None:
    """A rule behind the last one of a list in brackets; and the category has no rule yet."""
    rules = "stages: [{id: classify, match: first, rules: [{id: refund, when: {text: refund}, then: {category: refund}}]}]\n"
    read = workspace(tmp_path, {"config/vocabulary.yaml": CATEGORIES, "config/routing.yaml": rules})
    rows = [row for row in TICKETS if row[1] != "other"]
    found = suggest(read, labelled(read, rows))
    assert (found.found, found.unplaced) == ((), 1)


@pytest.mark.parametrize("match", ["every", "sequence"])
def test_other_kinds_of_stages(tmp_path: Path, match: str) -> None:
    rules = KEYWORD_RULES.replace("match: first", f"match: {match}").replace("      # the rest\n", "")
    rules = rules.replace("      - {id: rest, when: always, then: {category: other}}\n", "")
    read = workspace(tmp_path, {"config/vocabulary.yaml": FLOW, "config/routing.yaml": rules})
    found = suggest(read, labelled(read, [row for row in TICKETS if row[1] != "other"]))
    assert [(one.category, one.keywords, one.broken) for one in found.found] == [("cancellation", ("terminate",), 0)]


@pytest.mark.parametrize("language", ["pt_BR", "klingon", "", "x y"])
def test_odd_languages_break_nothing(tmp_path: Path, language: str) -> None:
    read = workspace(tmp_path, LAYOUTS["keyword set as a list of lines"])
    [one] = suggest(read, labelled(read, TICKETS, language)).found
    pasted(tmp_path, one.paste)
    assert not load(tmp_path, DAY).faults


def test_without_a_stage_that_classifies(tmp_path: Path) -> None:
    read = workspace(tmp_path, {"config/vocabulary.yaml": CATEGORIES})
    found = suggest(read, labelled(read, TICKETS))
    assert (found.found, found.hindrance and found.hindrance.id) == ((), "suggest-no-stage")


# --- pieces


@given(st.text("ab\n", max_size=30), st.integers(0, 30), st.text("abc\n", min_size=1, max_size=12))
def test_a_paste_by_lines_is_the_insertion(text: str, at: int, added: str) -> None:
    read = Workspace("", DAY, None, {"f": Source("f", text)})  # type: ignore[arg-type]  # nothing else is looked at
    insertion = Insertion("f", min(at, len(text)), added)
    one = paste(read, insertion)
    lines = text.split("\n")
    assert tuple(lines[one.line - 1 : one.line - 1 + len(one.old)]) == one.old
    lines[one.line - 1 : one.line - 1 + len(one.old)] = one.new
    assert "\n".join(lines) == overlay(read, [insertion])["f"]


@given(st.text(min_size=1, max_size=20).filter(lambda word: word.isprintable() and word.strip() == word))
def test_a_keyword_is_read_as_it_was_meant(word: str) -> None:
    source, found = read_yaml("f", f"k: [{scalar(word)}, x]\n".encode("utf-8", "surrogatepass"))
    assert source is not None
    assert (source.data, found) == ({"k": [word, "x"]}, [])


@pytest.mark.parametrize("word", ["no", "12", "1e3", "a:b", "null", "#1", "it's", "退款", "don't", "a, b", "yes*", "- x", "~"])
def test_words_that_need_quotes(word: str) -> None:
    source, _ = read_yaml("f", f"[{scalar(word)}]".encode())
    assert source is not None
    assert source.data == [word]


@given(st.lists(st.lists(st.sampled_from(["a", "b", "cc", "退", "货"]), max_size=8), max_size=8), st.integers(1, 3))
def test_phrases_are_all_the_frequent_ones(texts: list[list[str]], least: int) -> None:
    """Against counting every run of every text."""
    bags = [tokens(" ".join(words)) for words in texts]
    seen: dict[str, set[int]] = {}
    for number, parts in enumerate(bags):
        for part in parts:
            for length in range(1, 5):
                for start in range(len(part) - length + 1):
                    run = part[start : start + length]
                    kinds = {word in "退货" for word in run}
                    if len(kinds) == 1 and (length > 1 or len(run[0]) > 1):
                        seen.setdefault(" ".join(run), set()).add(number)
    assert {gram: set(where) for gram, where in postings(bags, least).items()} == {
        gram: where for gram, where in seen.items() if len(where) >= least
    }


@pytest.mark.parametrize(
    ("gram", "texts", "shown"),
    [
        ("don t", ["I DON'T know", "don't"], "don't"),
        ("credit card", ["credit-card", "credit card", "credit card"], "credit card"),
        ("退 货", ["我要退货"], "退货"),
        ("größe", ["Größe"], "größe"),
        ("a b", ["a…\nb"], "a b"),
        ("strasse 5", ["Straße 5"], "strasse 5"),
    ],
)
def test_phrases_are_written_as_people_write_them(gram: str, texts: list[str], shown: str) -> None:
    assert written(gram, texts) == shown


# --- the command


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    workspace(tmp_path, LAYOUTS["keyword set with remarks"])
    rows = [{"id": str(n), "language": "en", "body": body, "label": label} for n, (body, label) in enumerate(TICKETS)]
    (tmp_path / "labelled.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


def called(shop: Path, *arguments: str) -> int:
    return cstool(["simulate", "--workspace", str(shop), "--today", "2026-07-17", *arguments])


def test_the_command_shows_yaml(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(shop, str(shop / "labelled.jsonl"), "--labels", "label", "--suggest", "--lang", "en") == 0
    shown = capsys.readouterr().out
    assert "# 1. cancellation (en): puts 18 tickets right, 0 wrong, of 50 held out\n# new: terminate\n" in shown
    assert "# config/vocabulary.yaml: replace line 8 by\n    en: [cancel, terminate]  # more to come\n" in shown
    assert "# with all of this pasted: accuracy on the held-out half" in shown


def test_the_json_is_enough_to_apply_it(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = (str(shop / "labelled.jsonl"), "--labels", "label", "--format", "json", "--lang", "en")
    assert called(shop, *call, "--suggest", "--seed", "5") == 0
    data = json.loads(capsys.readouterr().out)
    found = data["suggestions"]
    assert (found["seed"], found["labelled"], found["mined"] + found["held_out"]) == (5, 100, 100)
    for one in found["suggestions"]:
        pasted(shop, Paste(one["path"], one["line"], tuple(one["replaces"]), tuple(one["lines"])))
    assert called(shop, *call) == 0
    assert json.loads(capsys.readouterr().out)["labels"]["accuracy"] > data["labels"]["accuracy"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--suggest",), "--suggest means nothing without --labels COLUMN"),
        (("--labels", "label", "--suggest", "--judge", "team"), "--judge team is not one of them"),
        (("--labels", "label", "--suggest", "--against", "main"), "--suggest and --against cannot be asked at once"),
        (("--judge", "team"), "--judge means nothing without --labels COLUMN"),
        (("--seed", "3"), "--seed means nothing without --sample N / --suggest"),
        (("--sample", "0"), "--sample 0 draws no ticket"),
        (("--explain", "nobody"), "no ticket has the id nobody"),
    ],
)
def test_calls_that_ask_nothing(shop: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str) -> None:
    assert called(shop, str(shop / "labelled.jsonl"), *arguments, "--lang", "en") == 2
    assert said in capsys.readouterr().err
