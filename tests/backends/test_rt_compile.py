"""A workspace as the objects of a Request Tracker, and those objects read back: what was written is what is there."""

from functools import cache

import pytest

from cstool.backends.base import Compiled
from cstool.backends.compilers import compile_for
from cstool.backends.references import references, renamed, resolve
from cstool.backends.rt import normal
from cstool.backends.rt.compile import KINDS, LOOKED_UP
from cstool.backends.rt.pages import page_of
from cstool.backends.rt.sla import LONGEST_NAME
from cstool.backends.rt.texts import CORE_REPLY
from cstool.plan import Key, Resource
from tests.backends import small
from tests.live.rt import seller

SETTINGS = (small.ROOT / "config/cstool.yaml").read_text("utf-8").rstrip() + seller.SMALL_ONE.format(url="http://127.0.0.1:1")


@cache
def compiled(which: str) -> Compiled:
    return compile_for(seller.workspace(small=which == "small"), seller.NAME)


def of_small(settings: str = SETTINGS, **files: str) -> Compiled:
    return compile_for(small.workspace(cstool=settings, **files), seller.NAME)


def differences(found: Compiled, object: str) -> set[str | None]:  # noqa: A002 - the remark's own word
    return {remark.difference for remark in found.remarks if remark.object == object}


@pytest.mark.parametrize("which", ["shipped", "small"])
def test_everything_fits_and_every_reference_leads_somewhere(which: str) -> None:
    found = compiled(which)
    assert not found.unsupported
    keys = {resource.key for resource in found.resources}
    assert len(keys) == len(found.resources)
    made: set[Key] = set()
    for resource in found.resources:
        for kind, id_, part in references(resource.body):
            if kind not in LOOKED_UP:
                assert Key(kind, id_, part) in made, f"{resource.key} names {kind}/{id_} before it is made"
        made.add(resource.key)
    assert [KINDS.index(resource.kind) for resource in found.resources] == sorted(
        KINDS.index(one.kind) for one in found.resources
    )


@pytest.mark.parametrize("which", ["shipped", "small"])
def test_levels_have_names_that_fit_and_tell_them_apart(which: str) -> None:
    levels = next(one.body for one in compiled(which).resources if one.kind == "service_levels")
    assert all(name.startswith("cs ") and len(name) <= LONGEST_NAME for name in levels)
    bodies = [str(body) for body in levels.values()]
    assert len(bodies) == len(set(bodies)), "equal levels are one level"


def natives(found: Compiled) -> dict[Key, str]:
    return {resource.key: str(100 + number) for number, resource in enumerate(found.resources)}


def read_back(resource: Resource, found: Compiled) -> object:
    """The body as the server would show it after it was written: numbers in, our names out."""
    numbers = natives(found)
    ours = {(key.kind, number): key for key, number in numbers.items()}
    sent = resolve(resource.body, lambda kind, id_, part: numbers.get(Key(kind, id_, part), "7"))
    assert isinstance(sent, dict)
    if resource.kind == "scrip":
        shown = {"CustomIsApplicableCode": sent["condition"], "CustomCommitCode": sent["commit"], "Enabled": "1"}
        boxes = {"RemoveScrip-9": [str(sent["queue"])] if sent["queue"] else ["0"]}
        item = normal.scrip("9", shown, boxes, lambda number: "lin@lumen.example")
    else:
        shown = {"Name": sent["name"], "Description": sent["description"], "Content": sent["content"]}
        item = normal.template("9", str(sent["queue"]) or "0", shown)

    def name(kind: str, id_: str, part: str) -> str | None:
        key = ours.get((kind, id_.removeprefix("=")))
        return f"{{{key.kind}/{key.id}{'#' + key.part if key.part else ''}}}" if key else None

    return renamed(item.body, name)


@pytest.mark.parametrize("which", ["shipped", "small"])
def test_programs_and_mails_come_back_as_they_were_written(which: str) -> None:
    found = compiled(which)
    for resource in found.resources:
        if resource.kind in ("scrip", "template"):
            assert read_back(resource, found) == resource.body, resource.key


def test_what_the_clock_adds_is_no_change() -> None:
    """R7: the server writes into its settings while it counts with them, and shows that on the page."""
    hours = next(one for one in compiled("small").resources if one.kind == "business_hours")
    added = {"StartHour": "9", "StartMinute": "00", "EndHour": 17, "EndMinute": "30"}
    shown = {key: {**span, **added} if isinstance(span, dict) else span for key, span in hours.body.items()}
    assert normal.plain_hours(shown) == hours.body
    levels = next(one for one in compiled("small").resources if one.kind == "service_levels")
    touched = {name: {**body, "OutOfHours": {}} for name, body in levels.body.items() if isinstance(body, dict)}
    foreign = {"gold": {"Response": 60}}
    assert normal.levels({"Levels": {**touched, **foreign}, "QueueDefault": {"x": "gold"}}).body == levels.body


