"""What `plan`, `push`, `pull`, `drift` and `rollback` share: options, the account, and the log of what was sent there."""

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import click

from cstool.backends.accounts import open_account
from cstool.backends.base import Backend, Compiled
from cstool.backends.http import Exchange
from cstool.backends.state import State
from cstool.cli.session import Session
from cstool.diagnostic import Severity, text
from cstool.errors import CstoolError, UsageError
from cstool.plan import Resource
from cstool.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])


def _kept(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    context.meta[_LOG] = value


_LOG = "cstool.requests"


def backend_option(function: F) -> F:
    """`--backend NAME` (the embedded helpdesk when absent) and `--requests FILE`."""
    log = click.option(
        "--requests",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        expose_value=False,
        callback=_kept,
        help="help-option-requests",
    )
    return click.option("--backend", "name", default="local", metavar="NAME", help="help-option-backend")(log(function))


def consent_options(function: F) -> F:
    """`--plan SHA`, `--yes`, `--force`, `--format`."""
    options = (
        click.option("--plan", "checksum", metavar="SHA", help="help-option-plan"),
        click.option("--yes", is_flag=True, help="help-option-yes"),
        click.option("--force", is_flag=True, help="help-option-force"),
        click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="help-option-plan-format"),
    )
    for option in reversed(options):
        function = option(function)
    return function


def account_of(session: Session, workspace: Workspace, name: str) -> Backend:
    """The backend of that name. Raises UsageError where there is none, or what it needs to be reached is missing."""
    settings = workspace.settings.value.backends.get(name)
    if settings is None:
        raise UsageError(text("no-such-backend", name=name, known=tuple(workspace.settings.value.backends)))
    now = session.now(workspace.settings.value.timezone).isoformat(timespec="seconds")
    path: Path | None = click.get_current_context().meta.get(_LOG)
    log = RequestLog(path).add if path else lambda exchange: None
    return open_account(session.root, name, settings, now, os.environ.get, log, workspace)


def desired(session: Session, workspace: Workspace, name: str, compiled: Compiled) -> Sequence[Resource]:
    """What the account shall hold; in one that was there before, spelt as it is there wherever that means the same."""
    settings = workspace.settings.value.backends[name]
    if not settings.adopted:
        return compiled.resources
    from cstool.backends.adopt.product import product_of
    from cstool.backends.adopt.spelling import as_pushed

    return as_pushed(compiled.resources, State(session.root, name).read().base, product_of(settings.type).meaning)


class RequestLog:
    """One JSON line for each request: what was asked of whom, what came back, how long it took. Headers are never in it."""

    def __init__(self, path: Path) -> None:
        self._path, self._gate, self._number = path, Lock(), 0
        self._write("w", "")

    def add(self, exchange: Exchange) -> None:
        """Append one."""
        with self._gate:
            self._number += 1
            row = {
                "number": self._number,
                "method": exchange.method,
                "path": exchange.path,
                "params": exchange.params,
                "attempt": exchange.attempt,
                "status": exchange.status,
                "seconds": round(exchange.seconds, 3),
                "problem": exchange.problem,
                "body": exchange.body,
            }
            self._write("a", json.dumps(row, ensure_ascii=False) + "\n")

    def _write(self, mode: str, line: str) -> None:
        try:
            with self._path.open(mode, encoding="utf-8", newline="") as file:
                file.write(line)
        except OSError as error:
            raise CstoolError(text("cannot-write", path=str(self._path), reason=error.strerror or str(error))) from None


def errors_of(workspace: Workspace) -> int:
    """How many errors validate, lint and settings leave in the workspace."""
    from cstool.checks.run import run

    return sum(one.severity is Severity.ERROR for one in run(workspace))
