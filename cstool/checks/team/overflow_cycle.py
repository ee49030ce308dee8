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
_SHOWN = 10
"""So many teams of a circle are named."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """Each circle once, at the overflow entry that closes it. Walks without recursion: a chain may be as long as the file."""
    done: set[str] = set()
    for start in workspace.teams:
        yield from _walk(workspace, start, done)


def _walk(workspace: Workspace, start: str, done: set[str]) -> Iterator[Problem]:
    if start in done:
        return
    path = {start: 0}  # the teams on the way here, each with its place on it
    waiting = [(start, enumerate(workspace.teams[start].value.overflow))]
    while waiting:
        name, entries = waiting[-1]
        position, other = next(entries, (-1, ""))
        if position < 0:
            done.add(name)
            del path[name]
            waiting.pop()
        elif other in path:
            circle = [*list(path)[path[other] :], other]
            shown = circle if len(circle) <= _SHOWN else [*circle[: _SHOWN - 2], "…", other]
            message = text("overflow-cycle", circle=" -> ".join(shown))
            yield Problem(workspace.teams[name].at("overflow", position), message, text("hint-overflow-cycle"))
        elif other not in done and other in workspace.teams:
            path[other] = len(path)
            waiting.append((other, enumerate(workspace.teams[other].value.overflow)))
