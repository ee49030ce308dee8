"""Every object of a workspace in one shape: kind, id, body as plain data, place. What both versions are compared by."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from cstool.diagnostic import Span
from cstool.model.base import Model
from cstool.model.written import native, ours_alone
from cstool.workspace import Article, Item, Template, Wording, Workspace

KINDS = (
    "stages", "rules", "policies", "keywords", "categories", "tags", "skills", "roles", "fields", "channels", "stores", "teams",
    "agents", "shifts", "calendars", "facts", "templates", "partials", "articles", "variables", "outreach", "sops", "kpis",
    "packs", "tests", "settings",
)  # fmt: skip
"""In the order in which a reader wants them: what decides first."""

Key = tuple[str, str]
Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Thing:
    """One object. `inside` is the stage of a rule; `at` gives the place of a part (or of its nearest parent)."""

    kind: str
    id: str
    body: Body
    at: Callable[..., Span]
    names: Mapping[str, str] | None = None
    inside: str | None = None
    defaults: Body = field(default_factory=dict)
    """What holds where the body says nothing."""


def things(workspace: Workspace) -> Mapping[Key, Thing]:
    """Every object by kind and id; of two with one id (a fault of its own) the first."""
    found: dict[Key, Thing] = {}
    for thing in (*_ordered(workspace), *_shelved(workspace), *_texts(workspace), *_single(workspace), *_tests(workspace)):
        found.setdefault((thing.kind, thing.id), thing)
    return found


def orders(workspace: Workspace) -> Iterator[tuple[str, str | None, list[str]]]:
    """Kind, stage and ids of every list in which place has a meaning. In an `every` stage it has none."""
    yield "stages", None, [stage.value.id for stage in workspace.stages]
    yield "policies", None, [policy.value.id for policy in workspace.policies]
    for stage in workspace.stages:
        if stage.value.match != "every":
            yield "rules", stage.value.id, [rule.id for rule in stage.value.rules]


def _thing(kind: str, id: str, item: Item[Model], inside: str | None = None) -> Thing:  # noqa: A002 - design's word
    body = {**native(item.value), **ours_alone(item.value)}
    body.pop("id", None)
    body.pop("rules", None)  # of a stage: each is an object of its own
    names = getattr(item.value, "name", None)
    return Thing(kind, id, body, item.at, names if isinstance(names, Mapping) else None, inside, _defaults(item.value))


def _defaults(model: Model) -> dict[str, object]:
    shapes = type(model).model_fields.items()
    found = {
        shape.alias or name: shape.get_default(call_default_factory=True) for name, shape in shapes if not shape.is_required()
    }
    return {name: value for name, value in found.items() if isinstance(value, bool | str) or (isinstance(value, list) and value)}


def _ordered(workspace: Workspace) -> Iterator[Thing]:
    for stage, rule in workspace.rules():
        yield _thing("rules", rule.value.id, rule, stage.value.id)
    for kind, items in (("stages", workspace.stages), ("policies", workspace.policies), ("outreach", workspace.outreach)):
        for item in items:
            yield _thing(kind, item.value.id, item)


def _shelved(workspace: Workspace) -> Iterator[Thing]:
    shelves: Mapping[str, Mapping[str, Item[Model]]] = {
        "categories": workspace.categories,
        "tags": workspace.tags,
        "skills": workspace.skills,
        "fields": workspace.fields,
        "channels": workspace.channels,
        "stores": workspace.stores,
        "teams": workspace.teams,
        "agents": workspace.agents,
        "shifts": workspace.shifts,
        "calendars": workspace.calendars,
        "variables": workspace.variables,
        "sops": workspace.sops,
    }
    for kind, items in shelves.items():
        for id_, item in items.items():
            yield _thing(kind, id_, item)
    for id_, words in workspace.keywords.items():
        yield Thing("keywords", id_, words.value, words.at)
    for id_, pack in workspace.packs.items():
        if not pack.source.path.startswith("cstool:"):  # shipped ones change with the tool, not with the workspace
            yield _thing("packs", id_, pack)
    for number, kpi in enumerate(workspace.kpis, 1):
        yield _kpi(kpi, number)


def _kpi(item: Item[Model], number: int) -> Thing:
    """A target has no id; it is known by what it measures. Its numbers are shown as they are written."""
    raw: object = item.source.data
    for step in item.loc:
        raw = raw[step]  # type: ignore[index]
    body = dict(raw) if isinstance(raw, Mapping) else {"target": number}
    id_ = " ".join(str(body[key]) for key in ("metric", "channel_type", "channel", "team", "category") if key in body)
    return Thing("kpis", id_ or str(number), body, item.at)


def _texts(workspace: Workspace) -> Iterator[Thing]:
    for template in workspace.templates.values():
        yield _document("templates", template)
    for article in workspace.articles.values():
        yield _document("articles", article)
    for id_, wordings in workspace.partials.items():
        places = wordings
        yield Thing("partials", id_, _wordings(wordings), lambda *loc, places=places: _in(places, loc))


def _document(kind: str, document: Template | Article) -> Thing:
    """The shared front matter, then each language as one part: `de.body`, `de.subject`."""
    shared = {**native(document.shared.value), **ours_alone(document.shared.value)}
    shared.pop("subject", None)
    shared.pop("title", None)
    names = getattr(document.shared.value, "name", None)

    def at(*loc: str | int) -> Span:
        return _in(document.wordings, loc) if loc and loc[0] in document.wordings else document.shared.at(*loc)

    return Thing(kind, document.id, {**shared, **_wordings(document.wordings)}, at, names)


def _wordings(wordings: Mapping[str, Wording[Model]]) -> dict[str, object]:
    told = ("subject", "title", "url", "source_hash", "translated")
    bodies: dict[str, object] = {}
    for locale, wording in wordings.items():
        front = {**native(wording.front), **ours_alone(wording.front)}
        bodies[locale] = {**{name: front[name] for name in told if name in front}, "body": wording.body}
    return bodies


def _in(wordings: Mapping[str, Wording[Model]], loc: tuple[str | int, ...]) -> Span:
    wording = wordings.get(str(loc[0])) if loc else None
    if wording is None:
        return Span(next(iter(wordings.values())).source.path if wordings else "templates")
    return Span(wording.source.path, wording.body_line) if loc[1:] == ("body",) else Span(wording.source.path)


def _single(workspace: Workspace) -> Iterator[Thing]:
    settings = workspace.settings
    if settings.source.data is not None:  # else nobody wrote them, or they could not be read
        body = {**native(settings.value), **ours_alone(settings.value)}
        yield Thing("settings", "settings", body, settings.at, defaults=_defaults(settings.value))
    if workspace.facts:
        yield Thing("facts", "facts", native(workspace.facts.value), workspace.facts.at)
    if workspace.roles:
        yield Thing("roles", "roles", {"roles": list(workspace.roles.value)}, workspace.roles.at)


def _tests(workspace: Workspace) -> Iterator[Thing]:
    for file in workspace.tests:
        for position, test in enumerate(file.value.tests):
            raw = test.model_dump(mode="json", exclude_defaults=True, by_alias=True)
            raw.pop("name", None)
            item = Item(test, file.source, (*file.loc, "tests", position))
            yield Thing("tests", test.name, raw, item.at)
