"""Which object of a Zammad account goes on under which name of ours, and the order in which its rules run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cstool.backends.adopt.adoption import Place
from cstool.backends.adopt.ids import Ids
from cstool.backends.adopt.people import agents_of, mails_in
from cstool.backends.references import references
from cstool.backends.zammad.decompile_rules import event_of
from cstool.plan import Key, Live

NAMED = {"group": "team", "calendar": "calendar", "sla": "policy", "job": "job"}
TEXTS = "replies"
"""The folder of adopted text modules: the product has none."""
FIRST_STAGE = "triggers"
"""The product knows no groups of rules: where the moment at which they run changes, another stage begins."""


def keys_of(live: Sequence[Live], known: Mapping[Place, Key], agents: Mapping[str, str], locale: str) -> dict[Place, Key]:
    """Our key of every object that can be taken. `known`: those of the lockfile; `agents`: ours, by mail; `locale`: of texts."""
    keys: dict[Place, Key] = {}
    for kind, word in NAMED.items():
        ids = Ids(word, {native: key.id for (of, native), key in known.items() if of == kind})
        for item in sorted((item for item in live if item.kind == kind), key=lambda item: int(item.native)):
            keys[kind, item.native] = Key(kind, ids.of(item.native, item.name))
    ids = Ids("text", {native: key.id for (of, native), key in known.items() if of == "text_module"})
    for item in sorted((item for item in live if item.kind == "text_module"), key=lambda item: int(item.native)):
        keys[item.kind, item.native] = Key(item.kind, ids.of(item.native, item.name, f"{TEXTS}/"), locale)
    by_mail = agents_of(mails_in(item.body for item in live), agents)
    groups = {native for kind, native in keys if kind == "group"}
    for item in live:
        mail = next((id_ for kind, id_, _ in references(item.body) if kind == "user"), "")
        works = any(kind == "group" and id_[1:] in groups for kind, id_, _ in references(item.body))
        if item.kind == "agent_groups" and mail in by_mail and works:
            keys[item.kind, item.native] = Key(item.kind, by_mail[mail])
    return keys | dict(_rules(live, known))


def in_order(live: Iterable[Live]) -> list[Live]:
    """Triggers as they run: by their names in lower case (measured on zammad/zammad 5.5)."""
    return sorted((item for item in live if item.kind == "trigger"), key=lambda item: (item.name.lower(), int(item.native)))


def _rules(live: Sequence[Live], known: Mapping[Place, Key]) -> Iterator[tuple[Place, Key]]:
    mine = {native: key for (kind, native), key in known.items() if kind == "trigger"}
    rules = Ids("rule", {native: key.id.partition("/")[2] for native, key in mine.items()})
    stages = Ids("stage", {}, {key.id.partition("/")[0] for key in mine.values()})
    stage, moment = "", None
    for item in in_order(live):
        found = event_of(item.body.get("condition"))
        event = found[0] if found else None
        if item.native in mine:
            stage = mine[item.native].id.partition("/")[0]
        elif not stage or (event and moment and event != moment):
            word = f"{FIRST_STAGE} {event.rpartition('.')[2]}" if event and stage else FIRST_STAGE
            stage = stages.of(item.native, word)
        moment = event or moment
        yield ("trigger", item.native), Key("trigger", f"{stage}/{rules.of(item.native, item.name)}")
