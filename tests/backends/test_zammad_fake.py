"""The fake Zammad against 2,437 recorded requests and answers, and the faults that it can be told to make."""

import http.client
import json
import os
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.zammad import TOKEN, Server
from tests.fakes.zammad_replay import recorded, replay

DATA = Path(os.environ.get("CSTOOL_DATA") or Path(__file__).parents[2] / ".." / "shared" / "data")
pytestmark = pytest.mark.skipif(
    not (DATA / "zammad" / "recorded.jsonl.gz").exists(), reason=f"NOT RUN: no recorded traffic below {DATA} (set CSTOOL_DATA)"
)
KNOWN = {
    "names of associations that nothing of ours has": (3, 203),
    "malformed JSON without an Accept header is a 400": (24,),
    "people of a fresh account": (34, 35, 1040, 1041, 1042, 1195, 1221),
    "the admin was made before the recording began": (54,),
    "texts of the triggers of a fresh account": (205, 1879),
    "worked out again by the background worker": (895, 896, 897, 898, 899, 1893),
    "macros at work": (1307, 1332),
    "made outside the recording": (1639,),
    "the order of a database with ICU collation, not C": (1756, 1758, 1765, 1767),
}
"""Where the fake answers otherwise, and why."""


def test_the_fake_answers_as_recorded() -> None:
    verdicts = list(replay(recorded(DATA)))
    judged = [verdict for verdict in verdicts if verdict.judged]
    unequal = {verdict.pair.number: verdict for verdict in judged if verdict.why}
    known = {number for numbers in KNOWN.values() for number in numbers}
    aside = Counter(verdict.why for verdict in verdicts if not verdict.judged)
    print(f"{len(verdicts)} recorded pairs, {len(judged)} judged, {len(judged) - len(unequal)} equal")
    for why, numbers in KNOWN.items():
        print(f"  unequal {sum(number in unequal for number in numbers)}: {why}")
    for why, count in aside.most_common():
        print(f"  not judged {count}: {why}")
    surprises = {number: (verdict.pair.method, verdict.pair.path, verdict.why) for number, verdict in unequal.items()}
    assert {number: found for number, found in surprises.items() if number not in known} == {}
    assert len(judged) >= 2290
    assert len(judged) - len(unequal) >= 2275


def call(server: Server, method: str, path: str, body: object = None) -> tuple[int, Any]:
    request = urllib.request.Request(
        f"{server.url}/api/v1{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Token token={TOKEN}", "Accept": "application/json"},
        method=method,
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


@pytest.mark.parametrize(("fault", "made"), [("drop-before", 1), ("drop-after", 2), ("500", 1), ("429", 1), ("half", 2)])
def test_faults_come_before_or_after_the_deed(fault: str, made: int) -> None:
    with Server(fault=lambda number, method, path: fault if number == 1 else None) as server:
        try:
            call(server, "POST", "/groups", {"name": "Returns"})
        except (OSError, ValueError, http.client.HTTPException):
            assert fault in ("drop-before", "drop-after", "half")
        assert len(call(server, "GET", "/groups")[1]) == made
