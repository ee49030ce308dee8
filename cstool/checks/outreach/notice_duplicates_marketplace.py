"""A notice that the marketplace sends itself.

Amazon confirms orders and shipments to the buyer; a second message from the seller is not a permitted message, and buyers
complain of it. What each marketplace says stands in its pack.

Bad:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    default_locale: en
    packs: [amazon]
    # config/channels/more.yaml
    channels:
      amazon-us: {type: marketplace, pack: amazon, country: US, languages: [en], team: frontline}
    # config/outreach.yaml
    outreach:
      - {id: shipped, event: order.shipped, template: order/shipped, kind: transactional}
    # templates/order/shipped.en.md
    ---
    kind: outreach
    subject: On its way
    ---
    Your parcel is on its way.
    # templates/order/shipped.zh-CN.md
    ---
    subject: 已发货
    ---
    您的包裹已发出。

Good:

    # config/outreach.yaml
    outreach:
      - {id: shipped, event: order.shipped, when: {channel_type: email}, template: order/shipped, kind: transactional}
    # templates/order/shipped.en.md
    ---
    kind: outreach
    subject: On its way
    ---
    Your parcel is on its way.
    # templates/order/shipped.zh-CN.md
    ---
    subject: 已发货
    ---
    您的包裹已发出。

中文：主动通知与平台自己发的通知重复（如亚马逊的订单确认、发货通知），属于不允许的消息。
"""

from collections.abc import Iterator

from cstool.checks.reach import forbidding
from cstool.diagnostic import Problem, Severity, text
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_NOTICES = ("order.created", "order.confirmed", "order.paid", "order.shipped", "order.delivered", "order.in_transit")


def check(workspace: Workspace) -> Iterator[Problem]:
    """Transactional notices of order events that can reach a channel whose pack forbids them."""
    for item in workspace.outreach:
        if item.value.kind == "transactional" and item.value.event in _NOTICES:
            for rule in forbidding(workspace, item, "order_notice"):
                values = {"id": item.value.id, "channel": rule.channel, "what": dict(rule.entry.what)}
                message = text("notice-duplicates-marketplace", **values, source=rule.entry.source)
                yield Problem(item.at("when"), message, text("hint-leave-channel-out"), severity=rule.severity)
                break
