"""The embedded helpdesk: a SQLite file that runs our own engine; the default backend, no server."""

from cstool.backends.local.account import LocalBackend, edit

__all__ = ["LocalBackend", "edit"]
