"""An escalation is finer than the clock of the helpdesk that must ring it.

Zendesk's automations run once an hour and count whole hours: an alarm at 75 % of a target of 30 minutes rings when
the target has long been missed. Rows of this kind look right in every review. Escalate on a longer target, ring at 100 %, keep
the policy away with `exclude`, or accept the difference by its name under `accepted_differences`.

Bad:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    backends:
      production:
        type: zendesk
        url: "https://base.zendesk.com"
        channels: {shop-email: {recipient: help@base.example}}
    # config/sla.yaml
    policies:
      - id: everyone
        targets: {first_reply: 30m, resolution: 24h}
        escalate: [{at: 75%, of: first_reply, do: notify, to: {role: lead}}]

Good:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    backends:
      production:
        type: zendesk
        url: "https://base.zendesk.com"
        channels: {shop-email: {recipient: help@base.example}}
    # config/sla.yaml
    policies:
      - id: everyone
        targets: {first_reply: 4h, resolution: 24h}
        escalate: [{at: 50%, of: first_reply, do: notify, to: {role: lead}}]

中文：升级提醒比后台的时钟还细：Zendesk 的自动化每小时才运行一次、只数整小时，30 分钟的时效在 75% 时提醒，
等它响起时早已超时。请对更长的目标提醒、改在 100% 提醒、用 exclude 排除，或在 accepted_differences 里接受这个差别。
"""

from collections.abc import Iterator
from decimal import Decimal

from cstool.diagnostic import Problem, Severity, text
from cstool.model.base import Duration
from cstool.model.sla import Escalation, Policy
from cstool.sla import by_priority, targets_of
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
_DIFFERENCE = "escalation-in-hours"


def check(workspace: Workspace) -> Iterator[Problem]:
    """Escalations before 100 % of policies in force that can ring after their shortest target, by each backend's own step."""
    for name, backend in workspace.settings.value.backends.items():
        product = workspace.helpdesks.get(backend.type)
        step = product.value.limits.get("automation-step") if product else None
        if step is None or product is None or _DIFFERENCE in backend.accepted_differences:
            continue
        for policy in workspace.policies:
            if not policy.value.in_force(workspace.today) or f"policies/{policy.value.id}" in backend.exclude:
                continue
            for position, escalation in enumerate(policy.value.escalate):
                target = _shortest(policy.value, escalation)
                rings = _latest(target, escalation.at, step.value * 60) if target else 0
                if target and rings > target.seconds and escalation.at < 100:
                    values = {"backend": name, "step": step.value, "metric": escalation.of, "target": str(target)}
                    at = f"{escalation.at.normalize():f}"
                    message = text("escalation-finer-than-clock", at=at, rings=str(Duration(rings)), **values)
                    hint = text("hint-escalation-finer", backend=name, difference=_DIFFERENCE)
                    related = ((product.at("limits", "automation-step"), text("clock-of-product", source=step.source)),)
                    yield Problem(policy.at("escalate", position, "at"), message, hint, related=related)


def _shortest(policy: Policy, escalation: Escalation) -> Duration | None:
    """The shortest length of the target in seconds; None where it counts working days or is not there."""
    lengths = [one for metric, target in targets_of(policy) if metric == escalation.of for one in by_priority(target).values()]
    counted = [one for one in lengths if one.seconds and not one.working_days]
    return min(counted, key=lambda one: one.seconds, default=None)


def _latest(target: Duration, at: Decimal, step: int) -> int:
    """Seconds after which the alarm has rung at the latest: whole steps, at least one, and one more until it is looked at."""
    moment = int(target.seconds * at / 100)
    return max(1, moment // step) * step + step
