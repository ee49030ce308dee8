"""A target in days (`d`) that is counted on working hours.

`1d` is 24 hours. On a calendar of nine hours a day that is almost three days, which nobody means. Write the hours (`9h`), or
`1 working day`, or count calendar time.

Bad:

    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: {within: 1d, calendar: shenzhen}}}

Good:

    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: {within: 1 working day, calendar: shenzhen}}}

中文：按工作时间计时的目标不能用 d（天）。1d 等于 24 小时，在每天九小时的日历上差不多是三天。请写小时数、
working day，或者改用 24x7 日历。
"""

import re
from collections.abc import Iterator

from cstool.conditions.syntax import Condition
from cstool.diagnostic import Problem, Severity, text
from cstool.sla import ALWAYS_OPEN, CHANNEL_FACTS, SlaBook, can_hold, compile_sla, targets_of, thought_of
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_DAYS = re.compile(r"\d\s*d")


def check(workspace: Workspace) -> Iterator[Problem]:
    """Lengths written with `d` whose clock is a calendar, or may be one by way of the channel."""
    book = compile_sla(workspace)
    for item, condition in book.policies:
        for metric, target in targets_of(item.value):
            stated = _stated(item.source.data, (*item.loc, "targets", metric))
            for key, written in stated.items():
                if not (isinstance(written, str) and _DAYS.search(written)):
                    continue
                clock = target.calendar or next(iter(_clocks(book, workspace, condition)), ALWAYS_OPEN)
                if clock != ALWAYS_OPEN:
                    loc = ("targets", metric, key) if key else ("targets", metric)
                    message = text("days-on-working-clock", value=written, metric=metric, calendar=clock)
                    yield Problem(item.at(*loc), message, text("hint-days-on-working-clock"))


def _stated(data: object, loc: tuple[str | int, ...]) -> dict[str, object]:
    """The lengths of one target as the file writes them; `""` is the short form."""
    for part in loc:
        data = data[part]  # type: ignore[index]
    return data if isinstance(data, dict) else {"": data}


def _clocks(book: SlaBook, workspace: Workspace, condition: Condition) -> Iterator[str]:
    """The working calendars of the channels on which the policy can apply."""
    for channel, entry in workspace.channels.items():
        if entry.value.calendar and can_hold(condition, thought_of(book, channel), CHANNEL_FACTS) is not False:
            yield entry.value.calendar
