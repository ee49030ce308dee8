"""The edge: exit codes, wrong usage, several forms at once, baseline, allow comments, consoles, ends of a run."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click
import pytest

from cstool import __version__
from cstool.cli import main
from cstool.cli.main import run

ROOT = Path(__file__).parent.parent
WORKSPACE = {
    "config/cstool.yaml": "name: lamp-shop\nlocales: [en]\n",
    "config/teams.yaml": "teams:\n  returns: {membres: [lin]}\n",
}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("CSTOOL_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return written(tmp_path, WORKSPACE)


def written(root: Path, files: Mapping[str, str]) -> Path:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    return root


def called(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["--today", "2026-07-17", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def process(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, "-m", "cstool", *arguments], cwd=cwd, env=variables, capture_output=True, check=False, timeout=60
    )


# --- exit codes


def test_version(tmp_path: Path) -> None:
    for arguments in (["--version"], ["--lang", "en", "--version"]):
        done = process(*arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout.decode().strip()) == (0, f"cstool {__version__}")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense-command"], "no command 'nonsense-command'"),
        (["valdate"], "did you mean 'validate'?"),
        (["validate", "--selct", "x"], "did you mean '--select'?"),
        (["validate", "--today", "tomorrow"], "not 'tomorrow'"),
        (["--today", "2026-02-30", "validate"], "not '2026-02-30'"),
        (["validate", "--today", "9999-12-31"], "from 1971-01-01 to 2199-12-31, not '9999-12-31'"),
        (["validate", "--today", "0001-01-01"], "from 1971-01-01 to 2199-12-31, not '0001-01-01'"),
        (["validate", "--workspace", "nowhere"], "no folder 'nowhere'"),
        (["validate", "--format", "pdf"], "no form 'pdf'"),
        (["validate", "--format", "text", "--format", "json"], "only one form"),
        (["validate", "--select", "unknown-kye"], "did you mean 'unknown-key'?"),
        (["validate", "--ignore", "nothing-like-it"], "no check or family"),
        (["validate", "--fail-on", "never"], "'never'"),
        (["validate", "--baseline", "gone.json"], "cannot read 'gone.json'"),
        (["validate", "--baseline", "config/teams.yaml"], "config/teams.yaml"),
        (["validate", "--lang", "fr"], "'fr'"),
        (["validate", "extra"], "extra"),
        (["explain", "unknown-kye"], "did you mean 'unknown-key'?"),
        (["schema", "rooting"], "did you mean 'routing'?"),
        (["render"], "TEMPLATE"),
    ],
)
def test_wrong_usage_is_two_and_says_what_is_right(
    shop: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    code, out, err = called(capsys, *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith("cstool: ")
    assert "Traceback" not in err


def test_alone_it_shows_its_help(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run([])
    out, _ = capsys.readouterr()
    assert code == 2
    assert "validate" in out


def test_no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = called(capsys, "validate", "--lang", "en")
    assert (code, "cstool init DIR" in err) == (2, True)


def test_the_workspace_is_found_upwards(shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "templates/deep").mkdir(parents=True)
    monkeypatch.chdir(shop / "templates/deep")
    assert "config/teams.yaml:2" in called(capsys, "validate")[1]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 1),
        (["--ignore", "unknown-key"], 0),
        (["--ignore", "shape"], 0),
        (["--select", "sla,routing"], 0),
        (["--select", "unknown-key"], 1),
        (["--select", "shape", "--ignore", "unknown-key"], 0),
    ],
)
def test_select_and_ignore(shop: Path, capsys: pytest.CaptureFixture[str], options: list[str], code: int) -> None:
    assert called(capsys, "validate", *options)[0] == code


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--fail-on", "warning"], 1), (["--fail-on", "error"], 0)])
def test_fail_on(shop: Path, capsys: pytest.CaptureFixture[str], options: list[str], code: int) -> None:
    written(shop, {"config/teams.yaml": "teams: {}\n", "config/team.yaml": "teams: {}\n"})
    assert called(capsys, "validate", *options)[0] == code


def test_a_result_that_cannot_be_written_is_three(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = called(capsys, "validate", "--format", "json=config/cstool.yaml/x.json")
    assert code == 3
    assert "config/cstool.yaml/x.json" in err


def test_init_overwrites_nothing(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(capsys, "init", "new", "--minimal")[0] == 0
    assert called(capsys, "init", "new", "--minimal")[0] == 4


def test_a_crash_is_three_and_leaves_a_file(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(main.group, "main", broken)
    monkeypatch.setattr("tempfile.tempdir", str(shop))
    code, out, err = called(capsys, "validate")
    assert (code, out) == (3, "")
    assert "ZeroDivisionError: by zero" in err
    assert "Traceback" not in err
    (file,) = shop.glob("cstool-crash-*.txt")
    assert "Traceback" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("error", [KeyboardInterrupt, click.Abort])
def test_interrupted_is_130(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: type[BaseException]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(main.group, "main", interrupted)
    assert called(capsys, "validate")[0] == 130


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-m", "cstool", "explain"], cwd=tmp_path, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        said = running.stderr.read()
    assert (running.returncode, said) == (0, b"")


FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is Linux's")
SHELL = pytest.mark.skipif(os.name == "nt", reason="closing a stream is written for sh")


@SHELL
@pytest.mark.parametrize(
    ("call", "code", "out", "err"),
    [
        ("--version >&-", 0, "", ""),
        ("validate >&-", 1, "", ""),
        ("validate --select unknown-key --fail-on error --format chat 2>&-", 1, "error", ""),
        ("valdate 2>&-", 2, "", ""),
        ("simulate - <&-", 0, "0 tickets", "holds no rows"),
        ("push --yes <&- >&- 2>&-", 1, "", ""),
        ("push --workspace new --backend local <&-", 4, "", "nobody is here to confirm"),
        pytest.param("--version >/dev/full", 3, "", "cstool: cannot go on: No space left on device\n", marks=FULL),
        pytest.param("--help >/dev/full", 3, "", "cstool: cannot go on: No space left on device\n", marks=FULL),
        pytest.param("validate >/dev/full", 3, "", "cstool: cannot go on: No space left on device\n", marks=FULL),
        pytest.param("valdate 2>/dev/full", 2, "", "", marks=FULL),
        pytest.param("simulate - </dev/null 2>/dev/full", 0, "0 tickets", "", marks=FULL),
    ],
)
def test_a_closed_or_full_stream_ends_in_no_crash(shop: Path, call: str, code: int, out: str, err: str) -> None:
    process("init", "new", "--minimal", cwd=shop)
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHON": sys.executable, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        f'"$PYTHON" -m cstool --today 2026-07-17 {call}' if "--version" not in call else f'"$PYTHON" -m cstool {call}',
        shell=True,
        cwd=shop,
        env=variables,
        capture_output=True,
        check=False,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, out in done.stdout.decode(), err in done.stderr.decode()) == (code, True, True)
    assert b"Traceback" not in done.stderr
    assert b"fault of cstool" not in done.stderr


def test_the_first_and_the_last_day(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "new", "--minimal"]) == 0
    for day in ("1971-01-01", "2199-12-31"):
        assert run(["check", "--workspace", "new", "--today", day]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252", "utf-8"])
def test_no_console_ends_the_run(shop: Path, encoding: str) -> None:
    written(shop, {"config/teams.yaml": "teams:\n  returns: {名字‑é😀: [lin]}\n"})
    done = process("validate", "--lang", "zh-CN", "--format", "markdown", cwd=shop, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (1, b"")
    if encoding == "gbk":
        assert "未知的键" in done.stdout.decode("gbk")


# --- language, forms, baseline


@pytest.mark.parametrize(
    ("variables", "options", "word"),
    [
        ({}, [], "unknown key"),
        ({"LANG": "zh_CN.UTF-8"}, [], "未知的键"),
        ({"LANG": "C.UTF-8"}, [], "unknown key"),
        ({"LANG": "de_DE.UTF-8"}, [], "unknown key"),
        ({"LANG": "zh_CN.UTF-8", "CSTOOL_LANG": "en"}, [], "unknown key"),
        ({"LANG": "en_US.UTF-8", "CSTOOL_LANG": "zh-CN"}, [], "未知的键"),
        ({"CSTOOL_LANG": "zh-CN"}, ["--lang", "en"], "unknown key"),
    ],
)
def test_language(
    shop: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variables: dict[str, str],
    options: list[str],
    word: str,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert word in called(capsys, "validate", *options)[1]


def test_usage_errors_are_in_the_asked_language(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有选项" in called(capsys, "validate", "--selct", "x", "--lang", "zh-CN")[2]
    assert "用法" in called(capsys, "validate", "--lang=zh-CN", "--help")[1]


def test_several_forms_at_once(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(
        capsys, "validate", "--format", "sarif=out/a.sarif", "--format", "json=out/a.json", "--format", "chat"
    )
    assert (code, err) == (1, "")
    assert out.startswith("cstool: ")
    assert json.loads((shop / "out/a.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert len(json.loads((shop / "out/a.json").read_text(encoding="utf-8"))["diagnostics"]) == 1


@pytest.mark.parametrize(
    ("mark", "inside"), [("", ""), (".git/HEAD", ""), ("../.git/HEAD", "shop/"), ("../../.git", "a b/shop/")]
)
@pytest.mark.parametrize("way", ["here", "above", "link"])
def test_annotations_stand_at_the_files_of_the_repository(
    mark: str, inside: str, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = written(tmp_path / "a b" / "shop", WORKSPACE)
    if mark:
        written(root, {mark: "gitdir: elsewhere\n"})
    (tmp_path / "link").symlink_to(root)
    monkeypatch.chdir(root if way == "here" else tmp_path)
    where = {"here": [], "above": ["--workspace", "a b/shop"], "link": ["--workspace", "link"]}[way]
    for _ in range(2):  # the second answer is from the cache
        _, out, _ = called(capsys, "validate", *where, "--format", "github")
        assert f"::error file={inside}config/teams.yaml,line=2," in out


def test_a_repository_that_comes_later_is_seen(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = written(shop / "sub", WORKSPACE)
    call = ("validate", "--workspace", str(root), "--format", "github")
    assert "file=config/teams.yaml" in called(capsys, *call)[1]
    (shop / ".git").mkdir()
    assert "file=sub/config/teams.yaml" in called(capsys, *call)[1]


def test_only_files_leave_stdout_empty(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(capsys, "validate", "--format", "json=a.json") == (1, "", "")


def test_a_baseline_hides_what_was_there(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    called(capsys, "validate", "--format", "json=base.json")
    code, _, err = called(capsys, "validate", "--baseline", "base.json")
    assert code == 0
    assert "1" in err
    written(shop, {"config/teams.yaml": "# moved\nteams:\n  returns: {membres: [lin]}\n  b: {ledd: lin}\n"})
    code, out, _ = called(capsys, "validate", "--baseline", "base.json")
    assert code == 1
    assert "ledd" in out
    assert "membres" not in out


def test_no_color_where_no_terminal_is(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "\x1b" not in called(capsys, "validate")[1]


# --- allow comments

ROUTING = """stages:
- id: answer
  match: first
  rules:
  - {id: hello, when: always, then: {reply: a/b}}%s
