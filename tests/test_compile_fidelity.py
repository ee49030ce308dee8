"""The facts about a product and what compile says of one rule are the same; the table; exclusions; accepted differences."""

from typing import Any

import pytest

from cstool.backends.account import account_of
from cstool.backends.base import FAITHFULNESS, counts, fidelity
from cstool.backends.compilers import compile_for, diagnostics
from cstool.conditions.fields import BUILT_IN, FieldRef
from cstool.diagnostic import Severity
from cstool.errors import UsageError
from cstool.source.dump import dump
from tests.backends import small

VALUES: dict[str, Any] = {
    "channel": "shop",
    "channel_type": "chat",
    "store": "main",
    "pack": "amazon",
    "country": "DE",
    "language": "de",
    "tags": "vip",
    "customer.tags": "vip",
    "customer.country": "DE",
    "category": "refund",
    "priority": "high",
    "team": "front",
    "status": "open",
    "author": "customer",
    "hours": "open",
    "order.currency": "USD",
    "fields.loyalty": "gold",
}
"""Values that the small seller knows; other fields take any word."""
KINDS: dict[str, Any] = {"flag": True, "date": "2026-07-01", "money": "200 USD", "number": 3}
LISTS = ("any", "all", "none", "contains", "matches", "one_of", "not_in")
FIELDS = {**BUILT_IN, "fields.loyalty": FieldRef("fields.loyalty", "value", may_lack=True, own=True)}


def rules() -> list[dict[str, Any]]:
    """One rule for every operator of every field."""
    made = []
    for name, field in FIELDS.items():
        for operator in field.operators:
            if operator in ("keywords", "exists") and (operator == "keywords" or name in ("language", "status", "order.items")):
                continue  # a keyword set is `any`; these three have an `exists` that is no question there
            value = VALUES.get(name, KINDS.get(field.kind, "word"))
            operand = True if operator == "exists" else [value] if operator in LISTS else value
            made.append({"id": f"r{len(made)}", "when": {name: {operator: operand}}, "then": {"priority": "high"}})
    return made


def settings_with(name: str) -> str:
    """The small seller's settings with every field bound."""
    text = (small.ROOT / "config/cstool.yaml").read_text(encoding="utf-8")
    key = "dropdown" if name == "zd" else "attribute"
    more = "".join(f"      {field}: {{{key}: {field.replace('.', '_')}}}\n" for field in ("order.currency", "order.status"))
    return text.replace("      loyalty: {create: dropdown}\n", f"      loyalty: {{create: dropdown}}\n{more}")


@pytest.mark.parametrize("name", ["zd", "za"])
def test_the_facts_say_what_compile_says(name: str) -> None:
    made = rules()
    routing = dump({"stages": [{"id": "all", "match": "sequence", "rules": made}]})
    channels = (small.ROOT / "config/channels.yaml").read_text(encoding="utf-8")
    channels = (
        channels.replace("{type: marketplace,", "{type: marketplace, store: main, pack: amazon, country: DE,")
        + "stores: {main: {currency: USD}}\n"
    )
    workspace = small.workspace(cstool=settings_with(name), routing=routing, channels=channels)
    rows = {row.object: row for row in fidelity(compile_for(workspace, name))}
    facts = account_of(workspace, name).helpdesk
    assert len(made) > 90
    wrong = []
    for rule in made:
        ((field, test),) = rule["when"].items()
        (operator,) = test
        held = facts.condition(field, operator)
        row = rows[f"rules/{rule['id']}"]
        if held is None or held.fidelity != row.fidelity or (held.difference and held.difference not in row.differences):
            wrong.append((field, operator, row.fidelity, row.differences, held and held.fidelity))
    assert not wrong


UNBOUND = """
stages:
  - id: only
    match: first
    rules:
      - {id: by-status, when: {order.status: paid}, then: {priority: high}}
      - {id: by-amount, when: {order.amount: {gte: 51 USD}}, then: {priority: high}}
      - {id: by-pattern, when: {customer.name: {matches: ["^A"]}}, then: {priority: high}}
      - {id: fine, when: {tags: vip}, then: {team: front}}
"""


