"""SLA policies of an account that was there before: their filters say what our conditions say, without a tag in between."""

from collections.abc import Iterator

from cstool.backends.account import Account
from cstool.backends.formula import AnyOf, Formula, Row, conjuncts, lower
from cstool.backends.promises import Combination
from cstool.backends.zendesk.conditions import condition
from cstool.plan import Resource

FILTERED = {"current_tags", "group_id", "brand_id", "via_id", "recipient"}
"""Fields of ours that filters know too (recorded: SLA definitions; salto-io/salto, packages/zendesk-adapter)."""
NUMBERS = {"group_id", "brand_id", "via_id"}
"""Of these, the ones whose values are numbers there and texts in triggers."""


def own_filter(account: Account, entry: Combination) -> dict[str, object] | None:
    """The filter that says what a policy's condition says; None where it needs a tag: overlays, escalations, other fields."""
    policy = entry.parts[0].item.value
    if not account.settings.adopted or len(entry.parts) > 1 or policy.overlay or policy.escalate:
        return None
    read, scope = condition(account), entry.parts[0].scope
    formula = lower(entry.parts[0].condition, lambda comparison, positive: read(comparison, positive, scope))
    parts = conjuncts(formula)
    anys = [part for part in parts if isinstance(part, AnyOf)]
    every_row = [row for part in parts for row in (part.parts if isinstance(part, AnyOf) else (part,))]
    if len(anys) > 1 or any(not isinstance(row, Row) or row.field not in FILTERED for row in every_row):
        return None
    return {
        "all": [_row(part) for part in parts if isinstance(part, Row)],
        "any": [_row(row) for part in anys for row in part.parts],
    }


def _row(row: Formula) -> dict[str, object]:
    assert isinstance(row, Row)
    value = row.value
    if row.field in NUMBERS and isinstance(value, str):
        value = int(value) if value.isdigit() else value.replace("@{", "@#{")
    return {"field": row.field, "operator": row.operator, "value": value}


def raw_policies(account: Account) -> Iterator[tuple[int, Resource]]:
    """Policies that only the product understands, with their place among all."""
    for position, item in enumerate(account.workspace.policies):
        policy = item.value
        native = policy.raw.get(account.name)
        if native is not None and not account.scope("policies", policy.id, item.at()).excluded:
            name = str(native.get("title", "")).replace("@@", "@")
            yield position, Resource("sla_policy", policy.id, "", name, native)
