"""`cstool pull` of a Zendesk account that cstool pushed: what somebody changed there by hand finds its place in the files."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from cstool.cli.main import run
from cstool.loading import load
from tests.backends.small import ROOT as SMALL
from tests.backends.test_adopt import act
from tests.fakes.zendesk import TOKEN, USER, FakeZendesk
from tests.fakes.zendesk_push import pushed, small_store


def test_changes_made_by_hand_to_what_was_pushed_find_their_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER_NAME", USER)
    monkeypatch.setenv("TOKEN", TOKEN)
    root = tmp_path / "small"
    shutil.copytree(SMALL, root)
    with FakeZendesk(small_store()) as fake:
        settings = root / "config/cstool.yaml"
        settings.write_text(settings.read_text("utf-8").replace("https://small.example", fake.url, 1), encoding="utf-8")
        assert pushed(fake, root, load(root, date(2026, 7, 17))).failures == ()
        _by_hand(fake)
        code = run(["pull", "--backend", "zd", "--workspace", str(root), "--today", "2026-07-17", "--lang", "en"])
        said = capsys.readouterr()
    assert code == 0, said
    assert "front: {name: {en: Front desk}" in (root / "config/teams.yaml").read_text("utf-8")
    assert "first_reply: {within: 40h, calendar: 24x7}" in (root / "config/sla.yaml").read_text("utf-8")
    assert "{{ order.id }} Bye {{ customer.name }}" in (root / "templates/general/approved.de.md").read_text("utf-8")
    assert "left there: trigger/cs_channels" in said.err


def _by_hand(fake: FakeZendesk) -> None:
    store = fake.store
    next(group for group in store.groups.values() if group["name"] == "Front")["name"] = "Front desk"
    policy = next(one for one in store.sla_policies.values() if one["title"] == "shop")
    for metric in policy["policy_metrics"]:
        metric["target"] *= 2
        metric.pop("target_in_seconds", None)
    item = next(one for one in store.dynamic_content.values() if one["name"] == "cs_general_approved")
    german = next(one for one in item["variants"] if one["content"].startswith("Bestellung"))
    german["content"] += " Bye {{ticket.requester.name}}"
    next(one for one in store.triggers.values() if "end of stage" in one["title"])["actions"] = [act("priority", "urgent")]
