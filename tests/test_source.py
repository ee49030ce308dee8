"""Text -> data: YAML 1.2 scalars, the place of every value, bytes, punctuation, hostile files, tables, secrets."""

import math
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cstool.diagnostic import Diagnostic, Edit
from cstool.source import Source, dump, may_hold_secret, read_front_matter, read_table, read_yaml, secrets_in
from cstool.source.encoding import MAX_BYTES
from cstool.source.yaml_reader import MAX_DEPTH, MAX_VALUES


def read(content: str | bytes) -> tuple[Source | None, list[Diagnostic]]:
    return read_yaml("a.yaml", content.encode() if isinstance(content, str) else content)


def data(content: str | bytes) -> Any:
    source, found = read(content)
    assert source is not None, found
    return source.data


def found(content: str | bytes) -> list[str]:
    return [f"{one.check}@{one.span.line}:{one.span.column}" for one in read(content)[1]]


# --- scalars


def core(plain: str) -> object:
    """YAML 1.2.2 §10.3.2, written down a second time and as literally as can be."""
    if plain in ("null", "Null", "NULL", "~", ""):
        return None
    if plain in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return plain.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", plain):
        return int(plain)
    if re.fullmatch(r"0o[0-7]+", plain):
        return int(plain[2:], 8)
    if re.fullmatch(r"0x[0-9a-fA-F]+", plain):
        return int(plain[2:], 16)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", plain):
        return float(plain)
    if re.fullmatch(r"[-+]?\.(inf|Inf|INF)", plain):
        return -math.inf if plain[0] == "-" else math.inf
    if plain in (".nan", ".NaN", ".NAN"):
        return math.nan
    return plain


YES_AND_NO = "yes no on off y n Yes NO True false TRUE tRue null Null ~ nul .inf -.INF +.Inf .nan .NaN .nAn"
LOOKS = "12:30 1_000 0777 0o17 0x1F 1e3 1.e2 .5 5. + . 2026-07-17 ="
PLAIN = st.one_of(
    st.from_regex(r"\A[-+]?[0-9.]{1,6}([eE][-+]?[0-9]{1,2})?\Z"),
    st.from_regex(r"\A0[ox][0-9a-fA-F]{1,6}\Z"),
    st.text("0123456789.eExo+_", min_size=1, max_size=8),
    st.sampled_from([*YES_AND_NO.split(), *LOOKS.split()]),
).filter(lambda plain: not re.search(r"[eE][-+]?[0-9]{3}", plain))  # 12E345 is an article number, and no float would hold it


@given(PLAIN)
@example("12:30")
@example("no")
@example("-.inf")
def test_a_plain_scalar_is_what_yaml_1_2_says(plain: str) -> None:
    got, want = data(f"a: {plain}\n")["a"], core(plain)
    assert type(got) is type(want)
    assert got == want or (isinstance(got, float) and isinstance(want, float) and math.isnan(got) and math.isnan(want))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("'no'", "no"),
        ('"12"', "12"),
        ("!!str 12", "12"),
        ("!!int '12'", 12),
        ("!!float 1", 1.0),
        ("|\n  a\n  b\n", "a\nb\n"),
        (">-\n  a\n  b\n", "a b"),
        ("12345678901234567890123", "12345678901234567890123"),
        ("114-3941689-8772232", "114-3941689-8772232"),
        ("{b: [1, {c: d}]}", {"b": [1, {"c": "d"}]}),
    ],
)
def test_values(written: str, value: object) -> None:
    assert data(f"a: {written}\n") == {"a": value}


def test_aliases_are_values() -> None:
    assert data("a: &x [1, 2]\nb: *x\nc: [*x, *x]\n") == {"a": [1, 2], "b": [1, 2], "c": [[1, 2], [1, 2]]}


# --- places

WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\ufeff\u2028\u2029\x85"), max_size=12
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-(10**12), 10**12), st.floats(allow_nan=False, width=32), WORDS)
KEYS = WORDS.filter(lambda key: key != "<<")
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=25,
)


def leaves(value: object, loc: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], object]]:
    if isinstance(value, dict) and value:
        return [leaf for key, item in value.items() for leaf in leaves(item, (*loc, key))]
    if isinstance(value, list) and value:
        return [leaf for position, item in enumerate(value) for leaf in leaves(item, (*loc, position))]
    return [(loc, value)]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(KEYS, TREES, max_size=5))
