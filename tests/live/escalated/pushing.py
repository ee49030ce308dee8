"""Pushes of these tests, through the machinery of every push; some that are killed, and some whose answers never come."""

import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cstool.backends.base import UnsureError
from cstool.backends.http import Answer, Http
from cstool.backends.push import Report, carry_out, look, moved
from cstool.backends.state import State
from cstool.diagnostic import text
from cstool.plan import Change, Plan, Resource
from tests.live.escalated.account import EscalatedBackend
from tests.live.escalated.seller import NAME, SETTINGS


class Pusher:
    """A workspace's memory of one desk."""

    def __init__(self, http: Http, root: Path) -> None:
        self.state = State(root, NAME)
        self.account = EscalatedBackend(NAME, SETTINGS, http)

    def plan(self, desired: Sequence[Resource], *, delete: bool = False) -> Plan:
        """What a push would do."""
        return look(self.account, self.state, desired, delete=delete).plan

    def push(self, desired: Sequence[Resource], *, delete: bool = False) -> Report:
        """Do it."""
        with self.state.only_push():
            seen = look(self.account, self.state, desired, delete=delete)
            return carry_out(self.account, self.state, seen, "s", delete=delete)

    def done(self, desired: Sequence[Resource], *, delete: bool = False) -> Report:
        """Do it, without any fault, to the end."""
        report = self.push(desired, delete=delete)
        assert not report.failures, [(str(failure.change.key), failure.message) for failure in report.failures]
        assert report.left.empty, report.left.changes[:3]
        return report

    def drift(self) -> tuple[Change, ...]:
        """What somebody changed there."""
        return moved(self.account, self.state)

    def natives(self) -> dict[str, str]:
        """Their numbers of our objects, by `kind/id [part]`."""
        return {str(key): pushed.native for key, pushed in self.state.read().base.items()}

    def world(self) -> list[tuple[str, str, str]]:
        """Every object there: kind, name, and whose it is."""
        return sorted((item.kind, item.name, str(item.owner or "")) for item in self.account.fetch())


def _unhurried(seconds: float) -> None:
    """Tests wait for nothing."""


class Doomed(Http):
    """The process dies just before its n-th write is sent, or just after its answer came."""

    def __init__(self, base: str, headers: Mapping[str, str], number: int, *, after: bool) -> None:
        super().__init__(base, headers, wait=_unhurried)
        self._left, self._after = number, after

    def send(self, method: str, path: str, *arguments: Any, **options: Any) -> Answer:
        """One request, maybe the last."""
        writes = method != "GET"
        self._left -= writes
        if writes and self._left == 0 and not self._after:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = super().send(method, path, *arguments, **options)
        if writes and self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer


class Forgetful(Http):
    """Every create is carried out, and its answer is lost."""

    lost = 0

    def send(self, method: str, path: str, *arguments: Any, **options: Any) -> Answer:
        """One request."""
        answer = super().send(method, path, *arguments, **options)
        if options.get("creates"):
            self.lost += 1
            raise UnsureError(text("answer-lost", method=method, path=path, host=self.host, why="time-out"))
        return answer
