"""Pushing a workspace to the fake account, as the commands do it, for tests of any part of the way."""

from collections.abc import Callable
from pathlib import Path

from cstool.backends.http import Exchange
from cstool.backends.push import Look, Report, carry_out, look
from cstool.backends.state import State
from cstool.backends.zendesk.account import ZendeskAccount, connect
from cstool.plan import Plan
from cstool.workspace import Workspace
from tests.fakes.zendesk import TOKEN, USER, FakeZendesk
from tests.fakes.zendesk_store import Store

BACKEND = "zd"
"""The Zendesk account of the small seller in tests/backends/small_seller."""


def small_store() -> Store:
    """The account of the small seller: two agents, the address and the field of requesters that its bindings name."""
    store = Store()
    store.agent("Admin", USER, "admin")
    store.agent("Ann", "Ann@small.example")
    store.agent("Bob", "bob@small.example")
    store.addresses |= {"help@small.example"}
    store.user_fields |= {"country"}
    return store


def opened(
    fake: FakeZendesk,
    workspace: Workspace,
    name: str = BACKEND,
    log: Callable[[Exchange], None] = lambda exchange: None,
    wait: Callable[[float], None] = lambda seconds: None,
) -> ZendeskAccount:
    """The account behind the fake server; nobody waits."""
    settings = workspace.settings.value.backends[name].model_copy(update={"url": fake.url})
    return connect(name, settings, USER, TOKEN, log, workspace, wait=wait)


def looked(fake: FakeZendesk, root: Path, workspace: Workspace, *, name: str = BACKEND, delete: bool = False) -> Look:
    """What `plan` would see."""
    account = opened(fake, workspace, name)
    return look(account, State(root, name), account.compile(workspace).resources, delete=delete)


def planned(fake: FakeZendesk, root: Path, workspace: Workspace, *, name: str = BACKEND, delete: bool = False) -> Plan:
    """What `plan` would say."""
    return looked(fake, root, workspace, name=name, delete=delete).plan


def pushed(fake: FakeZendesk, root: Path, workspace: Workspace, *, name: str = BACKEND, delete: bool = False) -> Report:
    """What `push --yes` would do, without the checks and guards before it."""
    account = opened(fake, workspace, name)
    state = State(root, name)
    seen = look(account, state, account.compile(workspace).resources, delete=delete)
    return carry_out(account, state, seen, "test", delete=delete)