def test_what_is_dumped_is_read_back_and_every_value_stands_where_it_is_said_to(tree: dict[str, object]) -> None:
    whole = dump(tree)
    source, faults = read(whole)
    assert source is not None
    assert source.data == tree
    assert [one.check for one in faults if one.check not in ("unquoted-hash", "chinese-punctuation")] == []
    lines = source.lines
    for loc, value in leaves(tree):
        if isinstance(value, dict | list) or not loc:
            continue
        span = source.at(*loc)
        if span.end_line == span.line and not (isinstance(value, str) and len(value) > 60):
            written = lines[span.line - 1][span.column - 1 : span.end_column - 1]
            assert data(f"- {written}\n") == [value], (loc, whole)


def test_places() -> None:
    source, _ = read("# 客服\nteams:\n  returns: {name: 退货组, members: [lin, jonas]}\n  b:\n    - x: 1\n")
    assert source is not None
    place = lambda *loc: (source.at(*loc).line, source.at(*loc).column, source.at(*loc).end_column)  # noqa: E731
    assert place("teams", "returns", "name") == (3, 19, 22)
    assert place("teams", "returns", "members", 1) == (3, 39, 44)
    assert place("teams", "returns") == (3, 3, 10)  # a mapping is shown by its key
    assert place("teams", "b", 0, "x") == (5, 10, 11)
    assert place("teams", "nowhere", "deep") == place("teams")
    assert source.key_at("teams", "returns", "name").column == 13
    assert source.at().line == 2


def test_carriage_returns_and_unicode_line_ends_count_as_libyaml_counts_them() -> None:
    source, _ = read("a: 1\r\nb: 2\r\nc:\r\n  - x\r\n")
    assert source is not None
    assert [source.at(*loc).line for loc in (("a",), ("b",), ("c", 0))] == [1, 2, 4]
    assert source.lines[:2] == ["a: 1", "b: 2"]


def test_pruned_lists_keep_the_places_of_those_who_stayed() -> None:
    source, _ = read("a:\n- x\n- y\n- [p, q, r]\n")
    assert source is not None
    pruned = source.pruned({"a": ["y", ["r"]]}, {("a",): (1, 2), ("a", 2): (2,)})
    assert pruned.at("a", 0).line == 3
    assert (pruned.at("a", 1, 0).line, pruned.at("a", 1, 0).column) == (4, 10)


# --- front matter


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter(end: str) -> None:
    whole = end.join(["---", "subject: Hi", "kind: reply", "---", "Dear {{ x }},", "second"])
    source, faults = read_front_matter("t.en.md", whole.encode())
    assert source is not None
    assert faults == []
    assert source.data == {"subject": "Hi", "kind": "reply"}
    assert source.at("kind").line == 3
    body = source.text[source.body_offset :]
    assert body.startswith("Dear")
    span = source.span_of_body(body.index("{{"), 7)
    assert (span.line, span.column, span.end_column) == (5, 6, 13)


@pytest.mark.parametrize("whole", ["Dear customer", "", "----\nx", " ---\nx: 1\n---\n"])
def test_a_text_without_front_matter_is_all_body(whole: str) -> None:
    source, faults = read_front_matter("t.en.md", whole.encode())
    assert source is not None
    assert (source.data, source.body_offset, faults) == (None, 0, [])


def test_front_matter_faults_are_at_their_lines() -> None:
    _, faults = read_front_matter("t.en.md", b"---\nsubject: a: b\nkind: reply\n---\nx\n")
    assert [(one.check, one.span.line) for one in faults] == [("unquoted-colon", 2)]
    _, faults = read_front_matter("t.en.md", b"---\nsubject: x\nno end\n")
    assert [one.check for one in faults] == ["front-matter"]


# --- bytes


