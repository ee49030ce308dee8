"""Which variables exist: the built-in ones, those that facts, articles and promises give, and the workspace's own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cstool.model.base import METRICS
from cstool.model.vocabulary import Variable
from cstool.workspace import Workspace

FACTS = ("returns", "delivery", "refund_within", "warranty")
_LIST_PARTS = ("size", "first", "last")


@dataclass(frozen=True, slots=True)
class Known:
    """A variable and what is known about its value."""

    path: str
    type: str = "text"
    may_be_empty: bool = False
    example: object = ""
    longest: str | None = None
    origin: str = "helpdesk"
    """The system that knows the value; `facts`, `kb`, `sla` are fixed when templates are compiled."""
    channels: tuple[str, ...] = ()
    """Channels on which it exists; empty means all."""
    events: tuple[str, ...] = ()


_LONG_NAME = "Maximiliane-Alexandra Freifrau von Hohenstein-Wolfersdorf"
BUILT_IN: tuple[Known, ...] = (
    Known("ticket.id", example="48213", longest="1234567890"),
    Known("ticket.subject", may_be_empty=True, example="Where is my lamp?", longest="Where is my lamp? " * 8),
    Known("ticket.url", "url", example="https://help.example/tickets/48213", longest="https://help.example/tickets/1234567890"),
    Known("customer.name", example="Anna Keller", longest=_LONG_NAME),
    Known("customer.first_name", may_be_empty=True, example="Anna", longest="Maximiliane-Alexandra"),
    Known("customer.email", example="anna@example.org", longest="maximiliane.hohenstein-wolfersdorf@mail.example.org"),
    Known("agent.name", example="Lin Xiao", longest=_LONG_NAME),
    Known("team.name", example="Returns", longest="Returns and refunds, marketplaces Europe"),
    Known("brand.name", example="Lumen Home", longest="Lumen Home"),
    Known("calendar.next_open", "date", example="2026-11-23T09:00", longest="2026-11-23T09:00", origin="calendar"),
)


AUTOMATIC = ("auto_reply", "survey", "outreach")
"""Kinds of templates that no agent sends."""


def exists_in(known: Known, kind: str) -> bool:
    """Whether a template of this kind can have a value: behind an automatic text stands no agent.

    `agent.*` is blank there (chatwoot/chatwoot: app/models/concerns/liquidable.rb), or names whoever caused the update, which may
    be the customer (Zendesk's `current_user`: support.zendesk.com 203662156).
    """
    return not (known.path.startswith("agent.") and kind in AUTOMATIC)


def built_in_variables() -> tuple[Known, ...]:
    """What every workspace has, beside facts, articles and promises."""
    return BUILT_IN


def known_variables(workspace: Workspace) -> dict[str, Known]:
    """Every variable by its dotted path."""
    known = {entry.path: entry for entry in BUILT_IN}
    known["brand.name"] = replace(known["brand.name"], example=workspace.settings.value.name.replace("-", " ").title())
    for metric in METRICS:
        known[f"sla.{metric}"] = Known(f"sla.{metric}", "duration", origin="sla")
    for name in FACTS:
        if workspace.facts and getattr(workspace.facts.value, name):
            known[f"facts.{name}"] = Known(f"facts.{name}", "duration", origin="facts")
    for id_, article in workspace.articles.items():
        if article.shared.value.url:
            known[f"kb.{id_}.url"] = Known(f"kb.{id_}.url", "url", example=article.shared.value.url, origin="kb")
    for path, item in workspace.variables.items():
        if item.value.enabled:
            known[path] = _own(path, item.value)
    return known


def _own(path: str, value: Variable) -> Known:
    example: object = value.example
    return Known(
        path, value.type, value.may_be_empty, example, value.longest, value.from_, tuple(value.channels), tuple(value.events)
    )


def find(known: Mapping[str, Known], path: str) -> Known | None:
    """The variable that a path reads: itself, or the list or text whose `size`, `first`, `last` it is."""
    if path in known:
        return known[path]
    stem, _, part = path.rpartition(".")
    if part in _LIST_PARTS and stem in known:
        return known[stem]
    # `order.items.first.name`: an element of a list may have parts of its own.
    while stem:
        stem, _, part = stem.rpartition(".")
        if part in ("first", "last") and stem in known and known[stem].type == "list":
            return known[stem]
    return None
