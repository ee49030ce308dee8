"""cstool/targets/<type>.yaml: what one helpdesk product can hold, as data with sources."""

from typing import Literal

from pydantic import Field

from cstool.model.base import Dotted, Id, Model, Names

Fidelity = Literal["exact", "approximate", "unsupported"]


class Difference(Model):
    """One way in which the product does something else than our words say."""

    name: Names = Field(description="the difference, told to an ops lead")
    source: str = Field(description="where this is documented or was measured")


class Capability(Model):
    """How faithfully the product holds one part of our language."""

    fidelity: Fidelity
    how: str = Field("", description="the native construct")
    difference: Id | None = Field(None, description="name of the difference when not exact; `accepted_differences` takes it")
    source: str = Field(description="where this is documented or was measured")


class Placeholder(Model):
    """How one of our variables is written there."""

    native: str | None = Field(description="the product's placeholder in texts that an agent sends; null where it has none")
    automatic: str | None = Field(
        None, description="the placeholder in texts that the product sends by itself, where it is another"
    )
    only_agents: bool = Field(False, description="it has no value in texts that the product sends by itself")
    fidelity: Fidelity = "exact"
    difference: Id | None = None
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
    differences: dict[Id, Difference] = Field({}, description="what differs, by the name that `accepted_differences` takes")
    conditions: dict[str, Capability] = Field(
        description="`field` or `field operator` of our condition language; own fields: `fields`"
    )
    actions: dict[str, Capability] = Field(description="our actions")
    structures: dict[str, Capability] = Field({}, description="match modes, events, overlays, calendars, metrics, outreach")
    placeholders: dict[Dotted, Placeholder] = Field(description="our variables")
    phrases: dict[Id, Names] = Field({}, description="words that cstool itself puts into native objects")
    limits: dict[Id, Bound] = Field({}, description="lengths, counts, smallest durations")

    def condition(self, field: str, operator: str) -> Capability | None:
        """What holds for one comparison: the operator's own entry beats the field's; own fields share one entry."""
        name = "fields" if field.startswith("fields.") else field
        return self.conditions.get(f"{name} {operator}") or self.conditions.get(name)
