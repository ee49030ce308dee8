"""The embedded helpdesk: everything of a workspace goes in, comes out again equal, and is run by our own engine."""

from datetime import date
from pathlib import Path

import pytest

from cstool.acceptance import run_tests
from cstool.backends.local import LocalBackend, edit
from cstool.backends.local.compile import KINDS, compile_local
from cstool.backends.local.engine import keyed, running, workspace_of
from cstool.backends.local.pull import Pulled, pull
from cstool.backends.push import carry_out, look
from cstool.backends.state import State
from cstool.loading import load
from cstool.model.settings import BackendSettings
from cstool.model.written import native
from cstool.plan import Change, Key, Live
from cstool.workspace import Workspace

TODAY = date(2026, 11, 22)
NOW = "2026-11-22T12:00:00+00:00"
LOCAL = BackendSettings(type="local")
HERE = Path(__file__).parents[2]

FILES = {
    "config/cstool.yaml": "name: small\nlocales: [en, de]\n",
    "config/vocabulary.yaml": """\
categories: {refund: {name: {en: Refund, zh-CN: 退款}}, other: }
tags: [vip, legal]   # labels
keywords:
  return: {en: [return*, "send it back"], de: [Rückgabe*]}
variables:
  customer.first_name: {may_be_empty: true, example: Anna, notes: from the shop}
""",
    "config/channels.yaml": "channels:\n  shop: {type: email, languages: [en, de], calendar: office, team: returns}\n",
    "config/calendars.yaml": 'calendars: {office: {timezone: Europe/Berlin, hours: {mon-fri: ["09:00-17:00"]}}}\n',
    "config/teams.yaml": """\
teams:
  # who sends money back
  returns:
    name: Returns          # shown to agents
    members: [lin]
    review: 2026-10-01
  # everything else
  frontline: {members: [lin, jonas], overflow: [returns]}

# people
agents:
  lin: {name: 林晓, email: lin@lumen.example, languages: {zh-CN: native}, capacity: {email: 20}}
  jonas: {name: Jonas, email: jonas@lumen.example, role: lead}
""",
    "config/facts.yaml": "returns: [{window: 14d}]\nauthority: [{role: lead, up_to: 500 USD}]\nrates: {EUR: 1.08 USD}\n",
    "config/sla.yaml": """\
policies:
  - id: vip     # the promise
    overlay: true
    when: {tags: vip}
    targets: {first_reply: 2h}
  - {id: all, targets: {first_reply: 24h, resolution: {within: 3 working days, urgent: 8h}},
     escalate: [{at: 75%, of: resolution, do: notify, to: {role: lead}}]}
""",
    "config/routing.yaml": """\
stages:
  - id: assign
    match: first
    rules:
      # money first
      - {id: refund, when: {text: {keywords: return}, order.amount: {gte: 200 USD}}, then: {team: returns, tags: vip}}
      - id: rest
        when: always
        then:
          team: frontline
          priority: normal
  - id: answer
    match: first
    rules: [{id: thanks, when: {automatic: false}, then: {reply: general/thanks, at_most: 1 per 12h}}]
""",
    "config/outreach.yaml": """\
outreach:
  - {id: ask, event: ticket.solved, after: 3d, template: general/thanks, kind: survey, survey: {scale: 1-5}}
""",
    "sop/refund.yaml": """\
id: refund
name: Refund
owner: returns
within: 48h
steps:
  - {id: look, do: {en: "Look at the order."}, within: 30m, next: pay}   # first of all
  - {id: pay, do: {en: Pay., zh-CN: 退款。}, end: resolved}
""",
    "templates/general/thanks.en.md": "---\nkind: auto_reply\nsubject: Thanks\n---\nHello,\n\nthank you.\n",
    "templates/general/thanks.de.md": "---\nsubject: Danke\nsource_hash: abc\n---\nGuten Tag,\n\ndanke.\n",
    "templates/partials/greeting.en.md": "Hello {{ customer.first_name | default: 'there' }},\n",
    "config/kb/returns.en.md": "---\ntitle: Returns\nurl: https://help.lumen.example/returns\n---\nFourteen days.\n",
}


