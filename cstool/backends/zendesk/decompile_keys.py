"""Which object of a Zendesk account goes on under which name of ours."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from cstool.backends.adopt.adoption import Place
from cstool.backends.adopt.ids import Ids, slug
from cstool.backends.adopt.people import agents_of, mails_in
from cstool.backends.adopt.unsayable import Unsayable
from cstool.backends.references import NATIVE, references
from cstool.backends.zendesk.decompile_rules import event_of
from cstool.plan import Key, Live

NAMED = {
    "group": "team",
    "schedule": "calendar",
    "dynamic_content": "text",
    "skill_attribute": "skill-set",
    "skill": "skill",
    "sla_policy": "policy",
    "automation": "automation",
}
"""Kinds whose objects are known by their names, and what an object without a name that can be spelt is called."""


def keys_of(live: Sequence[Live], known: Mapping[Place, Key], agents: Mapping[str, str], locale: str) -> dict[Place, Key]:
    """Our key of every object that can be taken. `known`: those of the lockfile; `agents`: ours, by mail; `locale`: of texts."""
    keys: dict[Place, Key] = {}
    for kind, word in NAMED.items():
        ids = _ids(kind, word, known)
        keys |= {(kind, item.native): Key(kind, ids.of(item.native, item.name)) for item in _sorted(live, kind)}
    keys |= _macros(live, known)
    keys |= dict(_rules(live, known))
    keys |= dict(_people(live, keys, agents))
    orders = [item for item in live if item.kind in ("trigger_order", "sla_order") and any(True for _ in references(item.body))]
    keys |= {(item.kind, item.native): Key(item.kind, "all") for item in orders}
    return keys


def _sorted(live: Sequence[Live], kind: str) -> list[Live]:
    """In the order in which they were made: of two with one name the older keeps the plain id."""
    return sorted((item for item in live if item.kind == kind), key=lambda item: (len(item.native), item.native))


def _ids(kind: str, word: str, known: Mapping[Place, Key], read: Callable[[str], str] = lambda id_: id_) -> Ids:
    mine = {native: read(key.id) for (of, native), key in known.items() if of == kind and not key.part}
    return Ids(word, mine)


def _macros(live: Sequence[Live], known: Mapping[Place, Key]) -> Iterator[tuple[Place, Key]]:
    """`A::B` is folder A there."""
    ids = _ids("macro", "reply", known)
    for item in _sorted(live, "macro"):
        *folders, leaf = item.name.split("::")
        folder = "/".join(filter(None, map(slug, folders))) or "replies"
        yield ("macro", item.native), Key("macro", ids.of(item.native, leaf, f"{folder}/"))


def _rules(live: Sequence[Live], known: Mapping[Place, Key]) -> Iterator[tuple[Place, Key]]:
    """Categories are stages; where the moment at which the triggers run changes, another stage continues the category."""
    categories = {item.native: item for item in live if item.kind == "trigger_category"}
    triggers = {item.native: item for item in live if item.kind == "trigger"}
    stages = Ids("stage", {native: key.id for (kind, native), key in known.items() if kind == "trigger_category"}, _stages(known))
    rules = _ids("trigger", "rule", known, lambda id_: id_.partition("/")[2])
    for category, members in order_of(live):
        if category not in categories:
            continue
        stage = head = stages.of(category, categories[category].name)
        yield ("trigger_category", category), Key("trigger_category", head)
        moment = None
        for native in members:
            item = triggers.get(native)
            if item is None:
                continue
            found = _moment(item)
            if ("trigger", native) in known:
                stage = known["trigger", native].id.partition("/")[0]
            elif found and moment and found != moment:
                stage = stages.of(f"{native}!", f"{head}-{found.rpartition('.')[2]}")
            moment = found or moment
            yield ("trigger", native), Key("trigger", f"{stage}/{rules.of(native, item.name)}")


def _stages(known: Mapping[Place, Key]) -> set[str]:
    return {key.id.partition("/")[0] for (kind, _), key in known.items() if kind == "trigger"}


def order_of(live: Sequence[Live]) -> list[tuple[str, list[str]]]:
    """Categories with their triggers, by their ids, in the order in which the product runs them."""
    body = next((item.body for item in live if item.kind == "trigger_order"), {})
    members = body.get("triggers")
    listed = body.get("trigger_categories")
    found = []
    for category in listed if isinstance(listed, list) else ():
        inside = members.get(category, []) if isinstance(members, Mapping) else []
        found.append((_native(category), [_native(one) for one in inside]))
    return found


def _native(written: object) -> str:
    return next((id_.removeprefix(NATIVE) for _, id_, _ in references(written)), "")


def _moment(item: Live) -> str | None:
    conditions = item.body.get("conditions")
    try:
        found = event_of(conditions) if isinstance(conditions, Mapping) else None
    except Unsayable:
        return None
    return found[0] if found else None


def _people(live: Sequence[Live], keys: Mapping[Place, Key], known: Mapping[str, str]) -> Iterator[tuple[Place, Key]]:
    """Memberships and skills of agents; an agent is known by the mail address."""
    by_mail = agents_of(mails_in(item.body for item in live), known)
    for item in live:
        mail = next((mail for kind, mail, _ in references(item.body) if kind == "user"), None)
        if mail is None or mail.startswith(NATIVE):
            continue
        if item.kind == "agent_skills" and item.body.get("attribute_value_ids"):
            yield (item.kind, item.native), Key(item.kind, by_mail[mail])
        if item.kind == "group_membership":
            group = keys.get(("group", next((id_ for kind, id_, _ in references(item.body) if kind == "group"), "")[1:]))
            if group is not None:
                yield (item.kind, item.native), Key(item.kind, group.id, by_mail[mail])
