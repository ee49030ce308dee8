"""config/vocabulary.yaml: the words that rules, tickets and templates may use."""

from typing import Annotated, Literal

from pydantic import Field

from cstool.model.base import Dotted, Id, Kept, Locale, Model, Names, Object, Short, TagName


def _named(value: object) -> object:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return {item: {} for item in value}
    if isinstance(value, dict):
        return {key: {} if item is None else item for key, item in value.items()}
    return value


Named = Short(_named, {"type": "array", "items": {"type": "string"}})


class Category(Object):
    """What a ticket is about."""

    name: Names | None = None


class Tag(Object):
    """A label of tickets or customers."""

    name: Names | None = None


class Skill(Object):
    """Something an agent can do."""

    name: Names | None = None


FieldType = Literal["enum", "text", "number", "money", "date", "flag"]


class TicketField(Object):
    """A field of your own on tickets; rules read it as `fields.<name>` or by its bare name."""

    type: FieldType = Field(description="kind of value")
    values: list[str] = Field([], description="the values of an `enum`")
    name: Names | None = None


class Variable(Kept):
    """A value that a template prints."""

    type: Literal["text", "number", "money", "date", "url", "list", "flag"] = Field("text", description="kind of value")
    may_be_empty: bool = Field(False, description="whether a customer's ticket may lack it")
    example: str | int | float | bool | list[str | dict[str, str]] = Field("", description="a typical value, for previews")
    longest: str | None = Field(None, description="the longest value to expect, for length checks")
    from_: str = Field("helpdesk", alias="from", description="the system that knows the value: `helpdesk`, `shopify`, …")
    channels: list[Id] = Field([], description="channels on which it exists; empty means all")
    events: list[str] = Field([], description="events at which it exists; empty means all")
    name: Names | None = None


class Vocabulary(Model):
    """config/vocabulary.yaml."""

    categories: Annotated[dict[Id, Category], Named] = Field({}, description="what tickets are about")
    tags: Annotated[dict[TagName, Tag], Named] = Field({}, description="labels: a list, or a mapping with names")
    skills: Annotated[dict[Id, Skill], Named] = Field({}, description="what agents can do")
    roles: list[Id] = Field(["agent", "lead", "manager"], description="roles in rising authority")
    keywords: dict[Id, dict[Locale, list[str]]] = Field({}, description="keyword sets by language; `*` only at the end of a word")
    fields: dict[Dotted, TicketField] = Field({}, description="your own ticket fields")
    variables: dict[Dotted, Variable] = Field({}, description="template variables beside the built-in ones")
