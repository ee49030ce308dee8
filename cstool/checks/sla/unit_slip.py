"""A length that looks as if its unit were wrong.

`7200m` are five days; 7200 is what two hours are in seconds. `480h` are twenty days; 480 is a working day in minutes. Numbers
carried over from a helpdesk that counts in another unit keep their digits and change their meaning, and the ticket is never
due. Told are numbers that are whole hours in a smaller unit and absurd in the one that is written, replies due within five
seconds, and a priority that is sixty times its neighbour.

Bad:

    # config/sla.yaml
    policies:
      - {id: everyone, targets: {first_reply: 7200m, resolution: 86400m}}

Good:

    # config/sla.yaml
    policies:
      - {id: everyone, targets: {first_reply: 2h, resolution: 24h}}

中文：时长的单位看起来写错了。7200m 是五天，而 7200 是两小时的秒数；480h 是二十天，而 480 是一个工作日的分钟数。从按其他单位计
数的系统抄来的数字位数没变、意思变了，工单就永远不会到期。
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from cstool.diagnostic import Problem, Severity, text
from cstool.model.base import PRIORITIES, Duration
from cstool.model.sla import Policy
from cstool.sla import by_priority, targets_of
from cstool.workspace import Item, Workspace

SEVERITY = Severity.ERROR
_ONE_UNIT = re.compile(r"\s*(\d+)\s*([smh])\s*")
_DAY, _TOO_SOON = 86_400, 5


def check(workspace: Workspace) -> Iterator[Problem]:
    """Every length of every policy as it is written."""
    for item in workspace.policies:
        for metric, target in targets_of(item.value):
            told = set()
            for key in ("within", *PRIORITIES):
                within = getattr(target, key)
                written = _written(item, metric, key)
                meant = _meant(written, within, metric) if within else None
                if meant:
                    told.add(key)
                    message = text("unit-slip", written=written, metric=metric, meant=str(meant))
                    yield Problem(item.at("targets", metric, key), message, text("hint-unit-slip", meant=str(meant)))
            for (lower, loose), (higher, tight) in pairwise(by_priority(target).items()):
                times = loose.seconds // tight.seconds if tight.seconds else 0
                if not told and times in (60, 3600) and loose.seconds % tight.seconds == 0:
                    values = {"lower": lower, "higher": higher, "times": times, "metric": metric}
                    key = lower if getattr(target, lower) is not None else "within"
                    message = text("unit-slip-between", **values, longer=str(loose), shorter=str(tight))
                    hint = text("hint-unit-slip-between")
                    yield Problem(item.at("targets", metric, key), message, hint, severity=Severity.WARNING)


def _written(item: Item[Policy], metric: str, key: str) -> str:
    stated = item.source.data
    for part in (*item.loc, "targets", metric):
        stated = stated[part]  # type: ignore[index]
    stated = stated.get(key) if isinstance(stated, dict) else stated
    return stated if isinstance(stated, str) else ""


def _meant(written: str, within: Duration, metric: str) -> Duration | None:
    """What the digits say in another unit, where they say something sensible there and something absurd here."""
    match = _ONE_UNIT.fullmatch(written)
    if match is None:
        return None
    number, unit = int(match[1]), match[2]
    if unit == "s" and metric != "resolution" and 0 < number < _TOO_SOON:
        return Duration(number * 3600)
    if unit == "m" and number >= 3600 and number % 3600 == 0:
        return Duration(number)
    if unit == "h" and number >= 240 and number % 60 == 0 and within.seconds >= (60 if metric == "resolution" else 10) * _DAY:
        return Duration(number * 60)
    return None
