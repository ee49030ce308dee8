"""Recorded accounts adopted: whatever becomes clean YAML compiles back to the object as it stood there, the rest is kept raw.

Recorded: salto-io/salto (packages/zendesk-adapter), devops-wiz/terraform-provider-zendesk, default triggers of zammad/zammad,
and the configurations of a zammad/zammad 5.5 at each ticket that was posted to it. Without the data a test is skipped.
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cstool.backends.adopt.first import Adoption, adopt
from cstool.backends.adopt.product import product_of
from cstool.backends.compilers import compile_for
from cstool.backends.zammad.directory import Directory as ZammadDirectory
from cstool.backends.zammad.normalise import live_of
from cstool.backends.zendesk.objects import ordered, ranked
from cstool.checks.run import run
from cstool.diagnostic import Severity
from cstool.loading import load
from cstool.plan import Live
from cstool.workspace import Workspace
from tests.backends.test_zendesk_recorded import SALTO, TERRAFORM, reader, rows_of_salto, rows_of_terraform
from tests.fakes.zendesk_spec import DATA

RECORDED = DATA / "zammad/recorded.jsonl.gz"
ZAMMAD_DEFAULTS = DATA / "routing/zammad_default_triggers.json"
TODAY = date(2026, 7, 17)


def empty(folder: Path, type_: str) -> Workspace:
    (folder / "config").mkdir(parents=True, exist_ok=True)
    text = f"name: shop\nbackends:\n  live: {{type: {type_}, url: 'https://x.example', token: env:T}}\n"
    (folder / "config/cstool.yaml").write_text(text, encoding="utf-8")
    return load(folder, TODAY)


def proved(workspace: Workspace, live: Sequence[Live]) -> Adoption:
    """Adopts, then shows that nothing would be pushed and nothing is an error."""
    adoption = adopt(workspace, "live", live)
    assert adoption.astray == ()
    for path, content in adoption.files.items():
        target = Path(workspace.root) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content or "", encoding="utf-8")
    again = load(Path(workspace.root), TODAY)
    product = product_of(again.settings.value.backends["live"].type)
    compiled = {resource.key: resource for resource in compile_for(again, "live").resources}
    assert compiled.keys() == adoption.lock.keys()
    for key, pushed in adoption.lock.items():
        assert compiled[key].name == pushed.name, key
        assert product.meaning(key.kind, compiled[key].body) == product.meaning(key.kind, pushed.body), key
    assert [one for one in run(again) if one.severity is Severity.ERROR] == []
    return adoption


@pytest.mark.skipif(not SALTO.exists(), reason="no recorded account: set CSTOOL_DATA to the data folder")
def test_a_recorded_zendesk_account_is_adopted_whole(tmp_path: Path) -> None:
    held = json.loads(SALTO.read_text("utf-8"))
    objects = reader()
    live = [objects.live(kind, row) for _, kind, row in rows_of_salto()]
    live += [ordered(held["trigger_categories"], held["triggers"]), ranked(held["sla_policies"])]
    adoption = proved(empty(tmp_path, "zendesk"), live)
    taken = adoption.lock
    assert {(item.kind, item.native) for item in live} == {(key.kind, adoption.lock[key].native) for key in taken}
    assert sorted(key.id for key in adoption.clean if key.kind == "schedule") == ["new-schedule", "schedule-2", "schedule-3"]
    print(len(adoption.clean), "clean", len(adoption.raw), "raw")


def states() -> Iterator[dict[str, dict[int, Mapping[str, Any]]]]:
    """The configuration at each ticket that was posted and made."""
    tables: dict[str, dict[int, Mapping[str, Any]]] = {
        name: {} for name in ("groups", "calendars", "slas", "triggers", "text_modules")
    }
    with gzip.open(RECORDED, "rt", encoding="utf-8") as lines:
        for line in lines:
            pair = json.loads(line)
            parts = str(pair["p"]).partition("?")[0].strip("/").split("/")
            answer = pair["r"]
            if pair["m"] == "POST" and parts == ["tickets"] and pair["s"] == 201:
                yield {name: dict(table) for name, table in tables.items()}
            if parts[0] not in tables:
                continue
            table = tables[parts[0]]
            if pair["m"] == "GET" and pair["s"] == 200 and len(parts) == 1 and isinstance(answer, list) and "?" not in pair["p"]:
                table.clear()
                table.update({row["id"]: row for row in answer if isinstance(row, dict) and "id" in row})
            elif pair["m"] in ("POST", "PUT") and pair["s"] in (200, 201) and isinstance(answer, dict) and "id" in answer:
                table[answer["id"]] = answer
            elif pair["m"] == "DELETE" and pair["s"] == 200:
                table.pop(int(parts[1]), None)


KINDS = {"groups": "group", "calendars": "calendar", "slas": "sla", "triggers": "trigger", "text_modules": "text_module"}


def lives_of(state: Mapping[str, Mapping[int, Mapping[str, Any]]]) -> list[Live]:
    directory = ZammadDirectory(None, complete=True)  # type: ignore[arg-type]
    directory.states = {1: "new", 2: "open", 3: "pending reminder", 4: "closed", 5: "merged", 6: "removed", 7: "pending close"}
    directory.priorities = {1: "1 low", 2: "2 normal", 3: "3 high"}
    return [live_of(kind, row, directory) for name, kind in KINDS.items() for row in state[name].values()]


@pytest.mark.skipif(not RECORDED.exists(), reason="no recorded Zammad: set CSTOOL_DATA to the data folder")
def test_every_recorded_zammad_configuration_is_adopted_whole(tmp_path: Path) -> None:
    seen: set[str] = set()
    clean: set[str] = set()
    raw: dict[str, str] = {}
    number = 0
    for state in states():
        rules = {
            json.dumps([row[key] for key in _SAID if key in row]) for name in ("triggers", "slas") for row in state[name].values()
        }
        if rules <= seen:
            continue
        number, seen = number + 1, seen | rules
        state["text_modules"] = dict(list(state["text_modules"].items())[:3])
        adoption = proved(empty(tmp_path / str(number), "zammad"), lives_of(state))
        judged = {key: pushed for key, pushed in adoption.lock.items() if key.kind in ("trigger", "sla")}
        bodies = {key: json.dumps(pushed.body, sort_keys=True) for key, pushed in judged.items()}
        raw |= {body: adoption.raw[key] for key, body in bodies.items() if key in adoption.raw}
        clean |= {body for key, body in bodies.items() if key not in adoption.raw}
    print(number, "configurations;", len(clean), "rules and SLAs clean,", len(raw), "raw", Counter(raw.values()))
    assert number >= 50
    assert len(clean) > 3 * len(raw)


_SAID = ("name", "condition", "perform", "active", "calendar_id", "first_response_time", "solution_time")


@pytest.mark.skipif(not TERRAFORM.exists(), reason="no recorded configurations: set CSTOOL_DATA to the data folder")
def test_configurations_that_people_publish_are_adopted_whole(tmp_path: Path) -> None:
    objects = reader()
    queue = json.loads((DATA / "routing/helpdesk_queue_manager_triggers.json").read_text("utf-8"))["triggers"]
    rows = [(kind, dict(body)) for _, kind, body in rows_of_terraform() if kind != "ticket_field"]
    rows += [("trigger", body) for body in queue]
    home = {"id": "1", "name": "Published", "position": 1}
    numbered = [
        (kind, {**body, "id": number, "position": number, "category_id": "1"}) for number, (kind, body) in enumerate(rows, 1000)
    ]
    live = [objects.live("trigger_category", home), *(objects.live(kind, body) for kind, body in numbered)]
    live.append(ordered([home], [body for kind, body in numbered if kind == "trigger"]))
    live.append(ranked([body for kind, body in numbered if kind == "sla_policy"]))
    adoption = proved(empty(tmp_path, "zendesk"), live)
    print(len(adoption.clean), "clean", len(adoption.raw), "raw", Counter(adoption.raw.values()))
    assert len(adoption.lock) == len(live)


@pytest.mark.skipif(not ZAMMAD_DEFAULTS.exists(), reason="no default triggers: set CSTOOL_DATA to the data folder")
def test_the_default_triggers_of_zammad_are_adopted_whole(tmp_path: Path) -> None:
    held = json.loads(ZAMMAD_DEFAULTS.read_text("utf-8"))["triggers"]
    state: dict[str, dict[int, Any]] = {name: {} for name in KINDS}
    state["triggers"] = {number: {"id": number, "note": None, **body} for number, body in enumerate(held, 1)}
    adoption = proved(empty(tmp_path, "zammad"), lives_of(state))
    assert len(adoption.lock) == len(held)