def write(root: Path, files: dict[str, str]) -> Path:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content.encode())
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def backend(root: Path) -> LocalBackend:
    return LocalBackend(root, "local", LOCAL, NOW)


def push(root: Path) -> Workspace:
    workspace = load(root, TODAY)
    assert workspace.faults == ()
    account, state = backend(root), State(root, "local")
    desired = account.compile(workspace).resources
    looked = look(account, state, desired, delete=True)
    report = carry_out(account, state, looked, "0001", delete=True)
    assert not report.failures
    assert report.left.empty
    return workspace


def by_hand(root: Path, key: Key, body: dict[str, object] | None) -> None:
    edit(root, "local", key, body, at="2026-11-23T08:00:00+08:00", by="lin")


def take(root: Path, *, theirs: bool = False, delete: bool = False) -> Pulled:
    """A pull carried out: files and lockfile written."""
    workspace, state = load(root, TODAY), State(root, "local")
    pulled = pull(workspace, "local", LOCAL, state.read().base, backend(root).fetch(), theirs=theirs, delete=delete)
    for path, content in pulled.files.items():
        if content is None:
            (root / path).unlink()
        else:
            write(root, {path: content})
    state.learn(pulled.merge.remembered)
    return pulled


def left(root: Path) -> tuple[Change, ...]:
    account = backend(root)
    workspace = load(root, TODAY)
    assert workspace.faults == ()
    return look(account, State(root, "local"), account.compile(workspace).resources).plan.changes


# --- what goes in comes out


@pytest.mark.parametrize("folder", [None, HERE], ids=["small workspace", "shipped workspace"])
def test_what_is_stored_reads_back_as_the_same_workspace(root: Path, folder: Path | None) -> None:
    workspace = load(folder or root, TODAY)
    resources = compile_local(workspace, "local", LOCAL).resources
    again = workspace_of(workspace, {resource.key: resource.body for resource in resources})
    assert {r.key: r.body for r in compile_local(again, "local", LOCAL).resources} == {r.key: r.body for r in resources}
    assert again.faults == ()


def test_every_kind_is_pushed(root: Path) -> None:
    resources = compile_local(load(root, TODAY), "local", LOCAL).resources
    missing = set(KINDS) - {resource.kind for resource in resources} - {"skills", "fields", "stores", "shifts"}
    assert not missing
    assert len({resource.key for resource in resources}) == len(resources)


@pytest.mark.parametrize("folder", [None, HERE], ids=["small workspace", "shipped workspace"])
def test_native_bodies_lose_nothing_but_what_is_ours_alone(root: Path, folder: Path | None) -> None:
    workspace = load(folder or root, TODAY)
    models = [rule.value for _, rule in workspace.rules()] + [policy.value for policy in workspace.policies]
    models += [item.value for item in (*workspace.sops.values(), *workspace.teams.values(), *workspace.calendars.values())]
    models += [workspace.facts.value] if workspace.facts else []
    assert models
    for model in models:
        body = native(model)
        assert native(type(model).model_validate(body)) == body


def test_excluded_objects_stay_out_of_their_order_too(root: Path) -> None:
    compiled = compile_local(load(root, TODAY), "local", BackendSettings(type="local", exclude=["rules/refund", "outreach/ask"]))
    bodies = {resource.key: resource.body for resource in compiled.resources}
    assert Key("rules", "refund") not in bodies
    assert bodies[Key("stages", "assign")]["rules"] == ["rest"]
    assert sorted(remark.object for remark in compiled.remarks) == ["outreach/ask", "rules/refund"]


def test_a_new_first_rule_is_two_changes(root: Path) -> None:
    push(root)
    routing = FILES["config/routing.yaml"].replace(
        "      # money", "      - {id: new, when: {tags: legal}, then: {team: returns}}\n      # money"
    )
    write(root, {"config/routing.yaml": routing})
    assert [(change.action, str(change.key)) for change in left(root)] == [("create", "rules/new"), ("update", "stages/assign")]


def test_a_review_is_no_change(root: Path) -> None:
    push(root)
    write(root, {"config/teams.yaml": FILES["config/teams.yaml"].replace("2026-10-01", "2026-11-20")})
    assert left(root) == ()


