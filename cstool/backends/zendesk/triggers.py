"""Stages as triggers: a category a stage, conditions in one `all` and one `any` list, order in one place."""

from collections.abc import Sequence
from dataclasses import replace

from cstool.backends.account import Account, Scope
from cstool.backends.chains import Draft, Split, Step, Write, chain, drafts_of
from cstool.backends.formula import AnyOf, Formula, Row, conjuncts
from cstool.backends.references import literal, reference
from cstool.backends.zendesk.actions import writes_of
from cstool.backends.zendesk.conditions import condition
from cstool.backends.zendesk.flat import flattened
from cstool.model.base import Event
from cstool.plan import Key, Resource

EVENTS: dict[Event, tuple[Row, ...]] = {
    "ticket.created": (Row("update_type", "is", "Create"),),
    "customer.replied": (
        Row("update_type", "is", "Change"),
        Row("comment_is_public", "is", "true"),
        Row("role", "is", "end_user"),
    ),
    "ticket.reopened": (
        Row("update_type", "is", "Change"),
        Row("status", "value_previous", "solved"),
        Row("status", "is_not", "closed"),
    ),
}
"""Without one of these a trigger runs on every update (https://support.zendesk.com/hc/en-us/articles/4408822236058)."""


def splitter(account: Account) -> Split:
    """How a rule becomes triggers: marking ones where its condition does not fit one, then the one that acts."""

    def steps(draft: Draft, scope: Scope) -> Sequence[Step]:
        tags = (*draft.actions.tags, *draft.tags)
        guard = (draft.guard,) if draft.mode == "first" else ()
        final = replace(
            draft.step(),
            writes=writes_of(account, draft, scope),
            adds=(*tags, *guard),
            removes=tuple(draft.actions.remove_tags),
        )
        return flattened(draft, final)

    return steps


def stages(account: Account) -> list[tuple[str, tuple[Step, ...]]]:
    """The native rules of every stage of ours, with what agents see as the stage's name."""
    made = []
    for stage in account.workspace.stages:
        if not account.in_force(stage.value):
            continue
        title = account.shown(stage.value.name, stage.value.id)
        steps = chain(stage.value.id, title, stage.value.event, drafts_of(account, stage, condition(account)), splitter(account))
        made.append((title, steps))
    return made


def category(account: Account, stage: str, title: str) -> Resource:
    """The category of one stage."""
    name = f"{account.workspace.settings.value.name}: {title}"
    return Resource("trigger_category", stage, "", name, {"name": literal(name)})


def trigger(account: Account, step: Step) -> Resource:
    """One step as a trigger."""
    key = Key("trigger", step.key, step.part)
    return Resource(
        "trigger",
        step.key,
        step.part,
        title_of(account, step),
        {
            "title": literal(title_of(account, step)),
            "description": marker(key),
            "active": True,
            "category_id": reference("trigger_category", step.stage),
            "conditions": conditions(step),
            "actions": actions(step.writes, step.adds, step.removes),
        },
    )


def marker(key: Key) -> str:
    """What a description says so that a lost lock can be rebuilt."""
    return "cstool:" + ":".join(key)


def title_of(account: Account, step: Step) -> str:
    """What admins see."""
    name = f"{step.stage}: {step.title}" if step.role in ("rule", "mark") else f"{step.stage}: {account.phrase(step.role)}"
    return f"{name} ({account.phrase('mark')} {step.part})" if step.role == "mark" else name


def conditions(step: Step) -> dict[str, object]:
    """Event, guard and the rule's own rows."""
    own = conjuncts(step.formula)
    rows = [*(EVENTS[step.event] if step.event else ())]
    if step.guard:
        rows.append(Row("current_tags", "not_includes", step.guard))
    rows += [part for part in own if isinstance(part, Row)]
    alternatives = next((part.parts for part in own if isinstance(part, AnyOf)), ())
    return {"all": [row_of(row) for row in rows], "any": [row_of(part) for part in alternatives]}


def row_of(row: Formula) -> dict[str, object]:
    """One row in the product's form; operators without a value carry none."""
    assert isinstance(row, Row)
    return {"field": row.field, "operator": row.operator, **({} if row.value is None else {"value": row.value})}


def actions(writes: Sequence[Write], adds: Sequence[str], removes: Sequence[str]) -> list[dict[str, object]]:
    """Actions in the product's form; tags are one text."""
    made: list[dict[str, object]] = [{"field": field, "value": value} for field, value in writes]
    if adds:
        made.append({"field": "current_tags", "value": " ".join(dict.fromkeys(adds))})
    if removes:
        made.append({"field": "remove_tags", "value": " ".join(dict.fromkeys(removes))})
    return made


def order(categories: Sequence[Resource], triggers: Sequence[Resource]) -> Resource:
    """The order of categories and of triggers inside each: sent at once, because positions are per category."""
    groups: dict[str, list[str]] = {item.id: [] for item in categories}
    for item in triggers:
        stage = item.id.partition("/")[0]
        groups[stage].append(reference("trigger", item.id, item.part))
    body = {
        "trigger_categories": [reference("trigger_category", item.id) for item in categories],
        "triggers": {reference("trigger_category", stage): members for stage, members in groups.items()},
    }
    return Resource("trigger_order", "all", "", "", body)
