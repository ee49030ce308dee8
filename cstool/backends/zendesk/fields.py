"""Ticket fields that the settings let us create: drop-downs of categories, values and amount bands, and plain fields."""

from collections.abc import Iterator

from cstool.backends.account import Account
from cstool.backends.options import band_labels, bands, known_values, option
from cstool.backends.references import literal
from cstool.backends.zendesk.triggers import marker
from cstool.model.settings import FieldBinding
from cstool.plan import Key, Resource

TYPES = {"dropdown": "tagger", "text": "text", "checkbox": "checkbox", "number": "decimal", "date": "date"}
"""Our kinds of field as types of ticket fields (https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/)."""


def ticket_fields(account: Account) -> Iterator[Resource]:
    """A ticket field for each binding that says `create`."""
    for name, binding in account.settings.fields.items():
        if binding.create is None:
            continue
        id_ = name.removeprefix("fields.")
        own = account.workspace.fields.get(id_)
        title = account.shown(own.value.name, id_) if own else id_
        body: dict[str, object] = {
            "type": TYPES[binding.create],
            "title": literal(title),
            "agent_description": marker(Key("ticket_field", id_)),
            "active": True,
        }
        if binding.create == "dropdown":
            body["custom_field_options"] = options(account, name, binding)
        yield Resource("ticket_field", id_, "", title, body)


def options(account: Account, name: str, binding: FieldBinding) -> list[dict[str, object]]:
    """The options of a drop-down of ours; each value is a ticket tag too, hence the prefix `cs_`."""
    if binding.bands:
        pairs = zip(bands(name, binding), band_labels(binding), strict=True)
    else:
        pairs = zip(
            (option(name, binding, value) for value in known_values(account, name)),
            known_values(account, name).values(),
            strict=True,
        )
    return [{"name": literal(label), "value": value} for value, label in pairs]
