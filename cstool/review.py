"""Who looked at what, when, and when somebody must look again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cstool.model.base import Duration, ReviewEntry
from cstool.workspace import Item, Workspace

KINDS = ("templates", "sop", "routing", "sla", "kb", "outreach", "facts")
"""The kinds that cstool.yaml may give a rhythm."""


@dataclass(frozen=True, slots=True)
class Review:
    """One object that is looked at again and again. `every` in days; `last` None: nobody ever wrote down that they did."""

    kind: str
    id: str
    item: Item[Any]
    every: int
    last: date | None
    by: str | None

    @property
    def name(self) -> str:
        """`templates/refund/approved`."""
        return f"{self.kind}/{self.id}" if self.id else self.kind

    @property
    def due(self) -> date | None:
        """The day by which somebody looks again; None where nobody has looked yet."""
        return self.last + timedelta(days=self.every) if self.last else None

    def overdue(self, today: date) -> bool:
        """Whether that day has passed, or never was."""
        return self.due is None or self.due < today


def reviews(workspace: Workspace) -> tuple[Review, ...]:
    """Every object in force that has a rhythm, of its own or by its kind, in the order of the kinds and of the files."""
    return tuple(
        found for kind in KINDS for id_, item in _items(workspace, kind) if (found := _review(workspace, kind, id_, item))
    )


def _items(workspace: Workspace, kind: str) -> Iterator[tuple[str, Item[Any]]]:
    match kind:
        case "templates":
            yield from ((id_, template.shared) for id_, template in workspace.templates.items())
        case "sop":
            yield from workspace.sops.items()
        case "routing":
            yield from ((item.value.id, item) for item in workspace.stages)
        case "sla":
            yield from ((item.value.id, item) for item in workspace.policies)
        case "kb":
            yield from ((id_, article.shared) for id_, article in workspace.articles.items())
        case "outreach":
            yield from ((item.value.id, item) for item in workspace.outreach)
        case _:
            if workspace.facts is not None:
                yield "", workspace.facts


def _review(workspace: Workspace, kind: str, id_: str, item: Item[Any]) -> Review | None:
    written: ReviewEntry | None = item.value.review
    every = (written.every if written else None) or _rhythm(workspace, kind)
    if every is None or not item.value.enabled:
        return None
    return Review(
        kind, id_, item, max(1, every.seconds // 86_400), written.last if written else None, written.by if written else None
    )


def _rhythm(workspace: Workspace, kind: str) -> Duration | None:
    rhythms = workspace.settings.value.review
    return next((every for name, every in rhythms.items() if name == kind), None)
