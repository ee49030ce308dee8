"""One server a module of tests."""

from collections.abc import Iterator

import pytest

from tests.live.escalated.server import AbsentError, Desk, running


@pytest.fixture(scope="module")
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A running helpdesk, empty. Where it cannot be installed, the test says so and is skipped."""
    cache = request.config.cache
    assert cache is not None
    folder = tmp_path_factory.mktemp("escalated")
    try:
        with running(cache.mkdir("escalated"), folder) as made:
            yield made
    except AbsentError as error:
        pytest.skip(f"NOT RUN, escalated-django cannot be installed here: {error}")
