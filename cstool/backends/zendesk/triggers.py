"""Stages as triggers: a category a stage, conditions in one `all` and one `any` list, order in one place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cstool.backends.account import Account, Scope
from cstool.backends.chains import Draft, Split, Step, Write, chain, drafts_of, standing, stands
from cstool.backends.formula import AnyOf, Formula, Row, conjuncts
from cstool.backends.references import literal, reference
from cstool.backends.zendesk.actions import writes_of
from cstool.backends.zendesk.conditions import condition
from cstool.backends.zendesk.flat import flattened
from cstool.backends.zendesk.normal import tags
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
        own = (*draft.actions.tags, *draft.tags)
        guard = (draft.guard,) if draft.mode == "first" else ()
        final = replace(
            draft.step(),
            writes=writes_of(account, draft, scope),
            adds=(*own, *guard),
            removes=tuple(draft.actions.remove_tags),
        )
        return flattened(draft, final)

    return steps


@dataclass(frozen=True)
class Chain:
    """The native rules of one stage, and the category in which they stand."""

    stage: str
    title: str
    steps: tuple[Step, ...]
    category: str
    stands: bool = False
    """It was there before us: the category may be empty, and keeps its name."""


def stages(account: Account) -> list[Chain]:
    """The native rules of every stage of ours, with what agents see as the stage's name."""
    made: list[Chain] = []
    for item in account.workspace.stages:
        stage = item.value
        if not account.in_force(stage):
            continue
        title = account.shown(stage.name, stage.id)
        if stands(account, stage):
            steps = standing(account, item, condition(account), splitter(account))
            home = made[-1].category if stage.continues and made and made[-1].stands else stage.id
            made.append(Chain(stage.id, title, steps, home, True))
        else:
            steps = chain(stage.id, title, stage.event, drafts_of(account, item, condition(account)), splitter(account))
            made.append(Chain(stage.id, title, steps, stage.id))
    return made


def category(account: Account, chain: Chain) -> Resource:
    """The category of one stage."""
    name = chain.title if chain.stands else f"{account.workspace.settings.value.name}: {chain.title}"
    return Resource("trigger_category", chain.stage, "", name, {"name": literal(name)})


def trigger(account: Account, chain: Chain, step: Step) -> Resource:
    """One step as a trigger."""
    key = Key("trigger", step.key, step.part)
    home = reference("trigger_category", chain.category)
    if step.raw is not None:
        name = str(step.raw.get("title", "")).replace("@@", "@")
        return Resource("trigger", step.key, step.part, name, {**step.raw, "category_id": home})
    name = title_of(account, step, chain.stands)
    return Resource(
        "trigger",
        step.key,
        step.part,
        name,
        {
            "title": literal(name),
            "description": marker(key),
            "active": step.active,
            "category_id": home,
            "conditions": conditions(step),
            "actions": actions(step.writes, step.adds, step.removes),
        },
    )


def marker(key: Key) -> str:
    """What a description says so that a lost lock can be rebuilt."""
    return "cstool:" + ":".join(key)


def title_of(account: Account, step: Step, stands: bool = False) -> str:
    """What admins see."""
    if stands:
        return f"{step.title} ({account.phrase('mark')} {step.part})" if step.role == "mark" else step.title
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
        made.append({"field": "current_tags", "value": tags(adds)})
    if removes:
        made.append({"field": "remove_tags", "value": tags(removes)})
    return made


def order(categories: Sequence[Resource], triggers: Sequence[Resource]) -> Resource:
    """The order of categories and of triggers inside each: sent at once, because positions are per category."""
    groups: dict[str, list[str]] = {reference("trigger_category", item.id): [] for item in categories}
    for item in triggers:
        groups[str(item.body["category_id"])].append(reference("trigger", item.id, item.part))
    body = {"trigger_categories": list(groups), "triggers": groups}
    return Resource("trigger_order", "all", "", "all", body)
