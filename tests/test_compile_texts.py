"""Templates in the words of each product: what is printed now, what becomes a placeholder, what falls back, what is refused."""

import dataclasses
from collections.abc import Mapping

import pytest

from cstool.backends.base import Compiled
from cstool.backends.compilers import compile_for
from cstool.backends.references import resolve
from cstool.loading import load
from cstool.plan import Body
from tests.backends import small

FRONT = "---\nkind: {kind}\n---\n"


def compiled(name: str, body: str, kind: str = "reply") -> Compiled:
    path = "templates/general/approved.en.md"
    overlay: dict[str, str | None] = {path: FRONT.format(kind=kind) + body, "templates/general/approved.de.md": None}
    workspace = load(small.ROOT, small.TODAY, overlay)
    assert not workspace.faults
    return compile_for(workspace, name)


def body_of(made: Compiled, kind: str, id_: str, part: str = "") -> Body:
    return next(one.body for one in made.resources if (one.kind, one.id, one.part) == (kind, id_, part))


def zendesk(body: str, kind: str = "reply") -> tuple[str, set[str | None]]:
    """The English variant, ids resolved, and what was said of the template."""
    made = compiled("zd", body, kind)
    said = {remark.difference for remark in made.remarks if remark.object == "templates/general/approved"}
    items = [one for one in made.resources if (one.kind, one.id) == ("dynamic_content", "general/approved")]
    if not items:
        return "", said
    variants = resolve(items[0].body, lambda kind, id_, part: "7")["variants"]  # type: ignore[index,call-overload]
    return str(variants[0]["content"]), said


def zammad(body: str, kind: str = "reply") -> tuple[str, set[str | None]]:
    """The English text module and what was said of the template."""
    made = compiled("za", body, kind)
    said = {remark.difference for remark in made.remarks if remark.object == "templates/general/approved"}
    items = [one for one in made.resources if (one.kind, one.id) == ("text_module", "general/approved")]
    return (str(resolve(items[0].body["content"], lambda kind, id_, part: "7")), said) if items else ("", said)


CASES = [
    # text, Zendesk, what is said there, Zammad, what is said there
    ("Hi {{ customer.name }}", "Hi {{ticket.requester.name}}", set(), "<div>Hi #{ticket.customer.fullname}</div>", set()),
    (
        "{{ customer.name | upcase }}",
        "{{ticket.requester.name | upcase}}",
        set(),
        "<div>#{ticket.customer.fullname}</div>",
        {"unformatted-value"},
    ),
    ("No. {{ order.id }}", "No. {{ticket.ticket_field_7}}", set(), "<div>No. #{ticket.cs_order_id_value}</div>", set()),
    ("me@home & <b>", "me@home & <b>", set(), "<div>me@home &amp; &lt;b&gt;</div>", set()),
    ("a\nb", "a\nb", set(), "<div>a<br>b</div>", set()),
    ("in {{ facts.refund_within | duration }}", "in 14 days", set(), "<div>in 14 days</div>", set()),
    (
        "{% if customer.first_name %}Hi {{ customer.first_name }}{% else %}Hello{% endif %}!",
        "{% if ticket.requester.first_name != blank %}Hi {{ticket.requester.first_name}}{% else %}Hello{% endif %}!",
        set(),
        "<div>Hello!</div>",
        {"guarded-fallback"},
    ),
    (
        "{% unless customer.first_name %}Hello{% endunless %}",
        "{% if ticket.requester.first_name == blank %}Hello{% endif %}",
        set(),
        "<div>Hello</div>",
        {"guarded-fallback"},
    ),
    (
        '{{ customer.first_name | default: "friend" }}',
        '{{ticket.requester.first_name | default: "friend"}}',
        set(),
        "<div>friend</div>",
        {"guarded-fallback"},
    ),
    (
        "{% if calendar.next_open %}{{ calendar.next_open }}{% else %}soon{% endif %}",
        "soon",
        {"guarded-fallback"},
        "<div>soon</div>",
        {"guarded-fallback"},
    ),
    ('{{ calendar.next_open | default: "soon" }}', "soon", {"guarded-fallback"}, "<div>soon</div>", {"guarded-fallback"}),
    ("{% if facts.refund_within %}yes{% else %}no{% endif %}", "yes", set(), "<div>yes</div>", set()),
    ("{{ calendar.next_open }}", "", {"no-placeholder"}, "", {"no-placeholder"}),
    (
        '{% if customer.name == "Ann" %}A{% elsif ticket.subject %}S{% else %}O{% endif %}',
        '{% if ticket.requester.name == "Ann" %}A{% elsif ticket.title != blank %}S{% else %}O{% endif %}',
        set(),
        "<div>O</div>",
        {"guarded-fallback"},
    ),
    (
        "{% assign who = customer.name %}{{ who }}{% capture x %}<{{ who }}>{% endcapture %}{{ x }}",
        "{{ticket.requester.name}}<{{ticket.requester.name}}>",
        set(),
        "<div>#{ticket.customer.fullname}&lt;#{ticket.customer.fullname}&gt;</div>",
        set(),
    ),
    ("{% for x in order.id %}{{ x }}{% endfor %}", "", {"template-construct"}, "", {"template-construct"}),
    (
        "{% comment %}cstool: allow[unguarded-variable] always filled{% endcomment %}\nHi",
        "Hi",
        set(),
        "<div>Hi</div>",
        set(),
    ),
    ("{% raw %}{{ not ours }}{% endraw %}", None, set(), None, set()),
]


