"""A name points at something that is not there: a team, agent, skill, template, calendar, category, channel, pack …

Tickets sent to a team that does not exist wait in no one's list; a missing calendar turns working hours into round the clock; a
missing template leaves the customer without an answer. Helpdesks refuse such objects only when they are pushed.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontlin, priority: normal}}

Good:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - id: vip
            when: {customer.tags: vip, author: customer, automatic: false}
            then: {team: frontline, priority: high, reply: general/acknowledge}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

中文：引用了不存在的对象：小组、客服、技能、模板、工作日历、分类、渠道、平台规则包等。按编号和显示名称给出最接近的建议。
"""

from collections.abc import Iterator

from cstool.conditions.words import nearest
from cstool.diagnostic import Edit, Problem, Severity, text
from cstool.references import is_complete, references, targets
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """References whose target is not defined, with the nearest id; kinds that could not be read whole are left alone."""
    known = targets(workspace)
    whole = {(kind, by): is_complete(workspace, kind, by) for kind in known for by in ("", "settings")}
    for reference in references(workspace):
        names = known[reference.kind]
        by = "settings" if reference.by == "settings" else ""
        if reference.name in names or not whole[reference.kind, by]:
            continue
        kind = text(f"ref-{reference.kind}")
        meant = nearest(reference.name, names)
        yield Problem(
            reference.span,
            text("unknown-reference", kind=kind, name=reference.name),
            text("hint-write", value=meant) if meant else text("hint-define-reference", kind=kind, name=reference.name),
            edits=(Edit(reference.span, meant, safe=False),) if meant else (),
        )
