"""What is due for a look, and that it is written down without touching anything else."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from cstool.cli.main import run
from cstool.loading import load
from cstool.review import reviews

Call = Callable[..., SimpleNamespace]
FILES = {
    "config/cstool.yaml": "name: a\nreview: {templates: 30d, sop: 10d, routing: 90d, facts: 60d}\n",
    "config/facts.yaml": "# 业务承诺\nrefund_within: 14d  # as the law says\n",
    "config/routing.yaml": (
        "stages:\n  # 分类\n  - id: one\n    match: first\n    review: 2026-07-10   # a note\n    rules: []\n"
        "  - {id: two, match: first, rules: []}\n"
    ),
    "sop/refund.yaml": (
        "id: refund\nname: Refund\nowner: back\nreview: {every: 5d, last: 2026-07-01, by: ann}\n"
        "steps:\n  - {id: a, end: closed}\n"
    ),
    "templates/x/new.en.md": "---\nname: New  # 新的\n---\nHello\n",
    "templates/x/old.en.md": "---\nreview:\n  last: 2026-01-01\n  by: bob\nname: Old\n---\nHello\nreview: not this line\n",
    "templates/x/off.en.md": "---\nenabled: false\n---\nHello\n",
}
TODAY = "2026-07-17"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, content in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content.encode())
    return tmp_path


@pytest.fixture
def call(folder: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    def called(*arguments: str) -> SimpleNamespace:
        code = run(["review", *arguments, "--workspace", str(folder), "--lang", "en", "--today", TODAY])
        shown = capsys.readouterr()
        return SimpleNamespace(code=code, out=shown.out, err=shown.err)

    return called


def due(folder: Path) -> dict[str, str | None]:
    found = reviews(load(folder, date.fromisoformat(TODAY)))
    return {one.name: one.due.isoformat() if one.due else None for one in found}


def test_what_is_due(folder: Path, call: Call) -> None:
    assert due(folder) == {
        "templates/x/new": None,
        "templates/x/old": "2026-01-31",
        "sop/refund": "2026-07-06",
        "routing/one": "2026-10-08",
        "routing/two": None,
        "facts": None,
    }
    rows = json.loads(call("due", "--format", "json").out)["reviews"]
    assert [row["object"] for row in rows] == ["facts", "routing/two", "templates/x/new", "templates/x/old", "sop/refund"]
    assert [row["object"] for row in json.loads(call("due", "--format", "json", "--kind", "sop").out)["reviews"]] == [
        "sop/refund"
    ]
    assert "routing/one" in call("due", "--within", "90").out


def test_done_writes_the_day_and_nothing_else(folder: Path, call: Call) -> None:
    assert call("done", "--due", "--by", "lin").code == 0
    assert set(due(folder).values()) == {"2026-10-08", "2026-10-15", "2026-08-16", "2026-07-22", "2026-09-15"}
    assert call("due").out.startswith("nothing is due: 6 objects")
    written = {path: (folder / path).read_text("utf-8") for path in FILES}
    assert written["config/routing.yaml"] == FILES["config/routing.yaml"].replace(
        "rules: []}", 'rules: [], review: {last: "2026-07-17", by: lin}}'
    )
    assert written["config/facts.yaml"] == FILES["config/facts.yaml"] + 'review: {last: "2026-07-17", by: lin}\n'
    assert '{last: "2026-07-17", every: 5d, by: lin}' in written["sop/refund.yaml"]
    assert written["templates/x/new.en.md"] == '---\nname: New  # 新的\nreview: {last: "2026-07-17", by: lin}\n---\nHello\n'
    assert written["templates/x/old.en.md"] == (
        '---\nreview: {last: "2026-07-17", by: lin}\nname: Old\n---\nHello\nreview: not this line\n'
    )


def test_line_ends_stay(folder: Path, call: Call) -> None:
    path = folder / "templates/x/new.en.md"
    path.write_bytes(b"---\r\nname: New\r\n---\r\nHello\r\n")
    assert call("done", "templates/x/new").code == 0
    assert path.read_bytes() == b'---\r\nname: New\r\nreview: "2026-07-17"\r\n---\r\nHello\r\n'


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name objects, or write --due"),
        (("templates/x/new", "--due"), "name objects, or write --due"),
        (("templates/x/nwe",), "did you mean 'templates/x/new'?"),
        (("templates/x/off",), "there is no reviewed object"),
    ],
)
def test_wrong_calls(call: Call, arguments: tuple[str, ...], said: str) -> None:
    shown = call("done", *arguments)
    assert (shown.code, shown.out) == (2, "")
    assert said in shown.err
