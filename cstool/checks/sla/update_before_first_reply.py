"""Updates are promised at shorter distances than the first reply.

The customer is to hear something new every hour, and waits four hours for the first word. Helpdesks that count both from the same
moment are late before they begin (https://github.com/zammad/zammad/issues/5177).

Bad:

    # config/sla.yaml
    policies:
      - {id: everyone, targets: {first_reply: 4h, update: 1h, resolution: 24h}}

Good:

    # config/sla.yaml
    policies:
      - {id: everyone, targets: {first_reply: 4h, update: 8h, resolution: 24h}}

中文：进展更新的间隔比首次回复还短：要求每小时更新一次，首次回复却要等四小时。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.sla import by_priority, length
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Policies with both targets on one clock; the first priority at which they cross."""
    for item in workspace.policies:
        update, first = item.value.targets.update, item.value.targets.first_reply
        if update is None or first is None or update.calendar != first.calendar:
            continue
        replies = by_priority(first)
        for priority, within in by_priority(update).items():
            reply = replies.get(priority)
            if reply and bool(reply.working_days) == bool(within.working_days) and length(within) < length(reply):
                key = priority if getattr(update, priority) is not None else "within"
                message = text("update-before-first-reply", update=str(within), reply=str(reply), priority=priority)
                related = ((item.at("targets", "first_reply"), text("other-target", metric="first_reply", within=str(reply))),)
                yield Problem(item.at("targets", "update", key), message, text("hint-update"), related=related)
                break
