"""What a compile for Zammad does about the product's traps: each is cited (M1 … of backends.md 9.2) where it is held."""

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from cstool.backends.base import Compiled
from cstool.backends.compilers import compile_for
from cstool.backends.zammad.attributes import BUILT_IN, attributes_of, rows
from cstool.backends.zammad.markup import settled
from cstool.backends.zammad.triggers import page
from cstool.loading import load
from tests.fakes import zammad_html

ROOT = Path(__file__).parents[2]


@lru_cache(maxsize=1)
def compiled() -> Compiled:
    return compile_for(load(ROOT, date(2026, 11, 22)), "staging")


def test_rules_keep_their_order_by_name_whatever_the_case() -> None:
    """M1: the order is that of the lower-cased names, as text: fixed numbers in front."""
    names = [one.name for one in compiled().resources if one.kind == "trigger" and "activator" not in one.body]
    assert names == sorted(names, key=str.lower)
    assert len({len(name.split(" ")[0]) for name in names}) == 1


def test_slas_are_chosen_by_name_and_none_of_ours_is_a_fallback() -> None:
    """M2: the first by name; an empty condition would be a fallback, wherever its name sorts. M3, M4: see test_compile_sla.py."""
    slas = [one for one in compiled().resources if one.kind == "sla"]
    assert [one.name for one in slas] == sorted(one.name for one in slas)
    assert all(one.body["condition"] for one in slas)
    assert not any(one.body["response_time"] and one.body["update_time"] for one in slas)
    assert all(one.body["calendar_id"] for one in slas)


def blocks(condition: object) -> Iterator[dict[str, Any]]:
    if isinstance(condition, dict) and "conditions" in condition:
        yield condition
        for part in condition["conditions"]:
            yield from blocks(part)


def test_conditions_hold_one_piece_of_text_in_a_row() -> None:
    """M5: `contains` takes one value. M6: what a flat condition cannot hold is nested. M7: NOT takes one part.
    M8: each rule says on which event it runs."""
    for one in compiled().resources:
        if one.kind == "trigger":
            tests = list(rows(one.body["condition"]))
            assert all(isinstance(row["value"], str) for row in tests if str(row["operator"]).startswith("contains"))
            assert all(len(block["conditions"]) == 1 for block in blocks(one.body["condition"]) if block["operator"] == "NOT")
            assert "activator" in one.body or any(row["name"] == "ticket.action" for row in tests)


def test_nothing_of_ours_is_a_macro_or_an_article() -> None:
    """M9: the knowledge base is not pushed. M10: a macro sends no reply and knows no variable: replies are text modules."""
    assert {one.kind for one in compiled().resources} <= {
        *("attribute", "priority", "tag", "group", "agent_groups", "calendar", "text_module", "trigger", "sla", "job"),
    }


def test_pending_comes_with_its_time() -> None:
    """M19: a pending state without its time is refused."""
    for one in compiled().resources:
        perform = one.body.get("perform", {})
        assert isinstance(perform, dict)
        if "pending" in json.dumps(perform.get("ticket.state_id", "")):
            assert perform["ticket.pending_time"]


@pytest.mark.parametrize("text", ["a & b <c>\n'q' \"d\"", "Grüße, 您好 €", "#{ticket.customer.firstname} x", "5 < 6 && 7 > 2"])
def test_plain_text_is_stable(text: str) -> None:
    """M11: text without a tag would be escaped twice; ours stands in an element."""
    written = settled(page(text).replace("@@", "@"))
    assert settled(zammad_html.content(written)) == written
    assert "&amp;amp;" not in zammad_html.content(written)


@pytest.mark.parametrize(
    ("sent", "back"),
    [
        ("<div>a<br/>b</div>", "<div>a<br>b</div>"),
        ('<a href="https://x.example/">l</a>', '<a href="https://x.example/" rel="nofollow" target="_blank" title="t">l</a>'),
        ("<b>bold", "<b>bold</b>"),
        ('<p style="color:red">x</p>', "<p>x</p>"),
        ("a<script>alert(1)</script>", "a"),
        ("a&nbsp;b &quot;c&quot;", 'a\u00a0b "c"'),
    ],
)
def test_html_is_compared_by_what_it_says(sent: str, back: str) -> None:
    """M11: the server rewrites it."""
    assert settled(sent) == settled(back) == settled(settled(sent))


def test_every_placeholder_is_one_that_the_product_fills() -> None:
    """M12: an unknown one prints debug text into the mail."""
    workspace = load(ROOT, date(2026, 11, 22))
    known = {str(one.native) for one in workspace.helpdesks["zammad"].value.placeholders.values()}
    known = {part for name in known for part in name.split("} #{")} | {"ticket.id", "config.http_type", "config.fqdn"}
    bound = {f"ticket.{one.attribute}" for one in workspace.settings.value.backends["staging"].fields.values() if one.attribute}
    for one in compiled().resources:
        for name in re.findall(r"#\{([^}]*)\}", json.dumps(one.body)):
            assert name in known | bound or name.startswith(("ticket.cs_", "ticket.customer.")), (one.key, name)


def test_attributes_of_rules_are_built_in_or_bound() -> None:
    """A rule that names an unknown attribute stops every rule after it."""
    names = {name for one in compiled().resources if one.kind in ("trigger", "sla", "job") for name in attributes_of(one.body)}
    own = {name for name in names if name.startswith("ticket.")} - BUILT_IN
    assert own <= {"ticket.cs_category", "ticket.order_value", "ticket.order_status", "ticket.loyalty", "ticket.order_number"}
