"""Outcomes as columns."""

from collections.abc import Sequence

import pyarrow as pa

from cstool.batch.rows import OWN, written
from cstool.routing import Outcome, Router

SINGLE = ("category", "team", "assignee", "priority", "status")
LISTS = ("tags", "skills", "replies", "notes", "escalations", "rules")


def set_fields(router: Router) -> tuple[str, ...]:
    """The own fields that any rule sets."""
    return tuple(sorted({name for stage in router.stages for rule in stage.rules for name in rule.actions.set}))


def batch_of_outcomes(outcomes: Sequence[Outcome], router: Router) -> pa.RecordBatch:
    """The columns of `decide_batch`, from outcomes."""
    words, lists = pa.string(), pa.list_(pa.string())
    columns = {name: pa.array([getattr(outcome, name) for outcome in outcomes], words) for name in SINGLE}
    columns["tags"] = pa.array([sorted(outcome.tags) for outcome in outcomes], lists)
    columns["skills"] = pa.array([list(outcome.skills) for outcome in outcomes], lists)
    columns["reply"] = pa.array([outcome.reply.template if outcome.reply else None for outcome in outcomes], words)
    columns["replies"] = pa.array([[reply.template for reply in outcome.replies] for outcome in outcomes], lists)
    columns["notes"] = pa.array([[note.text for note in outcome.notes] for outcome in outcomes], lists)
    columns["escalations"] = pa.array([[told(who) for who in outcome.escalations] for outcome in outcomes], lists)
    columns["rules"] = pa.array([list(outcome.rules) for outcome in outcomes], lists)
    columns["unmatched"] = pa.array([outcome.unmatched for outcome in outcomes], pa.bool_())
    for name in set_fields(router):
        values = (outcome.fields.get(name) for outcome in outcomes)
        columns[OWN + name] = pa.array([None if value is None else written(value) for value in values], words)
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


def told(recipient: object) -> str:
    """Who is told: `role:lead`, `agent:lin`, `team:returns`."""
    return next(f"{kind}:{name}" for kind in ("role", "agent", "team") if (name := getattr(recipient, kind)))
