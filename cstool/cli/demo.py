"""`cstool demo`: the tour. Four disasters averted on a copy of the shipped workspace; the lines are what the commands say."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from shutil import copyfile

import click

from cstool import starter
from cstool.cli.command import Command
from cstool.cli.session import Session, pass_session
from cstool.diagnostic import text
from cstool.model.settings import BackendSettings

DAY = date(2026, 11, 23)
"""A Monday; the tour looks the same on every day."""
AT = "2026-11-23T12:30:00+08:00"
GREETING = "templates/partials/greeting.en.md"
SLA = "config/sla.yaml"
RULES = "config/routing.yaml"


@dataclass
class Heard(Session):
    """A session that keeps what a command says instead of showing it."""

    lines: list[str] = field(default_factory=list)

    def say(self, line: str = "") -> None:
        """Keep the lines."""
        self.lines += line.splitlines()

    def note(self, line: str) -> None:
        """Keep the lines."""
        self.lines += line.splitlines()


@dataclass(frozen=True)
class Tour:
    """The copy that the tour works on, and the session it tells to."""

    session: Session
    root: Path

    def told(self, message_id: str, **values: object) -> None:
        """A sentence of the tour."""
        self.session.say(self.session.words(text(message_id, **values)))

    def run(self, *arguments: str) -> list[str]:
        """What a command says, line by line."""
        from cstool.cli.main import dispatch

        heard = Heard(self.root, self.session.day or DAY, self.session.lang)
        dispatch([str(self.root / one) if one.startswith("config/") else one for one in arguments], heard)
        return [line for line in heard.lines if line.strip()]

    def show(self, *arguments: str, pick: Iterable[int] | None = None) -> list[str]:
        """Run a command and show it with the lines that matter (all without `pick`)."""
        lines = self.run(*arguments)
        shown = " ".join(f'"{one}"' if " " in one else one for one in arguments)
        self.session.say(f"  $ cstool {shown}")
        chosen = range(len(lines)) if pick is None else pick
        for position in chosen:
            if -len(lines) <= position < len(lines):
                self.session.say(f"    {lines[position]}")
        return lines

    def edited(self, path: str, old: str, new: str) -> str:
        """Change a file of the copy; the text before, to put it back."""
        before = (self.root / path).read_text(encoding="utf-8")
        if old not in before:
            raise LookupError(f"{path} no longer holds what the tour changes: {old}")
        (self.root / path).write_text(before.replace(old, new, 1), encoding="utf-8", newline="\n")
        return before

    def put_back(self, path: str, before: str) -> None:
        """Undo an edit."""
        (self.root / path).write_text(before, encoding="utf-8", newline="\n")


@click.command("demo", cls=Command, help="help-demo")
@pass_session
def command(session: Session) -> int:
    """Copy the workspace to a temporary folder and tell the four scenes."""
    with tempfile.TemporaryDirectory(prefix="cstool-demo-") as folder:
        for path in starter.files(minimal=False):
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            copyfile(starter.folder(minimal=False) / path, target)
        tour = Tour(session, Path(folder))
        _opening(tour)
        _blank(tour)
        _promise(tour)
        _lost_rule(tour)
        _push(tour)
    tour.told("demo-next")
    return 0


def _opening(tour: Tour) -> None:
    tour.told("demo-title")
    tour.show("check", pick=[-1])
    question = ["Ich möchte mein Geld zurück", "--channel", "shop-email", "--language", "de", "--amount", "250 EUR"]
    lines = tour.run("route", *question)
    tour.session.say('  $ cstool route "Ich möchte mein Geld zurück" --channel shop-email --language de --amount "250 EUR"')
    for line in lines:
        if line.split(" ")[0] in ("team", "first", "why") or line.startswith(("小组", "首次", "原因")):
            tour.session.say(f"    {line[:150]}")


def _blank(tour: Tour) -> None:
    tour.told("demo-blank")
    whole = (tour.root / GREETING).read_text(encoding="utf-8")
    before = tour.edited(GREETING, whole, "Hi {{ customer.first_name }},\n")
    tour.show("lint", pick=[0, 1, 2, 3])
    tour.put_back(GREETING, before)


def _promise(tour: Tour) -> None:
    tour.told("demo-promise")
    before = tour.edited(SLA, "low: 20h, calendar: 24x7", "low: 36h, calendar: 24x7")
    tour.show("validate", pick=[0, 1])
    tour.put_back(SLA, before)


def _lost_rule(tour: Tour) -> None:
    tour.told("demo-rule")
    lines = (tour.root / RULES).read_text(encoding="utf-8").splitlines(keepends=True)
    line = next(line for line in lines if "id: refund-high-value" in line)
    before = tour.edited(RULES, line, "")
    tour.show("test", pick=[0, 1, 2])
    tour.put_back(RULES, before)


def _push(tour: Tour) -> None:
    from cstool.backends.local import LocalBackend, edit
    from cstool.plan import Key

    tour.told("demo-push")
    tour.show("simulate", "config/samples/tickets.jsonl", pick=[-1])
    planned = tour.run("plan")
    checksum = planned[-1].rsplit(" ", 1)[-1]
    tour.session.say(f"  $ cstool plan\n    {planned[0]}")
    tour.show("push", "--plan", checksum, pick=[-1])
    tour.told("demo-by-hand")
    rule = Key("rules", "complaint")
    live = LocalBackend(tour.root, "local", BackendSettings(type="local"), AT).fetch()
    body = next(one.body for one in live if one.owner == rule)
    edit(tour.root, "local", rule, {**body, "enabled": False}, at=AT, by="jonas")
    tour.show("drift", pick=[1])
    tour.show("push", "--plan", checksum, pick=[-1])
