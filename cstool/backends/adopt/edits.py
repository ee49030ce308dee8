"""Changes made by hand to objects that cstool pushed, as changes of our files."""

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cstool.backends.adopt.weeks import Interval, hours_of
from cstool.plan import Body, Change, Key
from cstool.workspace import Workspace

RULES = "pull-left-rule"
"""Rules, orders and whatever else is computed from several of our objects: a change there has no single place here."""
_CONTEXT = 80
"""Characters around a change that may be needed to find its place."""


class LeftOutError(Exception):
    """The change has no place in our files; the message id says why."""


@dataclass
class Edits:
    """Our objects while changes are carried over."""

    workspace: Workspace
    objects: dict[Key, Body]
    placeholders: Mapping[str, str] = field(default_factory=dict)
    """The product's placeholder as it is written there -> ours."""

    def of(self, key: Key) -> dict[str, object]:
        """An object of ours. Raises LeftOutError where there is none."""
        if key not in self.objects:
            raise LeftOutError(RULES)
        return dict(self.objects[key])

    def rename(self, key: Key, name: str) -> None:
        """What people see, in the language in which the account shows it."""
        body = self.of(key)
        held = body.get("name")
        shown = self.workspace.settings.value.default_locale
        body["name"] = {**held, shown if shown in held else next(iter(held)): name} if isinstance(held, Mapping) else name
        self.objects[key] = body

    def hours(self, key: Key, week: Iterable[Iterable[Interval]]) -> None:
        """Opening hours, Monday to Sunday."""
        self.objects[key] = {**self.of(key), "hours": hours_of([list(day) for day in week])}

    def days_off(self, key: Key, before: set[str], after: set[str]) -> None:
        """Days off that came and went: those of the country that went are worked from now on."""
        body = self.of(key)
        held = body.get("holidays")
        holidays: dict[str, object] = dict(held) if isinstance(held, Mapping) else {}
        also, worked = _days(holidays.get("also")), _days(holidays.get("except"))
        also, worked = (also - (before - after)) | (after - before - worked), worked - (after - before)
        worked |= (before - after) - _days(holidays.get("also"))
        body["holidays"] = {
            **{name: value for name, value in holidays.items() if name not in ("also", "except")},
            **({"also": sorted(also)} if also else {}),
            **({"except": sorted(worked)} if worked else {}),
        }
        self.objects[key] = body

    def member(self, team: str, agent: str, works: bool) -> None:
        """An agent works in a team from now on, or no longer."""
        body = self.of(Key("teams", team))
        held = body.get("members")
        members = [str(one) for one in held] if isinstance(held, list) else []
        others = [one for one in members if one != agent]
        body["members"] = members if works and agent in members else [*others, *([agent] if works else [])]
        if not body["members"]:
            del body["members"]
        self.objects[Key("teams", team)] = body

    def target(self, policy: str, metric: str, lengths: Mapping[str, str]) -> None:
        """Targets of one metric by priority."""
        key = Key("policies", policy)
        body = self.of(key)
        held = body.get("targets")
        targets: dict[str, object] = dict(held) if isinstance(held, Mapping) else {}
        one = targets.get(metric)
        rest = {name: value for name, value in one.items() if name == "calendar"} if isinstance(one, Mapping) else {}
        same = set(lengths.values())
        targets[metric] = {"within": same.pop(), **rest} if len(lengths) == 4 and len(same) == 1 else {**lengths, **rest}
        self.objects[key] = {**body, "targets": targets}

    def text(self, key: Key, name: str, before: str, after: str, read: Callable[[str], str]) -> None:
        """The changed piece of a text in its place; `read` makes our text of a piece of theirs."""
        body = self.of(key)
        body[name] = replaced(str(body.get(name, "")), before, after, lambda piece: self.in_our_words(read(piece)))
        self.objects[key] = body

    def in_our_words(self, piece: str) -> str:
        """The text with our variables in place of the product's."""
        for native, ours in self.placeholders.items():
            piece = piece.replace(native, f"{{{{ {ours} }}}}")
        return piece


def _days(value: object) -> set[str]:
    return {str(one) for one in value} if isinstance(value, list) else set()


def replaced(ours: str, before: str, after: str, read: Callable[[str], str]) -> str:
    """Our text with the piece changed by which `before` became `after`; LeftOutError where its place is not one."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    for more in range(_CONTEXT):
        left, right = max(0, start - more), max(0, end - more)
        old, new = read(before[left : len(before) - right]), read(after[left : len(after) - right])
        found = ours.count(old) if old.strip() else 0
        if found == 1:
            return ours.replace(old, new)
        if old.strip() and not found and more > 2:
            break
    raise LeftOutError("pull-left-inexact")


def plain_of_html(piece: str) -> str:
    """A piece of a text as the product's HTML holds it."""
    return html.unescape(re.sub(r"<br\s*/?>", "\n", piece))


def priorities_of(length: str) -> dict[str, str]:
    """One length for every priority."""
    return dict.fromkeys(("urgent", "high", "normal", "low"), length)


def days_between(first: str, last: str) -> set[str]:
    """Every day from the first to the last."""
    from datetime import timedelta

    day, end = date.fromisoformat(first), date.fromisoformat(last)
    return {(day + timedelta(days=step)).isoformat() for step in range((end - day).days + 1)}


Edit = Callable[[Edits, Change], None]
"""Carries one change made there over to our objects. Raises LeftOutError."""
