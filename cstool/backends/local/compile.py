"""A workspace as the objects of the embedded helpdesk. It runs our own engine, so everything is held exactly."""

from collections.abc import Iterator, Mapping

from cstool.backends.base import Compiled, Considered, Remark
from cstool.diagnostic import Span, text
from cstool.model.base import Model
from cstool.model.routing import Stage
from cstool.model.settings import BackendSettings
from cstool.model.sla import Policy
from cstool.model.written import native
from cstool.plan import Body, Key, Resource
from cstool.workspace import Article, Item, Template, Wording, Workspace

KINDS = (
    "account",
    "categories",
    "tags",
    "skills",
    "keywords",
    "fields",
    "variables",
    "facts",
    "stores",
    "calendars",
    "shifts",
    "agents",
    "teams",
    "channels",
    "policies",
    "partials",
    "templates",
    "articles",
    "sops",
    "rules",
    "stages",
    "outreach",
    "order",
)
"""In the order in which they are made: what is referred to comes first."""

Placed = tuple[Resource, Span]


def compile_local(workspace: Workspace, name: str, settings: BackendSettings) -> Compiled:
    """Every pushed thing, in the order of `KINDS`, without what `exclude` names. An id that stands twice counts once."""
    placed: dict[Key, Placed] = {}
    for resource, span in (*_account(workspace), *_keyed(workspace), *_texts(workspace), *_ordered(workspace, settings)):
        placed.setdefault(resource.key, (resource, span))
    in_order = sorted(placed.values(), key=lambda pair: KINDS.index(pair[0].kind))
    spans = {_object(resource): span for resource, span in reversed(in_order)}
    excluded = [object for object in settings.exclude if object in spans]  # noqa: A001 - design's word
    return Compiled(
        name,
        tuple(resource for resource, _ in in_order if _object(resource) not in settings.exclude),
        tuple(Considered(object, span) for object, span in dict(reversed(spans.items())).items()),  # noqa: A001
        tuple(Remark("excluded", spans[object], text("excluded", object=object), None, object) for object in excluded),  # noqa: A001
    )


def _object(resource: Resource) -> str:
    return f"{resource.kind}/{resource.id}"


def _resource(kind: str, id: str, body: Body, part: str = "") -> Resource:  # noqa: A002
    return Resource(kind, id, part, f"{id} [{part}]" if part else id, body)


def _account(workspace: Workspace) -> Iterator[Placed]:
    settings = workspace.settings.value
    body = {
        "timezone": settings.timezone,
        "locales": list(settings.locales),
        "default_locale": settings.default_locale,
        "packs": list(settings.packs),
        "roles": list(workspace.role_names()),
    }
    yield _resource("account", "account", body), workspace.settings.at()
    if workspace.facts:
        yield _resource("facts", "facts", native(workspace.facts.value)), workspace.facts.at()
    for id, item in workspace.keywords.items():  # noqa: A001
        yield _resource("keywords", id, dict(item.value)), item.key_at()


def _keyed(workspace: Workspace) -> Iterator[Placed]:
    shelves: Mapping[str, Mapping[str, Item[Model]]] = {
        "categories": workspace.categories,
        "tags": workspace.tags,
        "skills": workspace.skills,
        "fields": workspace.fields,
        "variables": workspace.variables,
        "stores": workspace.stores,
        "calendars": workspace.calendars,
        "shifts": workspace.shifts,
        "agents": workspace.agents,
        "teams": workspace.teams,
        "channels": workspace.channels,
        "sops": workspace.sops,
    }
    for kind, items in shelves.items():
        for id, item in items.items():  # noqa: A001
            yield _resource(kind, id, _without_id(item.value)), item.key_at()


def _texts(workspace: Workspace) -> Iterator[Placed]:
    documents: tuple[tuple[str, Mapping[str, Template] | Mapping[str, Article]], ...] = (
        ("templates", workspace.templates),
        ("articles", workspace.articles),
    )
    for kind, shelf in documents:
        for id, document in shelf.items():  # noqa: A001
            for wording in document.wordings.values():
                yield _wording(kind, id, wording)
    for id, wordings in workspace.partials.items():  # noqa: A001
        for wording in wordings.values():
            yield _wording("partials", id, wording)


def _wording(kind: str, id: str, wording: Wording[Model]) -> Placed:  # noqa: A002
    return _resource(kind, id, {**native(wording.front), "body": wording.body}, wording.locale), Span(wording.source.path)


def _ordered(workspace: Workspace, settings: BackendSettings) -> Iterator[Placed]:
    """Lists in which place has a meaning. The order is an object of its own: a new first rule is two changes, not forty."""
    for _, rule in workspace.rules():
        yield _resource("rules", rule.value.id, _without_id(rule.value)), rule.at("id")
    for stage in workspace.stages:
        rules = [rule.id for rule in stage.value.rules if f"rules/{rule.id}" not in settings.exclude]
        yield _resource("stages", stage.value.id, {**_without_id(stage.value), "rules": rules}), stage.at("id")
    for policy in workspace.policies:
        yield _resource("policies", policy.value.id, _without_id(policy.value)), policy.at("id")
    for message in workspace.outreach:
        yield _resource("outreach", message.value.id, _without_id(message.value)), message.at("id")
    orders: Mapping[str, tuple[Item[Stage] | Item[Policy], ...]] = {"stages": workspace.stages, "policies": workspace.policies}
    for kind, items in orders.items():
        ids = [item.value.id for item in items if f"{kind}/{item.value.id}" not in settings.exclude]
        if items:
            yield _resource("order", kind, {"ids": ids}), items[0].at()


def _without_id(model: Model) -> dict[str, object]:
    body = native(model)
    body.pop("id", None)
    return body
