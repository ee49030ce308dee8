"""An automatic reply stops our clock on a channel where it does not count as an answer.

A rule answers by itself and sets the ticket to a state in which the policy pauses, or to solved. Our clock stands still, the
report is green, and the marketplace, which does not count automatic replies, waits for a person.

Bad:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    packs: [amazon]
    # config/channels/amazon.yaml
    channels:
      amazon-us: {type: marketplace, pack: amazon, country: US, languages: [en], calendar: shenzhen, team: market}
    # config/teams/market.yaml
    teams:
      market: {name: Market, members: [ana, bo], on_call: [ana]}
    # config/routing.yaml
    stages:
      - id: respond
        match: first
        rules:
          - id: acknowledge
            when: {author: customer, automatic: false}
            then: {reply: general/acknowledge, status: pending, at_most: 1 per 12h}
    # config/sla.yaml
    policies:
      - {id: market, when: {pack: amazon}, targets: {first_reply: {within: 20h, calendar: 24x7}, resolution: 24h}, pause: pending}
      - {id: everyone, targets: {first_reply: 4h, resolution: 24h}}

Good:

    # config/sla.yaml
    policies:
      - {id: everyone, targets: {first_reply: 4h, resolution: 24h}, pause: pending}

中文：自动回复让我们的时钟停了，而平台不承认自动回复。规则自动回复并把工单设为暂停计时的状态（或已解决）：我们的报表是绿的，平
台还在等人回复。
"""

from collections.abc import Iterator, Mapping

from cstool.conditions.book import book_of
from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.model.pack import ResponseTime
from cstool.model.routing import Rule
from cstool.sla import CHANNEL_FACTS, SlaBook, can_hold, compile_sla, thought_of
from cstool.sla.duties import Duty, duties_on
from cstool.sla.matrix import under
from cstool.workspace import Item, Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Rules that reply and set a state, on each channel that they can reach."""
    book, duties = compile_sla(workspace), dict(_demanding(workspace))
    for stage, rule in workspace.rules() if duties else ():
        then = rule.value.then
        if then.reply and then.status and stage.value.in_force(workspace.today) and rule.value.in_force(workspace.today):
            found = dict(_stopped(workspace, book, duties, rule))
            if found:
                duty = next(iter(found.values()))
                yield Problem(
                    rule.at("then", "status"),
                    text("automatic-reply-stops-clock", rule=rule.value.id, status=then.status, channels=quoted(*found)),
                    text("hint-leave-status"),
                    related=((duty.entry.at("limit"), text("marketplace-rule", what=duty.entry.value.what)),),
                    witness={"channel": next(iter(found))},
                )


def _demanding(workspace: Workspace) -> Iterator[tuple[str, Duty]]:
    """Channels on which a person has to answer in time."""
    for channel in workspace.channels:
        for duty in duties_on(workspace, channel):
            entry = duty.entry.value
            if isinstance(entry, ResponseTime) and duty.metric == "first_reply" and not entry.counts_auto_reply:
                yield channel, duty
                break


def _stopped(workspace: Workspace, book: SlaBook, duties: Mapping[str, Duty], rule: Item[Rule]) -> Iterator[tuple[str, Duty]]:
    """The channels on which the state stops a clock that the marketplace lets run."""
    condition, status = book_of(workspace).condition(rule, "when"), rule.value.then.status
    for channel, duty in duties.items() if condition is not None else ():
        if condition is None or can_hold(condition, thought_of(book, channel), CHANNEL_FACTS) is False:
            continue
        goals = under(book, channel, duty)
        if status in ("solved", "closed") or any(status in goal.policy.value.pause for goal in goals):
            yield channel, duty
