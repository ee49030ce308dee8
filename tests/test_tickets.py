"""Ticket files: every form, guessed columns, and rows that are set aside by line instead of stopping the run."""

import codecs
import gzip
import io
import json
import mailbox
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cstool.diagnostic import text
from cstool.errors import UsageError
from cstool.model.ticket import TicketInput
from cstool.render.messages.tickets import MESSAGES
from cstool.render.words import translate
from cstool.tickets import Batch, Input, Options, SetAside, Ticket, ticket_of
from cstool.tickets.batch import ROUTED
from cstool.tickets.mail_file import read_mail
from cstool.tickets.mapping import read_mapping
from cstool.tickets.moments import BadValueError, moment
from cstool.tickets.names import COLUMNS
from cstool.tickets.plain_text import is_html, plain_text
from cstool.tickets.read import read
from cstool.tickets.sheet_xml import facts_of
from cstool.tickets.values import amount, country, language

NOW = datetime(2026, 7, 17, 9, 30, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of the readers."""


def all_of(name: str, data: bytes | str, **options: Any) -> Batch:
    """Everything a reader gives for one stream, as one batch."""
    raw = data.encode() if isinstance(data, str) else data
    batches = list(read([Input(name, io.BytesIO(raw))], Options(NOW, SHANGHAI, **options)))
    return Batch(
        tuple(ticket for batch in batches for ticket in batch.tickets),
        tuple(row for batch in batches for row in batch.set_aside),
        tuple(guess for batch in batches for guess in batch.guesses),
        tuple(note for batch in batches for note in batch.notes),
    )


def reasons(batch: Batch) -> list[tuple[int, str]]:
    """Line and innermost message id of the rows set aside."""
    return [(row.line, getattr(row.reason.values.get("reason"), "id", row.reason.id)) for row in batch.set_aside]


def one(name: str, data: bytes | str, **options: Any) -> Ticket:
    batch = all_of(name, data, **options)
    assert not batch.set_aside, batch.set_aside
    (ticket,) = batch.tickets
    return ticket


CANONICAL = {
    "id": "T1",
    "received_at": "2026-07-17T17:30:00-07:00",
    "channel": "shop-email",
    "language": "de",
    "subject": "Rückerstattung",
    "body": "Bitte.",
    "customer": {"name": "Anna Berg", "country": "DE", "tags": ["vip"]},
    "order": {"id": "1001", "amount": 250.5, "currency": "EUR", "items": ["lamp"]},
    "fields": {"order_status": "paid", "empty": ""},
}


def test_canonical_line() -> None:
    ticket = one("t.jsonl", json.dumps(CANONICAL) + "\n")
    assert ticket.received_at == datetime(2026, 7, 18, 0, 30, tzinfo=UTC)
    assert (ticket.id, ticket.channel, ticket.language, ticket.subject) == ("T1", "shop-email", "de", "Rückerstattung")
    assert (ticket.order.amount, ticket.order.currency, ticket.order.items) == (Decimal("250.5"), "EUR", ("lamp",))
    assert ticket.customer.tags == frozenset({"vip"})
    assert ticket.fields == {"order_status": "paid"}


def test_dotted_names_and_nesting_are_the_same() -> None:
    dotted = {
        **{key: value for key, value in CANONICAL.items() if not isinstance(value, dict)},
        **{
            f"{key}.{name}": value for key, inner in CANONICAL.items() if isinstance(inner, dict) for name, value in inner.items()
        },
    }
    assert one("t.jsonl", json.dumps(dotted)) == one("t.jsonl", json.dumps(CANONICAL))


def test_empty_values_are_missing() -> None:
    line = (
        '{"id": "", "subject": "x", "language": "", "customer": {"first_name": " ", "tags": []},'
        ' "order": {"amount": "", "id": null}}'
    )
    ticket = one("t.jsonl", line)
    assert (ticket.id, ticket.language, ticket.customer.first_name, ticket.order.amount, ticket.order.id) == ("1", *[None] * 4)


def test_a_ticket_of_a_test_counts_empty_as_missing_too() -> None:
    given_ = TicketInput.model_validate(
        {"customer": {"name": ""}, "order": {"amount": 250, "currency": "EUR"}, "fields": {"a": ""}}
    )
    ticket = ticket_of(given_, NOW)
    assert (ticket.customer.name, ticket.order.amount, ticket.received_at, ticket.fields) == (None, Decimal(250), NOW, {})


@pytest.mark.parametrize("trust", [frozenset(), frozenset({"team", "tags"})])
def test_what_routing_writes_is_input_only_when_trusted(trust: frozenset[str]) -> None:
    line = '{"subject": "x", "team": "returns", "tags": ["vip"], "priority": "high", "category": "refund"}'
    ticket = one("t.jsonl", line, trust=trust)
    assert ticket.team == ("returns" if trust else None)
    assert ticket.tags == (frozenset({"vip"}) if trust else frozenset())
    assert (ticket.priority, ticket.category) == (None, None)
    assert ticket.actual == {"priority": "high", "category": "refund"} | ({} if trust else {"team": "returns", "tags": "vip"})


CHINESE = "工单号,渠道,语言,标题,内容,创建时间,订单号,订单金额,币种,客户姓名,国家,标签\n"
ROW = '8812,amazon-us,英语,退款,"想退款，灯坏了",2026/7/17 17:30,114-39,"1,299.00",USD,安娜,德国,VIP\n'


@pytest.mark.parametrize(
    "encode",
    [
        lambda words: words.encode(),
        lambda words: codecs.BOM_UTF8 + words.encode(),
        lambda words: words.encode("gb18030"),
        lambda words: words.encode("utf-16"),
        lambda words: words.encode("utf-16-le"),
        lambda words: words.replace('"1,299.00"', "1299.00").replace(",", "\t").encode("utf-16"),
        lambda words: words.replace('"1,299.00"', "1299.00").replace(",", ";").encode("gb18030"),
        lambda words: b"sep=,\r\n" + words.replace("\n", "\r\n").encode(),
        lambda words: gzip.compress(words.encode("gb18030"), mtime=0),
    ],
    ids=["utf-8", "bom", "gb18030", "utf-16", "utf-16-bare", "utf-16-tab", "semicolon", "excel-sep", "gzip"],
)
def test_chinese_columns_in_every_encoding(encode: Any) -> None:
    batch = all_of("export.csv", encode(CHINESE + ROW))
    (ticket,) = batch.tickets
    assert (ticket.id, ticket.channel, ticket.language, ticket.subject) == ("8812", "amazon-us", "en", "退款")
    assert ticket.body == "想退款，灯坏了"
    assert ticket.received_at == datetime(2026, 7, 17, 17, 30, tzinfo=SHANGHAI)
    assert (ticket.order.id, ticket.order.amount, ticket.order.currency) == ("114-39", Decimal("1299.00"), "USD")
    assert (ticket.customer.name, ticket.customer.country, ticket.actual["tags"]) == ("安娜", "DE", "VIP")
    guessed = {guess.column: guess.canonical for guess in batch.guesses if guess.guessed}
    assert guessed["标题"] == "subject"
    assert guessed["订单金额"] == "order.amount"


def test_european_csv_in_windows_1252() -> None:
    ticket = one("export.csv", "Ticket ID;Subject;Description\r\n1;Rückgabe;Größe paßt nicht\r\n".encode("cp1252"))
    assert (ticket.id, ticket.subject, ticket.body) == ("1", "Rückgabe", "Größe paßt nicht")


@pytest.mark.parametrize("form", ["csv", "semicolon", "xlsx"])
def test_a_title_above_the_header_is_passed_over(form: str) -> None:
    rows = [["工单导出", "", ""], ["工单号", "标题", "内容"], ["1", "退款", "灯坏了"]]
    text = "\n".join({"semicolon": ";"}.get(form, ",").join(row) for row in rows)
    batch = all_of(
        f"t.{form if form == 'xlsx' else 'csv'}", workbook(rows) if form == "xlsx" else text.replace(";;", "").replace(",,", "")
    )
    assert [(ticket.id, ticket.subject, ticket.body) for ticket in batch.tickets] == [("1", "退款", "灯坏了")]
    assert "note-title" in {note.message.id for note in batch.notes}


def test_one_column_is_no_title() -> None:
    assert [ticket.body for ticket in all_of("t.csv", "text\na\nb\n").tickets] == ["a", "b"]
    assert [row.reason.id for row in all_of("t.csv", "text,\na,\nb,c\n").set_aside] == []


def test_channel_names_become_ids() -> None:
    line = '{"subject": "x", "channel": "Amazon US"}'
    assert one("t.jsonl", line, channels={"amazon us": "amazon-us"}).channel == "amazon-us"
    assert one("t.jsonl", line).channel == "Amazon US"


def test_two_columns_for_one_name_keep_the_surer_one() -> None:
    batch = all_of("t.csv", "description,body,text\na,b,c\n")
    (ticket,) = batch.tickets
    assert ticket.body == "b"
    assert ticket.actual == {"description": "a", "text": "c"}


def test_mapping_overrules_guesses() -> None:
    mapping = read_mapping(
        "map.yaml",
        b'Created: {to: received_at, format: "%d/%m/%Y"}\ntext: ignore\nnote: body\n'
        b"intent: {to: label, values: {cancel_order: cancellation}}\n",
    )
    ticket = one("t.csv", "Created,text,note,intent\n03/04/2026,a,b,cancel_order\n", columns=mapping)
    assert ticket.received_at == datetime(2026, 4, 3, tzinfo=SHANGHAI)
    assert (ticket.body, ticket.actual) == ("b", {"label": "cancellation"})


@pytest.mark.parametrize("written", ["a: nonsense", "a: {too: body}", "- a", "a: [1]", "a: {to: body, values: 3}", "a: b: c", ""])
def test_a_wrong_mapping_is_refused(written: str) -> None:
    with pytest.raises(UsageError):
        read_mapping("map.yaml", written.encode())


# --- rows set aside


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"subject": "x", "received_at": "yesterday"}', "row-bad-date"),
        ('{"subject": "x", "received_at": "03/04/2026"}', "row-ambiguous-date"),
        ('{"subject": "x", "received_at": "9999-01-01"}', "row-date-out-of-range"),
        ('{"subject": "x", "received_at": true}', "row-bad-date"),
        ('{"subject": "x", "received_at": 1e400}', "row-bad-date"),
        ('{"subject": "x"', "row-bad-json"),
        ("[1, 2", "row-bad-json"),
        ("[]", "row-not-an-object"),
        ("null", "row-not-an-object"),
        ("17", "row-not-an-object"),
        ('{"subject": "x\\u0000"}', "row-nul"),
        ('{"subject": "x\0"}', "row-nul"),
        ('{"subject": "\\ud800"}', "row-not-text"),
        ('{"x": ' + "[" * 100_000 + "]" * 100_000 + "}", "row-too-deep"),
        ('{"subject": "x", "order": {"amount": "NaN"}}', "row-bad-amount"),
        ('{"subject": "x", "order": {"amount": NaN}}', "row-bad-amount"),
        ('{"subject": "x", "order": {"amount": ' + "9" * 5000 + "}}", "row-bad-json"),
        ('{"subject": "x", "order": {"amount": "1.234"}}', "row-ambiguous-amount"),
        ('{"subject": "x", "order": {"amount": "5 EUR", "currency": "USD"}}', "row-two-currencies"),
        ('{"subject": "x", "language": "!!"}', "row-bad-language"),
        ('{"subject": "x", "customer": {"country": "Atlantis"}}', "row-bad-country"),
        ('{"subject": "x", "automatic": "perhaps"}', "row-bad-flag"),
        ('{"subject": "x", "author": "ghost"}', "row-bad-author"),
        ('{"subject": "x", "id": {"a": 1}}', "row-not-a-scalar"),
        ('{"subject": "x", "replies": [{"body": "y"}]}', "row-bad-replies"),
        ('{"audit": 1}', "row-nothing-known"),
        ("{}", "row-nothing-known"),
    ],
)
def test_a_bad_row_is_set_aside_and_the_run_goes_on(line: str, reason: str) -> None:
    batch = all_of("t.jsonl", f'{{"id": "a", "subject": "x"}}\n{line}\n{{"id": "b", "subject": "x"}}\n')
    assert [ticket.id for ticket in batch.tickets] == ["a", "b"]
    assert reasons(batch) == [(2, reason)]


@pytest.mark.parametrize("first", ["[]", "[" * 100_000, "[bad", '["a"]', '{"a" 1}'])
def test_a_broken_first_line_costs_itself_only(first: str) -> None:
    batch = all_of("t.jsonl", f'{first}\n{{"id": "b", "subject": "x"}}\n')
    assert [ticket.id for ticket in batch.tickets] == ["b"]
    assert [row.line for row in batch.set_aside] == [1]


@pytest.mark.parametrize(
    ("line", "shown"),
    [("null", "null"), ("[null]", "null"), ('{"subject": "x", "id": ["a", true]}', '["a", true]'), ("[]", "[]")],
)
def test_a_value_is_shown_as_the_file_writes_it(line: str, shown: str) -> None:
    (row,) = all_of("t.jsonl", f'{{"subject": "x"}}\n{line}\n').set_aside
    assert f"'{shown}'" in translate(row.reason, "en")


def test_bytes_of_another_encoding_cost_their_row_only() -> None:
    batch = all_of("t.jsonl", b'{"subject": "\xc3\xa4\xc3\xb6"}\n' * 30 + b'{"subject": "\xfc"}\n{"subject": "ok"}\n')
    assert (len(batch.tickets), reasons(batch)) == (31, [(31, "row-not-text")])


def test_a_row_too_large_is_set_aside() -> None:
    batch = all_of("t.jsonl", b'{"subject": "' + b"x" * 20_000_001 + b'"}\n{"subject": "ok"}\n')
    assert ([ticket.subject for ticket in batch.tickets], reasons(batch)) == (["ok"], [(1, "row-too-large")])


@pytest.mark.parametrize(
    ("rows", "ids", "aside"),
    [
        ('1,"a\nb"\n2,c\n', ["1", "2"], []),
        ('1,"a\n2,b\n3,c\n', ["2", "3"], [2]),
        ('1,"a\n2,"b"\n3,c\n', ["2", "3"], [2]),
        ('1,"a" x\n2,b\n', ["2"], [2]),
        ('1,5" lamp\n2,b\n', ["1", "2"], []),
        ("1,a,b\n2,b\n", ["2"], [2]),
        ("1\n2,b\n", ["1", "2"], []),
        ("1,a,,\n\n,\n2,b\n", ["1", "2"], []),
        ('1,"' + "x\n" * 3000 + "2,b\n", ["2"], [2]),
        ("1,a\0b\n2,b\n", ["2"], [2]),
    ],
)
def test_broken_csv_rows(rows: str, ids: Sequence[str], aside: Sequence[int]) -> None:
    batch = all_of("t.csv", "id,subject\n" + rows)
    assert [ticket.id for ticket in batch.tickets if ticket.id in ids] == list(ids)
    assert [row.line for row in batch.set_aside][: len(aside)] == list(aside)
    assert bool(batch.set_aside) is bool(aside)


@CALM
@given(st.lists(st.text(alphabet=st.sampled_from('ab,"\n\r; \t1'), max_size=12), max_size=12))
def test_no_csv_line_is_lost(lines: list[str]) -> None:
    """A good row after any rubbish is still read."""
    body = "id,subject\n" + "\n".join(lines) + "\nlast,good\nend,good\n"
    batch = all_of("t.csv", body)
    assert "end" in {ticket.id for ticket in batch.tickets}


@CALM
@given(st.binary(max_size=300))
def test_any_bytes_end_in_rows_or_reasons(data: bytes) -> None:
    for name in ("t.jsonl", "t.csv", "t.json", "t.eml", "t.mbox", "t.xlsx", "t.parquet", "t.gz", "-"):
        batch = all_of(name, data)
        assert all(isinstance(row, SetAside) and row.reason.id in MESSAGES for row in batch.set_aside)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("t.jsonl.gz", gzip.compress(b'{"subject": "x"}\n' * 5, mtime=0)[:-12], "file-broken"),
        ("t.xlsx", b"PK\x03\x04 not a workbook", "file-not-a-workbook"),
        ("t.parquet", b"PAR1 nothing", "file-not-parquet"),
        ("t.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "file-old-excel"),
        ("t.json", b'{\n "tickets": [\n{]', "file-bad-json"),
        ("t.json", b"[" * 100_000, "row-too-deep"),
    ],
)
def test_a_broken_file_is_one_line(name: str, data: bytes, reason: str) -> None:
    batch = all_of(name, data)
    assert [row.reason.id for row in batch.set_aside] == [reason]


def test_a_missing_file_does_not_stop_the_others(tmp_path: Path) -> None:
    good = tmp_path / "good.jsonl"
    good.write_text('{"subject": "x"}\n')
    batches = list(read([tmp_path / "none.jsonl", tmp_path, good], Options(NOW, SHANGHAI)))
    assert sum(len(batch.tickets) for batch in batches) == 1
    assert [row.reason.id for batch in batches for row in batch.set_aside] == ["file-cannot-open"] * 2


NAMES = sorted({*CANONICAL, *COLUMNS, "replies", "fields.own", "actual.x", "text", "标题", "customer.nothing"})
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["2026-07-17", "de", "5 EUR", "high"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["at", "body", "id", "name", "amount"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@CALM
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=8), min_size=1, max_size=4), st.booleans())
def test_any_object_is_a_ticket_or_set_aside(rows: list[dict[str, object]], trusted: bool) -> None:
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    batch = all_of("t.jsonl", lines, trust=ROUTED if trusted else frozenset())
    assert len(batch.tickets) + len(batch.set_aside) == len(rows)
    assert all(hash(ticket.received_at) and ticket.received_at.tzinfo for ticket in batch.tickets)
    assert all(id_ in MESSAGES for _, id_ in reasons(batch))


def test_a_gzip_bomb_stops() -> None:
    packed = gzip.compress(b" " * 50_000_000, mtime=0)
    batch = all_of("t.jsonl.gz", packed)
    assert [row.reason.id for row in batch.set_aside] == ["row-too-large"]


@pytest.mark.parametrize("rows", [500, 20_000])
def test_a_packed_file_that_breaks_off_keeps_its_rows(rows: int) -> None:
    packed = gzip.compress(b"".join(b'{"subject": "x%d"}\n' % number for number in range(rows)), mtime=0)
    for broken in (packed[:-9], packed[:-4] + b"\0\0\0\0", packed[:-8] + b"\0" * 8):
        batch = all_of("t.jsonl.gz", broken)
        assert len(batch.tickets) >= rows - 25
        assert "file-broken" in [row.reason.id for row in batch.set_aside]


@pytest.mark.parametrize("level", [1, 9])
def test_a_gzip_bomb_of_one_row_is_not_read_to_its_end(level: int) -> None:
    stream = io.BytesIO(gzip.compress(b'{"subject": "' + b"a" * 160_000_000, level, mtime=0))
    (row,) = (row for batch in read([Input("t.jsonl.gz", stream)], Options(NOW, SHANGHAI)) for row in batch.set_aside)
    assert row.reason.id == "file-expands"
    assert stream.tell() < len(stream.getvalue())


def test_batches_are_bounded() -> None:
    stream = Input("t.jsonl", io.BytesIO(b'{"subject": "x"}\n' * 2500))
    sizes = [len(batch.tickets) for batch in read([stream], Options(NOW, SHANGHAI, batch_size=1000))]
    assert sizes == [1000, 1000, 500]


# --- the other forms


def workbook(rows: Sequence[Sequence[object]], more: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if more:
        book.create_sheet("旧数据")
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_excel() -> None:
    data = workbook(
        [
            ["工单编号", "标题", "创建时间", "订单金额", "币种"],
            [1001.0, "退货", datetime(2026, 7, 17, 17, 30), 19.9, "EUR"],
            [],
            [1002, "b", "昨天", 1, "EUR"],
        ],
        more=True,
    )
    batch = all_of("t.xlsx", data)
    (ticket,) = batch.tickets
    assert (ticket.id, ticket.received_at, ticket.order.amount) == (
        "1001",
        datetime(2026, 7, 17, 17, 30, tzinfo=SHANGHAI),
        Decimal("19.9"),
    )
    assert reasons(batch) == [(4, "row-bad-date")]
    assert [note.message.id for note in batch.notes] == ["note-other-sheets"]


def test_merged_cells_and_formulas_without_a_value() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["id", "subject", "channel"],
        [1, "a", "mail"],
        [2, "b"],
        [None, None, None],
        [3, "=CONCAT(A1)", "chat"],
        [4, "d"],
    ):
        sheet.append(row)
    sheet.merge_cells("C2:C3")
    sheet.merge_cells("A6:B6")
    held = io.BytesIO()
    book.save(held)
    batch = all_of("t.xlsx", held.getvalue())
    assert [(ticket.id, ticket.subject, ticket.channel) for ticket in batch.tickets] == [
        ("1", "a", "mail"),
        ("2", "b", "mail"),
        ("4", "", None),
    ]
    assert [(row.line, row.reason) for row in batch.set_aside] == [(5, text("row-formula", cell="B5"))]
    assert [note.message for note in batch.notes] == [text("note-merged", count=1)]


def test_a_cell_is_found_across_the_pieces_that_are_read() -> None:
    cells = b"".join(b'<c r="A%d"><v>1</v></c>' % number for number in range(1, 60_000))
    faulty = b'<x:c s="1" r="C7" t="str"><x:f aca="0">CONCAT(A1)</x:f><x:v></x:v></x:c>'
    whole = b'<c r="C8"><f>A1</f><v>1</v></c><c r="C9"><f t="shared" si="0"/><v>1</v></c><c r="D9"/>'
    for cut in (2**20 - 30, 2**20 + 5, 2**20 - 70):
        xml = cells[:cut].ljust(cut) + faulty + whole + b'<mergeCells><mergeCell ref="B2:C4"/></mergeCells>'
        facts = facts_of(io.BytesIO(xml))
        assert (facts.formulas, facts.merged) == ({7: "C7"}, {2: [(4, 1)]})


def test_a_zip_bomb_is_one_line() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"\0" * 300_000_000)
    assert [row.reason.id for row in all_of("t.xlsx", held.getvalue()).set_aside] == ["file-too-large-workbook"]


def test_parquet() -> None:
    table = pyarrow.table({"id": ["a", "b"], "subject": ["x", "y"], "received_at": [datetime(2026, 7, 17, 9, tzinfo=UTC), None]})
    held = io.BytesIO()
    pyarrow.parquet.write_table(table, held)
    first, second = all_of("t.parquet", held.getvalue()).tickets
    assert (first.received_at, second.received_at) == (datetime(2026, 7, 17, 9, tzinfo=UTC), NOW)


MAIL = """From: Anna Berg <anna@example.de>
To: help@lumen.example
Date: Fri, 17 Jul 2026 17:30:00 -0700
Subject: =?utf-8?B?UsO8Y2tnYWJl?=
Message-ID: <m1@example.de>
{headers}
{body}
"""


def mail(headers: str = "", body: str = "Hallo") -> bytes:
    return MAIL.format(headers=headers + ("\n" if headers else ""), body=body).encode()


def test_mail() -> None:
    ticket = one("m.eml", mail(), addresses={"help@lumen.example": "shop-email"})
    assert (ticket.id, ticket.subject, ticket.body, ticket.channel) == ("m1@example.de", "Rückgabe", "Hallo", "shop-email")
    assert (ticket.customer.name, ticket.customer.email, ticket.automatic) == ("Anna Berg", "anna@example.de", False)
    assert ticket.received_at == datetime(2026, 7, 18, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "automatic"),
    [
        ("", False),
        ("Auto-Submitted: no", False),
        ("Auto-Submitted: auto-replied", True),
        ("auto-submitted: auto-generated; owner-email=x", True),
        ("Return-Path: <>", True),
        ("Return-Path: <anna@example.de>", False),
        ("Precedence: bulk", True),
        ("Precedence: first-class", False),
        ("X-Autoreply: yes", True),
        ("X-Loop: 1", True),
        ("List-Id: <news.example>", True),
        ("List-Unsubscribe: <mailto:a@b.example>", True),
        ("X-Auto-Response-Suppress: All", True),
        ("X-Auto-Response-Suppress: None", False),
        ("Reply-To: other@example.de", False),
    ],
)
def test_mail_by_a_machine(headers: str, automatic: bool) -> None:
    assert one("m.eml", mail(headers)).automatic is automatic


@pytest.mark.parametrize(
    "sender", ["MAILER-DAEMON@x.example", "no-reply@x.example", "postmaster@x.example", "bounces+abc@x.example"]
)
def test_mail_from_a_machine(sender: str) -> None:
    assert one("m.eml", mail().replace(b"anna@example.de>\nTo", sender.encode() + b">\nTo")).automatic


@pytest.mark.parametrize(
    ("headers", "received", "notes"),
    [
        ("Date: rubbish", NOW, ["note-mail-date-now"]),
        (
            "Received: from a by b; Fri, 10 Jul 2026 10:00:05 +0800\nReceived: from c by a; Fri, 10 Jul 2026 10:00:00 +0800\n"
            "Date: Fri, 35 Jul 2026",
            datetime(2026, 7, 10, 2, 0, 5, tzinfo=UTC),
            ["note-mail-date-received"],
        ),
        ("Received: from a by b; soon\nDate: 0", NOW, ["note-mail-date-now"]),
        ("Received: from a by b; Fri, 10 Jul 2026 10:00:05 +0800", datetime(2026, 7, 10, 2, 0, 5, tzinfo=UTC), []),
        ("Date: Fri, 10 Jul 2026 10:00:00 +0000", datetime(2026, 7, 10, 10, tzinfo=UTC), []),
        ("", NOW, []),
    ],
)
def test_the_moment_of_a_mail(headers: str, received: datetime, notes: list[str]) -> None:
    batch = all_of("t.eml", f"Subject: x\nFrom: a@b.example\n{headers}\n\nhi\n".replace("\n\n\n", "\n\n"))
    assert [ticket.received_at for ticket in batch.tickets] == [received]
    assert ([note.message.id for note in batch.notes], batch.tickets[0].actual) == (notes, {})


def test_html_mail_is_made_plain() -> None:
    body = (
        "<html><head><style>p {color: red}</style></head><body><p>Guten&nbsp;Tag</p><p>5 &lt; 6<br>Gru&szlig;</p></body></html>"
    )
    assert one("m.eml", mail("Content-Type: text/html; charset=utf-8", body)).body == "Guten Tag\n5 < 6\nGruß"


def test_mbox(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "box.mbox")
    for number in range(3):
        box.add(mail(body=f"From here on: {number}").replace(b"m1@", f"m{number}@".encode()))
    box.close()
    tickets = all_of("box.mbox", (tmp_path / "box.mbox").read_bytes()).tickets
    assert [ticket.id for ticket in tickets] == [f"m{number}@example.de" for number in range(3)]
    assert tickets[2].body == "From here on: 2"


def test_hostile_mails() -> None:
    nested = (
        b"Subject: x\nContent-Type: multipart/mixed; boundary=a\n\n"
        + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 5000
    )
    assert reasons(all_of("m.eml", nested)) == [(1, "row-too-deep")]
    assert list(read_mail("m.eml", io.BufferedReader(io.BytesIO(b"Subject: x\nDate: 99 Foo\n\nhi"))))  # type: ignore[arg-type]


ZENDESK: Mapping[str, Any] = {
    "id": 35436,
    "created_at": "2026-07-17T09:00:00Z",
    "subject": "Refund",
    "description": "Where is my refund?",
    "priority": "high",
    "status": "open",
    "tags": ["vip"],
    "requester_id": 20978,
    "group_id": 98738,
    "via": {"channel": "web"},
    "custom_fields": [{"id": 27642, "value": "745"}, {"id": 1, "value": None}],
}


@pytest.mark.parametrize(
    "wrap",
    [
        lambda one_: {"tickets": [one_], "users": [{"id": 20978, "name": "Anna"}]},
        lambda one_: {"ticket": one_},
        lambda one_: one_,
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_zendesk_export(wrap: Any, indent: int | None) -> None:
    ticket = one("export.json", json.dumps(wrap(ZENDESK), indent=indent))
    assert (ticket.id, ticket.body, ticket.customer.id) == ("35436", "Where is my refund?", "20978")
    assert (ticket.team, ticket.priority, ticket.tags) == (None, None, frozenset())
    assert {
        "team": "98738",
        "priority": "high",
        "tags": "vip",
        "via": "web",
        "field-27642": "745",
    }.items() <= ticket.actual.items()


def test_zendesk_lines_with_comments() -> None:
    comments = [
        {"author_id": 20978, "body": "a", "created_at": "2026-07-17T09:00:00Z", "public": True},
        {"author_id": 5, "body": "b", "created_at": "2026-07-17T10:00:00Z", "public": True},
        {"author_id": 5, "body": "secret", "created_at": "2026-07-17T11:00:00Z", "public": False},
    ]
    ticket = one("export.json", json.dumps({**ZENDESK, "comments": comments}) + "\n")
    assert [(reply.author, reply.body) for reply in ticket.replies] == [("agent", "b")]


# --- values


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-07-17T17:30:00-07:00", "2026-07-18T00:30:00+00:00"),
        ("2026-07-17T17:30:00Z", "2026-07-17T17:30:00+00:00"),
        ("2026-07-17 17:30", "2026-07-17T09:30:00+00:00"),
        ("2026/07/17 17:30", "2026-07-17T09:30:00+00:00"),
        ("2026/7/17 9:05:07", "2026-07-17T01:05:07+00:00"),
        ("2026年7月17日 17:30", "2026-07-17T09:30:00+00:00"),
        ("2026年7月17日 17时30分", "2026-07-17T09:30:00+00:00"),
        ("2026-07-17 17:30:00 UTC", "2026-07-17T17:30:00+00:00"),
        ("2026-07-17 17:30:00 +0200", "2026-07-17T15:30:00+00:00"),
        ("17.07.2026 17:30", "2026-07-17T09:30:00+00:00"),
        ("03.04.2026 17:30", "2026-04-03T09:30:00+00:00"),
        ("17/07/2026 17:30", "2026-07-17T09:30:00+00:00"),
        ("7/17/2026, 5:30 PM", "2026-07-17T09:30:00+00:00"),
        ("04/04/2026", "2026-04-03T16:00:00+00:00"),
        ("Fri, 17 Jul 2026 17:30:00 -0700", "2026-07-18T00:30:00+00:00"),
        ("1784309400", "2026-07-17T17:30:00+00:00"),
        (1784309400, "2026-07-17T17:30:00+00:00"),
        ("1784309400000", "2026-07-17T17:30:00+00:00"),
    ],
)
def test_moments(written: object, expected: str) -> None:
    assert moment(written, SHANGHAI).astimezone(UTC) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    "written", ["", "13/13/2026", "2026-02-30", "2026-13-01", 5, "17", "1/2/3", "٣/٤/٢٠٢٦", "0000-00-00", [1], None]
)
def test_what_is_no_moment(written: object) -> None:
    with pytest.raises(BadValueError):
        moment(written, SHANGHAI)


@CALM
@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_refused(written: str) -> None:
    try:
        found = moment(written, SHANGHAI)
    except BadValueError:
        return
    assert found.tzinfo is not None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (250, ("250", None)),
        (19.9, ("19.9", None)),
        ("1,299.00", ("1299.00", None)),
        ("1.299,00 €", ("1299.00", "EUR")),
        ("12,50", ("12.50", None)),
        ("1,234", ("1234", None)),
        ("£5", ("5", "GBP")),
        ("250 EUR", ("250", "EUR")),
        ("USD 12.5", ("12.5", "USD")),
        ("$12", ("12", None)),
        ("-3", ("-3", None)),
        ("1'299.50", ("1299.50", None)),
        ("299元", ("299", "CNY")),
    ],
)
def test_amounts(written: object, expected: tuple[str, str | None]) -> None:
    assert amount(written) == (Decimal(expected[0]), expected[1])


@pytest.mark.parametrize("written", ["", "free", "1.2.3,4,5", "--5", "1 2 x 3", True, float("inf"), "1,2,3.4.5"])
def test_what_is_no_amount(written: object) -> None:
    with pytest.raises(BadValueError):
        amount(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("zh_cn", "zh-CN"), ("DE", "de"), ("德语", "de"), ("en-us", "en-US"), ("zh-hans-cn", "zh-Hans-CN"), ("Japanese", "ja")],
)
def test_languages(written: str, expected: str) -> None:
    assert language(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("de", "DE"),
        ("Germany", "DE"),
        ("德国", "DE"),
        ("Deutschland", "DE"),
        ("USA", "US"),
        ("UK", "GB"),
        ("日本", "JP"),
        ("España", "ES"),
    ],
)
def test_countries(written: str, expected: str) -> None:
    assert country(written) == expected


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>a</p><p>b</p>", "a\nb"),
        ("<div>a<br>b<!-- c -->d</div>", "a\nbd"),
        ('<a href="x>y">link</a>', "link"),
        ("<p>a</p><script>alert(1)</script>b", "a\nb"),
        ("<p>1 < 2</p>", "1 < 2"),
        ("<p>a</p><!-- never closed", "a"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
    ],
)
def test_plain_text(markup: str, words: str) -> None:
    assert plain_text(markup) == words


@pytest.mark.parametrize("words", ["a < b and c > d", "<3 love it", "size <small>", "if x<y then", "<order 5>"])
def test_a_customers_signs_are_not_markup(words: str) -> None:
    assert not is_html(words)


@pytest.mark.parametrize(
    "markup",
    ["<p></p>" + "<" * 2_000_000, "<p></p>" + '<a "' * 500_000, "<br>" + "<!--" * 500_000, "<p></p>" + "<script>" * 300_000],
)
def test_hostile_markup_is_quick(markup: str) -> None:
    """Quadratic work on these would take minutes, not this test's moment."""
    assert len(plain_text(markup)) <= len(markup)
