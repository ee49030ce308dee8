"""Templates, shared pieces and knowledge articles: one file a language, shared front matter in the default locale."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from cstool.diagnostic import Diagnostic, Problem, Span, diagnose, text
from cstool.loading import shape
from cstool.loading.files import Files
from cstool.model.settings import Settings
from cstool.model.texts import ArticleFront, ArticleWordingFront, TemplateFront, WordingFront
from cstool.source import Source, read_front_matter
from cstool.spelling import nearest
from cstool.workspace import Article, Document, Item, Template, Wording

M = TypeVar("M", bound=BaseModel)
_NAME = re.compile(r"(?P<id>[a-z0-9]+(?:[-/][a-z0-9]+)*)\.(?P<locale>[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.(?:md|html|txt)")
PARTIALS = "partials/"


class Documents:
    """Reads the text files; faults and sources go to the lists of the one who asks."""

    def __init__(self, files: Files, settings: Settings, faults: list[Diagnostic], sources: dict[str, Source]) -> None:
        self.files, self.settings, self.faults, self.sources = files, settings, faults, sources
        self.incomplete: set[str] = set()

    def templates(self) -> dict[str, Template]:
        """Every template by its path without locale."""
        return self._documents(
            "templates",
            TemplateFront,
            WordingFront,
            {id_: files for id_, files in self._found("templates").items() if not id_.startswith(PARTIALS)},
        )

    def articles(self) -> dict[str, Article]:
        """Every knowledge article by its id."""
        return self._documents("articles", ArticleFront, ArticleWordingFront, self._found("config/kb"))

    def partials(self) -> dict[str, Mapping[str, Wording[WordingFront]]]:
        """Shared pieces: name -> locale -> wording."""
        found: dict[str, Mapping[str, Wording[WordingFront]]] = {}
        for id_, files in self._found("templates").items():
            if id_.startswith(PARTIALS):
                fronts = {locale: self._front(path, WordingFront) for locale, path in files.items()}
                sources = {locale: self._source(path) for locale, path in files.items()}
                found[id_.removeprefix(PARTIALS)] = {
                    locale: _wording(locale, front.value if (front := fronts[locale]) else WordingFront(), source)
                    for locale, source in sources.items()
                    if source
                }
        return found

    def _found(self, folder: str) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for path in self.files.under(folder, ""):
            match = _NAME.fullmatch(path.removeprefix(folder + "/"))
            if match:
                found.setdefault(match["id"], {})[match["locale"]] = path
            else:
                self._once(
                    "misnamed-text",
                    Problem(
                        Span(path),
                        text("misnamed-text", path=path),
                        text("name-it-like", example=f"{folder}/refund/approved.en.md"),
                    ),
                )
        return found

    def _once(self, check: str, problem: Problem) -> None:
        one = diagnose(check, problem)
        if one not in self.faults:
            self.faults.append(one)

    def _documents(
        self, kind: str, shared: type[Any], other: type[Any], found: dict[str, dict[str, str]]
    ) -> dict[str, Document[Any, Any]]:
        documents: dict[str, Document[Any, Any]] = {}
        default = self.settings.default_locale
        for id_, files in found.items():
            if default not in files:
                path = next(iter(files.values()))
                self._once(
                    "default-locale-missing",
                    Problem(
                        Span(path),
                        text("default-locale-missing", id=id_, locale=default),
                        text("write-file", path=_sibling(path, default)),
                    ),
                )
                self.incomplete.add(kind)
                continue
            document = self._document(id_, files, shared, other)
            if document is None:
                self.incomplete.add(kind)
            else:
                documents[id_] = document
        return documents

    def _document(self, id_: str, files: dict[str, str], shared: type[Any], other: type[Any]) -> Document[Any, Any] | None:
        default = self.settings.default_locale
        item = self._front(files[default], shared)
        if item is None:
            return None
        wordings = {default: _wording(default, item.value, item.source)}
        for locale, path in files.items():
            if locale != default:
                self._unlisted(path, locale)
                front = self._front(path, other)
                if front is not None:
                    wordings[locale] = _wording(locale, front.value, front.source)
        return Document(id_, item, wordings)

    def _unlisted(self, path: str, locale: str) -> None:
        if locale not in self.settings.locales:
            near = nearest(locale, self.settings.locales)
            hint = text("did-you-mean", name=near) if near else text("add-locale", locale=locale)
            self._once("unknown-locale", Problem(Span(path), text("unknown-locale", locale=locale), hint))

    def _source(self, path: str) -> Source | None:
        shown = self.files.shown(path)
        if shown in self.sources:
            return self.sources[shown]
        raw = self.files.read(path)
        source, found = read_front_matter(shown, raw) if raw is not None else (None, [])
        self.faults += found
        self.sources[shown] = source or Source(shown, (raw or b"").decode("utf-8", "replace"))
        return source

    def _front(self, path: str, model: type[M]) -> Item[M] | None:
        source = self._source(path)
        if source is None:
            return None
        data = source if source.data is not None else source.pruned({}, {})
        value, pruned, found = shape.validate(model, data)
        self.faults += [self._shared_key(one) for one in found]
        return Item(value, pruned) if value is not None else None

    def _shared_key(self, one: Diagnostic) -> Diagnostic:
        """A key of the shared part in another locale's file is a misunderstanding of its own."""
        key = one.message.values.get("key")
        if (
            one.check == "unknown-key"
            and key in TemplateFront.model_fields
            and f".{self.settings.default_locale}." not in one.span.path
        ):
            message = text("shared-key-in-translation", key=str(key), locale=self.settings.default_locale)
            return diagnose("shared-key-in-translation", Problem(one.span, message, text("remove-it-here")))
        return one


def _sibling(path: str, locale: str) -> str:
    return re.sub(r"\.[A-Za-z0-9-]+\.(\w+)$", rf".{locale}.\1", path)


def _wording(locale: str, front: Any, source: Source) -> Wording[Any]:
    body = source.text[source.body_offset :]
    line = source.text.count("\n", 0, source.body_offset) + 1
    return Wording(locale, front, body, line, source)
