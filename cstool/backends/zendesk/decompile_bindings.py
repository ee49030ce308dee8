"""Channels and ticket fields of a Zendesk account that rules ask for, bound to words of ours."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cstool.backends.adopt.adoption import Adopted, Place, Seen
from cstool.backends.adopt.ids import Ids, slug
from cstool.backends.references import NATIVE, reference, references
from cstool.backends.zendesk.decompile_rules import Tongue
from cstool.conditions.fields import BUILT_IN
from cstool.plan import Body, Key, Live

VIA = {
    "0": ("web-form", "web"),
    "4": ("email", "email"),
    "5": ("api", "web"),
    "29": ("chat", "chat"),
    "30": ("twitter", "social"),
    "33": ("voicemail", "phone"),
    "34": ("phone-in", "phone"),
    "35": ("phone-out", "phone"),
    "38": ("facebook-post", "social"),
    "41": ("facebook-message", "messaging"),
    "48": ("web-widget", "web"),
    "57": ("text", "sms"),
    "72": ("line", "messaging"),
    "73": ("wechat", "messaging"),
    "74": ("whatsapp", "messaging"),
    "78": ("messenger", "messaging"),
    "86": ("instagram", "messaging"),
    "88": ("x-message", "messaging"),
}
"""Channel numbers of the product, recorded in trigger definitions (salto-io/salto, packages/zendesk-adapter) -> ours."""
_FACETS = ("via_id", "recipient", "brand_id")
_BINDING = {"via_id": "via", "recipient": "recipient", "brand_id": "brand"}
_FIELD_TYPES = {"tagger": "enum", "checkbox": "flag", "text": "text", "integer": "number", "decimal": "number", "date": "date"}


def fields_of(live: Sequence[Live]) -> dict[Place, str]:
    """Ticket fields that we can bind, by the reference that names them: by their title, else by their number."""
    titles = Counter(item.name for item in live if item.kind == "ticket_field")
    return {
        (item.kind, item.native): reference("found_field", item.name if item.name and titles[item.name] == 1 else item.native)[1:]
        for item in live
        if item.kind == "ticket_field" and item.body.get("type") in _FIELD_TYPES
    }


def _rules_rows(seen: Seen) -> Iterator[Mapping[str, object]]:
    for kind, holder in (("trigger", "conditions"), ("sla_policy", "filter")):
        for _, item in seen.of_kind(kind):
            held = item.body.get(holder)
            for rows in held.values() if isinstance(held, Mapping) else ():
                yield from (row for row in rows if isinstance(row, Mapping)) if isinstance(rows, list) else ()


def tongue_of(seen: Seen, made: Adopted) -> Tongue:
    """What the account's own things are called; channels and fields that are asked for become ours."""
    channels = _channels(seen, made)
    fields, flags = _fields(seen, made)
    mails = {str(body["email"]): key.id for key, body in made.objects.items() if key.kind == "agents"}
    teams = frozenset(key.id for key in made.objects if key.kind == "teams")
    return Tongue(channels, fields, flags, mails, teams)


def _channels(seen: Seen, made: Adopted) -> dict[tuple[str, str], str]:
    """One way of telling channels apart: a ticket has one channel of ours, but a way in, an address and a brand at once."""
    values: dict[str, dict[str, None]] = {facet: {} for facet in _FACETS}
    for row in _rules_rows(seen):
        if row.get("field") in values and row.get("operator") in ("is", "is_not") and row.get("value") not in ("", None):
            values[str(row["field"])][str(row["value"]).replace("@#", "@")] = None
    counts = {facet: len(found) for facet, found in values.items()}
    facet = max(_FACETS, key=lambda name: (counts[name], name == "via_id"))
    calendar = next((key.id for key in made.objects if key.kind == "calendars"), None)
    found: dict[tuple[str, str], str] = {}
    ids = Ids("channel", {})
    for value in [*values[facet], *(["4"] if facet == "via_id" and "4" not in values[facet] else [])]:
        name, type_, bound = _channel(facet, value)
        if not name:
            continue
        id_ = seen.channels.get((_BINDING[facet], str(bound))) or ids.of(value, name)
        found[facet, value.removeprefix("@")] = id_
        made.channels[id_] = {_BINDING[facet]: bound}
        made.objects[Key("channels", id_)] = {"type": type_, **({"calendar": calendar} if calendar else {})}
    return found


def _channel(facet: str, value: str) -> tuple[str, str, object]:
    """Name, type and binding of one channel; without a name where it cannot be told."""
    if facet == "via_id":
        name, type_ = VIA.get(value, ("", ""))
        return name, type_, int(value) if name else ""
    if facet == "brand_id":
        brand = next((id_ for kind, id_, _ in references(value) if kind == "brand" and not id_.startswith(NATIVE)), "")
        return brand, "web", brand
    return value.replace("@@", " "), "email", value.replace("@@", "@")


def _fields(seen: Seen, made: Adopted) -> tuple[dict[str, str], frozenset[str]]:
    """Ticket fields that some rule asks or sets, bound to fields of ours."""
    asked = {id_ for key, item in seen.live.items() if key.kind in ("trigger", "sla_policy") for id_ in _found(item.body)}
    ids, found, flags = Ids("field", {}, [name for name in BUILT_IN if "." not in name]), {}, set()
    for item in seen.fields:
        type_ = _FIELD_TYPES.get(str(item.body.get("type")))
        called = seen.found.get(("ticket_field", item.native))
        bound = next((id_ for _, id_, _ in references(f"@{called}")), "")
        if type_ is None or bound not in asked:
            continue
        before = "" if slug(item.name)[:1].isalpha() else "f_"
        name = seen.bound.get(bound) or before + ids.of(item.native, item.name).replace("-", "_")
        options = item.body.get("custom_field_options")
        values = [str(one["value"]).replace("@@", "@") for one in options] if isinstance(options, list) else []
        if type_ == "enum" and not values:
            continue
        made.fields[name] = {"dropdown" if type_ == "enum" else "text": bound}
        body: dict[str, object] = {"type": type_, **({"values": values} if type_ == "enum" else {})}
        made.objects[Key("fields", name)] = {**body, "name": item.name} if item.name != name else body
        found[f"custom_fields_@{called}"] = name
        flags |= {name} if type_ == "flag" else set()
    return found, frozenset(flags)


def _found(body: Body) -> Iterator[str]:
    return (id_ for kind, id_, _ in references(body) if kind == "found_field")
