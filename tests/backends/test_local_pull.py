"""Any workspace pulled over any other: the files then say exactly what the helpdesk holds, and read without a fault."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cstool.backends.local.amend import Amendment, CannotAmend, flow
from cstool.backends.local.compile import compile_local
from cstool.backends.local.pull import pull
from cstool.loading import load
from cstool.plan import Live, Pushed
from cstool.source import read_yaml
from tests.backends.test_local import FILES, LOCAL, TODAY, write

VARIANTS: dict[str, list[str | None]] = {
    "config/vocabulary.yaml": [
        FILES["config/vocabulary.yaml"],
        "categories:\n  refund:\n    name: {en: Refunds}\n  new-one:\ntags: {vip: {name: VIP}}\n"
        "keywords:\n  return: {en: [back]}\n",
        None,
    ],
    "config/teams.yaml": [
        FILES["config/teams.yaml"],
        FILES["config/teams.yaml"].replace("\n", "\r\n"),
        "agents:\n  lin:\n    name: Lin\n    email: lin@lumen.example\n    notes: |\n      two\n      lines\n    capacity:\n"
        "      email: 5\n      chat: 2\n\n# the end\n",
        "teams: {frontline: {members: &who [lin], on_call: *who}, returns: {assign: least_loaded, members: []}}\n",
    ],
    "config/sla.yaml": [
        FILES["config/sla.yaml"],
        "policies:\n- {id: all, targets: {first_reply: 1d, resolution: 24h}}\n- id: chat\n  when:\n    channel_type: chat\n"
        "  targets:\n    first_reply: 30s\n",
        'policies: [{id: all, notes: "# not a comment, {really}", targets: {first_reply: 90m}}]\n',
    ],
    "config/routing.yaml": [
        FILES["config/routing.yaml"],
        FILES["config/routing.yaml"].replace("refund,", "money-back,").replace("team: frontline", "team: returns   # why not"),
        "stages:\n- id: assign\n  match: first\n  rules:\n  - {id: rest, when: always, then: {team: frontline}}\n"
        '  - id: refund\n    when: {text: [refund, \'money: back\', 退款, "no", "12:30"], tags: {none: [vip]}}\n    then: {}\n',
        "stages: []\n",
    ],
    "config/outreach.yaml": [FILES["config/outreach.yaml"], None],
    "config/facts.yaml": [
        FILES["config/facts.yaml"],
        "returns:\n  - window: 30d   # generous\n  - {when: {language: de}, window: 14d}\n",
    ],
    "sop/refund.yaml": [
        FILES["sop/refund.yaml"],
        "id: refund\nname: {en: Money back}\nowner: returns\nsteps:\n  - id: look\n    do:\n      en: |\n"
        "        Look.\n\n        Twice.\n"
        "    end: closed\n",
        None,
    ],
    "templates/general/thanks.de.md": [
        FILES["templates/general/thanks.de.md"],
        "---\nsubject: 'Danke: sehr'   # so\n---\nHallo,\r\n\n\tdanke\n",
        None,
    ],
    "config/kb/returns.en.md": [FILES["config/kb/returns.en.md"], '---\ntitle: "Returns: all"\n---\n', None],
}
Texts = dict[str, str | None]
choices = st.fixed_dictionaries({path: st.sampled_from(variants) for path, variants in VARIANTS.items()})


def folder(root: Path, chosen: dict[str, str | None]) -> Path:
    shutil.rmtree(root, ignore_errors=True)
    return write(root, {path: content for path, content in {**FILES, **chosen}.items() if content is not None})


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ours=choices, theirs=choices)
def test_pull_makes_the_files_say_what_is_there(
    tmp_path: Path, ours: dict[str, str | None], theirs: dict[str, str | None]
) -> None:
    there = compile_local(load(folder(tmp_path / "theirs", theirs), TODAY), "local", LOCAL).resources
    live = [Live(str(number), item.kind, item.name, item.body, item.key) for number, item in enumerate(there)]
    root = folder(tmp_path / "ours", ours)
    mine = load(root, TODAY)
    assert mine.faults == ()
    base = {item.key: item for item in compile_local(mine, "local", LOCAL).resources}
    numbers = {item.owner: item.native for item in live}
    known = {key: Pushed(numbers.get(key, "gone"), item.name, item.body) for key, item in base.items()}
    pulled = pull(mine, "local", LOCAL, known, live, theirs=True)
    assert not pulled.merge.left_out
    for path, content in pulled.files.items():
        if content is None:
            (root / path).unlink()
        else:
            write(root, {path: content})
    after = load(root, TODAY)
    assert after.faults == ()
    assert {r.key: r.body for r in compile_local(after, "local", LOCAL).resources} == {item.key: item.body for item in there}


# --- single edits, as a person would have made them


@pytest.mark.parametrize(
    ("before", "loc", "old", "new", "after"),
    [
        ("a: 1 # one\nb: 2\n", (), {"a": 1, "b": 2}, {"a": 3, "b": 2}, "a: 3 # one\nb: 2\n"),
        ("a: {x: 1, y: 2}\n", ("a",), {"x": 1, "y": 2}, {"y": 2}, "a: {y: 2}\n"),
        ("a: {x: 1, y: 2}\n", ("a",), {"x": 1, "y": 2}, {"x": 1}, "a: {x: 1}\n"),
        ("a: {}\n", ("a",), {}, {"x": [1, "no"]}, 'a: {x: [1, "no"]}\n'),
        ("a:\n  x: 1   # keep\n\n# end\n", ("a",), {"x": 1}, {"x": 1, "k": "z"}, "a:\n  x: 1   # keep\n  k: z\n\n# end\n"),
        ("a:\n  x: 1\n  # on k\n  k: 2\nb: 3\n", ("a",), {"x": 1, "k": 2}, {"x": 1}, "a:\n  x: 1\n  # on k\nb: 3\n"),
        ("a: |\n  one\n  two\n# end\nb: 1\n", (), {"a": "one\ntwo\n", "b": 1}, {"a": "x", "b": 1}, "a: x\n# end\nb: 1\n"),
        ("a: 'it''s'\n", (), {"a": "it's"}, {"a": "{x}"}, 'a: "{x}"\n'),
        ("a:\nb: 1\n", (), {"a": None, "b": 1}, {"a": {"x": 1}, "b": 1}, "a: {x: 1}\nb: 1\n"),
        ("a: [{x: 1}, {x: 2}]\n", ("a",), [{"x": 1}, {"x": 2}], [{"x": 1}, {"x": 3}], "a: [{x: 1}, {x: 3}]\n"),
    ],
)  # fmt: skip
def test_only_what_differs_is_touched(before: str, loc: tuple[str, ...], old: object, new: object, after: str) -> None:
    source, faults = read_yaml("x.yaml", before.encode())
    assert source is not None
    assert not faults
    amendment = Amendment(source)
    amendment.change(loc, old, new)
    assert amendment.text() == after


def test_a_place_that_is_not_there_is_not_guessed() -> None:
    source, _ = read_yaml("x.yaml", b"a: short\n")
    assert source is not None
    with pytest.raises(CannotAmend):
        Amendment(source).change(("a", "within"), 1, 2)


names = st.from_regex(r"[a-z][a-z_.]{0,6}", fullmatch=True)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.from_regex(r"[a-z][a-z_.]{0,6}", fullmatch=True), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(values)
def test_one_line_of_yaml_reads_back(value: object) -> None:
    source, faults = read_yaml("x.yaml", f"a: {flow(value)}\n".encode("utf-8", "surrogatepass"))
    assert source is not None
    assert not [fault for fault in faults if fault.severity.value == "error"]
    assert source.data == {"a": value}
