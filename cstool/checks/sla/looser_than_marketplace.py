"""A target is looser than the limit of the marketplace or network on which the customer writes.

Agents who meet the target are late for the marketplace, which counts it against the account. The limits come from the packs
in force, each with its source. A target on working hours is reported only where its number alone is above the limit.

Bad:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    packs: [amazon]
    # config/channels/amazon.yaml
    channels:
      amazon-us: {type: marketplace, pack: amazon, languages: [en], calendar: shenzhen, team: frontline}
    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: {within: 36h, calendar: 24x7}}}

Good:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    packs: [amazon]
    # config/channels/amazon.yaml
    channels:
      amazon-us: {type: marketplace, pack: amazon, languages: [en], calendar: shenzhen, team: frontline}
    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: {within: 20h, calendar: 24x7}}}

中文：目标比平台的时限还松：客服按目标回复，平台却已记为超时，影响店铺考核。时限来自生效的平台规则包（附来源）。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.model.base import Duration
from cstool.model.pack import ResponseTime
from cstool.sla import CHANNEL_FACTS, Goal, compile_sla, possible_goals, thought_of
from cstool.workspace import Item, Workspace

SEVERITY = Severity.ERROR
TRUST = ("official", "documented", "third-party", "weak")


def check(workspace: Workspace) -> Iterator[Problem]:
    """Targets that tickets of a channel can get, against its pack's limits; one problem for a target and a limit."""
    book = compile_sla(workspace)
    found: dict[tuple[object, ...], tuple[Goal, Item[ResponseTime], list[str]]] = {}
    for channel, item in workspace.channels.items():
        country = item.value.country
        for limit in _limits(workspace, item.value.pack):
            elsewhere = country is not None and limit.value.region not in ("all", country)
            if elsewhere or (limit.value.category and limit.value.category not in workspace.categories):
                continue
            known = CHANNEL_FACTS | ({"category"} if limit.value.category else frozenset())
            goals = possible_goals(book, thought_of(book, channel, limit.value.category), known)
            for goal in goals.get(limit.value.metric, ()):
                if _looser(goal.within, limit.value):
                    key = (goal.policy.at("targets", goal.metric, goal.key), limit.value.limit, limit.value.clock)
                    channels = found.setdefault(key, (goal, limit, []))[2]
                    channels += [channel] if channel not in channels else []
    for goal, limit, channels in found.values():
        yield _problem(goal, limit, tuple(channels))


def _limits(workspace: Workspace, pack: str | None) -> list[Item[ResponseTime]]:
    """The duties of a pack in force, the most trusted first: it is the one that is quoted."""
    if pack not in workspace.settings.value.packs or pack not in workspace.packs:
        return []
    whole = workspace.packs[pack]
    duties = [
        Item(entry, whole.source, (*whole.loc, "entries", position))
        for position, entry in enumerate(whole.value.entries)
        if isinstance(entry, ResponseTime)
    ]
    return sorted(duties, key=lambda duty: TRUST.index(duty.value.confidence))


def _looser(within: Duration, limit: ResponseTime) -> bool:
    if limit.clock == "business_days" or limit.limit.working_days:
        return bool(limit.limit.working_days) and within.working_days > limit.limit.working_days
    # The n-th working day closes more than n days after the first minute of the day on which the customer wrote.
    return within.seconds > limit.limit.seconds or within.working_days * 86_400 >= limit.limit.seconds > 0


def _problem(goal: Goal, limit: Item[ResponseTime], channels: tuple[str, ...]) -> Problem:
    message = text(
        "looser-than-marketplace",
        metric=goal.metric,
        within=str(goal.within),
        limit=str(limit.value.limit),
        channels=quoted(*channels),
        source=limit.value.source,
    )
    return Problem(
        goal.policy.at("targets", goal.metric, goal.key),
        message,
        text("hint-tighten", limit=str(limit.value.limit)),
        related=((limit.at("limit"), text("marketplace-rule", what=limit.value.what)),),
        witness={"channel": channels[0]},
        severity=Severity.WARNING if limit.value.confidence == "weak" else None,
    )
