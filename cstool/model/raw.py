"""What only a helpdesk understands, kept as it stands there: under `raw` of a rule or a policy, and in config/raw.yaml."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar

from pydantic import ConfigDict, Field, model_validator

from cstool.model.base import Id, Model, Object

Native = dict[str, Any]
"""Fields of a native object; references to other objects as `@{kind/id}`."""


def _schema(schema: dict[str, Any], model: type["WithRaw"]) -> None:
    needed = [name for name in schema.get("required", ()) if name in model.raw_instead_of]
    schema["required"] = [name for name in schema.get("required", ()) if name not in needed]
    schema["anyOf"] = [{"required": needed}, {"required": ["raw"]}]


class WithRaw(Object):
    """A rule or a policy. With `raw` it has no words of ours: it is out of force here, and stands in its helpdesk as it is."""

    model_config = ConfigDict(json_schema_extra=_schema)
    raw_instead_of: ClassVar[Mapping[str, object]] = MappingProxyType({})
    """Keys that need not be written beside `raw`, and what then stands in for them."""
    raw: dict[Id, Native] = Field(
        {}, description="backend -> the object as it stands there, where our words cannot say it; it goes back untouched"
    )

    @model_validator(mode="before")
    @classmethod
    def _stands_in(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("raw"):
            return {**cls.raw_instead_of, **data}
        return data

    def in_force(self, today: date) -> bool:
        """Never under `raw`: what we cannot read we do not judge."""
        return not self.raw and super().in_force(today)


class RawObject(Model):
    """One native object."""

    name: str = Field("", description="what it is called there")
    body: Native = Field(description="its fields")


class RawFile(Model):
    """config/raw.yaml: what stands in a helpdesk and has no words here. It goes back untouched."""

    raw: dict[Id, dict[str, dict[str, RawObject]]] = Field({}, description="backend -> kind of object there -> our id -> object")
