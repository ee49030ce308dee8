"""One helpdesk account during a compile: settings, facts about the product, and the list of what is not exact."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cstool.backends.base import Considered, Faithfulness, Remark
from cstool.backends.references import reference
from cstool.conditions.book import Book, book_of
from cstool.conditions.syntax import Comparison
from cstool.diagnostic import Span, Text, text
from cstool.errors import UsageError
from cstool.model.base import Object
from cstool.model.channels import Channel
from cstool.model.helpdesk import Helpdesk
from cstool.model.outreach import Outreach
from cstool.model.settings import BackendSettings, ChannelBinding, FieldBinding
from cstool.workspace import Item, Workspace

Kind = TypeVar("Kind", bound=Object)

CHANNEL_FIELDS: Mapping[str, Callable[[str, Channel], str | None]] = {
    "channel": lambda id_, channel: id_,
    "channel_type": lambda id_, channel: channel.type,
    "store": lambda id_, channel: channel.store,
    "pack": lambda id_, channel: channel.pack,
    "country": lambda id_, channel: channel.country,
}
"""Condition fields that are facts of the channel: helpdesks know none of them, only the channel itself."""


@dataclass(frozen=True)
class Account:
    """Everything a compile reads, and what it fills."""

    name: str
    workspace: Workspace
    settings: BackendSettings
    helpdesk: Helpdesk
    book: Book
    considered: list[Considered] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    said: set[tuple[object, ...]] = field(default_factory=set)
    """What was said already: a policy under twenty combinations says the same twenty times."""

    def scope(self, kind: str, id: str, span: Span) -> "Scope":  # noqa: A002 - the word of plan.Key
        """Begin one object of ours. `kind` is the plural of the file: `rules`, `templates`, `policies` …"""
        name = f"{kind}/{id}"
        if all(item.object != name for item in self.considered):
            self.considered.append(Considered(name, span))
        scope = Scope(self, name)
        if scope.excluded:
            scope.remark("excluded", span, text("backend-excluded", object=name, backend=self.name))
        return scope

    def objects(self, kind: str, items: Iterable[tuple[str, Item[Kind]]]) -> Iterator[tuple[str, Item[Kind], "Scope"]]:
        """Those in force and not kept away from this account, each with its scope."""
        for id_, item in items:
            if self.in_force(item.value):
                scope = self.scope(kind, id_, item.at())
                if not scope.excluded:
                    yield id_, item, scope

    def messages(self, difference: str) -> Iterator[tuple[Item[Outreach], "Scope"]]:
        """Proactive messages that the product can send, `difference` said; those of orders are for the shop's connector."""
        named = ((item.value.id, item) for item in self.workspace.outreach)
        for _, item, scope in self.objects("outreach", named):
            if item.value.event == "ticket.solved":
                scope.differs(difference, item.at())
                yield item, scope
            else:
                scope.remark("documentation", item.at("event"), text("backend-documentation-only", backend=self.helpdesk.name))

    def shown(self, names: Mapping[str, str] | None, id: str) -> str:  # noqa: A002
        """What agents see: the name in the default locale, else any name, else the id."""
        if not names:
            return id
        return names.get(self.workspace.settings.value.default_locale) or names.get("und") or next(iter(names.values()))

    def phrase(self, id: str) -> str:  # noqa: A002
        """Words of our own inside native objects, in the default locale where they exist, else in English."""
        names = self.helpdesk.phrases[id]
        return names.get(self.workspace.settings.value.default_locale) or names["en"]

    def channel_binding(self, channel: str) -> ChannelBinding | None:
        """Where a channel lives there."""
        return self.settings.channels.get(channel)

    def field_binding(self, name: str) -> FieldBinding | None:
        """Where a field or variable lives there; own fields also by their bare name."""
        return self.settings.fields.get(name) or self.settings.fields.get(name.removeprefix("fields."))

    def channel_tag(self, channel: str) -> str:
        """The tag by which later rules know the channel: the connector's own, or ours."""
        binding = self.channel_binding(channel)
        return binding.tag if binding and binding.tag else f"cs-channel-{channel}"

    def team(self, id: str) -> str:  # noqa: A002
        """Their id of a team; one that is kept away from the account is looked up there by its name."""
        item = self.workspace.teams.get(id)
        if item is not None and self.excludes("teams", id):
            return reference("found_group", self.shown(item.value.name, id))
        return reference("group", id)

    def calendar(self, id: str, native: str) -> str:  # noqa: A002
        """Their id of a calendar, which the product calls `native`; looked up likewise."""
        item = self.workspace.calendars.get(id)
        if item is not None and self.excludes("calendars", id):
            return reference(f"found_{native}", self.shown(item.value.name, id))
        return reference(native, id)

    def excludes(self, kind: str, id: str) -> bool:  # noqa: A002
        """Whether the settings keep this object away from the account."""
        return f"{kind}/{id}" in self.settings.exclude

    def in_force(self, item: Object) -> bool:
        """Enabled, and today inside its time."""
        return item.in_force(self.workspace.today)


