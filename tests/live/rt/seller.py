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
URL = "http://127.0.0.1:{port}"

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
"""


def settle(folder: Path, url: str, *, small: bool = False) -> Path:
    """A workspace in a folder of its own."""
    source = SMALL if small else ROOT
    for name in ("config", "templates", "sop"):
        if (source / name).is_dir():
            shutil.copytree(source / name, folder / name)
    shutil.rmtree(folder / "config/tests", ignore_errors=True)
    bind(folder / "config/cstool.yaml", url, small=small)
    return folder


def bind(path: Path, url: str, *, small: bool = False) -> None:
    """The account in the settings, which `backends:` ends."""
    path.write_text(path.read_text("utf-8").rstrip() + (SMALL_ONE if small else SHIPPED).format(url=url), "utf-8", newline="\n")


def workspace(*, small: bool = False) -> Workspace:
    """The same without a copy on disk."""
    root = SMALL if small else ROOT
    text = (root / "config/cstool.yaml").read_text("utf-8").rstrip()
    bound = text + (SMALL_ONE if small else SHIPPED).format(url="http://127.0.0.1:8080")
    loaded = load(root, TODAY, {"config/cstool.yaml": bound})
    assert not loaded.faults, [(fault.span, fault.message) for fault in loaded.faults]
    return loaded
