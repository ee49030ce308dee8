"""cstool/targets/<type>.yaml: what one helpdesk product can hold, as data with sources."""

from typing import Literal

from pydantic import Field

from cstool.model.base import Dotted, Id, Model, Names

Fidelity = Literal["exact", "approximate", "unsupported"]


class Capability(Model):
    """How faithfully the product holds one part of our language."""

    fidelity: Fidelity
    how: str = Field("", description="the native construct")
    difference: Id | None = Field(None, description="name of the difference when approximate; `accepted_differences` takes it")
    what_differs: Names | None = Field(None, description="the difference, told to an ops lead")
    source: str = Field(description="where this is documented or was measured")


class Placeholder(Model):
    """How one of our variables is written there."""

    native: str | None = Field(description="the product's placeholder; null where it has none")
    fidelity: Fidelity = "exact"
    source: str


class Bound(Model):
    """A limit of the product."""

    value: int
    unit: str
    source: str


class Helpdesk(Model):
    """What one product can hold."""

    id: Id
    name: Names
    missing_value: Literal["blank", "dash", "raw", "debug"] = Field(description="what a missing value prints")
    missing_value_source: str
    conditionals: bool = Field(description="whether reply texts may hold if/else")
    conditionals_source: str
    conditions: dict[str, Capability] = Field(description="`field operator` of our condition language")
    actions: dict[str, Capability] = Field(description="our actions")
    structures: dict[str, Capability] = Field({}, description="match modes, nesting, overlays, calendars, metrics")
    placeholders: dict[Dotted, Placeholder] = Field(description="our variables")
    limits: dict[Id, Bound] = Field({}, description="lengths, counts, smallest durations")