@pytest.mark.parametrize("name", ["zd", "za"])
def test_what_is_unsupported_is_said_at_its_line_and_leaves_no_rule(name: str) -> None:
    compiled = compile_for(small.workspace(routing=UNBOUND), name)
    found = {remark.object: (remark.span.line, remark.message.id, remark.difference) for remark in compiled.unsupported}
    assert found == {
        "rules/by-status": (6, "backend-unbound-field", None),
        "rules/by-amount": (7, "backend-lacks", "amount-not-a-band-edge"),
        "rules/by-pattern": (8, "backend-lacks", "no-such-condition"),
    }
    assert [one.id for one in compiled.resources if one.id.startswith("only/")] == ["only/fine"]
    assert {one.severity for one in diagnostics(compiled)} >= {Severity.ERROR}
    assert counts(compiled)["unsupported"] == 3


def test_a_channel_without_a_place_is_unsupported_where_it_is_read() -> None:
    settings = (small.ROOT / "config/cstool.yaml").read_text(encoding="utf-8").replace(", chat: {via: 29}", "")
    compiled = compile_for(small.workspace(cstool=settings), "zd")
    objects = {remark.object for remark in compiled.unsupported}
    assert objects == {"channels/chat", "rules/complaints", "rules/silent"}
    excluded = settings.replace("    accepted_differences: [reply-by-mail]", "    exclude: [channels/chat]")
    compiled = compile_for(small.workspace(cstool=excluded), "zd")
    assert not compiled.unsupported
    assert {row.fidelity for row in fidelity(compiled) if row.object == "channels/chat"} == {"excluded"}


def test_excluded_objects_are_not_pushed_and_are_in_the_table() -> None:
    settings = (small.ROOT / "config/cstool.yaml").read_text(encoding="utf-8")
    excluded = "    exclude: [rules/vip, templates/general/approved, policies/angry, outreach/how-was-it, teams/back]"
    settings = settings.replace("    accepted_differences: [reply-by-mail]", excluded)
    compiled = compile_for(small.workspace(cstool=settings), "zd")
    ids = {(one.kind, one.id) for one in compiled.resources}
    assert not ids & {("trigger", "label/vip"), ("macro", "general/approved"), ("group", "back"), ("sla_policy", "shop_angry")}
    assert [row.object for row in fidelity(compiled) if row.fidelity == "excluded"] == [
        "policies/angry",
        "rules/vip",
        "teams/back",
        "templates/general/approved",
        "outreach/how-was-it",
    ]


def test_an_accepted_difference_is_still_told_and_no_problem() -> None:
    compiled = compile_for(small.workspace(), "zd")
    accepted = [remark for remark in compiled.remarks if remark.difference == "reply-by-mail"]
    assert accepted
    assert all(remark.accepted for remark in accepted)
    told = {one.message.values["what"]["en"] for one in diagnostics(compiled)}  # type: ignore[index]
    what = account_of(small.workspace(), "zd").helpdesk.differences
    assert what["reply-by-mail"].name["en"] not in told
    assert what["reply-locale-by-profile"].name["en"] in told


def test_every_object_has_one_row_and_every_remark_an_object() -> None:
    for name in ("zd", "za", "local"):
        compiled = compile_for(small.workspace(), name)
        rows = fidelity(compiled)
        objects = [row.object for row in rows]
        assert len(set(objects)) == len(objects)
        assert {remark.object for remark in compiled.remarks} <= set(objects)
        assert sum(counts(compiled).values()) == len(rows)
        assert {row.fidelity for row in rows} <= set(FAITHFULNESS)


def test_an_account_that_is_not_there() -> None:
    with pytest.raises(UsageError):
        compile_for(small.workspace(), "nowhere")


def test_what_is_kept_away_is_looked_up_there_or_said() -> None:
    settings = (small.ROOT / "config/cstool.yaml").read_text(encoding="utf-8")
    excluded = "    exclude: [teams/back, calendars/office, skills/german, templates/general/hello]"
    settings = settings.replace("    accepted_differences: [reply-by-mail]", excluded)
    compiled = compile_for(small.workspace(cstool=settings), "zd")
    bodies = {one.id: str(one.body) for one in compiled.resources if one.kind == "trigger"}
    assert "@{found_group/Back}" in bodies["assign/big-refund"]
    assert "@{found_schedule/office}" in bodies["cs_channels/mail"]
    assert "@{found_skill/German}" in bodies["label/not-there"]
    assert [(one.object, one.message.id) for one in compiled.unsupported] == [("rules/hello", "backend-template-excluded")]