# --- pull


def test_pull_of_nothing_touches_nothing(root: Path) -> None:
    push(root)
    assert take(root).files == {}


def test_an_edit_there_comes_home_and_comments_stay(root: Path) -> None:
    push(root)
    by_hand(root, Key("teams", "returns"), {"name": "Returns", "members": ["lin", "jonas"], "lead": "jonas"})
    by_hand(root, Key("rules", "rest"), {"when": "always", "then": {"team": "returns", "priority": "normal", "tags": ["legal"]}})
    by_hand(root, Key("agents", "lin"), {"name": "林晓", "email": "lin@lumen.example", "capacity": {"email": 25}})
    pulled = take(root)
    assert sorted(map(str, pulled.merge.taken)) == ["agents/lin", "rules/rest", "teams/returns"]
    teams = (root / "config/teams.yaml").read_text("utf-8")
    expected = FILES["config/teams.yaml"]
    expected = expected.replace(
        "    members: [lin]\n    review: 2026-10-01\n", "    members: [lin, jonas]\n    review: 2026-10-01\n    lead: jonas\n"
    )
    expected = expected.replace("languages: {zh-CN: native}, capacity: {email: 20}", "capacity: {email: 25}")
    assert teams == expected
    routing = (root / "config/routing.yaml").read_text("utf-8")
    assert routing == FILES["config/routing.yaml"].replace(
        "          team: frontline\n          priority: normal\n",
        "          team: returns\n          priority: normal\n          tags: [legal]\n",
    )
    assert left(root) == ()


def test_new_objects_there_come_home_in_their_place(root: Path) -> None:
    push(root)
    by_hand(root, Key("tags", "gold"), {"name": {"en": "Gold"}})
    by_hand(root, Key("rules", "gold"), {"when": {"tags": "gold"}, "then": {"priority": "high"}})
    by_hand(root, Key("stages", "assign"), {"match": "first", "rules": ["refund", "gold", "rest"]})
    by_hand(root, Key("templates", "general/new [en]"), {"body": "Hello\n", "kind": "note"})
    pulled = take(root)
    assert not pulled.merge.left_out
    after = load(root, TODAY)
    assert [rule.id for rule in after.stages[0].value.rules] == ["refund", "gold", "rest"]
    assert "gold" in after.tags
    assert after.templates["general/new"].shared.value.kind == "note"
    assert "# money first" in (root / "config/routing.yaml").read_text("utf-8")
    assert left(root) == ()


def test_another_order_there_comes_home(root: Path) -> None:
    push(root)
    by_hand(root, Key("order", "policies"), {"ids": ["all", "vip"]})
    take(root)
    assert [policy.value.id for policy in load(root, TODAY).policies] == ["all", "vip"]
    assert left(root) == ()


def test_what_was_deleted_there_goes_only_when_asked(root: Path) -> None:
    push(root)
    by_hand(root, Key("categories", "other"), None)
    assert take(root).files == {}
    assert take(root, delete=True).merge.removed == (Key("categories", "other"),)
    assert list(load(root, TODAY).categories) == ["refund"]
    assert left(root) == ()


def test_a_rule_taken_out_of_its_stage_there_goes(root: Path) -> None:
    push(root)
    by_hand(root, Key("rules", "refund"), None)
    by_hand(root, Key("stages", "assign"), {"match": "first", "rules": ["rest"]})
    assert take(root).merge.removed == (Key("rules", "refund"),)
    assert [rule.id for rule in load(root, TODAY).stages[0].value.rules] == ["rest"]
    assert left(root) == ()


@pytest.mark.parametrize(
    ("key", "body"),
    [
        (Key("stages", "assign"), {"match": "first", "rules": ["not-there", "refund", "rest"]}),
        (Key("stages", "assign"), {"match": "first", "rules": ["refund", "rest", "not-there"]}),
        (Key("order", "policies"), {"ids": ["not-there", "all", "vip"]}),
    ],
)
def test_a_name_there_of_nothing_stays_out_of_the_files(root: Path, key: Key, body: dict[str, object]) -> None:
    push(root)
    by_hand(root, key, body)
    assert take(root).merge.taken == (key,)
    after = load(root, TODAY)
    assert not after.faults
    assert "not-there" not in {
        *(rule.id for stage in after.stages for rule in stage.value.rules),
        *(p.value.id for p in after.policies),
    }
    assert [change.key for change in left(root)] == [key]  # the next push tidies it there as well


