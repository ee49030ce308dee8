"""config/channels.yaml: where customers write."""

from pydantic import Field

from cstool.model.base import ChannelType, Country, Currency, Id, Locale, Model, Names, Object


class Store(Object):
    """A shop under which channels run."""

    name: Names | None = None
    url: str | None = Field(None, description="public address")
    country: Country | None = None
    currency: Currency | None = None


class Channel(Object):
    """One way in which customers write."""

    type: ChannelType = Field(description="kind of channel")
    name: Names | None = None
    pack: Id | None = Field(None, description="the rule pack of its marketplace or network")
    store: Id | None = Field(None, description="the store it belongs to")
    country: Country | None = Field(None, description="the market it serves")
    languages: list[Locale] = Field([], description="languages that customers write there")
    calendar: Id | None = Field(None, description="the working calendar that counts there; without one, 24x7")
    team: Id | None = Field(None, description="the team that owns it")
    address: str | None = Field(None, description="the mail address, number or handle that customers use")


class Channels(Model):
    """config/channels.yaml."""

    stores: dict[Id, Store] = Field({}, description="shops")
    channels: dict[Id, Channel] = Field({}, description="ways in which customers write")
