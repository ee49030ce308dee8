"""What stands in the way of a push: tests whose outcome there would differ from ours in a way that nobody accepted."""

from collections.abc import Iterable
from dataclasses import replace

from cstool.backends.engines import Known
from cstool.backends.engines.differences import engine_differences
from cstool.diagnostic import Text, quoted, text
from cstool.plan import Live
from cstool.routing.tested import all_tests
from cstool.workspace import Workspace

_SHOWN = 5
FOREIGN = "foreign-rule"
"""The reason of a rule that is not ours."""


def refusal(workspace: Workspace, name: str, live: Iterable[Live] = (), known: Known | None = None) -> Text | None:
    """Why the workspace must not be pushed to this account; None where every test comes out as our words say, or differs only
    in what `accepted_differences` names. Raises UsageError when there is no such backend."""
    tests = all_tests(workspace)
    named = ((replace(one.ticket, id=one.item.value.name), one.event) for one in tests)
    report = engine_differences(workspace, name, named, live=live, known=known)
    if not report.refused:
        return None
    refused = [one for one in report.kept if not one.accepted]
    accepted = frozenset(workspace.settings.value.backends[name].accepted_differences)
    names = sorted(
        {reason.name for one in refused for reason in one.reasons if reason.name not in accepted and not reason.excluded}
    )
    foreign = sorted({reason.object for one in refused for reason in one.reasons if reason.name == FOREIGN})
    titles = [one.ticket.id or "" for one in refused]
    more = (*quoted(*titles[:_SHOWN]), "…") if len(titles) > _SHOWN else quoted(*titles)
    if foreign and names == [FOREIGN]:
        return text("engine-refusal-foreign", backend=name, count=report.refused, rules=quoted(*foreign[:_SHOWN]), tests=more)
    return text("engine-refusal", backend=name, count=report.refused, differences=quoted(*names), tests=more)
