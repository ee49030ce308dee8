"""templates/<folder>/<name>.<locale>.md and config/kb/<id>.<locale>.md: front matter."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from cstool.model.base import Audience, Dotted, Id, Many, Model, Names, Object, TagName


class TemplateFront(Object):
    """Front matter of a template in the default locale: what all locales share."""

    name: Names | None = None
    category: Id | None = Field(None, description="what it is about")
    channels: Annotated[list[Id], Many] = Field([], description="channels on which it is used; empty means all")
    kind: Literal["reply", "note", "auto_reply", "survey", "outreach"] = Field("reply", description="how it is sent")
    subject: str | None = Field(None, description="subject line, Liquid allowed")
    audience: Audience = Field("customer", description="who reads it")
    format: Literal["text", "html"] = Field("text", description="what the body is")
    depends_on: Annotated[list[Dotted], Many] = Field([], description="facts that it states: `facts.returns`")
    tags: Annotated[list[TagName], Many] = Field([], description="tags to put on the ticket when it is used")
    backends: dict[Id, str] = Field(
        {}, description="another text for one helpdesk that cannot hold this one: backend -> template path"
    )


class WordingFront(Model):
    """Front matter of the other locales."""

    subject: str | None = Field(None, description="subject line in this language")
    source_hash: str | None = Field(
        None, description="fingerprint of the text this was translated from, kept by `cstool templates sync`"
    )
    translated: date | None = Field(None, description="day of the translation")
    notes: str | None = None


class ArticleFront(Object):
    """Front matter of a knowledge article in the default locale."""

    title: str = Field(description="title in this language")
    audience: Audience = Field("customer", description="`internal` articles are never linked from customer texts")
    category: Id | None = None
    url: str | None = Field(None, description="public address")
    depends_on: Annotated[list[Dotted], Many] = Field([], description="facts that it states")


class ArticleWordingFront(Model):
    """Front matter of an article in the other locales."""

    title: str = Field(description="title in this language")
    url: str | None = None
    source_hash: str | None = None
    notes: str | None = None
