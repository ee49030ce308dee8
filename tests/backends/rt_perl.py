"""The generated program under a plain perl, without a server: tickets in, what it decides out."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from cstool.routing import Outcome
from cstool.tickets import Ticket

# JSON::PP comes with perl itself. `$normal` and `$state_at` are words of the program; `$ask` reaches them.
RUNNER = r"""
use strict; use warnings; use JSON::PP;
binmode STDIN, ':utf8'; binmode STDOUT, ':utf8';
my $code = do { local $/; open my $file, '<:utf8', $ARGV[0] or die $!; <$file> };
my $make = eval "sub { $code\n return sub {
    my (\$in) = \@_;
    return \$normal->(\$in->{form}) if defined \$in->{form};
    return \$state_at->(\@{ \$in->{state} }) if \$in->{state};
    my \$done = \$run->(\$in->{ticket}, \$in->{event});
    \$done->{tags} = \$in->{ticket}{tags};
    \$done->{level} = \$service->();
    return \$done;
} }" or die $@;
my $ask = $make->();
my $json = JSON::PP->new->canonical->allow_nonref;
while (my $line = <STDIN>) { print $json->encode($ask->($json->decode($line))), "\n" }
"""


class Perl:
    """One program, asked many things at once."""

    def __init__(self, folder: Path, code: str) -> None:
        if shutil.which("perl") is None:
            pytest.skip("NOT RUN: no perl on this machine")
        self.folder = folder
        (folder / "runner.pl").write_text(RUNNER, "utf-8")
        (folder / "program.pl").write_text(code, "utf-8")

    def ask(self, questions: Sequence[Mapping[str, object]]) -> list[Any]:
        """One answer a question. A warning of perl is a fault of the program."""
        done = subprocess.run(
            ["perl", str(self.folder / "runner.pl"), str(self.folder / "program.pl")],
            input="".join(json.dumps(one) + "\n" for one in questions),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert not done.stderr, done.stderr[:3000]
        return [json.loads(line) for line in done.stdout.splitlines()]

    def decide(self, tickets: Sequence[Ticket], event: str = "ticket.created") -> list[Any]:
        """What the program writes on each ticket."""
        return self.ask([{"ticket": plain(ticket, event), "event": event} for ticket in tickets])


def plain(ticket: Ticket, event: str) -> dict[str, object]:
    """A ticket as the part of the program that talks to the server hands it on."""
    customer, order = ticket.customer, ticket.order
    found: dict[str, object | None] = {
        "subject": ticket.subject,
        "body": ticket.body,
        "channel": ticket.channel,
        "language": ticket.language,
        "author": ticket.author,
        "automatic": int(ticket.automatic),
        "received": int(ticket.received_at.timestamp()),
        "reopened": int(event == "ticket.reopened" or ticket.reopened),
        "customer.name": customer.name,
        "customer.first_name": customer.first_name,
        "customer.email": customer.email,
        "customer.country": customer.country,
        "customer.tags": sorted(customer.tags),
        "order.id": order.id,
        "order.amount": None if order.amount is None else str(order.amount),
        "order.currency": order.currency,
        "order.status": order.status,
        "order.items": list(order.items),
        "tags": sorted(ticket.tags),
        "category": ticket.category,
        "priority": ticket.priority,
        "team": ticket.team,
        "status": ticket.status,
        "fields": {name: _shown(value) for name, value in ticket.fields.items()},
    }
    return {name: value for name, value in found.items() if value is not None}


def told(outcome: Outcome, level: str) -> dict[str, object]:
    """Our outcome in the words of the program."""
    return {
        "rules": list(outcome.rules),
        "tags": sorted(outcome.tags),
        "skills": list(outcome.skills),
        "replies": [reply.template for reply in outcome.replies],
        "notes": [note.text for note in outcome.notes],
        "level": level,
        "category": outcome.category,
        "team": outcome.team,
        "priority": outcome.priority,
        "status": outcome.status,
        "fields": {name: _shown(outcome.fields[name]) for name in outcome.fields if f"fields.{name}" in outcome.written},
    }


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def said(answer: Mapping[str, Any]) -> dict[str, object]:
    """The program's answer likewise. What no rule wrote stands in it nowhere."""
    return {
        "rules": answer["rules"],
        "tags": sorted(answer["tags"]),
        "skills": answer["skills"],
        "replies": [template for template, _ in answer["replies"]],
        "notes": answer["notes"],
        "level": answer["level"],
        "fields": answer["fields"],
        **{name: answer.get(name) for name in ("category", "team", "priority", "status")},
    }
