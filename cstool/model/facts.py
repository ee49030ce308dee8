"""config/facts.yaml: what texts may promise."""

from pydantic import Field

from cstool.model.base import Currency, DurationField, Id, Kept, MoneyField, Names, Object, When


class ReturnWindow(Object):
    """How long customers may return goods; the first that matches holds."""

    when: When = "always"
    window: DurationField = Field(description="counted from delivery")


class Delivery(Object):
    """How long a parcel takes; the first that matches holds."""

    when: When = "always"
    within: DurationField = Field(description="from dispatch to delivery")


class Authority(Object):
    """Who may approve how much. Without `up_to` there is no limit."""

    role: Id = Field(description="a role of the vocabulary")
    up_to: MoneyField | None = Field(None, description="the largest amount")


class Carrier(Object):
    """A carrier in use."""

    name: Names
    tracking: str | None = Field(None, description="public tracking page")


class Facts(Kept):
    """config/facts.yaml."""

    returns: list[ReturnWindow] = Field([], description="return windows, first match")
    delivery: list[Delivery] = Field([], description="delivery times, first match")
    refund_within: DurationField | None = Field(None, description="a refund arrives within")
    warranty: DurationField | None = Field(None, description="guarantee given to every customer")
    authority: list[Authority] = Field([], description="who may approve how much, rising")
    carriers: dict[Id, Carrier] = Field({}, description="carriers in use")
    rates: dict[Currency, MoneyField] = Field({}, description="one unit of the currency in another: `{EUR: 1.08 USD}`")
