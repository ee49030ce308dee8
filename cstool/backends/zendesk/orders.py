"""Order: of categories and the triggers inside each, by one job; of SLA policies, by their list.

`/triggers/reorder` is refused where there are several categories (`LimitOneCategory`), so the job of the categories is used
(https://developer.zendesk.com/api-reference/ticketing/business-rules/trigger_categories/#create-batch-job-for-trigger-categories).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cstool.backends.base import CallError
from cstool.backends.http import Http
from cstool.backends.zendesk.calls import Record, held
from cstool.backends.zendesk.lists import Lists
from cstool.backends.zendesk.objects import place_of
from cstool.diagnostic import text


def order_triggers(http: Http, lists: Lists, body: Mapping[str, Any]) -> None:
    """Ours in their order, in the places that ours have; what is not ours keeps its place among all."""
    categories = sorted(lists.rows("trigger_categories"), key=lambda row: (row.get("position") or 0, row["id"]))
    items = _renumbered(categories, body["trigger_categories"], 0, strict=True)
    triggers = []
    for category, wanted in body["triggers"].items():
        inside = sorted((row for row in lists.rows("triggers") if str(row.get("category_id")) == category), key=place_of)
        triggers += [{**item, "category_id": category} for item in _renumbered(inside, wanted, 1, strict=False)]
    if not items and not triggers:
        return
    sent = {"job": {"action": "patch", "items": {"trigger_categories": items, "triggers": triggers}}}
    path = "trigger_categories/jobs"
    data = http.send("POST", path, sent).data
    if held(data, path, "status", str) != "complete":
        why = "; ".join(str(one.get("detail") or one.get("title")) for one in data.get("errors", ()))
        raise CallError(text("zendesk-job-failed", path=path, why=why or str(data["status"])))
    results = held(data, path, "results", dict)
    for name, asked in (("trigger_categories", items), ("triggers", triggers)):
        rows = results.get(name) or ()
        if not {str(row["id"]) for row in rows} >= {str(item["id"]) for item in asked}:
            lists.read([name])  # an answer that leaves some out says nothing about them
            continue
        for row in rows:
            lists.put(name, row)


def slotted(current: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The same objects, the wanted ones in their order: they share the places that they have, all others stay."""
    known = [one for one in wanted if one in set(current)]
    ours, following = set(known), iter(known)
    return [next(following) if one in ours else one for one in current]


def _renumbered(rows: Sequence[Record], wanted: Iterable[str], start: int, *, strict: bool) -> list[dict[str, object]]:
    """New positions where the order, or a tie that leaves it open, asks for them; a strict list keeps the numbers it has."""
    current = [str(row["id"]) for row in rows]
    order = slotted(current, list(wanted))
    old = {str(row["id"]): row.get("position") for row in rows}
    numbers: list[Any] = [old[one] for one in current]
    if not strict or len(set(numbers)) < len(numbers) or None in numbers:
        if order == current and len(set(numbers)) == len(numbers):
            return []
        numbers = list(range(start, start + len(current)))
    return [{"id": one, "position": number} for one, number in zip(order, numbers, strict=True) if old[one] != number]


def order_policies(http: Http, lists: Lists, body: Mapping[str, Any]) -> None:
    """Ours in their order before all others, which keep theirs: the first that matches counts, and ours match our tags alone.

    The ids go in the body, as Salto sends them (salto-io/salto, zendesk-adapter, filters/reorder/sla_policy.ts).
    """
    ours = [int(one) for one in body["sla_policy_ids"]]
    rows = sorted(lists.rows("sla_policies"), key=lambda row: (row.get("position") or 0, int(row["id"])))
    others = [int(row["id"]) for row in rows if int(row["id"]) not in set(ours)]
    if [*ours, *others] == [int(row["id"]) for row in rows]:
        return
    http.send("PUT", "slas/policies/reorder", {"sla_policy_ids": [*ours, *others]})
    by_id = {int(row["id"]): row for row in rows}
    for position, native in enumerate([*ours, *others], 1):
        if native in by_id:
            lists.put("sla_policies", {**by_id[native], "position": position})
