"""The two workspaces that `cstool init` writes: where they lie, in a checkout and in an installed wheel."""

from pathlib import Path

HERE = Path(__file__).parent
FOLDERS = ("config", "sop", "templates")


def folder(minimal: bool) -> Path:
    """The root of the full or the minimal workspace."""
    if minimal:
        return HERE / "minimal"
    built = HERE / "full"
    return built if built.is_dir() else HERE.parent.parent


def files(minimal: bool) -> list[str]:
    """Relative paths of its files, sorted."""
    root = folder(minimal)
    found = (path for part in FOLDERS for path in (root / part).rglob("*") if path.is_file() and not path.name.startswith("."))
    return sorted(path.relative_to(root).as_posix() for path in found)
