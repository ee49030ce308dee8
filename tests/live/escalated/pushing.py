"""Pushes of these tests, through the machinery of every push."""

from collections.abc import Sequence
from pathlib import Path

from cstool.backends.push import Report, carry_out, look
from cstool.backends.state import State
from cstool.plan import Plan, Resource
from tests.live.escalated.account import EscalatedBackend
from tests.live.escalated.seller import NAME, SETTINGS
from tests.live.escalated.server import Desk


class Pusher:
    """A workspace's memory of one desk."""

    def __init__(self, desk: Desk, root: Path) -> None:
        self.desk = desk
        self.root = root
        self.state = State(root, NAME)
        self.account = EscalatedBackend(NAME, SETTINGS, desk.http())

    def plan(self, desired: Sequence[Resource], *, delete: bool = False) -> Plan:
        """What a push would do."""
        return look(self.account, self.state, desired, delete=delete).plan

    def push(self, desired: Sequence[Resource], *, delete: bool = False) -> Report:
        """Do it."""
        with self.state.only_push():
            seen = look(self.account, self.state, desired, delete=delete)
            return carry_out(self.account, self.state, seen, "s", delete=delete)

    def natives(self) -> dict[str, str]:
        """Their numbers of our objects, by `kind/id [part]`."""
        return {str(key): pushed.native for key, pushed in self.state.read().base.items()}
