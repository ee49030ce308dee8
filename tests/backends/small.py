"""A small seller whose rules use every construct once, with keywords on which products and we agree."""

from datetime import date
from pathlib import Path

from cstool.loading import load
from cstool.workspace import Workspace

TODAY = date(2026, 7, 17)
ROOT = Path(__file__).with_name("small_seller")


def workspace(**changes: str) -> Workspace:
    """The small seller, with some files replaced: `routing="..."` is config/routing.yaml."""
    loaded = load(ROOT, TODAY, {f"config/{name}.yaml": text for name, text in changes.items()})
    assert not loaded.faults, [(fault.span, fault.message) for fault in loaded.faults]
    return loaded
