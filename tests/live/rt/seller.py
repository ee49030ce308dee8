"""Workspaces on disk whose backend is a Request Tracker: the shipped seller, and the small one of the compile tests."""

import shutil
from datetime import date
from pathlib import Path

from cstool.loading import load
from cstool.workspace import Workspace

ROOT = Path(__file__).parents[3]
SMALL = ROOT / "tests/backends/small_seller"
TODAY = date(2026, 7, 17)
NAME = "desk"

# Every channel but the mailbox and the social inbox is told apart by the field that its connector fills.
SHIPPED = """
  desk:
    type: rt
    url: {url}
    token: env:RT_TOKEN
    channels:
      amazon-us: {{tag: amazon-us}}
      amazon-de: {{tag: amazon-de}}
      ebay-uk: {{tag: ebay-uk}}
      walmart-us: {{tag: walmart-us}}
      aliexpress: {{tag: aliexpress}}
      shop-email: {{recipient: help@lumen.example}}
      live-chat: {{tag: live-chat}}
      whatsapp: {{tag: whatsapp}}
      sms: {{tag: sms}}
      social: {{group: Social inbox}}
      phone: {{tag: phone}}
    fields:
      category: {{create: text}}
      language: {{create: text}}
      loyalty: {{create: text}}
      customer.first_name: {{create: text}}
      customer.country: {{create: text}}
      customer.tags: {{create: text}}
      order.id: {{create: text}}
      order.amount: {{create: text}}
      order.currency: {{create: text}}
      order.status: {{create: text}}
      order.date: {{create: text}}
      order.items: {{create: text}}
      order.tracking_url: {{create: text}}
      order.carrier: {{create: text}}
      order.delivery_date: {{create: text}}
      return.label_url: {{create: text}}
      return.address: {{create: text}}
      refund.amount: {{create: text}}
      product.name: {{create: text}}
      store.name: {{create: text}}
      store.url: {{create: text}}
    accepted_differences: [closing-time, make-up-days]
"""
SMALL_ONE = """
  desk:
    type: rt
    url: {url}
    token: env:RT_TOKEN
    channels: {{shop: {{group: Shop inbox}}, mail: {{recipient: help@small.example}}, chat: {{tag: chat}}}}
    fields:
      category: {{create: text}}
      language: {{create: text}}
      loyalty: {{create: text}}
      customer.country: {{create: text}}
      customer.first_name: {{create: text}}
      order.id: {{create: text}}
      order.amount: {{create: text}}
      order.currency: {{create: text}}
    exclude: [outreach/how-was-it]
    accepted_differences: [closing-time]
"""


LENIENT = """checks:
  severity: {survey-without-consent: warning, answers-agents: warning, answers-automatic-mail: warning,
    variables-differ-between-locales: warning}
"""
"""The small seller is made to use every construct, not to be wise."""


def settle(folder: Path, url: str, *, small: bool = False) -> Path:
    """A workspace in a folder of its own."""
    source = SMALL if small else ROOT
    for name in ("config", "templates", "sop"):
        if (source / name).is_dir():
            shutil.copytree(source / name, folder / name)
    bind(folder / "config/cstool.yaml", url, small=small)
    return folder


def bind(path: Path, url: str, *, small: bool = False) -> None:
    """The account in the settings, which `backends:` ends."""
    path.write_text(bound(path, url, small=small), "utf-8", newline="\n")


def bound(path: Path, url: str, *, small: bool = False) -> str:
    """The text of those settings."""
    begins, account = (LENIENT, SMALL_ONE) if small else ("", SHIPPED)
    return begins + path.read_text("utf-8").rstrip() + account.format(url=url)


def workspace(*, small: bool = False) -> Workspace:
    """The same without a copy on disk."""
    root = SMALL if small else ROOT
    settings = bound(root / "config/cstool.yaml", "http://127.0.0.1:8080", small=small)
    loaded = load(root, TODAY, {"config/cstool.yaml": settings})
    assert not loaded.faults, [(fault.span, fault.message) for fault in loaded.faults]
    return loaded
