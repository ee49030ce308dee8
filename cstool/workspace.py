"""The folder as one frozen value: every object with the place where it stood. `loading.load` makes it; the rest reads it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Protocol, TypeVar, cast

from cstool.diagnostic import Diagnostic, Span
from cstool.model.base import Locale
from cstool.model.calendars import Calendar
from cstool.model.channels import Channel, Store
from cstool.model.facts import Facts
from cstool.model.helpdesk import Helpdesk
from cstool.model.kpi import Kpi
from cstool.model.outreach import Outreach
from cstool.model.pack import Pack
from cstool.model.raw import RawObject
from cstool.model.routing import Rule, Stage
from cstool.model.settings import Settings
from cstool.model.sla import Policy
from cstool.model.sop import Sop
from cstool.model.teams import Agent, Shift, Team
from cstool.model.texts import ArticleFront, ArticleWordingFront, TemplateFront, WordingFront
from cstool.model.ticket import TestFile
from cstool.model.vocabulary import Category, Skill, Tag, TicketField, Variable
from cstool.source import Source

T = TypeVar("T", covariant=True)
D = TypeVar("D")
F = TypeVar("F", covariant=True)


@dataclass(frozen=True, slots=True)
class Item(Generic[T]):
    """A thing and where it stood: `item.at("when", "language")` is the place of that value (or of its nearest parent)."""

    value: T
    source: Source
    loc: tuple[str | int, ...] = ()

    def at(self, *loc: str | int) -> Span:
        """The place of a value inside this thing; the thing itself without arguments."""
        return self.source.at(*self.loc, *loc)

    def key_at(self, *loc: str | int) -> Span:
        """The place of a key inside this thing; the thing's own key without arguments."""
        return self.source.key_at(*self.loc, *loc)


@dataclass(frozen=True, slots=True)
class Wording(Generic[F]):
    """One language of a template or article. `body_line` is the line of the file on which the body starts (from 1)."""

    locale: Locale
    front: F
    body: str
    body_line: int
    source: Source

    def at(self, offset: int, length: int = 1) -> Span:
        """The place of `length` characters at `offset` of the body."""
        return self.source.span_of_body(offset, length)


@dataclass(frozen=True, slots=True)
class Document(Generic[T, F]):
    """A template or article: the shared front matter and a wording per language. The shared part stands in the default locale."""

    id: str
    shared: Item[T]
    wordings: Mapping[str, Wording[F]]


Template = Document[TemplateFront, TemplateFront | WordingFront]
Article = Document[ArticleFront, ArticleFront | ArticleWordingFront]


class Memory(Protocol):
    """Keeps what was costly to find out from one run to the next, under a key that says all it was found from."""

    def recall(self, name: str, key: str) -> object | None:
        """What was kept, as JSON gives it back; None where nothing was."""

    def keep(self, name: str, key: str, value: object) -> None:
        """Keep a value that JSON can hold; where that cannot be, nothing happens."""


class NoMemory:
    """Forgets everything."""

    def recall(self, name: str, key: str) -> object | None:
        """None."""
        return None

    def keep(self, name: str, key: str, value: object) -> None:
        """Nothing happens."""


@dataclass(frozen=True)
class Workspace:
    """Everything that was read. Ids are unique inside each mapping; order is file order."""

    root: str
    today: date
    settings: Item[Settings]
    sources: Mapping[str, Source]
    """Every file read, by relative posix path, broken ones included."""
    faults: tuple[Diagnostic, ...] = ()
    """What reading found wrong, under the names of the shape checks."""
    categories: Mapping[str, Item[Category]] = field(default_factory=dict)
    tags: Mapping[str, Item[Tag]] = field(default_factory=dict)
    skills: Mapping[str, Item[Skill]] = field(default_factory=dict)
    roles: Item[list[str]] | None = None
    keywords: Mapping[str, Item[dict[str, list[str]]]] = field(default_factory=dict)
    fields: Mapping[str, Item[TicketField]] = field(default_factory=dict)
    variables: Mapping[str, Item[Variable]] = field(default_factory=dict)
    """The workspace's own; `texts.built_in_variables` has the rest."""
    channels: Mapping[str, Item[Channel]] = field(default_factory=dict)
    stores: Mapping[str, Item[Store]] = field(default_factory=dict)
    teams: Mapping[str, Item[Team]] = field(default_factory=dict)
    agents: Mapping[str, Item[Agent]] = field(default_factory=dict)
    shifts: Mapping[str, Item[Shift]] = field(default_factory=dict)
    calendars: Mapping[str, Item[Calendar]] = field(default_factory=dict)
    facts: Item[Facts] | None = None
    policies: tuple[Item[Policy], ...] = ()
    stages: tuple[Item[Stage], ...] = ()
    outreach: tuple[Item[Outreach], ...] = ()
    kpis: tuple[Item[Kpi], ...] = ()
    raw: Mapping[str, Mapping[str, Mapping[str, Item[RawObject]]]] = field(default_factory=dict)
    """What only a helpdesk understands: backend -> kind there -> our id."""
    articles: Mapping[str, Article] = field(default_factory=dict)
    templates: Mapping[str, Template] = field(default_factory=dict)
    """By path without locale: `refund/approved`; partials under `partials/`."""
    partials: Mapping[str, Mapping[str, Wording[WordingFront]]] = field(default_factory=dict)
    """Shared pieces of text: name -> locale -> wording; `{% include "greeting" %}` finds `greeting`."""
    sops: Mapping[str, Item[Sop]] = field(default_factory=dict)
    tests: tuple[Item[TestFile], ...] = ()
    packs: Mapping[str, Item[Pack]] = field(default_factory=dict)
    """Shipped packs, each replaced by config/packs/<id>.yaml where that exists; in force are those of `settings.packs`."""
    helpdesks: Mapping[str, Item[Helpdesk]] = field(default_factory=dict)
    """Facts about helpdesk products, by type."""
    incomplete: frozenset[str] = frozenset()
    """Mappings (`teams`, `templates`, …) of which a part could not be read: what an object of theirs lacks proves nothing. Keys
    of cstool.yaml are named `settings.packs`."""
    lacking: frozenset[str] = frozenset()
    """Those of them of which whole objects may be missing: a name that is not there proves nothing."""
    samples: tuple[str, ...] = ()
    """Relative paths of config/samples/*."""
    environment: str = ""
    """The backend whose overlay was laid over the files; empty: none."""

    memory: Memory = field(default_factory=NoMemory, repr=False, compare=False)

    _derived: dict[object, object] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, make: Callable[["Workspace"], D]) -> D:
        """What `make` derives from the whole workspace, made once: a dozen checks ask for the same conditions and policies."""
        if make not in self._derived:
            self._derived[make] = make(self)
        return cast(D, self._derived[make])

    def rules(self) -> Iterator[tuple[Item[Stage], Item[Rule]]]:
        """Every rule with its stage, top to bottom."""
        for stage in self.stages:
            for position, rule in enumerate(stage.value.rules):
                yield stage, Item(rule, stage.source, (*stage.loc, "rules", position))

    def role_names(self) -> tuple[str, ...]:
        """Roles in rising authority."""
        return tuple(self.roles.value) if self.roles else ("agent", "lead", "manager")
