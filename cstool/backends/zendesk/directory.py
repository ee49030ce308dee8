"""What is in an account and never made by us: agents by mail, locales, brands, fields, and objects found by their names."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from cstool.backends.references import NATIVE, references
from cstool.backends.zendesk.calls import Record

FAMILIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "user": ("users", ("email",)),
    "locale": ("locales", ("locale",)),
    "brand": ("brands", ("name", "subdomain")),
    "found_field": ("ticket_fields", ("raw_title", "title")),
    "found_group": ("groups", ("name",)),
    "found_schedule": ("schedules", ("name",)),
    "found_skill": ("skills", ("name",)),
}
"""Kinds of references that are looked up: the list they are found in, and by what."""


class Directory:
    """The looked-up kinds of one account, both ways. `native` finds; `spelled` says how the workspace calls what was found."""

    def __init__(self, rows: Callable[[str], Sequence[Record]]) -> None:
        self._rows = rows
        self._spelled: dict[tuple[str, str], str] = {}

    def native(self, kind: str, name: str) -> str:
        """Their id. Raises KeyError where nothing, or more than one thing, has that name."""
        if name.startswith(NATIVE):
            return name.removeprefix(NATIVE)
        found = self._locales(name) if kind == "locale" else self._named(kind, name)
        if len(found) != 1:
            raise KeyError(f"{kind.removeprefix('found_')}/{name}")
        return found[0]

    def spelled(self, kind: str, native: object) -> str | None:
        """The name by which the workspace refers to it, else its own; None where it has none or shares it."""
        known = self._spelled.get((kind, str(native)))
        if known is not None:
            return known
        family, fields = FAMILIES[kind]
        row = next((row for row in self._rows(family) if str(row.get("id")) == str(native)), None)
        name = str(row.get(fields[0]) or "") if row else ""
        try:
            return name if name and self.native(kind, name) == str(native) else None
        except KeyError:
            return None

    def bound(self, kind: str, native: object) -> bool:
        """Whether the workspace refers to it by name."""
        return (kind, str(native)) in self._spelled

    def speak(self, bodies: Iterable[object]) -> None:
        """Learn how the workspace spells what it looks up, so that live bodies say the same."""
        for body in bodies:
            for kind, name, _ in references(body):
                if kind in FAMILIES and not name.startswith(NATIVE):
                    try:
                        self._spelled[kind, self.native(kind, name)] = name
                    except KeyError:
                        continue

    def missing(self, body: object) -> list[tuple[str, str]]:
        """What a body looks up and is not there."""
        gone = []
        for kind, name, _ in references(body):
            if kind in FAMILIES:
                try:
                    self.native(kind, name)
                except KeyError:
                    gone.append((kind, name))
        return gone

    def _named(self, kind: str, name: str) -> list[str]:
        family, fields = FAMILIES[kind]
        wanted = name.casefold() if kind == "user" else name  # the account keeps mail addresses in lower case
        for field in fields:
            found = [row for row in self._rows(family) if _said(row.get(field), kind) == wanted]
            if found:
                return [str(row["id"]) for row in found]
        if kind == "found_field" and name.isdigit():
            return [str(row["id"]) for row in self._rows(family) if str(row["id"]) == name]
        return []

    def _locales(self, name: str) -> list[str]:
        """`en` is the account's English, `en-US` where it has several; `zh-CN` is `zh-cn`."""
        wanted = name.casefold()
        codes = {str(row["id"]): str(row.get("locale", "")).casefold() for row in self._rows("locales")}
        exact = [id_ for id_, code in codes.items() if code == wanted]
        related = [id_ for id_, code in codes.items() if code.partition("-")[0] == wanted]
        default = [str(row["id"]) for row in self._rows("locales") if row.get("default") and str(row["id"]) in related]
        return exact or (related if len(related) == 1 else default)


def _said(value: object, kind: str) -> str:
    return str(value or "").casefold() if kind == "user" else str(value or "")
