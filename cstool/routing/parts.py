"""The parts of an outcome: what two outcomes of one ticket are compared in, and which rules wrote each."""

from collections.abc import Mapping
from dataclasses import dataclass

from cstool.model.routing import Actions
from cstool.routing.compile import Router
from cstool.routing.decide import SINGLE
from cstool.routing.outcome import Outcome

Value = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule in force: number and id of its stage, and what it does."""

    number: int
    stage: str
    actions: Actions


Standings = Mapping[str, Standing]


def standings(router: Router) -> Standings:
    """The rules of a router by their ids."""
    return {rule.id: Standing(n, stage.id, rule.actions) for n, stage in enumerate(router.stages) for rule in stage.rules}


def differing(before: Outcome, after: Outcome) -> tuple[str, ...]:
    """The parts in which two outcomes differ: `team`, `tags`, `fields.x`, `reply` …; nothing when the ticket does not move.
    Which rules applied is not one of them: a rule that has only another name moves nothing."""
    if before == after and not after.fields:  # among fields `true` equals 1 to Python
        return ()
    fields = (f"fields.{name}" for name in sorted({*before.fields, *after.fields}))
    limits = ("at_most",) if before.reply and after.reply else ()  # a reply that comes or goes takes its limit along
    names = (*SINGLE, "tags", "skills", *fields, "reply", *limits, "note", "escalate")
    return tuple(name for name in names if value_of(before, name) != value_of(after, name))


def value_of(outcome: Outcome, part: str) -> Value:
    """What stands in a part. What rules add to is in order, each once: when which rule gave it says nothing to anybody."""
    if part in SINGLE:
        value: str | None = getattr(outcome, part)
        return value
    if part.startswith("fields."):
        return shown(outcome.fields.get(part.removeprefix("fields.")))
    if part == "reply":
        return outcome.reply.template if outcome.reply else None
    if part == "at_most":
        return shown(outcome.reply.at_most) if outcome.reply else None
    if part == "note":
        return "\n".join(sorted({note.text for note in outcome.notes})) or None
    if part == "escalate":
        told = (f"{kind}: {name}" for one in outcome.escalations for kind, name in one if name is not None)
        return tuple(sorted(set(told)))
    return tuple(sorted(outcome.tags if part == "tags" else outcome.skills))


def shown(value: object) -> str | None:
    """A field's value as it is read: what reads the same is the same."""
    return None if value is None else "true" if value is True else "false" if value is False else str(value)


def writers(outcome: Outcome, part: str, rules: Standings, other: Outcome) -> tuple[str, ...]:
    """The rules that wrote a part; of tags and skills, those that gave what the other outcome lacks or took off what it has."""
    if part in ("reply", "at_most"):
        return (outcome.reply.rule,) if outcome.reply else ()
    if part == "note":
        return tuple(note.rule for note in outcome.notes)
    if part in ("tags", "skills", "escalate"):
        return tuple(id_ for id_ in outcome.rules if id_ in rules and _gave(rules[id_].actions, part, outcome, other))
    rule = outcome.written.get(part)
    return (rule,) if rule else ()


def _gave(actions: Actions, part: str, outcome: Outcome, other: Outcome) -> bool:
    if part == "escalate":
        return actions.escalate is not None
    if part == "skills":
        return not set(other.skills).issuperset(actions.skills)
    more, less = outcome.tags - other.tags, other.tags - outcome.tags
    return not more.isdisjoint(actions.tags) or not less.isdisjoint(actions.remove_tags)
