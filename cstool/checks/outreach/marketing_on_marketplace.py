"""Marketing or a survey reaches a marketplace that forbids it.

The marketplace owns the customer: advertising, coupons and most surveys through its messages get sellers suspended.

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
      - {id: birthday, event: customer.birthday, template: order/shipped, kind: marketing}
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
      - {id: birthday, event: customer.birthday, when: {channel_type: email}, template: order/shipped, kind: marketing}
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

中文：营销消息或满意度调查会发到禁止它们的平台渠道，可能导致封店。
"""

from collections.abc import Iterator

from cstool.checks.reach import forbidding
from cstool.diagnostic import Problem, Severity, text
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Marketing and surveys that can reach a channel whose pack forbids them; the first such channel is named."""
    for item in workspace.outreach:
        if item.value.kind == "transactional":
            continue
        for rule in forbidding(workspace, item, item.value.kind):
            values = {"id": item.value.id, "channel": rule.channel, "what": dict(rule.entry.what)}
            message = text("marketing-on-marketplace", **values, source=rule.entry.source)
            yield Problem(item.at("when"), message, text("hint-leave-channel-out"), severity=rule.severity)
            break
