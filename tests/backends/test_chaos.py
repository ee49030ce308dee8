"""A sample of the chaos that `python -m tests.fakes.chaos` makes by the thousand: killed, broken, contended pushes end well."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.chaos import FAULTS, KILLS, LONG, LOST, OTHERS

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="chaos kills forked processes; requests break the same elsewhere")


@pytest.mark.parametrize("product", ["zendesk", "zammad"])
def test_every_kind_of_fault_ends_in_what_is_desired(product: str) -> None:
    """In a process of its own, without threads before it forks: each kind of fault once, stories in turn, boundaries by seed."""
    command = [sys.executable, "-m", "tests.fakes.chaos", "--runs", str(len(FAULTS)), "--seed", "7", "--products", product]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    *wrong, last = run.stdout.splitlines()
    assert not wrong, "\n".join(wrong)
    figures = json.loads(last)
    assert (figures["runs"], figures["wrong"]) == (len(FAULTS), 0)
    assert set(figures["by fault"]) == {f"{product} {fault}" for fault in FAULTS}
    again = [int(count) for count in figures["pushes after the disturbed one"]]
    assert max(again) <= 3  # one push mends it; two where two were disturbed


def test_the_kinds_of_fault_are_told_apart() -> None:
    assert len(FAULTS) == len(set(FAULTS)) == len(LOST) + len(KILLS) + len(LONG) + len(OTHERS)
