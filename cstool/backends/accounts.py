"""Which account belongs to which product: opened with secrets that the command line has read from the environment."""

from collections.abc import Callable
from pathlib import Path

from cstool.backends.base import Backend
from cstool.backends.http import Exchange
from cstool.diagnostic import text
from cstool.errors import UsageError
from cstool.model.settings import BackendSettings
from cstool.workspace import Workspace

Secret = Callable[[str], str | None]
"""The value of an environment variable."""


def open_account(
    root: Path,
    name: str,
    settings: BackendSettings,
    now: str,
    secret: Secret,
    log: Callable[[Exchange], None],
    workspace: Workspace | None = None,
) -> Backend:
    """The account of one backend of cstool.yaml; nothing is sent yet. Raises UsageError where settings or secrets are missing.

    `workspace`: whose words for languages, fields and people the account uses for what it finds.
    """
    if settings.type == "local":
        from cstool.backends.local import LocalBackend

        return LocalBackend(root, name, settings, now)
    if settings.url is None:
        raise UsageError(text("missing-setting", name=name, setting="url"))
    token = _secret(name, "token", settings.token, secret)
    if settings.type == "zendesk":
        from cstool.backends.zendesk.account import connect

        return connect(name, settings, _secret(name, "user", settings.user, secret), token, log, workspace)
    if settings.type == "rt":
        from cstool.backends.rt.account import connect as connect_rt

        return connect_rt(name, settings, token, log)
    from cstool.backends.zammad.account import connect as connect_zammad

    return connect_zammad(name, settings, token, log)


def _secret(name: str, setting: str, written: str | None, secret: Secret) -> str:
    """What `env:NAME` stands for."""
    if written is None:
        raise UsageError(text("missing-setting", name=name, setting=setting))
    variable = written.removeprefix("env:")
    value = secret(variable)
    if not value:
        raise UsageError(text("missing-secret", name=name, variable=variable))
    return value
