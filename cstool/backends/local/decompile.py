"""Objects of the embedded helpdesk as the files of a workspace: what `compile` made, and what people made there by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cstool.loading import shape
from cstool.model.base import Id, Locale, Model, Path
from cstool.model.calendars import Calendars
from cstool.model.channels import Channels
from cstool.model.facts import Facts
from cstool.model.outreach import Outreach
from cstool.model.routing import Rule, Stage
from cstool.model.sla import Policy
from cstool.model.sop import Sop
from cstool.model.teams import Teams
from cstool.model.texts import ArticleFront, ArticleWordingFront, TemplateFront, WordingFront
from cstool.model.vocabulary import Vocabulary
from cstool.model.written import native
from cstool.plan import Body, Key
from cstool.source import Source, dump

_FILES = {
    "config/vocabulary.yaml": ("categories", "tags", "skills", "keywords", "fields", "variables"),
    "config/channels.yaml": ("stores", "channels"),
    "config/teams.yaml": ("teams", "agents", "shifts"),
    "config/calendars.yaml": ("calendars",),
}
FOLDERS = {"templates": "templates", "partials": "templates/partials", "articles": "config/kb"}
_SHELVES: Mapping[str, type[Model]] = {
    **dict.fromkeys(("categories", "tags", "skills", "keywords", "fields", "variables"), Vocabulary),
    **dict.fromkeys(("stores", "channels"), Channels),
    **dict.fromkeys(("teams", "agents", "shifts"), Teams),
    "calendars": Calendars,
}
"""Kinds that stand in a mapping under their id."""
_LISTED: Mapping[str, type[Model]] = {"rules": Rule, "stages": Stage, "policies": Policy, "outreach": Outreach, "sops": Sop}
"""Kinds whose id stands inside the object."""
_FRONTS: Mapping[str, tuple[type[Model], type[Model]]] = {
    "templates": (TemplateFront, WordingFront),
    "articles": (ArticleFront, ArticleWordingFront),
    "partials": (WordingFront, WordingFront),
}
_HOMES = {
    "facts": "facts",
    "policies": "sla",
    "rules": "routing",
    "stages": "routing",
    "outreach": "outreach",
    "account": "cstool",
}


@dataclass(frozen=True)
class Files:
    """Whole files by path, and the objects that no file can hold: of an unknown kind or shape, or a rule in no stage."""

    texts: Mapping[str, str]
    left_out: tuple[Key, ...] = field(default=())


def home(key: Key) -> str:
    """The file in which an object stands by default."""
    for path, kinds in _FILES.items():
        if key.kind in kinds:
            return path
    if key.kind in FOLDERS:
        return f"{FOLDERS[key.kind]}/{key.id}.{key.part}.md"
    if key.kind == "order":
        return home(Key(key.id, ""))
    return f"sop/{key.id}.yaml" if key.kind == "sops" else f"config/{_HOMES[key.kind]}.yaml"


class _Account(Model):
    timezone: str
    locales: list[Locale]
    default_locale: Locale
    packs: list[Id]
    roles: list[Id]


class _Order(Model):
    ids: list[Id]


class _TextKey(Model):
    id: Path
    part: Locale


def shaped(key: Key, body: Body, default_locale: str) -> dict[str, object] | None:
    """The body in the order of our model, or None where our language cannot hold it, its id included."""
    if key.kind in FOLDERS:
        return _text_shaped(key, body, default_locale)
    if key.kind in _SHELVES:
        shelf = _read(_SHELVES[key.kind], {key.kind: {key.id: dict(body)}})
        value = getattr(shelf, key.kind)[key.id] if shelf else None
        return native(value) if isinstance(value, Model) else value
    if key.kind in _LISTED:
        return _listed(key, body)
    lone: Mapping[Key, type[Model]] = {
        Key("account", "account"): _Account,
        Key("facts", "facts"): Facts,
        Key("order", "stages"): _Order,
        Key("order", "policies"): _Order,
    }
    value = _read(lone[key], body) if key in lone else None
    return native(value) if value else None


def _listed(key: Key, body: Body) -> dict[str, object] | None:
    rules = body.get("rules", []) if key.kind == "stages" else None
    rest = {name: value for name, value in body.items() if key.kind != "stages" or name != "rules"}
    value = _read(_LISTED[key.kind], {**rest, "id": key.id})
    if value is None or (rules is not None and _read(_Order, {"ids": rules}) is None):
        return None
    shape_ = {name: item for name, item in native(value).items() if name != "id"}
    return shape_ if rules is None else {**shape_, "rules": rules}


def _text_shaped(key: Key, body: Body, default_locale: str) -> dict[str, object] | None:
    shared, other = _FRONTS[key.kind]
    front = {name: value for name, value in body.items() if name != "body"}
    value = _read(shared if key.part == default_locale else other, front)
    known = _read(_TextKey, {"id": key.id, "part": key.part})  # it becomes a path: nothing but words and slashes
    return {**native(value), "body": str(body.get("body", ""))} if value and known else None


def _read(model: type[Model], body: Mapping[str, object]) -> Model | None:
    """The body in our shape; None where it has any fault."""
    value, _, faults = shape.validate(model, Source("", "", dict(body)))
    return None if faults else value


def write(objects: Mapping[Key, Body]) -> Files:
    """Every object in its file. `objects` are shaped already; extra keys (`review`, `notes`) are written as they are."""
    texts = {path: dump(data) for path, kinds in _FILES.items() if (data := _vocabulary(objects, path, kinds))}
    for key, body in objects.items():
        if key.kind == "facts":
            texts[home(key)] = dump(dict(body))
        elif key.kind == "sops":
            texts[home(key)] = dump({"id": key.id, **body})
        elif key.kind in FOLDERS:
            texts[home(key)] = _front_matter(body)
    outreach = [{"id": key.id, **body} for key, body in objects.items() if key.kind == "outreach"]
    policies = [{"id": id, **objects[Key("policies", id)]} for id in _in_order(objects, "policies")]  # noqa: A001
    stages, homeless = _stages(objects)
    for path, name, items in (("outreach", "outreach", outreach), ("sla", "policies", policies), ("routing", "stages", stages)):
        if items:
            texts[f"config/{path}.yaml"] = dump({name: items})
    return Files(texts, tuple(homeless))


def _vocabulary(objects: Mapping[Key, Body], path: str, kinds: Iterable[str]) -> dict[str, object]:
    data: dict[str, object] = {}
    account = objects.get(Key("account", "account"), {})
    for kind in kinds:
        shelf = {key.id: dict(body) for key, body in objects.items() if key.kind == kind}
        if shelf:
            data[kind] = shelf
    if path == "config/vocabulary.yaml" and account.get("roles"):
        data["roles"] = account["roles"]
    return data


def _front_matter(body: Body) -> str:
    front = {name: value for name, value in body.items() if name != "body"}
    return (f"---\n{dump(front)}---\n" if front else "") + str(body["body"])


def _in_order(objects: Mapping[Key, Body], kind: str) -> list[str]:
    """Ids in the order that stands in the helpdesk; what it does not name comes last."""
    there = [key.id for key in objects if key.kind == kind]
    named = _strings(objects.get(Key("order", kind), {}).get("ids"))
    return [id for id in named if id in there] + [id for id in there if id not in named]  # noqa: A001


def _stages(objects: Mapping[Key, Body]) -> tuple[list[object], list[Key]]:
    stages, placed = [], set()
    for id in _in_order(objects, "stages"):  # noqa: A001
        body = objects[Key("stages", id)]
        keys = [key for name in _strings(body.get("rules")) if (key := Key("rules", name)) in objects and key not in placed]
        placed.update(keys)
        stages.append({"id": id, **body, "rules": [{"id": key.id, **objects[key]} for key in keys]})
    return list(stages), [key for key in objects if key.kind == "rules" and key not in placed]


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
