"""config/cstool.yaml: the workspace's own settings."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from cstool.model.base import Dotted, DurationField, Id, Locale, Model, MoneyField, fault


def _secret(value: object) -> object:
    if isinstance(value, str) and value.startswith("env:") and value[4:].replace("_", "").isalnum():
        return value
    raise fault("literal-secret")


Secret = Annotated[
    str,
    BeforeValidator(_secret),
    StringConstraints(pattern=r"^env:[A-Za-z_][A-Za-z0-9_]*$"),
    Field(description="`env:NAME`: the environment variable that holds it; a literal secret is an error"),
]


class CheckSettings(Model):
    """How strict each check is in this workspace."""

    severity: dict[str, Literal["error", "warning"]] = Field({}, description="check -> `error` or `warning`")
    disabled: dict[str, Annotated[str, StringConstraints(min_length=3)]] = Field(
        {}, description="check -> the reason why it is off"
    )


class ChannelBinding(Model):
    """Where one of our channels lives in one helpdesk; the key that the product knows."""

    tag: str | None = Field(None, description="a tag that the marketplace connector sets")
    recipient: str | None = Field(None, description="the address that customers write to")
    via: int | str | None = Field(None, description="the product's own channel number or name")
    group: str | None = Field(None, description="the group or inbox in which it arrives")
    brand: str | None = Field(None, description="the brand under which it arrives")


class FieldBinding(Model):
    """Where one of our fields lives in one helpdesk."""

    create: Literal["dropdown", "text", "checkbox", "number", "date"] | None = Field(
        None, description="let cstool create a field of this kind"
    )
    dropdown: str | None = Field(None, description="key of an existing drop-down")
    text: str | None = Field(None, description="key of an existing text field")
    requester_field: str | None = Field(None, description="key of a field of the requester")
    attribute: str | None = Field(None, description="name of an object attribute")
    bands: list[MoneyField] = Field([], description="edges of amount bands in rising order, for a drop-down of ranges")


class BackendSettings(Model):
    """One helpdesk account."""

    type: Literal["local", "zendesk", "zammad", "rt"] = Field(description="the product")
    url: Annotated[str, StringConstraints(pattern=r"^https?://[^@?#\s]+$")] | None = Field(
        None, description="address of the account, without user, password or query"
    )
    user: Secret | None = None
    token: Secret | None = None
    channels: dict[Id, ChannelBinding] = Field({}, description="our channel -> where it lives there")
    fields: dict[Dotted, FieldBinding] = Field({}, description="our field -> where it lives there")
    exclude: list[str] = Field([], description="objects not to push there, as `kind/id`: `outreach/csat`, `rules/vip`")
    adopted: bool = Field(
        False,
        description="the account had its own rules before: `sequence` stages, channels and policies stand there as they are, "
        "without tags of ours (`cstool pull` writes this)",
    )
    accepted_differences: list[str] = Field([], description="names of approximations that the team accepts there")


class Settings(Model):
    """config/cstool.yaml."""

    name: Id = Field(description="name of the workspace")
    timezone: str = Field("UTC", description="IANA zone of the team: `Asia/Shanghai`")
    locales: list[Locale] = Field(["en"], min_length=1, description="languages that every customer text needs")
    default_locale: Locale = Field("en", description="the language of the shared front matter and of last resort")
    packs: list[Id] = Field([], description="rule packs in force")
    review: dict[Literal["templates", "sop", "routing", "sla", "kb", "outreach", "facts"], DurationField] = Field(
        {}, description="how often each kind is reviewed"
    )
    checks: CheckSettings = Field(CheckSettings(), description="severity and switched-off checks")
    backends: dict[Id, BackendSettings] = Field({"local": BackendSettings(type="local")}, description="helpdesk accounts")