@pytest.mark.parametrize(
    ("raw", "checks"),
    [
        ("名: 退货\n".encode(), []),
        ("名: 退货\n".encode("utf-8-sig"), []),
        ("名: 退货\n".encode("utf-16"), ["wrong-encoding"]),
        ("n: 退货\n".encode("utf-16-le"), ["wrong-encoding"]),
        ("n: 退货\n".encode("utf-16-be"), ["wrong-encoding"]),
        ("名: 退货\n".encode("gb18030"), ["wrong-encoding"]),
    ],
)
def test_encodings_are_read_and_named(raw: bytes, checks: list[str]) -> None:
    source, faults = read(raw)
    assert source is not None
    assert list(source.data.values()) == ["退货"]  # type: ignore[attr-defined]
    assert [one.check for one in faults] == checks


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (b"a: \xff\xff\xff", "wrong-encoding@1:1"),
        (b"a: 1\nb: x\x00y\n", "control-character@2:5"),
        (b"a: \x07", "control-character@1:4"),
        ("a: \x81\n".encode(), "control-character@1:4"),
        (b"x" * (MAX_BYTES + 1), "too-large@1:1"),
    ],
)
def test_bytes_that_are_no_text(raw: bytes, where: str) -> None:
    source, _ = read(raw)
    assert source is None
    assert found(raw) == [where]


# --- punctuation, hashes, colons, tabs


def mended(content: str, faults: list[Diagnostic]) -> str:
    lines = content.split("\n")
    edits: list[Edit] = sorted(
        (edit for one in faults for edit in one.edits), key=lambda edit: (edit.span.line, -edit.span.column)
    )
    for edit in edits:
        assert edit.span.line == edit.span.end_line
        line = lines[edit.span.line - 1]
        lines[edit.span.line - 1] = line[: edit.span.column - 1] + edit.replacement + line[edit.span.end_column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("content", "where", "value"),
    [
        ("name：lumen\ntimezone: UTC\n", ["chinese-punctuation@1:5"], {"name": "lumen", "timezone": "UTC"}),
        ("a： {b: 1，c: 2}\nd: e\n", ["chinese-punctuation@1:2"], {"a": {"b": 1, "c": 2}, "d": "e"}),
        ("a：1\nb：2\nc: 3\n", ["chinese-punctuation@1:2", "chinese-punctuation@2:2"], {"a": 1, "b": 2, "c": 3}),
        (
            "a: 1\n备注：注意：先道歉\nb: 1\nc: [x\n，y]\n",
            ["chinese-punctuation@2:3"],
            {"a": 1, "备注": "注意：先道歉", "b": 1, "c": ["x ，y"]},
        ),
        (
            "a：[{b: 1}]\nc: 2\nd：[{e：f，g：1}]\n\ni：{j：k，l: 1}\n",
            ["chinese-punctuation@3:2", "chinese-punctuation@1:2", "chinese-punctuation@5:2"],
            {"a": [{"b": 1}], "c": 2, "d": [{"e": "f", "g": 1}], "i": {"j": "k", "l": 1}},
        ),
        (
            "a: {b: 你好：世界, c: d}\ne：\n  - x：y\n",
            ["chinese-punctuation@2:2", "chinese-punctuation@3:6"],
            {"a": {"b": "你好：世界", "c": "d"}, "e": [{"x": "y"}]},
        ),
        ("a: [退货，退回]\n", ["chinese-punctuation@1:7"], {"a": ["退货", "退回"]}),
        ("a: “x: y”\n", ["chinese-punctuation@1:4"], {"a": "x: y"}),
        ("a: 【x】\nb: 1: 2\n", ["unquoted-colon@2:5"], {"a": "【x】", "b": "1: 2"}),
        ("a: b: c\nd: 'x'\ne: f: g\n", ["unquoted-colon@1:5", "unquoted-colon@3:5"], {"a": "b: c", "d": "x", "e": "f: g"}),
        ('a: say "hi": now\n', ["unquoted-colon@1:12"], {"a": 'say "hi": now'}),
        ("a:\n\tb: 1\n", ["tab-indentation@2:1"], {"a": {"b": 1}}),
        ("a:\n  b: 1\n\tc: 2\n", ["tab-indentation@3:1"], {"a": {"b": 1, "c": 2}}),
    ],
)
def test_faults_have_a_line_that_parses(content: str, where: list[str], value: object) -> None:
    faults = read(content)[1]
    assert [f"{one.check}@{one.span.line}:{one.span.column}" for one in faults] == where
    assert data(mended(content, faults)) == value