@pytest.mark.parametrize(("text", "there", "said", "other", "other_said"), CASES)
def test_a_text_in_both_products(text: str, there: str | None, said: set[str], other: str | None, other_said: set[str]) -> None:
    if there is not None:
        assert zendesk(text) == (there, said)
    if other is not None:
        assert zammad(text) == (other, other_said)


def test_a_text_that_the_product_sends_itself_has_no_agent() -> None:
    guarded = "Yours{% if agent.name %}, {{ agent.name }}{% endif %}"
    assert zendesk(guarded)[0] == "Yours{% if current_user.name != blank %}, {{current_user.name}}{% endif %}"
    assert zendesk(guarded, "auto_reply") == ("Yours", {"guarded-fallback"})
    assert zendesk("{{ agent.name }}", "auto_reply") == ("", {"no-placeholder"})


def test_a_missing_placeholder_is_said_at_its_place() -> None:
    made = compiled("zd", "Hello\n\nwe open {{ calendar.next_open }}")
    places = [(remark.span.path, remark.span.line, remark.span.column) for remark in made.unsupported]
    assert places == [("templates/general/approved.en.md", 6, 9)]


def test_every_language_is_a_variant_and_the_default_one_is_marked() -> None:
    item = body_of(compile_for(small.workspace(), "zd"), "dynamic_content", "general/hello")
    variants = {entry["locale_id"]: (entry["default"], entry["content"]) for entry in item["variants"]}  # type: ignore[attr-defined]
    assert {locale: default for locale, (default, _) in variants.items()} == {"@#{locale/de}": False, "@#{locale/en}": True}
    assert "innerhalb von 20 Arbeitsstunden" in variants["@#{locale/de}"][1]
    assert "within 20 working hours" in variants["@#{locale/en}"][1]


def test_a_template_of_its_own_for_one_helpdesk() -> None:
    overlay: dict[str, str | None] = {
        "templates/general/approved.en.md": "---\nbackends: {zd: general/plain}\n---\nOpen {{ calendar.next_open }}\n",
        "templates/general/approved.de.md": None,
        "templates/general/plain.en.md": "---\nkind: reply\n---\nOpen tomorrow\n",
    }
    made = compile_for(load(small.ROOT, small.TODAY, overlay), "zd")
    assert not made.unsupported
    item: Mapping[str, object] = body_of(made, "dynamic_content", "general/approved")
    assert [entry["content"] for entry in item["variants"]] == ["Open tomorrow"]  # type: ignore[attr-defined]


def test_messages_of_the_shop_system_are_documentation() -> None:
    for name in ("zd", "za"):
        made = compile_for(small.workspace(), name)
        told = {remark.object for remark in made.remarks if remark.fidelity == "documentation"}
        assert told == {"templates/general/shipped", "outreach/shipped"}
        assert not any("shipped" in one.id for one in made.resources)


def test_remarks_are_frozen_data() -> None:
    made = compiled("zd", "Hi")
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.backend = "x"  # type: ignore[misc]
