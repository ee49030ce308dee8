"""Something was in force until a day that has passed.

An expired rule, policy or template no longer works, and nobody may have noticed: last year's peak-season rule is gone, and so is
its team. Take it out, or give it a new day.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: peak, when: {text: christmas}, then: {team: frontline, priority: high}, until: 2020-01-31}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

Good:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: peak, when: {text: christmas}, then: {team: frontline, priority: high}, until: 2099-01-31}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

中文：对象的有效期（until）已经过去，它不再生效，却可能没人注意到。请删除或改期。
"""

from collections.abc import Iterator
from itertools import chain

from cstool.diagnostic import Problem, Severity, text
from cstool.model.base import Object
from cstool.workspace import Item, Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Enabled objects whose last day lies before today."""
    for item in _objects(workspace):
        until = item.value.until
        if item.value.enabled and until is not None and until < workspace.today:
            yield Problem(item.at("until"), text("expired", until=until, today=workspace.today), text("hint-expired"))


def _objects(workspace: Workspace) -> Iterator[Item[Object]]:
    yield from chain(
        workspace.categories.values(),
        workspace.tags.values(),
        workspace.skills.values(),
        workspace.fields.values(),
        workspace.channels.values(),
        workspace.stores.values(),
        workspace.teams.values(),
        workspace.agents.values(),
        workspace.shifts.values(),
        workspace.calendars.values(),
        workspace.sops.values(),
    )
    yield from chain(workspace.policies, workspace.stages, workspace.outreach, workspace.kpis)
    yield from (rule for _, rule in workspace.rules())
    yield from (template.shared for template in workspace.templates.values())
    yield from (article.shared for article in workspace.articles.values())
