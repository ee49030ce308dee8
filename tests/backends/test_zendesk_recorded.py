"""Bodies of real accounts read in compile's form and written back: the same in meaning, and the form reads as itself again.

Recorded: an account exported by salto-io/salto (packages/zendesk-adapter), fixtures of nukosuke/go-zendesk, examples of
devops-wiz/terraform-provider-zendesk. A test whose data are not there is skipped and says so.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from cstool.backends.references import references, resolve
from cstool.backends.zendesk.directory import Directory
from cstool.backends.zendesk.lists import KINDS
from cstool.backends.zendesk.objects import Objects, ordered, owner_of, ranked
from cstool.backends.zendesk.reading import Reading
from cstool.backends.zendesk.requesters import Requesters
from tests.fakes.zendesk_rules import TERMINAL
from tests.fakes.zendesk_spec import DATA

GO = DATA / "apis/zendesk/fixtures/go-zendesk"
SALTO = DATA / "routing/zendesk_export_salto_part1.json"
TERRAFORM = DATA / "routing/terraform_zendesk.jsonl"
GO_FILES = {
    "triggers": "trigger",
    "trigger": "trigger",
    "automations": "automation",
    "automation": "automation",
    "macros": "macro",
    "macro": "macro",
    "sla_policies": "sla_policy",
    "sla_policy": "sla_policy",
    "groups": "group",
    "group": "group",
    "group_memberships": "group_membership",
    "ticket_fields": "ticket_field",
    "ticket_field": "ticket_field",
    "dynamic_content/items": "dynamic_content",
}
SALTO_KINDS = {
    "triggers": "trigger",
    "automations": "automation",
    "macros": "macro",
    "sla_policies": "sla_policy",
    "schedules": "schedule",
    "trigger_categories": "trigger_category",
    "groups": "group",
    "routing_attributes": "skill_attribute",
}
TERRAFORM_KINDS = {
    "zendesk_automation": "automation",
    "zendesk_trigger": "trigger",
    "zendesk_macro": "macro",
    "zendesk_sla_policy": "sla_policy",
    "zendesk_ticket_field": "ticket_field",
}
Row = Mapping[str, Any]


def rows_of_go() -> Iterator[tuple[str, str, Row]]:
    for folder in ("GET", "POST", "PUT"):
        for name, kind in GO_FILES.items():
            path = GO / folder / f"{name}.json"
            held = json.loads(path.read_text("utf-8")) if path.exists() else {}
            for value in held.values():
                found = value if isinstance(value, list) else [value]
                yield from ((f"{folder} {name}", kind, row) for row in found if isinstance(row, dict) and "id" in row)


def rows_of_salto() -> Iterator[tuple[str, str, Row]]:
    held = json.loads(SALTO.read_text("utf-8")) if SALTO.exists() else {}
    for name, kind in SALTO_KINDS.items():
        for row in held.get(name, ()):
            holidays = held["holidays_by_schedule"].get(str(row["id"]), []) if kind == "schedule" else None
            yield name, kind, {**row, **({"holidays": holidays} if holidays is not None else {})}


def rows_of_terraform() -> Iterator[tuple[str, str, Row]]:
    lines = TERRAFORM.read_text("utf-8").splitlines() if TERRAFORM.exists() else []
    for number, line in enumerate(lines, 1):
        for block in json.loads(line)["parsed"].get("resource", []):
            for type_, named in block.items():
                for body in named.values():
                    if type_ in TERRAFORM_KINDS and not any(row.get("field") == "" for row in conditions(body)):
                        yield f"line {number}", TERRAFORM_KINDS[type_], {"id": number, **body}


def conditions(body: Row) -> list[Row]:
    held = body.get("conditions") or body.get("filter") or {}
    return [row for place in ("all", "any") for row in held.get(place) or []]


ROWS = [*rows_of_go(), *rows_of_salto(), *rows_of_terraform()]
ids = [f"{kind}-{source}-{row['id']}" for source, kind, row in ROWS]


def reader(**lists: list[Row]) -> Objects:
    def rows_of(name: str) -> list[Row]:
        return lists.get(name, [])

    return Objects(Reading(Directory(rows_of), Requesters(rows_of)), {}, {})


def native(kind: str, id_: str, part: str) -> str:
    assert id_.startswith("="), f"{kind}/{id_} is no native reference"
    return id_[1:]


def meaning(row: Row) -> object:
    """A row of conditions or actions as the product understands it."""
    value = row.get("value")
    if row.get("operator") in TERMINAL or value in (None, "", "__NULL__"):
        value = None
    elif isinstance(value, bool):
        value = str(value).lower()
    elif row["field"] in ("current_tags", "set_tags", "remove_tags"):
        value = sorted(str(value).split())
    return row["field"], row.get("operator"), value


def rows(held: object) -> object:
    """All conditions or actions."""
    if isinstance(held, Mapping):
        return {place: [meaning(row) for row in held.get(place) or []] for place in ("all", "any")}
    assert isinstance(held, list)
    rich = any(row["field"] == "comment_value_html" for row in held)
    return [meaning(row) for row in held if not (rich and row["field"] == "comment_value")]


def test_the_data_are_there() -> None:
    if not ROWS:
        pytest.skip(f"set CSTOOL_DATA: {DATA} is not there, no recorded body was read")
    assert len(ROWS) > 90


@pytest.mark.parametrize(("source", "kind", "row"), ROWS, ids=ids)
def test_recorded_bodies_read_and_go_back_unchanged_in_meaning(source: str, kind: str, row: Row) -> None:
    read = reader()
    live = read.live(kind, row)
    assert live.native == str(row["id"])
    written = resolve(live.body, native)
    assert isinstance(written, dict)
    # The form is a fixed point: what is written reads as the same body.
    assert read.live(kind, {**row, **_unread(kind, written)}).body == live.body
    if "title" in written:
        assert written["title"] == row.get("raw_title", row.get("title"))  # Z25
    for name in ("conditions", "actions", "filter"):
        if name in written:
            assert rows(written[name]) == rows(row.get(name) or ({} if name != "actions" else []))
    for name in ("name", "type", "active", "category_id", "time_zone", "user_id", "group_id", "default_locale_id"):
        if name in written and row.get(name) is not None:
            assert written[name] == row[name]
    if kind == "sla_policy":
        key = lambda one: (one["metric"], one["priority"])  # noqa: E731
        kept = [{name: one[name] for name in ("priority", "metric", "target", "business_hours")} for one in row["policy_metrics"]]
        assert sorted(written["policy_metrics"], key=key) == sorted(kept, key=key)
    if kind == "schedule":
        assert written["intervals"] == row["intervals"]
        assert [{**one} for one in written["holidays"]] == [
            {name: one[name] for name in ("start_date", "end_date", "name")} for one in row["holidays"]
        ]
    if kind == "dynamic_content":
        assert live.name == row["placeholder"][5:-2]
        assert {(one["locale_id"], one["content"], one["default"]) for one in written["variants"]} == {
            (one["locale_id"], one["content"], one["default"]) for one in row["variants"]
        }


def _unread(kind: str, written: dict[str, Any]) -> dict[str, Any]:
    """What was written as a list of the account would show it."""
    made = dict(written)
    for name in ("title",):
        if name in made:
            made["raw_title"] = made[name]
    if kind == "dynamic_content":
        made["placeholder"] = made.pop("name") and f"{{{{dc.{written['name']}}}}}"
        made["name"] = written["name"]
    return made


def test_every_kind_is_among_the_recorded_ones() -> None:
    if not ROWS:
        pytest.skip(f"set CSTOOL_DATA: {DATA} is not there")
    assert set(KINDS) - {kind for _, kind, _ in ROWS} == {"skill", "agent_skills"}


def test_the_recorded_account_in_order() -> None:
    """Z3: positions are per category and not unique; an inactive trigger and an active one both stand at 2."""
    if not SALTO.exists():
        pytest.skip(f"{SALTO} is not there: set CSTOOL_DATA")
    held = json.loads(SALTO.read_text("utf-8"))
    order = ordered(held["trigger_categories"], held["triggers"])
    triggers = order.body["triggers"]
    assert isinstance(triggers, dict)
    assert [len(inside) for inside in triggers.values()] == [10, 0, 0]
    by_id = {str(row["id"]): row for row in held["triggers"]}
    titles = [by_id[id_[1:]]["title"] for _, id_, _ in references(next(iter(triggers.values())))]
    assert titles[:2] == ["Auto-assign to first email responding agent", "Notify all agents of received request"]
    assert ranked(held["sla_policies"]).body["sla_policy_ids"] == [
        f"@{{sla_policy/={row['id']}}}" for row in sorted(held["sla_policies"], key=lambda row: row["position"])
    ]
    assert not any(owner_of("trigger", row) for row in held["triggers"])