@pytest.mark.parametrize(
    "content",
    [
        "a: 你好，世界：欢迎\n",
        "a: {en: x, zh-CN: 你好，世界}\n",
        'a: ["退货，退回"]\n',
        "# 注释：a，b\na: 1\n",
        "a: |\n  注意：[x，y]\n",
        "a: 'x' # 1\n",
        "a: x # note\n",
        "a: |\n  see order #12\n",
        "a: >\n  #1 in line #2\n",
        "a: 'order #12'\nb: \"x #1\"\n",
        "a: x#1\n",
        "teams: #ours\n  a: 1\n",
    ],
)
def test_what_is_meant_is_left_alone(content: str) -> None:
    assert found(content) == []


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("a: order #12 is late\n", ["unquoted-hash@1:10"]),
        ("a: [x #1\n  , y]\n", ["unquoted-hash@1:7"]),
        ("color: #ff0000\n", ["unquoted-hash@1:8"]),
        ("- see #{{ order.id }}\n", ["unquoted-hash@1:7"]),
        ("a: one\n  two #3\n", ["unquoted-hash@2:7"]),
    ],
)
def test_a_hash_that_cuts_a_value(content: str, where: list[str]) -> None:
    assert found(content) == where


def test_the_real_fault_is_not_blamed_on_punctuation() -> None:
    assert found("a: 你好，世界\nb: [x\n") == ["yaml-syntax@3:1"]


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("a: 1\na: 2\n", ["duplicate-key@2:1"]),
        ("a: {b: 1, c: 2, b: 3}\n", ["duplicate-key@1:17"]),
        ("a: !foo b\n", ["unknown-tag@1:4"]),
        ("a: !!python/object:os.system b\n", ["unknown-tag@1:4"]),
        ("a: !!binary aGVsbG8=\n", ["unknown-tag@1:4"]),
        ("a: !!int x\n", ["unknown-tag@1:4"]),
        ("a: &x {b: 1}\nc: {<<: *x}\n", ["merge-key@2:5"]),
        ("[a]: 1\n", ["wrong-type@1:1"]),
        ("a: &a [*a]\n", ["too-many-aliases@1:4"]),
        ("a: *nobody\n", ["yaml-syntax@1:4"]),
        ("a: &x 1\nb: &x 2\n", ["yaml-syntax@2:4"]),
        ("a: 1\n---\nb: 2\n", ["yaml-syntax@2:1"]),
        ("a: 'x\nb: 1\n", ["yaml-syntax@3:1"]),
        ("a: @x\n", ["yaml-syntax@1:4"]),
        ("a: x\n b: 1\n", ["yaml-syntax@2:3"]),
    ],
)
def test_shapes_that_are_refused(content: str, where: list[str]) -> None:
    assert found(content) == where


# --- hostile files

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{','.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(20)
)


@pytest.mark.parametrize(
    ("content", "check"),
    [
        (BOMB, "too-many-aliases"),
        ("[" * 100_000, "too-deep"),
        ("{a: " * 100_000, "too-deep"),
        ("- " * 100_000, "too-deep"),
        ("".join(" " * depth + "a:\n" for depth in range(1_200)), "too-deep"),
        ("a: " + "[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2), "too-deep"),
        ("a: " + "x" * 1_000_000, "too-large"),
        ("- a\n" * (MAX_VALUES + 1), "too-large"),
        ("[" + "a," * (MAX_VALUES + 1) + "]", "too-large"),
        ("a: 1\n" * 50_000, "duplicate-key"),
        ("a: " + "'\"#" * 300_000, "yaml-syntax"),
        ("a：b\n" * 3_000 + "c: d: e\n", "chinese-punctuation"),
        ('a: "' + "\\" * 100_000, "yaml-syntax"),
    ],
    ids=range(13),
)
def test_hostile_files_end_in_a_placed_diagnostic(content: str, check: str) -> None:
    _, faults = read(content)
    assert check in {one.check for one in faults}
    assert all(one.span.line >= 1 and one.span.column >= 1 for one in faults)


@settings(deadline=None)
@given(st.text("ab:-[]{}'\"#&*!|>%@?, \n\t：，“”1\\", max_size=60))
def test_any_text_ends_in_data_or_a_diagnostic_inside_the_file(content: str) -> None:
    source, faults = read(content)
    assert source is not None or faults
    last = len(Source("a.yaml", content).lines)
    assert all(1 <= one.span.line <= last for one in faults)


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_end_in_data_or_a_diagnostic(raw: bytes) -> None:
    for reader in (read_yaml, read_front_matter, lambda path, content: read_table(path, content, "agents")):
        source, faults = reader("a", raw)
        assert source is not None or faults


# --- tables


def table(content: str | bytes) -> tuple[Any, list[str]]:
    raw = content.encode() if isinstance(content, str) else content
    source, faults = read_table("config/agents.csv", raw, "agents")
    return source and source.data["agents"], [f"{one.check}@{one.span.line}:{one.span.column}" for one in faults]  # type: ignore[index]


def test_a_table_becomes_objects() -> None:
    content = 'id,name,languages,skills,capacity.chat\nlin,林晓,zh-CN:native en,refunds;returns,3\n\njo,"Jo, A",,,\n'
    assert table(content) == (
        {
            "lin": {
                "name": "林晓",
                "languages": {"zh-CN": "native", "en": "fluent"},
                "skills": ["refunds", "returns"],
                "capacity": {"chat": 3},
            },
            "jo": {"name": "Jo, A"},
        },
        [],
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_tables_as_spreadsheets_write_them(separator: str, encoding: str) -> None:
    objects, faults = table(f"id{separator}name\r\nlin{separator}林晓\r\n".encode(encoding))
    assert objects == {"lin": {"name": "林晓"}}
    assert faults == ([] if encoding.startswith("utf-8") else ["wrong-encoding@1:1"])


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("name\nlin\n", ["broken-table@1:1"]),
        ("id,name,name\nlin,a,b\n", ["broken-table@1:9"]),
        ('id,name\nlin,"a\n', ["broken-table@2:1"]),
        ("id,name\nlin,a\nlin,b\n", ["duplicate-id@3:1"]),
        ("id,name\n,b\n", ["missing-key@2:1"]),
        ("id,name\nlin,a,b,c\n", ["broken-table@2:7"]),
        ('id,name\nlin,"a\nb"\njo,x,y\n', ["broken-table@4:6"]),
        ("", ["broken-table@1:1"]),
    ],
)
def test_broken_tables(content: str, where: list[str]) -> None:
    assert table(content)[1] == where


