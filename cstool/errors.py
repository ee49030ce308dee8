"""Why the tool could not work. A wrong file is data (a Diagnostic); being unable to work is one of these."""

from cstool.diagnostic import Text


class CstoolError(Exception):
    """Could not do it: one clear line on stderr, exit code 3."""

    exit_code = 3

    def __init__(self, message: Text) -> None:
        super().__init__(message.id)
        self.message = message


class UsageError(CstoolError):
    """The call itself is wrong (an option, a name on the command line): exit code 2."""

    exit_code = 2


class RefusedError(CstoolError):
    """A guard said no: live moved, a threshold, no confirmation, another push running: exit code 4."""

    exit_code = 4


class MissingExtraError(CstoolError):
    """An optional package is not installed; the message carries the pip line: exit code 3."""