"""
TEXTS = {"config/routing.yaml": ROUTING % "", "templates/a/b.en.md": "---\nkind: auto_reply\nsubject: Hi\n---\nHi\n"}


def checks_of(capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    body = json.loads(called(capsys, *options, "--format", "json")[1])
    return [f"{one['check']}@{one['line']}" for one in body["diagnostics"]]


@pytest.mark.parametrize(
    ("line", "hidden", "more"),
    [
        ("  # cstool: allow[answers-automatic-mail] a test inbox", True, []),
        ("  # cstool: allow[answers-automatic-mail]", False, ["allow-without-reason@5"]),
        ("  # cstool: allow[answers-automatc-mail] why", False, ["unknown-check@5"]),
        ("  # cstool: allow[answers-automatic-mail, two-replies] why", True, ["unused-allow@5"]),
    ],
)
def test_allow_on_the_line(shop: Path, capsys: pytest.CaptureFixture[str], line: str, hidden: bool, more: list[str]) -> None:
    written(shop, {**TEXTS, "config/teams.yaml": "teams: {}\n"})
    assert "answers-automatic-mail@5" in checks_of(capsys, "validate")
    written(shop, {"config/routing.yaml": ROUTING % line})
    found = checks_of(capsys, "validate")
    assert ("answers-automatic-mail@5" not in found) is hidden
    assert [one for one in found if "allow" in one or "unknown-check" in one] == more


def test_allow_on_the_line_above_and_not_further(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    comment = "  # cstool: allow[answers-automatic-mail] a test inbox\n"
    written(shop, {**TEXTS, "config/teams.yaml": "teams: {}\n"})
    above = (ROUTING % "").replace("  - {id", comment + "  - {id")
    written(shop, {"config/routing.yaml": above})
    assert not [one for one in checks_of(capsys, "validate") if "automatic" in one or "allow" in one]
    written(
        shop, {"config/routing.yaml": above.replace("  rules:\n", comment + "  rules:\n").replace(comment + "  - {id", "  - {id")}
    )
    assert {"answers-automatic-mail@6", "unused-allow@4"} <= set(checks_of(capsys, "validate"))


def test_allow_inside_a_template(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    comment = "{% comment %}cstool: allow[leftover-placeholder] shown as an example{% endcomment %}"
    body = "---\nkind: reply\nsubject: Hi\n---\n%s\nWrite [NAME] here\n"
    written(shop, {"config/teams.yaml": "teams: {}\n", "templates/a/b.en.md": body % ""})
    assert "leftover-placeholder@6" in checks_of(capsys, "lint")
    written(shop, {"templates/a/b.en.md": body % comment})
    assert not [one for one in checks_of(capsys, "lint") if "leftover" in one or "allow" in one]


def test_allow_covers_what_reading_finds(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checks_of(capsys, "validate") == ["unknown-key@2"]
    comment = "  # cstool: allow[unknown-key] read by our own script"
    written(shop, {"config/teams.yaml": WORKSPACE["config/teams.yaml"].rstrip() + comment + "\n"})
    assert checks_of(capsys, "validate") == []
