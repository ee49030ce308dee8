"""The engine's due times against the server's own clock: years of moments, both kinds of clock change, holidays, closing times.

The clock is asked directly (`RT::SLA->Due`), without a ticket for each moment.
"""

import json
import os
import random
from datetime import UTC, datetime, timedelta

import pytest

from cstool.backends.account import account_of
from cstool.backends.compilers import compile_for
from cstool.backends.rt.engine import engine_of
from tests.live.rt.commands import Desk
from tests.live.rt.seller import NAME

pytestmark = pytest.mark.xdist_group("rt")
COUNT = int(os.environ.get("CSTOOL_LIVE_MOMENTS", "240"))
ASK = """use RT -init; use JSON; require RT::SLA; RT->Config->LoadConfigFromDatabase;
for (@{ decode_json(join '', <STDIN>) }) {
    my ($level, $type, $time) = @$_;
    my $due = RT::SLA->Due(Level => $level, Type => $type, Time => $time);
    print defined $due ? $due : '', "\\n";
}"""
TURNS = (
    datetime(2026, 3, 8, 8, tzinfo=UTC),  # Chicago
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # Berlin
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 11, 1, 7, tzinfo=UTC),
    datetime(2026, 12, 24, 12, tzinfo=UTC),  # holidays
    datetime(2027, 2, 5, 10, tzinfo=UTC),
    datetime(2026, 10, 10, 4, tzinfo=UTC),  # a Saturday worked for a holiday
    datetime(2026, 7, 17, 13, tzinfo=UTC),  # closing time in Shenzhen
    datetime(2026, 7, 17, 14, tzinfo=UTC),  # and in Berlin, on a Friday
)


def moments(count: int) -> list[datetime]:
    draw = random.Random(11)
    found = []
    for number in range(count):
        if number % 2:
            found.append(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=draw.randrange(500 * 86_400)))
        else:
            found.append(draw.choice(TURNS) + timedelta(seconds=draw.choice((0, -1, 1, 1800, -1800, 3600, -7200, -86_400))))
    return found


def test_the_engine_counts_as_the_server_does(shipped: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = shipped.workspace()
    model = engine_of(account_of(workspace, NAME), compile_for(workspace, NAME))
    draw, names = random.Random(5), sorted(model.bodies)
    asked = []
    for moment in moments(COUNT):
        level = draw.choice(names)
        kind = draw.choice([one for one in ("Response", "Resolve") if one in model.bodies[level]])
        asked.append((level, kind, moment))
    said = shipped.server.perl(ASK, stdin=json.dumps([(level, kind, int(at.timestamp())) for level, kind, at in asked]))
    unequal = []
    for (level, kind, moment), line in zip(asked, said.splitlines(), strict=True):
        there = datetime.fromtimestamp(int(line), UTC) if line and line != "-1" else None
        wanted = model.counted(level, kind, moment)
        if wanted != there:
            unequal.append((level, kind, moment, there, wanted))
    with capsys.disabled():
        print(f"\nrequest tracker: {len(asked)} due times on {len(names)} levels, unequal: {len(unequal)}")
    assert not unequal, unequal[:5]
