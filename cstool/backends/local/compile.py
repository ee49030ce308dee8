"""A workspace as the objects of the embedded helpdesk. It runs our own engine, so everything is held exactly."""

from collections.abc import Collection, Iterator, Mapping

from pydantic import BaseModel

from cstool.backends.local.native import native
from cstool.model.settings import BackendSettings
from cstool.plan import Body, Resource
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


def compile_local(workspace: Workspace, settings: BackendSettings) -> tuple[Resource, ...]:
    """Every pushed thing, in the order of `KINDS`, without what `exclude` names. An id that stands twice counts once."""
    excluded = frozenset(settings.exclude)
    resources: dict[object, Resource] = {}
    for resource in (*_account(workspace), *_keyed(workspace), *_texts(workspace), *_ordered(workspace, excluded)):
        if f"{resource.kind}/{resource.id}" not in excluded:
            resources.setdefault(resource.key, resource)
    return tuple(sorted(resources.values(), key=lambda resource: KINDS.index(resource.kind)))


def _resource(kind: str, id: str, body: Body, part: str = "") -> Resource:  # noqa: A002
    return Resource(kind, id, part, f"{id} [{part}]" if part else id, body)


def _account(workspace: Workspace) -> Iterator[Resource]:
    settings = workspace.settings.value
    body = {
        "timezone": settings.timezone,
        "locales": list(settings.locales),
        "default_locale": settings.default_locale,
        "packs": list(settings.packs),
        "roles": list(workspace.role_names()),
    }
    yield _resource("account", "account", body)
    if workspace.facts:
        yield _resource("facts", "facts", native(workspace.facts.value))
    for id, item in workspace.keywords.items():  # noqa: A001
        yield _resource("keywords", id, dict(item.value))


def _keyed(workspace: Workspace) -> Iterator[Resource]:
    shelves: Mapping[str, Mapping[str, Item[BaseModel]]] = {
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
            yield _resource(kind, id, _without_id(item.value))


def _texts(workspace: Workspace) -> Iterator[Resource]:
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


def _wording(kind: str, id: str, wording: Wording[BaseModel]) -> Resource:  # noqa: A002
    return _resource(kind, id, {**native(wording.front), "body": wording.body}, wording.locale)


def _ordered(workspace: Workspace, excluded: Collection[str]) -> Iterator[Resource]:
    """Lists in which place has a meaning. The order is an object of its own: a new first rule is two changes, not forty."""
    for _, rule in workspace.rules():
        yield _resource("rules", rule.value.id, _without_id(rule.value))
    for stage in workspace.stages:
        rules = [rule.id for rule in stage.value.rules if f"rules/{rule.id}" not in excluded]
        yield _resource("stages", stage.value.id, {**_without_id(stage.value), "rules": rules})
    for policy in workspace.policies:
        yield _resource("policies", policy.value.id, _without_id(policy.value))
    for message in workspace.outreach:
        yield _resource("outreach", message.value.id, _without_id(message.value))
    for kind, ids in (
        ("stages", [stage.value.id for stage in workspace.stages]),
        ("policies", [policy.value.id for policy in workspace.policies]),
    ):
        yield _resource("order", kind, {"ids": [id for id in ids if f"{kind}/{id}" not in excluded]})  # noqa: A001


def _without_id(model: BaseModel) -> dict[str, object]:
    body = native(model)
    body.pop("id", None)
    return body
