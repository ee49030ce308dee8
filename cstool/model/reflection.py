"""What keys a model knows at a place of its data: for did-you-mean, schemas and docs."""

import types
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel


def keys_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """The keys that may stand at `loc`, as users write them; union tags and list positions in `loc` are passed over."""
    models = [model]
    for part in loc:
        inner = [
            found
            for one in models
            for name, field in one.model_fields.items()
            if part in (name, field.alias)
            for found in models_in(field.annotation)
        ]
        if inner:
            models = inner
        elif isinstance(part, str):
            tagged = [one for one in models if _tag(one) == part]
            models = tagged or models
    return sorted({field.alias or name for one in models for name, field in one.model_fields.items()})


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """Every model inside an annotation: `dict[str, Team]` -> [Team]."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    origin = get_origin(annotation)
    if origin is Annotated:
        return models_in(get_args(annotation)[0])
    if origin in (list, dict, Union, types.UnionType, tuple):
        return [found for inner in get_args(annotation) for found in models_in(inner)]
    return []


def _tag(model: type[BaseModel]) -> str | None:
    kind = model.model_fields.get("kind")
    choices = get_args(kind.annotation) if kind else ()
    return str(choices[0]) if len(choices) == 1 else None
