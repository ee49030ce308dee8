"""The steps of an escalation do not rise: a later line comes earlier, or two lines tell the same people the same.

Whoever reads the list expects each line to come later and to reach further than the one above. A smaller share below a larger
one is mostly a number typed wrong; the same people told twice means that a level is missing.

Bad:

    # config/sla.yaml
    policies:
      - id: everyone
        targets: {first_reply: 4h, resolution: 24h}
        escalate:
          - {at: 75%, of: resolution, do: notify, to: {agent: bo}}
          - {at: 50%, of: resolution, do: notify, to: {role: lead}}

Good:

    # config/sla.yaml
    policies:
      - id: everyone
        targets: {first_reply: 4h, resolution: 24h}
        escalate:
          - {at: 50%, of: resolution, do: notify, to: {agent: bo}}
          - {at: 75%, of: resolution, do: notify, to: {role: lead}}

中文：升级步骤没有逐级上升：后面的步骤反而更早，或者两步通知的是同一批人、做的是同一件事。通常是数字写错，或者少了一级。
"""

from collections.abc import Iterator
from itertools import pairwise

from cstool.diagnostic import Problem, Severity, text
from cstool.model.base import METRICS
from cstool.model.sla import Recipient
from cstool.sla.people import reached
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Each step of a policy against the step of the same metric above it."""
    for item in workspace.policies:
        for metric in METRICS:
            steps = [(position, step) for position, step in enumerate(item.value.escalate) if step.of == metric]
            for (upper, above), (lower, below) in pairwise(steps):
                related = ((item.at("escalate", upper, "at"), text("other-step", at=above.at, metric=metric)),)
                if below.at < above.at:
                    message = text("escalation-steps-fall", at=below.at, above=above.at, metric=metric)
                    yield Problem(item.at("escalate", lower, "at"), message, text("hint-order-steps"), related=related)
                elif set(below.do) <= set(above.do) and _same(workspace, above.to, below.to):
                    message = text("escalation-tells-again", at=below.at, above=above.at, metric=metric)
                    yield Problem(item.at("escalate", lower, "to"), message, text("hint-next-level"), related=related)


def _same(workspace: Workspace, above: Recipient, below: Recipient) -> bool:
    """Whether the second tells nobody whom the first has not told."""
    first, second = (reached(workspace, to) for to in (above, below))
    return first.whole and bool(second.agents) and set(second.agents) <= set(first.agents) and not second.by_mail
