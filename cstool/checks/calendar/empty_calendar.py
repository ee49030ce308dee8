"""A calendar without a single working hour.

Time stands still on it: no ticket that counts on it is ever due, no escalation ever goes out, and every report says "met".

Bad:

    # config/calendars/base.yaml
    calendars:
      shenzhen: {timezone: Asia/Shanghai, hours: {mon-fri: []}}

Good:

    # config/calendars/base.yaml
    calendars:
      shenzhen: {timezone: Asia/Shanghai, hours: {mon-fri: "09:00-18:00"}}

中文：日历里没有任何上班时间。按它计时的工单永远不会到期，也永远不会升级。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.workspace import Workspace
from cstool.worktime import plan_of

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Calendars whose every weekday is empty; where hours could not be read, nothing is said of them."""
    if "calendars" in workspace.incomplete:
        return
    for name, item in workspace.calendars.items():
        if plan_of(item.value).never_opens:
            yield Problem(item.key_at("hours"), text("calendar-never-opens", calendar=name), text("hint-add-hours"))
