"""Objects that take several calls: a schedule (name, hours, holidays), an item of dynamic content (name, variants)."""

from collections.abc import Mapping, Sequence
from typing import Any

from cstool.backends.base import UnsureError
from cstool.backends.http import Http
from cstool.backends.zendesk.calls import Record, held, pages, sent

SCHEDULES, ITEMS = "business_hours/schedules", "dynamic_content/items"
LOOKS = 3
"""How often holidays are looked at anew when the answer to one was lost."""


def schedule(http: Http, before: Record | None, body: Mapping[str, Any]) -> Record:
    """Name and zone, then the hours, which only a call of their own takes, then the holidays that differ."""
    head = {"name": body["name"], "time_zone": body["time_zone"]}
    if before is None:
        row = {**sent(http, "POST", SCHEDULES, "schedule", head), "holidays": []}
    elif any(before.get(key) != value for key, value in head.items()):
        row = {**before, **sent(http, "PUT", f"{SCHEDULES}/{before['id']}", "schedule", head)}
    else:
        row = dict(before)
    path = f"{SCHEDULES}/{row['id']}"
    if before is None or before.get("intervals") != body["intervals"]:
        week = sent(http, "PUT", f"{path}/workweek", "workweek", {"intervals": body["intervals"]})
        row["intervals"] = week.get("intervals", [])
    row["holidays"] = _holidays(http, path, row.get("holidays") or [], body["holidays"])
    return row


def _holidays(http: Http, path: str, there: Sequence[Record], wanted: Sequence[Record]) -> list[Record]:
    """Those that are no longer wanted go, those that are missing come."""
    for _ in range(LOOKS):
        try:
            return _made_equal(http, path, there, wanted)
        except UnsureError:  # nobody knows whether that one was made: what is there says it
            there = pages(http, f"{path}/holidays", "holidays")
    return _made_equal(http, path, there, wanted)


def _made_equal(http: Http, path: str, there: Sequence[Record], wanted: Sequence[Record]) -> list[Record]:
    left = {_day(one): one for one in there}
    kept = [left.pop(_day(one)) for one in wanted if _day(one) in left]
    known = {_day(one) for one in kept}
    surplus = [one for one in there if one not in kept]
    for one in surplus:
        http.send("DELETE", f"{path}/holidays/{one['id']}")
    new = [one for one in wanted if _day(one) not in known]
    return [*kept, *(sent(http, "POST", f"{path}/holidays", "holiday", dict(one)) for one in new)]


def _day(one: Record) -> tuple[str, str, str]:
    return str(one["start_date"]), str(one["end_date"]), str(one["name"])


def content(http: Http, before: Record | None, body: Mapping[str, Any]) -> Record:
    """An item with its variants. A PUT of the item changes its name alone; variants have calls of their own, by their ids."""
    if before is None:
        return sent(http, "POST", ITEMS, "item", body)
    path = f"{ITEMS}/{before['id']}"
    row = dict(before)
    if before["name"] != body["name"]:
        row.update(sent(http, "PUT", path, "item", {"name": body["name"]}))
    there = {one["locale_id"]: one for one in before["variants"]}
    wanted = {one["locale_id"]: one for one in body["variants"]}
    changed = [
        {"id": there[locale]["id"], **one}
        for locale, one in wanted.items()
        if locale in there and any(there[locale].get(key) != value for key, value in one.items())
    ]
    new = [one for locale, one in wanted.items() if locale not in there]
    gone = [one for locale, one in there.items() if locale not in wanted]
    if not (changed or new or gone):
        return row
    if new:
        plain = [{**one, "default": False} for one in new]  # it becomes the default in the next call: one always is
        http.send("POST", f"{path}/variants/create_many", {"variants": plain}, creates=True)
    if changed or any(one["default"] for one in new):
        _updated(http, path, changed, new)
    for one in gone:
        http.send("DELETE", f"{path}/variants/{one['id']}")
    return {**row, **held(http.get(path), path, "item", dict)}


def _updated(http: Http, path: str, changed: Sequence[Record], new: Sequence[Record]) -> None:
    """Content and flags; the new default first, because the old one cannot give it up by itself."""
    chosen = [one for one in new if one["default"]]
    if chosen:
        made = {one["locale_id"]: one["id"] for one in pages(http, f"{path}/variants", "variants")}
        changed = [{"id": made[one["locale_id"]], **one} for one in chosen] + list(changed)
    first = sorted(changed, key=lambda one: not one["default"])
    http.send("PUT", f"{path}/variants/update_many", {"variants": first})
