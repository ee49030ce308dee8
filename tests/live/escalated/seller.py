"""The seller of these tests: rules that use every construct that the product has room for, in several languages."""

from datetime import date
from functools import cache
from pathlib import Path

from cstool.backends.base import Compiled
from cstool.loading import load
from cstool.model.settings import BackendSettings
from cstool.workspace import Workspace
from tests.live.escalated.compile import account_of, compile_escalated

NAME = "desk"
TODAY = date(2026, 11, 22)
ROOT = Path(__file__).with_name("seller")
SETTINGS = BackendSettings.model_validate(
    {
        "type": "local",
        "channels": {
            "amazon-us": {"tag": "amazon", "via": "api"},
            "amazon-de": {"tag": "amazon-de", "via": "api"},
            "helpline": {"via": "email"},
            "portal": {"via": "web"},
        },
        "fields": {
            "category": {"create": "dropdown"},
            "language": {"create": "dropdown"},
            "loyalty": {"create": "dropdown"},
            "gift": {"create": "dropdown"},
            "order.amount": {"create": "dropdown", "bands": ["50 USD", "200 USD", "500 USD"]},
        },
    }
)
"""How the account is bound. The product is none of cstool's own, so its settings do not stand in cstool.yaml."""


@cache
def workspace(**changes: str) -> Workspace:
    """The seller, with some files replaced: `routing="..."` is config/routing.yaml."""
    loaded = load(ROOT, TODAY, {f"config/{name}.yaml": text for name, text in changes.items()})
    assert not loaded.faults, [(fault.span, fault.message) for fault in loaded.faults]
    return loaded


def compiled(loaded: Workspace | None = None) -> Compiled:
    """Its objects there."""
    return compile_escalated(account_of(loaded or workspace(), NAME, SETTINGS))
