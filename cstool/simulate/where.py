"""`--where`: a condition of the workspace's own language, typed on the command line.

It sees the ticket as it stands after routing: what routing does not write (text, language, order, customer, channel …) is as the
ticket came in; category, team, priority, status, tags and own fields are as routing left them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cstool.conditions.book import book_of
from cstool.conditions.compile import compile_condition
from cstool.conditions.syntax import Condition, comparisons
from cstool.conditions.view import Surroundings, view_of
from cstool.diagnostic import Diagnostic, Severity, diagnose
from cstool.routing import Outcome
from cstool.source import Source
from cstool.source.yaml_reader import parse_yaml
from cstool.tickets import Ticket
from cstool.workspace import Workspace

_WRITTEN = ("category", "team", "priority", "status", "tags")


@dataclass(frozen=True)
class Where:
    """A condition with its text; `condition` is None where it has faults of weight."""

    source: Source
    condition: Condition | None
    faults: tuple[Diagnostic, ...] = ()

    @property
    def reads_outcome(self) -> bool:
        """Whether it asks for something that routing writes."""
        asked = comparisons(self.condition) if self.condition else []
        return any(one.field.own or one.field.name in _WRITTEN for one in asked)


def where(written: str, workspace: Workspace, name: str = "--where") -> Where:
    """Compile the content of a YAML mapping (`language: de, order.amount: {gte: 200 USD}`), with or without its braces."""
    if written.strip() == "always":
        source, found, when = Source(name, written), list[Diagnostic](), "always"
    else:
        braces = written.strip().startswith("{") and written.strip().endswith("}")
        # The braces stand on lines of their own, so that columns are those of what was typed.
        part = written if braces else f"{{\n{written}\n}}"
        read, found = parse_yaml(name, written, part, 0 if braces else -1)
        source, when = read or Source(name, written), read.data if read else None  # type: ignore[assignment]
        if read is None or any(one.severity is Severity.ERROR for one in found):
            return Where(Source(name, written), None, tuple(found))
    compiled = compile_condition(when, book_of(workspace).words, source.at, source.key_at)
    severity = Severity.ERROR if compiled.condition is None else Severity.WARNING
    problems = (diagnose(one.message.id, one, severity) for one in compiled.problems)
    return Where(source, compiled.condition, (*found, *problems))


def holds_for(
    asked: Where, around: Surroundings, decide: Iterable[Callable[[Ticket, str], Outcome]], event: str
) -> Callable[[Ticket], bool]:
    """The condition as a question about a ticket. Where it reads what routing writes, it must hold after one of `decide`."""
    condition, sides = asked.condition, tuple(decide)
    if condition is None:
        return lambda ticket: False
    if not asked.reads_outcome:
        return lambda ticket: condition.holds(view_of(ticket, around))

    def holds(ticket: Ticket) -> bool:
        view = view_of(ticket, around)
        for side in sides:
            outcome = side(ticket, event)
            after = view.after(
                category=outcome.category,
                priority=outcome.priority,
                team=outcome.team,
                status=outcome.status,
                tags=outcome.tags,
                fields=outcome.fields,
            )
            if condition.holds(after):
                return True
        return False

    return holds
