"""What `simulate` and `test` share where a helpdesk's own engine runs the tickets: the engine, and the report of differences."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from cstool.cli.session import Session
from cstool.diagnostic import Text, text
from cstool.tickets import Ticket
from cstool.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cstool.backends.engines.desk import Desk
    from cstool.backends.engines.differences import Comparison, Differences
    from cstool.simulate import Choose, Decide, Simulated


def engine_option(function: Any) -> Any:
    """`--backend NAME`."""
    return click.option("--backend", "backend", metavar="NAME", help="help-option-engine")(function)


@dataclass
class There:
    """The engine of one account beside our own decisions. `comparison` is None for a product that runs our stages itself."""

    name: str
    workspace: Workspace
    comparison: "Comparison | None"
    judged: int = 0

    @property
    def decide(self) -> "Decide | None":
        """What the product does; None: what we do."""
        return self.comparison.engine.decide if self.comparison else None

    @property
    def choose(self) -> "Choose | None":
        """Its SLA policies; None: ours."""
        return self.comparison.engine.choose if self.comparison else None

    @property
    def accepted(self) -> frozenset[str]:
        """The differences that the team accepts there."""
        return frozenset(self.workspace.settings.value.backends[self.name].accepted_differences)

    @property
    def report(self) -> "Differences":
        """The differences so far."""
        from cstool.backends.engines.differences import Differences

        return self.comparison.report if self.comparison else Differences(self.name, self.judged)

    def compare(self, results: "tuple[Simulated, ...]", event: str) -> None:
        """Take a batch of the engine's results into the report."""
        self.judged += len(results)
        for one in results if self.comparison else ():
            assert self.comparison is not None
            self.comparison.compare(one, event)

    @property
    def said(self) -> Text:
        """The report in a sentence."""
        from cstool.backends.engines.report import verdict

        return verdict(self.report)

    def data(self) -> "Mapping[str, object]":
        """The report as JSON data."""
        from cstool.backends.engines.report import as_data

        return as_data(self.report, self.accepted)

    def show(self, session: Session) -> None:
        """The report as tables with its verdict, on stdout."""
        from cstool.backends.engines.report import difference_tables
        from cstool.render.table import render

        session.say()
        for table in difference_tables(self.report, self.accepted):
            session.say(render(table, session.lang) + "\n")
        session.say(session.words(self.said))

    def show_log(self, session: Session, ticket: Ticket, event: str) -> None:
        """Every native rule that was asked about a ticket: what applied, and the row at which the others failed."""
        desk = self._traced(ticket, event)
        if desk is None:
            return
        session.say(f"\n{session.words(text('engine-log-head', id=ticket.id, backend=self.name))}")
        for one in desk.trace or ():
            kind = "engine-log-fired" if one.fired else "engine-log-failed" if one.row else "engine-log-not"
            session.say("  " + session.words(text(kind, rule=one.rule.name, row=one.row or "")))
        for mail in self._mails(desk):
            session.say("  " + session.words(text("engine-log-mail", **mail)))
        if desk.stopped is not None:
            session.say("  " + session.words(desk.stopped))

    def _mails(self, desk: "Desk") -> "list[dict[str, str]]":
        """Who is written to by which rule, in which language."""
        from cstool.backends.engines.model import NativeEngine

        engine = self.comparison.engine if self.comparison else None
        assert isinstance(engine, NativeEngine)
        return [
            {"rule": mail.rule.name, "to": ", ".join(mail.recipients), "language": engine.spoken(mail, desk) or "–"}
            for mail in desk.mails
        ]

    def log_data(self, session: Session, tickets: "Iterable[Ticket]", event: str) -> list[dict[str, object]]:
        """The same as JSON data, in the session's language."""
        made: list[dict[str, object]] = []
        for ticket in tickets:
            desk = self._traced(ticket, event)
            if desk is not None:
                rules = [
                    {"rule": one.rule.name, "applied": one.fired, "failed_at": session.words(one.row) if one.row else None}
                    for one in desk.trace or ()
                ]
                stopped = session.words(desk.stopped) if desk.stopped else None
                made.append({"id": ticket.id, "rules": rules, "mails": self._mails(desk), "stopped": stopped})
        return made

    def _traced(self, ticket: Ticket, event: str) -> "Desk | None":
        from cstool.backends.engines.model import NativeEngine

        if self.comparison is None or not isinstance(self.comparison.engine, NativeEngine):
            return None
        return self.comparison.engine.traced(ticket, event).desk


def there(workspace: Workspace, name: str | None) -> There | None:
    """The engine of the account that `--backend` names. Raises UsageError when there is none of that name."""
    if name is None:
        return None
    from cstool.backends.engines import modelled
    from cstool.backends.engines.differences import Comparison

    engine, compiled = modelled(workspace, name)
    return There(name, workspace, Comparison(workspace, name, engine, compiled) if engine else None)
