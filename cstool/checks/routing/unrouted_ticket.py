"""A ticket that no rule gives a team.

It lies where nobody looks until the customer writes again, or the marketplace counts it as late. A ticket that proves
it is shown. End the stage that assigns teams with a rule `when: always`.

Bad:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

Good:

    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：有的工单没有任何规则给它小组：没人会看到它。下面给出一个这样的工单。请在派单环节最后加一条“when: always”的兜底规则。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.routing.symbolic.course import CREATED, courses_of
from cstool.routing.symbolic.paths import left_without
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_HINTS = {
    "first": "hint-unrouted-ticket",
    "every": "hint-unrouted-ticket-every",
    "sequence": "hint-unrouted-ticket-sequence",
}
"""In a `first` stage the rule for all others stands last; in a `sequence`, where the last writer wins, it stands first."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """A new ticket that ends without a team, where rules give teams at all; and the channels on which there is one."""
    course = courses_of(workspace).get(CREATED)
    if course is None:
        return
    found = left_without(course, "team")
    if found is None:
        return
    everywhere = len(found.channels) == len(workspace.channels)
    kind = "unrouted-ticket" if everywhere or not found.channels else "unrouted-ticket-on"
    yield Problem(
        found.stage.item.at("id"),
        text(kind, stage=found.stage.id, channels=quoted(*found.channels)),
        text(_HINTS[found.stage.match], stage=found.stage.id),
        witness=course.shown(found.ticket),
    )
