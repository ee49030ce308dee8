"""`cstool pull --backend NAME` through the command line, against accounts over HTTP: adopted, pulled again, and once pushed."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests

from cstool.cli.main import run
from cstool.loading import load
from tests.fakes.zendesk import TOKEN, USER, FakeZendesk

Row = dict[str, Any]
CREATE = {"field": "update_type", "operator": "is", "value": "Create"}


class Desk:
    """A folder with nothing but the address of an account, and the account."""

    def __init__(self, root: Path, backend: str, url: str, send: Callable[..., Any], capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.url, self.send, self.capsys = root, url, send, capsys
        (root / "config").mkdir(parents=True)
        text = f"name: shop\nbackends:\n  live:\n    {backend}\n    url: {url}  # theirs\n"
        (root / "config/cstool.yaml").write_text(text, encoding="utf-8")

    def __call__(self, *arguments: str, code: int = 0) -> str:
        """Run a command; what it said."""
        named = ["--backend", "live"] if arguments[0] != "validate" else []
        found = run([*arguments, *named, "--workspace", str(self.root), "--today", "2026-07-17", "--lang", "en"])
        said = self.capsys.readouterr()
        assert found == code, said.out + said.err
        return said.out + said.err

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        before = self.read(path)
        assert old in before
        (self.root / path).write_text(before.replace(old, new, 1), encoding="utf-8")


def row(field: str, operator: str, value: object) -> Row:
    return {"field": field, "operator": operator, "value": value}


def act(field: str, value: object) -> Row:
    return {"field": field, "value": value}


@pytest.fixture
def zendesk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Desk, FakeZendesk]]:
    """An account that a team filled by hand."""
    monkeypatch.setenv("A_USER", USER)
    monkeypatch.setenv("A_TOKEN", TOKEN)
    with FakeZendesk() as fake:

        def send(method: str, path: str, **body: object) -> Any:
            answer = requests.request(method, f"{fake.url}/api/v2{path}", json=body, auth=(f"{USER}/token", TOKEN), timeout=30)
            assert answer.status_code < 300, answer.text
            held = answer.json()
            return held.get(next(iter(body)), held)

        desk = Desk(tmp_path / "shop", "type: zendesk\n    user: env:A_USER\n    token: env:A_TOKEN", fake.url, send, capsys)
        _fill_zendesk(fake, send)
        yield desk, fake


def _fill_zendesk(fake: FakeZendesk, send: Callable[..., Any]) -> None:
    anna = fake.store.agent("Anna Weiß", "anna@lumen.example")
    status = fake.store.field("Order status", "tagger", ("order_paid", "order_late"))
    groups = {name: send("POST", "/groups", group={"name": name})["id"] for name in ("Rücksendungen", "退货组", "Frontline 🚀")}
    send("POST", "/group_memberships", group_membership={"user_id": anna, "group_id": groups["Rücksendungen"]})
    clock = send("POST", "/business_hours/schedules", schedule={"name": "Office", "time_zone": "Berlin"})["id"]
    week = [{"start_time": day * 1440 + 540, "end_time": day * 1440 + 1020} for day in range(1, 6)]
    send("PUT", f"/business_hours/schedules/{clock}/workweek", workweek={"intervals": week})
    home = {name: send("POST", "/trigger_categories", trigger_category={"name": name})["id"] for name in ("Routing", "Labels")}

    def trigger(title: str, category: str, every: list[Row], some: list[Row], actions: list[Row], active: bool = True) -> None:
        held = {"all": every, "any": some}
        body = {"title": title, "category_id": home[category], "active": active, "conditions": held, "actions": actions}
        send("POST", "/triggers", trigger=body)

    word = "subject_includes_word"
    back = act("group_id", str(groups["Rücksendungen"]))
    trigger(
        "Refunds",
        "Routing",
        [row("via_id", "is", "4"), CREATE],
        [row(word, "includes", "Refund money"), row(word, "is", "send it")],
        [back],
    )
    trigger(
        "All else", "Routing", [CREATE, row("status", "less_than", "solved")], [], [act("group_id", str(groups["Frontline 🚀"]))]
    )
    trigger(
        "Late",
        "Routing",
        [CREATE, row(f"custom_fields_{status}", "includes", "order_late")],
        [],
        [act("priority", "urgent"), act("current_tags", "vip late_order")],
    )
    trigger(
        "Thanks",
        "Labels",
        [CREATE],
        [],
        [act("notification_user", ["requester_id", "Hi", "Dear {{ticket.requester.first_name}}"])],
    )
    replied = [row("update_type", "is", "Change"), row("comment_is_public", "is", "true"), row("role", "is", "end_user")]
    trigger("Again", "Labels", [*replied, row("current_tags", "includes", "vip")], [], [act("priority", "urgent")])
    trigger(
        "Night", "Labels", [CREATE, row("in_business_hours", "is", "false")], [], [act("current_tags", "night")], active=False
    )
    lengths = zip(("urgent", "high", "normal", "low"), (30, 60, 240, 480), strict=True)
    metrics = [
        {"priority": one, "metric": "first_reply_time", "target": target, "business_hours": True} for one, target in lengths
    ]
    filter_ = {"all": [row("group_id", "is", groups["Rücksendungen"])], "any": []}
    send("POST", "/slas/policies", sla_policy={"title": "Returns", "filter": filter_, "policy_metrics": metrics})
    send(
        "POST",
        "/macros",
        macro={"title": "Label", "actions": [act("comment_value", "Hi {{ticket.requester.first_name}}, see the label.")]},
    )
    send("POST", "/macros", macro={"title": "Done", "actions": [act("comment_value", "Bye"), act("status", "solved")]})


def test_an_account_is_adopted_from_an_empty_folder(zendesk: tuple[Desk, FakeZendesk]) -> None:
    """Z3, Z12, Z15, Z16, Z20, Z31: nothing is written there, nothing would change there, and nothing is an error here."""
    desk, fake = zendesk
    fake.asked.clear()
    said = desk("pull")
    assert "kept raw" in said
    assert [one for one in fake.asked if one.writes] == []
    desk("plan", "--expect-empty")
    assert "0 errors" in desk("validate")
    desk("push", "--yes")
    assert [one for one in fake.asked if one.writes] == []
    rules = {rule.value.id: rule.value for _, rule in load(desk.root, date(2026, 7, 17)).rules()}
    assert rules["refunds"].when == {
        "channel": "email",
        "any": [{"subject": ["Refund", "money"]}, {"subject": {"contains": "send it"}}],
    }
    assert rules["late"].when == {"order_status": "order_late"}
    assert rules["thanks"].then.reply == "auto/thanks"
    assert rules["again"].then.priority == "urgent"
    assert rules["night"].enabled is False
    assert set(rules["notify-assignee-of-assignment"].raw) == {"live"}
    assert "{{ customer.first_name }}" in desk.read("templates/replies/label.en.md")
    assert "# theirs" in desk.read("config/cstool.yaml")
    assert "name: Anna Weiß" in desk.read("config/teams.yaml")


def test_rules_keep_their_order_and_categories(zendesk: tuple[Desk, FakeZendesk]) -> None:
    """Z3: a stage a category; another one continues it where the triggers run at another moment."""
    desk, _ = zendesk
    desk("pull")
    stages = [item.value for item in load(desk.root, date(2026, 7, 17)).stages]
    assert [(one.id, one.event, one.continues, [rule.id for rule in one.rules]) for one in stages[1:]] == [
        ("routing", "ticket.created", False, ["refunds", "all-else", "late"]),
        ("labels", "ticket.created", False, ["thanks"]),
        ("labels-replied", "customer.replied", True, ["again"]),
        ("labels-created", "ticket.created", True, ["night"]),
    ]


def test_later_pulls_take_what_changed_and_keep_comments(zendesk: tuple[Desk, FakeZendesk]) -> None:
    desk, fake = zendesk
    desk("pull")
    desk.edit("config/routing.yaml", "  - id: routing\n", "  # ask Anna first\n  - id: routing\n")
    desk.edit("config/routing.yaml", "name: Again", "name: {en: Again, zh-CN: 再次}")
    one = {trigger["title"]: trigger for trigger in fake.store.triggers.values()}
    one["Late"]["actions"] = [act("priority", "high")]
    one["All else"]["actions"] = [*one["All else"]["actions"], act("notification_user", ["all_agents", "x", "y"])]
    next(group for group in fake.store.groups.values() if group["name"] == "Rücksendungen")["name"] = "Returns"
    desk("plan", "--expect-empty", code=1)
    said = desk("pull")
    assert "trigger/routing/late" in said
    text = desk.read("config/routing.yaml")
    assert "# ask Anna first" in text
    assert "name: {en: Again, zh-CN: 再次}" in text
    rules = {rule.value.id: rule.value for _, rule in load(desk.root, date(2026, 7, 17)).rules()}
    assert rules["late"].then.priority == "high"
    assert rules["late"].then.tags == []
    assert set(rules["all-else"].raw) == {"live"}
    assert "name: Returns" in desk.read("config/teams.yaml")
    desk("plan", "--expect-empty")
    assert "nothing to take" in desk("pull")


def test_what_both_sides_changed_stays_ours_and_is_named(zendesk: tuple[Desk, FakeZendesk]) -> None:
    desk, fake = zendesk
    desk("pull")
    desk.edit("config/routing.yaml", "priority: urgent", "priority: low")
    late = next(trigger for trigger in fake.store.triggers.values() if trigger["title"] == "Late")
    late["actions"] = [act("priority", "high"), act("current_tags", "vip late_order")]
    assert "rules/late" in desk("pull", code=1)
    assert "priority: low" in desk.read("config/routing.yaml")
    desk("pull", "--theirs")
    assert "priority: low" not in desk.read("config/routing.yaml")
    desk("plan", "--expect-empty")


def test_what_went_there_goes_here_only_when_told(zendesk: tuple[Desk, FakeZendesk]) -> None:
    desk, fake = zendesk
    desk("pull")
    gone = next(id_ for id_, trigger in fake.store.triggers.items() if trigger["title"] == "Night")
    del fake.store.triggers[gone]
    desk("pull")
    assert "Night" in desk.read("config/routing.yaml")
    desk("pull", "--delete")
    assert "Night" not in desk.read("config/routing.yaml")
    desk("plan", "--expect-empty")


def test_a_workspace_with_rules_of_its_own_is_not_adopted_into(zendesk: tuple[Desk, FakeZendesk]) -> None:
    desk, _ = zendesk
    own = "stages: [{id: a, match: first, rules: [{id: b, when: always, then: {}}]}]\n"
    (desk.root / "config/routing.yaml").write_text(own, encoding="utf-8")
    assert "folder of its own" in desk("pull", code=4)


def test_an_adopted_account_is_pushed_like_any_other(zendesk: tuple[Desk, FakeZendesk]) -> None:
    """An edit is one request, a new rule stands where it was written, and stages of our own work beside those that were there."""
    desk, fake = zendesk
    desk("pull")
    desk.edit("config/routing.yaml", "priority: urgent", "priority: high")
    fake.asked.clear()
    desk("push", "--yes", "--force")
    assert [one.template for one in fake.asked if one.writes] == ["PUT /triggers/{id}"]
    desk.edit(
        "config/routing.yaml",
        "      - id: late\n",
        "      - {id: soon, name: Soon, when: {subject: soon}, then: {tags: vip}}\n      - id: late\n",
    )
    own = "  - {id: mine, match: first, rules: [{id: own, when: {text: hello}, then: {priority: low}}]}\n"
    desk.edit("config/routing.yaml", "stages:\n", f"stages:\n{own}")
    desk("push", "--yes", "--force")
    desk("plan", "--expect-empty")
    routing = next(one["id"] for one in fake.store.trigger_categories.values() if one["name"] == "Routing")
    inside = sorted(
        (one for one in fake.store.triggers.values() if one["category_id"] == routing), key=lambda one: one["position"]
    )
    assert [one["title"] for one in inside] == ["Refunds", "All else", "Soon", "Late"]
    assert "nothing to take" in desk("pull")