@pytest.mark.parametrize("order", [["refund", "new", "rest"], ["rest", "refund"]], ids=["a small edit", "the file anew"])
def test_excluded_objects_stay_in_the_files(root: Path, order: list[str]) -> None:
    settings = BackendSettings(type="local", exclude=["rules/secret", "policies/vip", "tags/legal"])
    secret = "      - {id: secret, when: {tags: legal}, then: {}}\n      - id: rest"
    write(root, {"config/routing.yaml": FILES["config/routing.yaml"].replace("      - id: rest", secret)})
    workspace = load(root, TODAY)
    stored = {resource.key: resource.body for resource in compile_local(workspace, "local", settings).resources}
    stored[Key("rules", "new")] = {"when": "always", "then": {}}
    stored[Key("stages", "assign")] = {"match": "first", "rules": order}
    live = [Live(str(number), key.kind, key.id, body, key) for number, (key, body) in enumerate(stored.items())]
    pulled = pull(workspace, "local", settings, {}, live, theirs=True)
    write(root, {path: content for path, content in pulled.files.items() if content is not None})
    after = load(root, TODAY)
    rules = [rule.id for rule in after.stages[0].value.rules]
    assert [rule for rule in rules if rule != "secret"] == order
    assert rules.index("secret") == rules.index("refund") + 1
    assert [policy.value.id for policy in after.policies] == ["vip", "all"]
    assert bool(pulled.anew) == (order == ["rest", "refund"])


def test_our_unpushed_work_is_kept(root: Path) -> None:
    push(root)
    write(root, {"config/facts.yaml": FILES["config/facts.yaml"].replace("14d", "30d")})
    assert take(root).files == {}
    assert [str(change.key) for change in left(root)] == ["facts/facts"]


def test_a_conflict_keeps_ours_and_is_named_unless_theirs_is_asked_for(root: Path) -> None:
    push(root)
    write(root, {"config/facts.yaml": FILES["config/facts.yaml"].replace("14d", "30d")})
    by_hand(root, Key("facts", "facts"), {"returns": [{"window": "60d"}]})
    assert take(root).merge.conflicts == (Key("facts", "facts"),)
    assert "30d" in (root / "config/facts.yaml").read_text()
    take(root, theirs=True)
    assert "60d" in (root / "config/facts.yaml").read_text()
    assert left(root) == ()


@pytest.mark.parametrize(
    ("key", "body"),
    [
        (Key("rules", "lonely"), {"when": "always", "then": {}}),
        (Key("gadgets", "x"), {"a": 1}),
        (Key("teams", "frontline"), {"members": "not a list", "colour": "red"}),
        (Key("teams", "Not An Id"), {}),
        (Key("templates", "../../outside [en]"), {"body": "x"}),
        (Key("templates", "a/b [../en]"), {"body": "x"}),
        (Key("templates", "a/b"), {"body": "x"}),
        (Key("sops", "../../outside"), {"name": "x"}),
        (Key("account", "account"), {"timezone": "UTC"}),
        (Key("account", "other"), {}),
        (Key("order", "stages"), {"ids": "assign"}),
        (Key("order", "teams"), {"ids": []}),
        (Key("stages", "assign"), {"match": "first", "rules": {"a": 1}}),
        (Key("keywords", "return"), {"en": "back", "de": 3}),
        (Key("facts", "second"), {}),
    ],
)
def test_what_our_language_cannot_hold_stays_there(root: Path, key: Key, body: dict[str, object]) -> None:
    push(root)
    by_hand(root, key, body)
    pulled = take(root)
    assert [left.kind for left in pulled.merge.left_out] == [key.kind]
    assert pulled.files == {}


