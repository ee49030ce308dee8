"""Schedules of a Zendesk account: hours have a call of their own, holidays are ranges near today.

Not in the OpenAPI document: https://developer.zendesk.com/api-reference/ticketing/ticket-management/schedules/.
"""

import functools
import json
from datetime import date, timedelta
from itertools import pairwise

from tests.fakes.zendesk_answers import Answer, Request, found, invalid, whole
from tests.fakes.zendesk_spec import DATA
from tests.fakes.zendesk_store import ZONES, Store

WEEK = 7 * 1440
DAY_HOURS = [{"start_time": day * 1440, "end_time": (day + 1) * 1440} for day in range(7)]


@functools.cache
def zones() -> frozenset[str]:
    """The 153 recorded names where the data are there, else the best known of them."""
    path = DATA / "routing/zendesk_trigger_definitions.json"
    if not path.exists():
        return ZONES
    rows = json.loads(path.read_text("utf-8"))["definitions"]["conditions_all"]
    return frozenset(value["value"] for row in rows if row["subject"] == "requester_time_zone" for value in row["values"])


def schedule_list(store: Store, request: Request) -> Answer:
    return whole("schedules", store.schedules.values())


def schedule_show(store: Store, request: Request, id_: str) -> Answer:
    return 200, {"schedule": found(store.schedules, int(id_))}


def schedule_write(store: Store, request: Request, id_: str = "") -> Answer:
    body = {key: value for key, value in request.held("schedule").items() if key in ("name", "time_zone")}  # hours: ignored here
    record = found(store.schedules, int(id_)) if id_ else {"id": store.new(), "intervals": DAY_HOURS, **store.moments()}
    merged = record | body
    if not merged.get("name") or merged.get("time_zone") not in zones():
        raise invalid([("time_zone", "Time zone is not valid", "InvalidValue")])
    record |= {**merged, "updated_at": store.now()}
    store.schedules[record["id"]] = record
    return (200 if id_ else 201), {"schedule": record}


def schedule_hours(store: Store, request: Request, id_: str) -> Answer:
    record = found(store.schedules, int(id_))
    hours = request.held("workweek")["intervals"]
    for row in hours:
        first, last = row["start_time"], row["end_time"]
        if not 0 <= first < last <= WEEK or first // 1440 != (last - 1) // 1440:
            raise invalid([("intervals", "an interval must not cross midnight", "InvalidValue")])
    in_order = sorted(hours, key=lambda row: row["start_time"])
    if not hours or any(before["end_time"] > after["start_time"] for before, after in pairwise(in_order)):
        raise invalid([("intervals", "intervals must not overlap", "InvalidValue")])
    record |= {"intervals": in_order, "updated_at": store.now()}
    return 200, {"workweek": {"intervals": in_order}}


def schedule_destroy(store: Store, request: Request, id_: str) -> Answer:
    found(store.schedules, int(id_))
    del store.schedules[int(id_)]
    for one in [row["id"] for row in store.holidays.values() if row["schedule_id"] == int(id_)]:
        del store.holidays[one]
    return 204, None


def holiday_list(store: Store, request: Request, schedule: str) -> Answer:
    found(store.schedules, int(schedule))
    rows = [row for row in store.holidays.values() if row["schedule_id"] == int(schedule)]
    return whole("holidays", [{key: value for key, value in row.items() if key != "schedule_id"} for row in rows])


def holiday_write(store: Store, request: Request, schedule: str, id_: str = "") -> Answer:
    found(store.schedules, int(schedule))
    record = found(store.holidays, int(id_)) if id_ else {"id": store.new(), "schedule_id": int(schedule)}
    merged = record | request.held("holiday")
    first, last = date.fromisoformat(merged["start_date"]), date.fromisoformat(merged["end_date"])
    near = timedelta(days=2 * 365)
    if not merged.get("name") or not store.today - near <= first <= last <= store.today + near:
        raise invalid([("start_date", "must be within two years of today", "InvalidValue")])
    store.holidays[merged["id"]] = merged
    return (200 if id_ else 201), {"holiday": {key: value for key, value in merged.items() if key != "schedule_id"}}


def holiday_destroy(store: Store, request: Request, schedule: str, id_: str) -> Answer:
    found(store.holidays, int(id_))
    del store.holidays[int(id_)]
    return 204, None
