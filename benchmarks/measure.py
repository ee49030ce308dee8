"""Programs side by side: each round runs every case once, so that a noisy moment falls on all of them."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Case:
    """Commands that count as one run; each has to end with 0, or a crash would look fast. A cached one runs once before."""

    commands: tuple[tuple[str, ...], ...]
    cached: bool = False


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds on the wall, and CPU seconds of the process and its children."""

    wall: float
    cpu: float


def cstool(*arguments: str, cached: bool = False) -> Case:
    """A run of the tool in this interpreter."""
    return Case(((sys.executable, "-m", "cstool", *arguments),), cached)


def measure(cases: Mapping[str, Case], rounds: int, folder: Path) -> dict[str, Cost]:
    """The median cost of each case; a first round, not counted, warms byte code, disk and the tool's cache."""
    found: dict[str, list[Cost]] = {name: [] for name in cases}
    for turn in range(rounds + 1):
        for name, case in cases.items():
            if case.cached:
                _run(case, folder)
            cost = _run(case, folder)
            if turn:
                found[name].append(cost)
    return {name: Cost(median(one.wall for one in costs), median(one.cpu for one in costs)) for name, costs in found.items()}


def _run(case: Case, folder: Path) -> Cost:
    environment = {name: value for name, value in os.environ.items() if name not in ("CI", "CSTOOL_NO_CACHE")}
    environment |= {"PYTHONUTF8": "1", "CSTOOL_LANG": "en"} | ({} if case.cached else {"CSTOOL_NO_CACHE": "1"})
    wall = cpu = 0.0
    for words in case.commands:
        begun = time.perf_counter()
        process = subprocess.Popen(words, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        wall += time.perf_counter() - begun
        cpu += used.ru_utime + used.ru_stime
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"ended with {process.returncode}: {' '.join(words)[:200]}")
    return Cost(wall, cpu)


def machine() -> str:
    """What the numbers were measured on."""
    import platform

    model = next(
        (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.machine()
    )
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}, {platform.system()}, load {load}"


def _lines(path: str) -> Sequence[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ()
