"""Servers for the live tests: started once a run, stopped at its end."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.rt.commands import Desk
from tests.live.rt.seller import settle
from tests.live.rt.server import AbsentError, Server, install


@pytest.fixture(scope="session")
def request_tracker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A fresh Request Tracker; the packages are installed where that is possible."""
    if os.environ.get("CSTOOL_LIVE") == "0":
        pytest.skip("NOT RUN: CSTOOL_LIVE=0")
    server = Server(Path(tmp_path_factory.mktemp("rt")))
    try:
        install()
        server.prepare()
        server.start()
    except AbsentError as absent:
        pytest.skip(f"NOT RUN: no Request Tracker on this machine: {absent}")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def shipped(request_tracker: Server, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The shipped seller, pushed to it."""
    desk = Desk(request_tracker, settle(Path(tmp_path_factory.mktemp("seller")), request_tracker.base))
    desk.people()
    desk.run("push", "--yes")
    return desk
