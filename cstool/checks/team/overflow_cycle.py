"""Overflow goes round in a circle.

When nobody is free, a ticket is handed from team to team and back; each hand-over resets the queue and nobody answers.

Bad:

    # config/teams/page.yaml
    teams:
      returns: {members: [bo], overflow: [claims]}
      claims: {members: [ana], overflow: [returns]}

Good:

    # config/teams/page.yaml
    teams:
      returns: {members: [bo], overflow: [claims]}
      claims: {members: [ana], overflow: [frontline]}

中文：溢出小组互相指向，形成循环，工单在小组之间转来转去没有人处理。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Each circle once, at the overflow entry that closes it."""
    done: set[str] = set()
    for start in workspace.teams:
        path: list[str] = []
        yield from _walk(workspace, start, path, done)


def _walk(workspace: Workspace, name: str, path: list[str], done: set[str]) -> Iterator[Problem]:
    if name in done or name not in workspace.teams:
        return
    path.append(name)
    team = workspace.teams[name]
    for position, other in enumerate(team.value.overflow):
        if other in path:
            circle = (*path[path.index(other) :], other)
            message = text("overflow-cycle", circle=" -> ".join(circle))
            yield Problem(team.at("overflow", position), message, text("hint-overflow-cycle"))
        else:
            yield from _walk(workspace, other, path, done)
    path.pop()
    done.add(name)
