"""Where our channels and fields live on the server: queues of arrival, custom fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from cstool.backends.account import CHANNEL_FIELDS, Account, Scope, channels_where
from cstool.backends.options import slug
from cstool.backends.references import literal, reference
from cstool.conditions.syntax import Condition, comparisons
from cstool.plan import Key, Resource

Way = Literal["tag", "recipient", "group"]
INTAKE = "incoming"
"""Our id of the queue in which arrives what is told apart by a field or an address."""
OWN = ("tags", "skills", "channel")
"""Fields that are made without being asked for: the server has no tags, no skills, and no word for a channel."""
NATIVE = frozenset(
    {
        *("text", "subject", "body", "tags", "customer.name", "customer.email", "received_at", "priority", "team", "status"),
        *("author", "automatic", "reopened", "hours", *CHANNEL_FIELDS),
    }
)
"""What the program reads from the ticket itself."""
MANY = ("tags", "skills", "customer.tags", "order.items")


@dataclass(frozen=True, slots=True)
class Arrival:
    """How one channel is recognised: by the value of the channel's field, the address written to, or the queue."""

    channel: str
    way: Way
    value: str
    queue: str


def arrivals_of(account: Account) -> tuple[Arrival, ...]:
    """Every channel that is bound; the others are said."""
    return tuple(_arrivals(account))


def _arrivals(account: Account) -> Iterator[Arrival]:
    queues: dict[str, str] = {}
    for id_, item, scope in account.objects("channels", account.workspace.channels.items()):
        binding = account.channel_binding(id_)
        if binding is None or not (binding.tag or binding.recipient or binding.group):
            scope.unbound("backend-unbound-channel", item.at(), channel=id_)
        elif binding.tag:
            yield Arrival(id_, "tag", binding.tag, INTAKE)
        elif binding.recipient:
            yield Arrival(id_, "recipient", binding.recipient.lower(), INTAKE)
        elif binding.group:
            yield Arrival(id_, "group", binding.group, queues.setdefault(binding.group, id_))


def field_keys(account: Account) -> Mapping[str, tuple[Key, str]]:
    """Field as conditions name it -> its key in the program's table, and the reference to it."""
    found = {name: (Key("custom_field", name), reference("custom_field", name)) for name in OWN}
    for name, binding in account.settings.fields.items():
        bare = name.removeprefix("fields.")
        own = bare in account.workspace.fields
        there = binding.text or binding.dropdown or binding.attribute or binding.requester_field
        place = reference("custom_field", bare) if binding.create or not there else reference("found_custom_field", there)
        found[f"fields.{bare}" if own else name] = (Key("custom_field", bare), place)
    return found


def field_name(account: Account, name: str) -> str:
    """What a field is called there: the name of the one that was there, or ours."""
    binding = account.field_binding(name)
    there = binding and (binding.text or binding.dropdown or binding.attribute or binding.requester_field)
    if there and binding and not binding.create:
        return there
    own = account.workspace.fields.get(name)
    return account.shown(own.value.name, name) if own else name


def judge_fields(account: Account, condition: Condition, scope: Scope) -> None:
    """Say which fields and channels of a condition have no place there, and what differs."""
    for comparison in comparisons(condition):
        name = comparison.field.name
        held = account.helpdesk.condition(name, comparison.operator)
        if name in CHANNEL_FIELDS:
            for channel in channels_where(account, comparison):
                binding = account.channel_binding(channel)
                if binding is None or not (binding.tag or binding.recipient or binding.group):
                    scope.unbound("backend-unbound-channel", comparison.span, channel=channel)
        elif name not in NATIVE:
            found = account.field_binding(name)
            if found is None:
                scope.unbound("backend-unbound-field", comparison.span, field=name)
            elif found.bands:
                scope.unsupported("amount-bands", comparison.span)
        if held is not None and held.difference and not scope.failed:
            scope.differs(held.difference, comparison.span)


def custom_fields(account: Account) -> Iterator[Resource]:
    """A field for each binding that says `create`, and our own three. All hold text: a list there drops what it does not know."""
    made = [
        *OWN,
        *(name.removeprefix("fields.") for name, one in account.settings.fields.items() if one.create and name not in OWN),
    ]
    for id_ in dict.fromkeys(made):
        binding = account.field_binding(id_)
        if id_ in OWN and binding is not None and not binding.create:
            continue
        phrases = account.helpdesk.phrases
        name = account.phrase(f"field-{slug(id_)}") if f"field-{slug(id_)}" in phrases else field_name(account, id_)
        many = id_ in MANY
        body = {
            "name": literal(name),
            "description": "cstool:" + ":".join(Key("custom_field", id_)),
            "type": "Freeform",
            "many": many,
        }
        yield Resource("custom_field", id_, "", name, body)