def test_fractions_of_a_minute_come_back_as_texts() -> None:
    level = {"Response": {"RealMinutes": "0.5"}, "Starts": {"RealMinutes": 0}}
    assert normal.levels({"Levels": {"cs x": level}}).body["cs x"] == {
        "Response": {"RealMinutes": 0.5},
        "Starts": {"RealMinutes": 0},
    }


def test_the_core_reply_is_silenced_in_queues_of_arrival_alone() -> None:
    """R6. Its name is one that every account has: it is never adopted by name."""
    silent = [one for one in compiled("shipped").resources if one.kind == "template" and one.body["name"] == CORE_REPLY]
    assert [one.id for one in silent] == ["silence/incoming", "silence/social"]
    assert all(one.body["content"] == "" and one.name == "" and one.body["queue"] for one in silent)


def test_no_marker_stands_where_customers_read() -> None:
    """R8: a queue's description is the sender's name of every mail from it."""
    assert all("cstool" not in str(one.body["description"]) for one in compiled("shipped").resources if one.kind == "queue")


def test_texts_of_users_are_no_code_in_mails() -> None:
    text = "---\ncategory: other\nchannels: [mail]\nkind: auto_reply\nsubject: 'Hi {$x}'\n---\n{`id`} \\{ } {{ order.id }} a@b\n"
    loaded = small.workspace(cstool=SETTINGS)
    mail = next(one for one in compile_for(loaded, seller.NAME).resources if one.kind == "template" and one.id == "general/hello")
    assert "X-cstool-template: general/hello" in str(mail.body["content"])
    from cstool.backends.rt.texts import MailSyntax

    written = MailSyntax().plain(text.partition("---\n")[2])
    assert "{`" not in written
    assert "{chr 123}`id`{chr 125} {chr 92}{chr 123} {chr 125}" in written
    assert "a@@b" in written


def test_what_has_no_place_is_said() -> None:
    unbound = of_small(SETTINGS.replace("chat: {tag: chat}", "chat: {via: 3}"))
    assert {remark.message.id for remark in unbound.unsupported} == {"backend-unbound-channel"}
    amount = "order.amount: {create: text}"
    bands = of_small(SETTINGS[::-1].replace(amount[::-1], "order.amount: {dropdown: x, bands: [50 USD]}"[::-1], 1)[::-1])
    assert "amount-bands" in {remark.difference for remark in bands.unsupported}
    fieldless = of_small(SETTINGS.replace("      loyalty: {create: text}\n      customer.country", "      customer.country"))
    assert {remark.message.id for remark in fieldless.unsupported} == {"backend-unbound-field"}
    outreach = of_small(SETTINGS.replace("    exclude: [outreach/how-was-it]\n", ""))
    assert differences(outreach, "outreach/how-was-it") >= {"no-timer"}


def test_a_team_that_is_kept_away_is_found_by_its_name() -> None:
    found = of_small(SETTINGS.replace("exclude: [outreach/how-was-it]", "exclude: [outreach/how-was-it, teams/back]"))
    assert not [one for one in found.resources if one.id == "back"]
    programs = [one for one in found.resources if one.kind == "scrip"]
    assert {("found_queue", "Back", "")} <= {one for program in programs for one in references(program.body)}


def test_later_events_have_a_program_for_all_queues() -> None:
    found = {one.id: one for one in compiled("small").resources if one.kind == "scrip"}
    assert found["later"].body["queue"] == ""
    assert "later" not in {one.id for one in compiled("shipped").resources if one.kind == "scrip"}


def test_pages_as_browsers_read_them() -> None:
    page = page_of(
        '<form><input name=a value="1 &amp; 2"><input type=checkbox name=on value=1 checked><input type=checkbox name=off '
        "value=1><textarea name=t>\n\n a &lt;b&gt;\r\n</textarea><a href='x?id=1&amp;y=2'> one <b>two</b></a>"
        '<ul class="action-results"><li>done</li></ul><ul><li>menu</li></ul></form>'
    )
    assert page.fields == {"a": "1 & 2", "on": "1", "t": "\n a <b>\n"}
    assert page.boxes == {"on": ["1"], "off": ["1"]}
    assert page.links == [("x?id=1&y=2", "one two")]
    assert page.said == ["done"]
