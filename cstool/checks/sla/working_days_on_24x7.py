"""A target in working days that is counted on `24x7`.

Without a calendar every day is a working day, Sundays and Christmas too, so the target is tighter than it reads.

Bad:

    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: 4h, resolution: {within: 3 working days, calendar: 24x7}}}

Good:

    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: 4h, resolution: {within: 3d, calendar: 24x7}}}

中文：24x7 日历上没有“工作日”，周日和节假日也会算进去，目标比看上去更紧。请改用 d，或者指定工作日历。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.model.base import PRIORITIES
from cstool.sla import ALWAYS_OPEN, targets_of
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Working days where the target itself names the 24x7 clock."""
    for item in workspace.policies:
        for metric, target in targets_of(item.value):
            for key in ("within", *PRIORITIES) if target.calendar == ALWAYS_OPEN else ():
                within = getattr(target, key)
                if within and within.working_days:
                    message = text("working-days-on-24x7", value=str(within), metric=metric)
                    yield Problem(item.at("targets", metric, key), message, text("hint-working-days-on-24x7"))
