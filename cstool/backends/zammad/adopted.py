"""An account that was there before: triggers and SLAs keep their names, and conditions ask for channels without tags of ours."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cstool.backends.account import Account
from cstool.backends.chains import Step, chain, drafts_of, standing, stands
from cstool.backends.formula import conjuncts, lower
from cstool.backends.promises import Combination, minutes
from cstool.backends.references import literal
from cstool.backends.zammad.conditions import condition
from cstool.backends.zammad.sla import METRIC
from cstool.backends.zammad.triggers import Answers, condition_of, numbered, perform_of, shape, splitter, stages
from cstool.diagnostic import text
from cstool.model.base import METRICS
from cstool.plan import Resource
from cstool.workspace import Item


def triggers(account: Account, answers: Answers, before: tuple[Step, ...], after: tuple[Step, ...]) -> list[Resource]:
    """The triggers of all stages. Those that were there before keep their names, so their order in the file must be that of
    the names: where it is not, that is said."""
    if not account.settings.adopted:
        chains = [before, *(steps for _, steps in stages(account, answers)), after]
        return numbered([steps for steps in chains if steps], account)
    own: list[tuple[Step, ...]] = [before]
    kept: list[Resource] = []
    for item in account.workspace.stages:
        stage = item.value
        if account.in_force(stage) and stands(account, stage):
            steps = standing(account, item, condition(account), splitter(account, answers))
            kept += [_as_it_stands(step) for step in steps if step.acts]
        elif account.in_force(stage):
            drafts = drafts_of(account, item, condition(account))
            title = account.shown(stage.name, stage.id)
            own.append(chain(stage.id, title, stage.event, drafts, splitter(account, answers)))
    _ordered(account, kept)
    return [*numbered([steps for steps in [*own, after] if steps], account), *kept]


def _as_it_stands(step: Step) -> Resource:
    if step.raw is not None:
        return Resource("trigger", step.key, step.part, str(step.raw.get("name", "")).replace("@@", "@"), step.raw)
    name = f"{step.title} ({step.part})" if step.part else step.title
    body = {
        "name": literal(name),
        "condition": condition_of(step),
        "perform": perform_of(step),
        "disable_notification": True,
        "note": "",
        "active": step.active,
    }
    return Resource("trigger", step.key, step.part, name, body)


def _ordered(account: Account, kept: Sequence[Resource]) -> None:
    """The product runs triggers in the order of their names in lower case (measured on zammad/zammad 5.5)."""
    places = {rule.value.id: rule for _, rule in account.workspace.rules()}
    for above, below in pairwise(kept):
        rule: Item[object] | None = places.get(below.id.partition("/")[2])
        if below.name.lower() < above.name.lower() and rule is not None:
            message = text("order-by-name", name=below.name, above=above.name)
            account.scope("rules", below.id.partition("/")[2], rule.at()).remark("unsupported", rule.at("name"), message)


def policies(account: Account, combinations: Sequence[Combination]) -> tuple[list[Resource], tuple[Combination, ...]]:
    """SLAs that say a policy outright, and the combinations that need a tag in between."""
    if not account.settings.adopted:
        return [], tuple(combinations)
    made: list[Resource] = []
    rest: list[Combination] = []
    for entry in combinations:
        direct = _sla(account, entry)
        made += [direct] if direct else []
        rest += [] if direct else [entry]
    return [*made, *_raw(account)], tuple(rest)


def _sla(account: Account, entry: Combination) -> Resource | None:
    part = entry.parts[0]
    policy, scope = part.item.value, part.scope
    if len(entry.parts) > 1 or policy.overlay or policy.escalate or not entry.goals:
        return None
    clocks = {goal.calendar for goal in entry.goals}
    lengths = {metric: {goal.within for goal in entry.goals if goal.metric == metric} for metric in METRICS}
    complete = all(sum(goal.metric == metric for goal in entry.goals) in (0, 4) for metric in METRICS)
    calendar = next(iter(clocks))
    if len(clocks) > 1 or calendar is None or not complete or any(len(found) > 1 for found in lengths.values()):
        return None
    read = condition(account)
    formula = lower(part.condition, lambda comparison, positive: read(comparison, positive, scope))
    if scope.failed:
        return None
    held = {METRIC[goal.metric]: minutes(account, goal, calendar) for goal in entry.goals}
    name = account.shown(policy.name, policy.id)
    body = {
        "name": literal(name),
        "calendar_id": account.calendar(calendar, "calendar"),
        "condition": shape(conjuncts(formula)),
        **{field: held.get(field) for field in METRIC.values()},
    }
    return Resource("sla", policy.id, "", name, body)


def _raw(account: Account) -> Iterator[Resource]:
    for item in account.workspace.policies:
        native = item.value.raw.get(account.name)
        if native is not None and not account.scope("policies", item.value.id, item.at()).excluded:
            yield Resource("sla", item.value.id, "", str(native.get("name", "")).replace("@@", "@"), native)
