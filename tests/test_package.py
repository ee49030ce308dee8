"""The wheel: built from the sources alone, it carries what the tool needs and writes the same workspace."""

import os
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from cstool import __version__

ROOT = Path(__file__).parent.parent
SOURCES = (
    "cstool",
    "config",
    "sop",
    "templates",
    "setup.cfg",
    "setup.py",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "MANIFEST.in",
)
WORKSPACE = ("config", "sop", "templates")


def built_wheel(source: Path, target: Path, **environment: str) -> Path:
    for name in ("setuptools", "wheel"):
        if find_spec(name) is None:
            pytest.skip(f"no package {name} here to build a wheel with: pip install -e '.[dev]'")
    for name in SOURCES:
        path = ROOT / name
        if path.is_dir():
            left_out = shutil.ignore_patterns("__pycache__", "*.egg-info", ".cstool", "*.so", "*.pyd")
            shutil.copytree(path, source / name, ignore=left_out)
        elif path.exists():
            shutil.copy(path, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    command += ["--wheel-dir", str(target), str(source)]
    variables = {**os.environ, **environment}
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_wheel(tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files; the packages it needs are those of this environment."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def cstool(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1", "CSTOOL_LANG": "en"}
    command = [sys.executable, "-m", "cstool", *arguments]
    return subprocess.run(command, cwd=cwd, env=variables, capture_output=True, text=True, check=False, timeout=120)


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_it_runs_from_the_wheel_and_not_from_the_sources(installed: Path, tmp_path: Path) -> None:
    assert cstool(installed, tmp_path, "--version").stdout.strip() == f"cstool {__version__}"
    code = "import cstool, sys; sys.stdout.write(cstool.__file__)"
    variables = {**os.environ, "PYTHONPATH": str(installed)}
    where = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=variables, capture_output=True, text=True, check=True)
    assert Path(where.stdout).is_relative_to(installed)


def test_init_from_the_wheel_writes_the_repository_s_workspace(installed: Path, tmp_path: Path) -> None:
    done = cstool(installed, tmp_path, "init", "shop")
    assert done.returncode == 0, done.stderr
    for folder in WORKSPACE:
        assert files_below(tmp_path / "shop" / folder) == files_below(ROOT / folder)


@pytest.mark.parametrize("options", [[], ["--minimal"]])
def test_what_init_writes_breaks_no_check(installed: Path, tmp_path: Path, options: list[str]) -> None:
    assert cstool(installed, tmp_path, "init", "shop", *options).returncode == 0
    done = cstool(installed, tmp_path, "check", "--workspace", "shop", "--today", "2026-07-17")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr


def test_minimal_is_about_eight_files(installed: Path, tmp_path: Path) -> None:
    cstool(installed, tmp_path, "init", "shop", "--minimal")
    written = [path for folder in WORKSPACE for path in files_below(tmp_path / "shop" / folder)]
    assert 6 <= len(written) <= 10


def test_the_wheel_holds_data_and_nothing_of_the_workshop(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for needed in ("cstool/packs/amazon.yaml", "cstool/targets/zendesk.yaml", "cstool/py.typed"):
        assert needed in names
    assert {name.split("/")[0] for name in names} == {"cstool", f"cstool-{__version__}.dist-info"}
    assert not [name for name in names if "__pycache__" in name or name.endswith((".sqlite", ".lock"))]
    assert wheel.stat().st_size < 2_000_000


def test_every_module_of_the_sources_is_in_the_wheel(installed: Path) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "cstool").rglob("*.py")}
    assert modules == {path.relative_to(installed).as_posix() for path in (installed / "cstool").rglob("*.py")}


def kernels(wheel: Path) -> list[str]:
    """The compiled files of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return [name for name in archive.namelist() if name.endswith((".so", ".pyd"))]


@pytest.mark.skipif(not (shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")), reason="no C compiler here")
def test_with_a_compiler_the_wheel_has_the_kernel(wheel: Path) -> None:
    (name,) = kernels(wheel)
    assert name.startswith("cstool/batch/native/_kernel")


@pytest.mark.skipif(os.name == "nt", reason="CC says nothing to the compiler of Windows")
def test_without_a_compiler_the_wheel_works_without_the_kernel(tmp_path: Path) -> None:
    (source := tmp_path / "source").mkdir()
    built = built_wheel(source, tmp_path / "wheel", CC="no-compiler-here", CXX="no-compiler-here")
    assert kernels(built) == []
    with zipfile.ZipFile(built) as archive:
        archive.extractall(tmp_path / "installed")
    assert cstool(tmp_path / "installed", tmp_path, "--version").stdout.strip() == f"cstool {__version__}"
    if find_spec("numpy") and find_spec("pyarrow"):
        code = "from cstool.batch.native.phrases import kernel; import cstool.batch, sys; sys.exit(kernel() is not None)"
        variables = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=variables, check=True)
