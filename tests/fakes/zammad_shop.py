"""A workspace and a fake Zammad for it, driven through the command line."""

import io
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cstool.cli.main import run
from tests.fakes import zammad_objects
from tests.fakes.zammad import TOKEN, Account, Request, Server

ROOT = Path(__file__).parents[2]


@dataclass
class Shop:
    """One workspace, its account, and what came in since the last `forget`."""

    root: Path
    name: str
    server: Server
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, code: int | None = 0) -> str:
        """Run a command; what it said, both streams together."""
        self.server.requests.clear()
        found = run([*arguments, "--backend", self.name, "--workspace", str(self.root), "--today", "2026-11-22", "--lang", "en"])
        said = self.capsys.readouterr()
        assert code is None or found == code, said.out + said.err
        return said.out + said.err

    def wrote(self) -> list[Request]:
        """The requests that changed something."""
        return [request for request in self.server.requests if request.method != "GET"]

    def counted(self) -> Counter[str]:
        """Requests by method and record type."""
        return Counter(f"{one.method} {one.path.split('?')[0].strip('/').split('/')[0]}" for one in self.server.requests)

    def records(self, route: str) -> list[dict[str, Any]]:
        """What the account holds."""
        return list(self.server.account.tables[route].values())

    def edit(self, path: str, old: str, new: str) -> None:
        """Change a file of the workspace."""
        file = self.root / path
        before = file.read_text(encoding="utf-8")
        assert old in before, path
        file.write_text(before.replace(old, new), encoding="utf-8")


BACKEND = """
backends:
  za:
    type: zammad
    url: URL
    token: env:ZAMMAD_TOKEN
    channels: {shop-email: {recipient: help@my-shop.example}, live-chat: {via: chat}}
    fields: {category: {create: dropdown}}
    accepted_differences: [text-word-boundary, automatic-mail, reply-by-mail, reply-limit, language-detected]
"""
APPROVED = """---
category: refund
channels: [shop-email]
kind: reply
subject: "Your refund"
---
Dear customer,

we sent you the money & more.
"""


def small_shop(tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The smallest workspace that `cstool init` writes, with one more team, and a reply; its two agents have accounts."""
    root = tmp_path / "shop"
    assert run(["init", str(root), "--minimal"]) == 0
    capsys.readouterr()
    with (root / "config/cstool.yaml").open("a", encoding="utf-8") as settings:
        settings.write(BACKEND)
    (root / "templates/refund").mkdir()
    (root / "templates/refund/approved.en.md").write_text(APPROVED, encoding="utf-8")
    for who in ("li", "anna"):
        server.account.create("users", {"firstname": who, "email": f"{who}@my-shop.example", "roles": ["Agent"]})
    shop = _shop(root, "za", "URL", server, capsys, monkeypatch)
    shop.edit("config/teams.yaml", "members: [li, anna], lead: li}", "members: [li, anna], lead: li}\n  back: {members: [anna]}")
    return shop


def shipped_shop(tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The shipped workspace; its account has the agents and the attributes that the connectors fill."""
    root = tmp_path / "shop"
    for folder in ("config", "sop", "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    from cstool.loading import load

    workspace = load(root, _today())
    for item in workspace.agents.values():
        server.account.create(
            "users", {"firstname": "A", "email": item.value.email, "roles": ["Agent"], "group_ids": {"1": ["full"]}}
        )
    for binding in workspace.settings.value.backends["staging"].fields.values():
        if binding.attribute:
            text = {"type": "text", "maxlength": 200, "null": True, "default": ""}
            sent = {"object": "Ticket", "name": binding.attribute, "display": "x", "data_type": "input", "data_option": text}
            zammad_objects.create(server.account, sent, 3)
    zammad_objects.migrate(server.account)
    server.account.change("triggers", 1, {"active": False})
    return _shop(root, "staging", "https://staging-desk.lumen.example", server, capsys, monkeypatch)


def _shop(root: Path, name: str, url: str, server: Server, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> Shop:
    patch.setattr(sys, "stdin", io.StringIO())
    patch.setenv("ZAMMAD_TOKEN", TOKEN)
    shop = Shop(root, name, server, capsys)
    shop.edit("config/cstool.yaml", url, server.url)
    return shop


def _today() -> Any:
    from datetime import date

    return date(2026, 11, 22)


def newer() -> Server:
    """A Zammad 6."""
    return Server(Account(newer=True))
