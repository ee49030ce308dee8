"""A rule asks or does something that a helpdesk of this workspace does not have.

No helpdesk knows our channels, amounts or categories by itself: they must be bound in config/cstool.yaml, and some questions no
product answers at all. What cannot be carried would be missing after a push, and the tickets would go elsewhere. Bind the channel
or field, compare amounts at the edges of the bands, or put `rules/<id>` under the backend's `exclude`.

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
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: large, when: {order.amount: {gte: 200 USD}}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

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
        fields: {order.amount: {dropdown: order_value, bands: [200 USD]}}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: large, when: {order.amount: {gte: 200 USD}}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

中文：规则里的条件或动作在要推送的后台里没有：渠道或字段没有建立对应关系（backends 下的 channels / fields），金额不在分档边界上，
或者该产品根本不支持。推送后这条规则会缺失，工单会走到别处。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity
from cstool.routing.bindings import lacking
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Every part of a rule in force that some backend, by its facts and bindings, cannot hold."""
    for name, backend in workspace.settings.value.backends.items():
        if backend.type != "local":
            yield from lacking(workspace, name)
