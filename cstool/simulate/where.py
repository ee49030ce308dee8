"""`--where`: a condition of the workspace's own language, typed on the command line.

It sees the ticket as it stands after routing: what routing does not write (text, language, order, customer, channel …) is as the
ticket came in; category, team, priority, status, tags and own fields are as routing left them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from cstool.conditions.book import book_of
from cstool.conditions.compile import compile_condition
from cstool.conditions.syntax import Condition, comparisons
from cstool.conditions.view import Surroundings, view_of
from cstool.diagnostic import Diagnostic, Problem, Severity, Span, diagnose, text
from cstool.routing import Outcome
from cstool.source import Source
from cstool.source.place import lines_of
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
    source, when, found = _read(written, name)
    if any(one.severity is Severity.ERROR for one in found):
        return Where(source, None, tuple(_inside(one, written) for one in found))
    compiled = compile_condition(when, book_of(workspace).words, source.at, source.key_at)
    severity = Severity.ERROR if compiled.condition is None else Severity.WARNING
    problems = (diagnose(one.message.id, one, severity) for one in compiled.problems)
    return Where(source, compiled.condition, tuple(_inside(one, written) for one in (*found, *problems)))


def _read(written: str, name: str) -> tuple[Source, object, list[Diagnostic]]:
    if written.strip() == "always":
        return Source(name, written), "always", []
    if not written.strip(" \t\r\n{}"):
        problem = Problem(Span(name), text("where-empty"), text("where-empty-hint"))
        return Source(name, written), None, [diagnose("where", problem)]
    braces = written.strip().startswith("{") and written.strip().endswith("}")
    # The braces stand on lines of their own, so that columns are those of what was typed.
    part = written if braces else f"{{\n{written}\n}}"
    source, found = parse_yaml(name, written, part, 0 if braces else -1)
    return (source, source.data, found) if source else (Source(name, written), None, found)


def _inside(fault: Diagnostic, written: str) -> Diagnostic:
    """What is missing at the end is missing behind what was typed: nobody typed the lines of our own braces."""
    lines = lines_of(written)
    related = tuple((span, said) for span, said in fault.related if 1 <= span.line <= len(lines))
    if fault.span.line < 1:
        return replace(fault, span=Span(fault.span.path), related=related)
    if fault.span.line > len(lines):
        return replace(fault, span=Span(fault.span.path, len(lines), len(lines[-1]) + 1), related=related)
    return replace(fault, related=related)


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
            after = view.routed(outcome)
            if condition.holds(after):
                return True
        return False

    return holds
