"""The words that conditions of one workspace may use: fields, values, keyword sets; and the nearest word to a wrong one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from cstool import spelling
from cstool.conditions.codes import COUNTRIES, LANGUAGES, MISTAKEN_COUNTRIES, MISTAKEN_LANGUAGES
from cstool.conditions.fields import BUILT_IN, FieldRef, Kind
from cstool.conditions.text_form import Keyword, KeywordError, keyword
from cstool.conditions.view import Rates
from cstool.model.base import PRIORITIES, ChannelType, Status
from cstool.workspace import Item, Workspace

Names = Mapping[str, str]
Known = Mapping[str, Names]
"""Every known value with what people call it, by language."""


@dataclass(frozen=True)
class Words:
    """A workspace's words, as compiling a condition needs them."""

    fields: Mapping[str, FieldRef] = field(default_factory=lambda: dict(BUILT_IN))
    values: Mapping[str, Known] = field(default_factory=dict)
    """Field name -> its known values. A field that is not here takes any value."""
    keyword_sets: Mapping[str, tuple[Keyword, ...]] = field(default_factory=dict)
    rates: Rates = field(default_factory=Rates)
    currencies: tuple[str, ...] = ()
    """The currencies of the stores: what `order.amount` may come in."""

    def nearest_value(self, name: str, value: str) -> str | None:
        """The known value of a field that was probably meant."""
        if name == "language" and (meant := MISTAKEN_LANGUAGES.get(value.casefold())):
            return meant
        if name in ("customer.country", "country") and (meant := MISTAKEN_COUNTRIES.get(value.upper())):
            return meant
        return nearest(value, self.values.get(name, {}))

    def knows(self, name: str, value: str) -> bool:
        """Whether a field may have this value. A language may be narrower than a known one (`de-AT`)."""
        known = self.values.get(name)
        if known is None or value in known:
            return True
        return name == "language" and value.partition("-")[0] in LANGUAGES


def nearest(value: str, known: Known) -> str | None:
    """The id whose own spelling or display name is closest to `value`; None when nothing is close."""
    called: dict[str, str] = {}
    for id_, shown in known.items():
        for name in (id_, *shown.values()):
            called.setdefault(name.casefold(), id_)
    wanted = value.strip().casefold()
    found = wanted if wanted in called else spelling.nearest(wanted, called)
    return called[found] if found else None


def words_of(workspace: Workspace) -> Words:
    """The words of a workspace. Keywords that cannot be searched are left out here; their own check names them."""
    fields = dict(BUILT_IN)
    values: dict[str, Known] = {
        "channel": _named(workspace.channels),
        "channel_type": {value: {} for value in get_args(ChannelType)},
        "store": _named(workspace.stores),
        "pack": _named(workspace.packs),
        "language": {code: {} for code in sorted(LANGUAGES)},
        "customer.country": {code: {} for code in sorted(COUNTRIES)},
        "country": {code: {} for code in sorted(COUNTRIES)},
        "tags": _named(workspace.tags),
        "customer.tags": _named(workspace.tags),
        "category": _named(workspace.categories),
        "priority": {value: {} for value in PRIORITIES},
        "team": _named(workspace.teams),
        "status": {value: {} for value in get_args(Status)},
        "author": {value: {} for value in ("customer", "agent", "system")},
        "hours": {value: {} for value in ("open", "closed", "holiday")},
    }
    for name, item in workspace.fields.items():
        own = FieldRef(f"fields.{name}", _kind(item.value.type), may_lack=True, own=True, free=item.value.type == "text")
        fields[own.name] = own
        fields.setdefault(name, own)
        if item.value.type == "enum":
            values[own.name] = {value: {} for value in item.value.values}
    # A name that is missing where a file could not be read proves nothing.
    for name, kind in _FROM.items():
        if kind in workspace.lacking:
            del values[name]
    return Words(
        fields,
        values,
        {name: searchable(item.value) for name, item in workspace.keywords.items()},
        Rates(workspace.facts.value.rates if workspace.facts else {}),
        tuple(sorted({store.value.currency for store in workspace.stores.values() if store.value.currency})),
    )


_FROM = {
    "channel": "channels",
    "store": "stores",
    "pack": "packs",
    "tags": "tags",
    "customer.tags": "tags",
    "category": "categories",
    "team": "teams",
}


def _kind(type_: str) -> Kind:
    kinds: dict[str, Kind] = {"number": "number", "money": "money", "date": "date", "flag": "flag"}
    return kinds.get(type_, "value")


def _named(objects: Mapping[str, Item[Any]]) -> Known:
    return {id_: item.value.name or {} for id_, item in objects.items()}


def searchable(languages: Mapping[str, list[str]]) -> tuple[Keyword, ...]:
    """The keywords of a set in all languages, each form once."""
    found: dict[str, Keyword] = {}
    for raw in (word for words in languages.values() for word in words):
        try:
            compiled = keyword(raw)
        except KeywordError:
            continue
        found.setdefault(compiled.form, compiled)
    return tuple(found.values())