def test_the_cell_of_a_value() -> None:
    source, _ = read_table("a.csv", b"id,name,capacity.chat\nlin,Lin,3\n", "agents")
    assert source is not None
    assert (source.at("agents", "lin", "capacity", "chat").line, source.at("agents", "lin", "capacity", "chat").column) == (2, 9)
    assert source.at("agents", "lin", "nothing").line == 2


def test_capacity_that_looks_like_a_digit_stays_text() -> None:
    assert table("id,capacity.chat\nlin,²\n")[0] == {"lin": {"capacity": {"chat": "²"}}}


# --- secrets


@pytest.mark.parametrize(
    ("line", "secret", "values"),
    [
        ("token: hunter2hunter2", True, {"hunter2hunter2"}),
        ('  "api_token" : "hunter2 hunter3"', True, {"hunter2", "hunter3"}),
        ("{token: hunter2, url: https://lumen.example, channels: {}}", True, {"hunter2"}),
        ("url: https://bob:hunter2@lumen.example", True, {"hunter2", "bob:hunter2"}),
        ("ZENDESK_TOKEN=hunter2", True, {"hunter2"}),
        ("client-secret：hunter2", True, {"hunter2"}),
        ("密码：hunter2", True, {"hunter2"}),
        ("token: !hunter2", True, {"!hunter2"}),
        ("user: lin@lumen.example", True, {"lin@lumen.example", "lumen.example"}),
        ("url: https://lumen.example/?api_key=hunter2", True, {"hunter2"}),
        ("url: 'https://lumen.example/?a=b&sig=hunter2'", True, {"hunter2"}),
        ("severity: {literal-secret: warning}", False, set()),
        ("token: env:ZENDESK_TOKEN", False, set()),
        ("user: env:ZENDESK_EMAIL", False, set()),
        ("customer.user_name: Lin", False, set()),
        ("text: [password, Passwort]", False, set()),
        ("the user: a person", True, {"person"}),
        ("url: https://lumen.example:8080/x", False, set()),
    ],
)
def test_lines_that_may_hold_a_secret(line: str, secret: bool, values: set[str]) -> None:
    assert may_hold_secret(line) is secret
    assert secrets_in(line) == values


def test_a_secret_on_the_line_below_its_key() -> None:
    assert secrets_in("a:\n  token:\n    hunter2\n  url: x\n") == {"hunter2"}
    assert secrets_in("a:\n  token: env:X\n  url: https://lumen.example\n") == set()
