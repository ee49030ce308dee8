"""Layers, homes and sizes of docs/architecture.md, held against the code."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = ROOT / "cstool"
FILES = sorted(path for path in CODE.rglob("*.py") if path.name not in ("__init__.py", "__main__.py") or path.parent != CODE)
TOP = {"__init__", "__main__"}


def levels() -> dict[str, int]:
    """Module -> level, from the table in the document: one fact, one home."""
    rows = re.findall(r"^\| (\d) \| (.*?) \|", (ROOT / "docs/architecture.md").read_text(encoding="utf-8"), re.MULTILINE)
    return {name: int(level) for level, names in rows for name in re.findall(r"`(\w+)`", names)}


LEVELS = levels()
SAME_LEVEL = {("errors", "diagnostic"), ("spelling", "diagnostic"), ("loading", "workspace"), ("source", "spelling")}
HOMES = {
    "yaml": "source",
    "liquid": "texts",
    "requests": "backends/http",
    "tabulate": "render/table",
    "click": "cli",
    "pysat": "logic",
}
HEAVY = {"pyarrow", "openpyxl", "liquid", "holidays", "requests", "re2", "numpy", "pysat"}
OVER_COLUMNS = {"pyarrow", "numpy"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_CHECK = 330, 55, 120


def module_of(path: Path) -> str:
    return path.relative_to(CODE).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> list[tuple[str, int]]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.col_offset) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "cstool" else [node.module]
            found += [(name, node.col_offset) for name in names]
    return found


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down_and_homes_hold(path: Path) -> None:
    own, relative = module_of(path), path.relative_to(CODE).as_posix()
    assert own in LEVELS, f"{own} has no level in docs/architecture.md"
    for name, column in imports(parsed(path)):
        parts = name.split(".")
        if parts[0] == "cstool" and len(parts) > 1 and parts[1] not in TOP | {own, "__version__"}:
            other = parts[1]
            allowed = LEVELS[other] < LEVELS[own] or (own, other) in SAME_LEVEL
            assert allowed, f"{relative} (level {LEVELS[own]}) imports {other} (level {LEVELS[other]})"
        if parts[0] in HOMES:
            assert relative.startswith((HOMES[parts[0]], "dev.py")), f"{parts[0]} lives in {HOMES[parts[0]]}"
        if parts[0] == "pydantic" or parts[0] == "pydantic_core":
            assert own in ("model", "loading", "schemas", "dev"), f"{relative} imports pydantic"
        if parts[0] in OVER_COLUMNS and own == "batch":
            continue
        if parts[:2] == ["cstool", "batch"] and own != "batch":
            assert column > 0, f"{relative} imports batch at the top; it loads {', '.join(sorted(OVER_COLUMNS))}"
        if parts[0] in HEAVY:
            assert column > 0, f"{relative} imports {parts[0]} at the top; import it in the function that needs it"


def called(tree: ast.AST) -> list[str]:
    return [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("path", [p for p in FILES if module_of(p) not in ("cli", "dev")], ids=lambda p: str(p.relative_to(ROOT)))
def test_no_print_clock_environment_or_current_folder_below_the_edge(path: Path) -> None:
    calls = set(called(parsed(path)))
    bad = {
        "print",
        "datetime.now",
        "date.today",
        "datetime.utcnow",
        "time.time",
        "time.sleep",
        "os.getcwd",
        "Path.cwd",
        "os.getenv",
    }
    if module_of(path) == "backends":
        bad -= {"time.sleep", "os.getenv"}  # waiting for a server and reading a secret are what the edge is for
    assert not calls & bad
    assert "os.environ" not in path.read_text(encoding="utf-8") or module_of(path) == "backends"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_sizes_and_names(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert path.stem not in FORBIDDEN_NAMES
    assert ast.get_docstring(tree), "a file says what it is for"
    is_table = "render/messages" in path.as_posix()
    is_check = module_of(path) == "checks" and len(path.relative_to(CODE).parts) == 3
    code_lines = len(text.splitlines()) - len((ast.get_docstring(tree, clean=False) or "").splitlines())
    assert is_table or code_lines <= (LONGEST_CHECK if is_check else LONGEST_FILE)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


def test_public_names_have_docstrings() -> None:
    missing = []
    for path in FILES:
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                missing.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert missing == []
