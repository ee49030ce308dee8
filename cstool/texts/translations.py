"""Which translation was made from which text: a fingerprint of the source, kept in the translation's front matter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cstool.workspace import Wording, Workspace

LENGTH = 12
"""Characters of a fingerprint: enough to tell two versions of one text apart."""


@dataclass(frozen=True, slots=True)
class Translation:
    """One text in another language than the default one."""

    name: str
    """`refund/approved`, `partials/greeting`, `kb/warranty`."""
    locale: str
    wording: Wording[Any]
    source: str
    """Fingerprint of the text in the default language, as it is now."""

    @property
    def recorded(self) -> str | None:
        """Fingerprint of the text that it was made from."""
        known: str | None = self.wording.front.source_hash
        return known

    @property
    def stale(self) -> bool:
        """Whether the source has changed since; False where nothing was recorded."""
        return self.recorded is not None and self.recorded != self.source

    @property
    def path(self) -> str:
        """The file."""
        return self.wording.source.path


def translations(workspace: Workspace) -> Iterator[Translation]:
    """Every translation of a template, a shared piece and an article, in the order of the files."""
    for id_, template in workspace.templates.items():
        yield from _of(workspace, id_, template.wordings)
    for name, wordings in workspace.partials.items():
        yield from _of(workspace, f"partials/{name}", wordings)
    for id_, article in workspace.articles.items():
        yield from _of(workspace, f"kb/{id_}", article.wordings)


def _of(workspace: Workspace, name: str, wordings: Mapping[str, Wording[Any]]) -> Iterator[Translation]:
    default = workspace.settings.value.default_locale
    if default not in wordings:
        return
    source = fingerprint(wordings[default])
    for locale, wording in wordings.items():
        if locale != default:
            yield Translation(name, locale, wording, source)


def fingerprint(wording: Wording[Any]) -> str:
    """Of what a translator translates: subject or title, and body; blanks at line ends and empty lines around do not count."""
    head = getattr(wording.front, "subject", None) or getattr(wording.front, "title", None) or ""
    body = "\n".join(line.rstrip() for line in wording.body.strip().splitlines())
    return sha256(f"{head}\n{body}".encode()).hexdigest()[:LENGTH]