@dataclass
class Scope:
    """One object of ours while it is compiled. `failed` once something in it is unsupported: it then leaves no native object."""

    account: Account
    name: str
    """`kind/id`, as `exclude` takes it."""
    failed: bool = False

    @property
    def excluded(self) -> bool:
        """Whether the settings keep it away."""
        return self.name in self.account.settings.exclude

    @property
    def differing(self) -> bool:
        """Whether something about it was said already."""
        return any(remark.object == self.name for remark in self.account.remarks)

    def remark(self, fidelity: Faithfulness, span: Span, message: Text, difference: str | None = None) -> None:
        """Say that it is not exact; the same remark twice is one."""
        accepted = difference is not None and difference in self.account.settings.accepted_differences
        remark = Remark(fidelity, span, message, difference, self.name, accepted)
        if fidelity == "unsupported":
            self.failed = True
        told = (self.name, fidelity, span, difference, message.id)
        if told not in self.account.said:
            self.account.said.add(told)
            self.account.remarks.append(remark)

    def differs(self, name: str, span: Span, **values: object) -> None:
        """Say an approximation by its name in the product's facts."""
        what = self.account.helpdesk.differences[name].name
        self.remark("approximate", span, text("backend-differs", backend=self._product, what=what, **values), name)

    def unsupported(self, name: str, span: Span) -> None:
        """Say something that the product has no place for, by its name in the product's facts."""
        what = self.account.helpdesk.differences[name].name
        self.remark("unsupported", span, text("backend-lacks", backend=self._product, what=what), name)

    def no_placeholder(self, variable: str, span: Span) -> None:
        """Say that the product cannot print a variable."""
        message = text("backend-no-placeholder", backend=self._product, variable=variable)
        self.remark("unsupported", span, message, "no-placeholder")

    def unbound(self, message: str, span: Span, **values: object) -> None:
        """Say that a channel or field has no place in this account yet."""
        self.remark("unsupported", span, text(message, backend=self.account.name, **values))

    def sends(self, template: str, span: Span) -> bool:
        """Whether a template is there to be sent; one that is kept away leaves a rule without its text."""
        if self.account.excludes("templates", template):
            self.unbound("backend-template-excluded", span, template=template)
            return False
        return True

    @property
    def _product(self) -> Mapping[str, str]:
        return self.account.helpdesk.name


def account_of(workspace: Workspace, name: str) -> Account:
    """The account of that name in cstool.yaml. Raises UsageError when there is none, or no facts about its product."""
    settings = workspace.settings.value.backends.get(name)
    if settings is None:
        known = tuple(sorted(workspace.settings.value.backends))
        raise UsageError(text("no-such-backend", name=name, known=known))
    facts = workspace.helpdesks.get(settings.type)
    if facts is None:
        raise UsageError(text("no-facts-about-product", type=settings.type))
    return Account(name, workspace, settings, facts.value, book_of(workspace))


def channel_tags(account: Account, comparison: Comparison, scope: Scope) -> list[str]:
    """The tags of the channels for which a comparison of a channel fact holds; an unbound one is said."""
    found = channels_where(account, comparison)
    for channel in found:
        if account.channel_binding(channel) is None:
            scope.unbound("backend-unbound-channel", comparison.span, channel=channel)
    return [account.channel_tag(channel) for channel in found]


def channels_where(account: Account, comparison: Comparison) -> tuple[str, ...]:
    """The channels for which a comparison of a channel fact holds; those kept away from the account are left out."""
    read = CHANNEL_FIELDS[comparison.field.name]
    wanted: frozenset[Any] = frozenset(comparison.operands)
    found = []
    for id_, item in account.workspace.channels.items():
        value = read(id_, item.value)
        if comparison.operator == "exists":
            holds = (value is not None) is bool(comparison.operands[0])
        else:
            holds = value is not None and (value in wanted) is (comparison.operator != "not_in")
        if holds and not account.excludes("channels", id_) and account.in_force(item.value):
            found.append(id_)
    return tuple(found)


def documented(account: Account) -> None:
    """Say of procedures and articles that they stay in the handbook: no product has a place for a procedure."""
    for id_, sop in account.workspace.sops.items():
        scope = account.scope("sops", id_, sop.at())
        if not scope.excluded:
            scope.remark("documentation", sop.at(), text("backend-handbook-only"))
    for id_, article in account.workspace.articles.items():
        scope = account.scope("articles", id_, article.shared.at())
        if not scope.excluded:
            scope.remark("documentation", article.shared.at(), text("backend-handbook-only"))