def test_the_settings_of_the_account_come_home(root: Path) -> None:
    push(root)
    account = {"timezone": "Asia/Shanghai", "locales": ["en", "de"], "default_locale": "en", "packs": [], "roles": ["boss"]}
    by_hand(root, Key("account", "account"), account)
    take(root)
    after = load(root, TODAY)
    assert after.settings.value.timezone == "Asia/Shanghai"
    assert after.role_names() == ("boss",)
    assert "# labels" in (root / "config/vocabulary.yaml").read_text("utf-8")
    assert left(root) == ()


def test_a_file_of_another_name_is_written_where_it_stands(root: Path) -> None:
    (root / "templates/general/thanks.de.md").rename(root / "templates/general/thanks.de.txt")
    (root / "sop/refund.yaml").rename(root / "sop/other-name.yaml")
    push(root)
    by_hand(root, Key("templates", "general/thanks", "de"), {"subject": "Neu", "body": "Hallo\n"})
    by_hand(root, Key("sops", "refund"), None)
    pulled = take(root, delete=True)
    assert pulled.files.keys() == {"templates/general/thanks.de.txt", "sop/other-name.yaml"}
    assert left(root) == ()


def test_split_files_are_edited_where_the_object_stands(root: Path) -> None:
    teams = FILES["config/teams.yaml"]
    (root / "config/teams.yaml").unlink()
    head, tail = teams.split("\n# people\n")
    write(root, {"config/teams/a.yaml": head, "config/teams/b.yaml": tail})
    push(root)
    by_hand(root, Key("agents", "jonas"), {"name": "Jonas", "email": "jonas@lumen.example", "role": "manager"})
    assert list(take(root).files) == ["config/teams/b.yaml"]
    assert left(root) == ()


def test_an_empty_folder_is_filled_from_the_helpdesk(root: Path, tmp_path: Path) -> None:
    push(root)
    live = backend(root).fetch()
    fresh = write(tmp_path / "fresh", {"config/cstool.yaml": FILES["config/cstool.yaml"]})
    pulled = pull(load(fresh, TODAY), "local", LOCAL, {}, live)
    write(fresh, {path: content for path, content in pulled.files.items() if content is not None})
    ours, theirs = (compile_local(load(folder, TODAY), "local", LOCAL).resources for folder in (root, fresh))
    assert {r.key: r.body for r in theirs} == {r.key: r.body for r in ours}


# --- the helpdesk's own behaviour


@pytest.mark.parametrize("folder", [None, HERE], ids=["small workspace", "shipped workspace"])
def test_it_does_with_tickets_what_our_engine_does(root: Path, folder: Path | None) -> None:
    workspace = load(folder or root, TODAY)
    resources = compile_local(workspace, "local", LOCAL).resources
    stored = workspace_of(workspace, {resource.key: resource.body for resource in resources})
    ours, theirs = run_tests(workspace), run_tests(stored)
    assert [(result.name, result.passed, result.rules) for result in theirs.results] == [
        (result.name, result.passed, result.rules) for result in ours.results
    ]


def test_it_runs_what_was_changed_there(root: Path) -> None:
    workspace = push(root)
    by_hand(root, Key("rules", "rest"), {"when": "always", "then": {"team": "returns"}})
    there = running(workspace, backend(root).fetch(), State(root, "local").read().base)
    (rest,) = [rule.value for _, rule in there.rules() if rule.value.id == "rest"]
    assert rest.then.team == "returns"
    assert there.faults == ()


def test_objects_are_known_by_lockfile_marker_and_name() -> None:
    live = [Live("1", "teams", "a", {}), Live("2", "teams", "b", {}, Key("teams", "c")), Live("3", "templates", "x/y [de]", {})]
    known = {("teams", "1"): Key("teams", "renamed")}
    assert set(keyed(live, known)) == {Key("teams", "renamed"), Key("teams", "c"), Key("templates", "x/y", "de")}


def test_a_new_account_is_empty(tmp_path: Path) -> None:
    assert backend(tmp_path).fetch() == ()
    assert not (tmp_path / ".cstool").exists()


def test_numbers_are_never_given_twice(tmp_path: Path) -> None:
    for _ in range(2):
        by_hand(tmp_path, Key("tags", "x"), {})
        first = {item.native for item in backend(tmp_path).fetch()}
        by_hand(tmp_path, Key("tags", "x"), None)
    assert first == {"2"}
