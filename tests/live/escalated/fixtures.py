"""One server a module of tests."""

from collections.abc import Iterator

import pytest

from tests.live.escalated.server import AbsentError, Desk, running


@pytest.fixture(scope="module")
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A running helpdesk, empty. Where it cannot be installed, the test says so and is skipped."""
    kept = getattr(request.config, "cache", None)  # none with `-p no:cacheprovider`
    cache = kept.mkdir("escalated") if kept else tmp_path_factory.getbasetemp().parent / "escalated"
    cache.mkdir(exist_ok=True)
    try:
        with running(cache, tmp_path_factory.mktemp("desk")) as made:
            yield made
    except AbsentError as error:
        pytest.skip(f"NOT RUN, escalated-django cannot be installed here: {error}")
