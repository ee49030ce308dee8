"""Compile by the name of an account: the one place that knows which product is compiled by what."""

from cstool.backends.account import account_of
from cstool.backends.base import Compiled
from cstool.backends.local.compile import compile_local
from cstool.workspace import Workspace


def compile_for(workspace: Workspace, name: str) -> Compiled:
    """The native objects of one account of cstool.yaml. Raises UsageError for an account that is not there."""
    account = account_of(workspace, name)
    if account.settings.type == "zendesk":
        from cstool.backends.zendesk.compile import compile_zendesk

        return compile_zendesk(account)
    if account.settings.type == "zammad":
        from cstool.backends.zammad.compile import compile_zammad

        return compile_zammad(account)
    return compile_local(workspace, name, account.settings)
