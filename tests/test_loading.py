"""A folder -> one workspace: kinds as file or folder, joins, links, limits, broken files; no fault stops the rest."""

import os
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from cstool.errors import CstoolError
from cstool.loading import files, load
from cstool.workspace import Workspace

TODAY = date(2026, 7, 17)
SETTINGS = {"config/cstool.yaml": "name: lamp-shop\nlocales: [en, de]\n"}


def write(root: Path, content: Mapping[str, str | bytes]) -> Path:
    for path, body in content.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(body.encode() if isinstance(body, str) else body)
    return root


def read(root: Path, content: Mapping[str, str | bytes] | None = None) -> Workspace:
    return load(write(root, {**SETTINGS, **(content or {})}), TODAY)


def faults(workspace: Workspace) -> list[str]:
    return [f"{one.check}@{one.span.path}:{one.span.line}" for one in workspace.faults]


def test_any_file_may_be_missing(tmp_path: Path) -> None:
    assert faults(load(tmp_path, TODAY)) == []
    workspace = load(write(tmp_path, {"templates/a/b.en.md": "Hello"}), TODAY)
    assert (faults(workspace), list(workspace.templates)) == ([], ["a/b"])


def test_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CstoolError, match="not-a-folder"):
        load(tmp_path / "nowhere", TODAY)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"config/teams.yaml": "# nothing yet\n", "sop/x.yaml": "#\n", "config/tests/t.yaml": ""}, []),
        ({"config/cstool.yaml": ""}, []),
        ({"config/teams.yaml": "~\n"}, ["wrong-type@config/teams.yaml:1"]),
        ({"config/teams.yaml": "- a\n"}, ["wrong-type@config/teams.yaml:1"]),
        ({"config/teams.yaml": "teams：x\n"}, ["chinese-punctuation@config/teams.yaml:1"]),
        (
            {"config/teams.yaml": "teams: {a: {}}\n", "config/teams/b.yaml": "teams: {b: {}}\n"},
            ["kind-twice@config/teams.yaml:1"],
        ),
        (
            {"config/teams/a.yaml": "teams: {x: {}}\n", "config/teams/b.yaml": "\nteams: {x: {}}\n"},
            ["duplicate-id@config/teams/b.yaml:2"],
        ),
        (
            {"config/facts/a.yaml": "refund_within: 1d\n", "config/facts/b.yaml": "warranty: 2d\n"},
            ["kind-twice@config/facts/b.yaml:1"],
        ),
        (
            {"config/vocabulary/a.yaml": "tags: [vip]\n", "config/vocabulary/b.yaml": "roles: [boss]\n"},
            [],
        ),
        (
            {"config/vocabulary/a.yaml": "roles: [a]\n", "config/vocabulary/b.yaml": "roles: [boss]\n"},
            ["duplicate-key@config/vocabulary/b.yaml:1"],
        ),
        (
            {"config/routing.yaml": "stages:\n" + "- {id: a, match: first, rules: [{id: r, when: always, then: {}}]}\n" * 2},
            ["duplicate-id@config/routing.yaml:3"] * 2,
        ),
        (
            {
                "sop/a.yaml": "id: a\nname: A\nowner: x\nsteps:\n- {id: s}\n- {id: s}\n",
                "sop/b.yaml": "id: a\nname: A\nowner: x\nsteps: [{id: s}]\n",
            },
            ["duplicate-id@sop/a.yaml:6", "duplicate-id@sop/b.yaml:1"],
        ),
        (
            {"config/sla/a.yml": "policies: []\n", "sop/a.yml": "id: a\n", "config/tests/a.json": "{}"},
            [f"unknown-file@{path}:1" for path in ("config/sla/a.yml", "config/tests/a.json", "sop/a.yml")],
        ),
        ({"config/team.yaml": "teams: {}\n", "config/notes.txt": "x"}, ["unknown-file@config/team.yaml:1"]),
        ({"templates/a/Approved.en.md": "x"}, ["misnamed-text@templates/a/Approved.en.md:1"]),
        ({"templates/a/b.de.md": "x"}, ["default-locale-missing@templates/a/b.de.md:1"]),
        ({"templates/a/b.en.md": "x", "templates/a/b.fr.md": "x"}, ["unknown-locale@templates/a/b.fr.md:1"]),
        (
            {"templates/a/b.en.md": "x", "templates/a/b.de.md": "---\nkind: reply\n---\nx"},
            ["shared-key-in-translation@templates/a/b.de.md:2"],
        ),
        (
            {"config/agents.csv": "id,name,email,shoe\nlin,Lin,l@lamp.example,42\njo,Jo,j@lamp.example,43\n"},
            ["unknown-key@config/agents.csv:2", "unknown-key@config/agents.csv:3"],
        ),
        ({"config/teams.yaml": b"\xff\xff\xff"}, ["wrong-encoding@config/teams.yaml:1"]),
        ({"config/teams.yaml": b"teams: {\x00}"}, ["control-character@config/teams.yaml:1"]),
    ],
)
def test_faults(tmp_path: Path, content: Mapping[str, str | bytes], expected: list[str]) -> None:
    assert faults(read(tmp_path, content)) == expected


def test_folders_are_joined_in_the_order_of_their_names_and_agents_come_from_a_table_too(tmp_path: Path) -> None:
    workspace = read(
        tmp_path,
        {
            "config/teams/20.yaml": "teams: {c: {}}\nagents: {jo: {name: Jo, email: jo@lamp.example}}\n",
            "config/teams/10.yaml": "teams: {b: {}, a: {}}\n",
            "config/agents.csv": "id;name;email;languages\nlin;林晓;lin@lamp.example;zh-CN:native en\n".encode("gb18030"),
            "config/sla/b.yaml": "policies: [{id: two, targets: {}}]\n",
            "config/sla/a.yaml": "policies: [{id: one, targets: {}}]\n",
        },
    )
    assert (list(workspace.teams), list(workspace.agents)) == (["b", "a", "c"], ["jo", "lin"])
    assert [policy.value.id for policy in workspace.policies] == ["one", "two"]
    assert workspace.agents["lin"].value.languages == {"zh-CN": "native", "en": "fluent"}
    assert faults(workspace) == ["wrong-encoding@config/agents.csv:1"]
    place = workspace.agents["lin"].at("email")
    assert (place.path, place.line, place.column) == ("config/agents.csv", 2, 8)


def test_an_agent_in_both_files_is_named_at_both_places(tmp_path: Path) -> None:
    (one,) = read(
        tmp_path,
        {
            "config/teams.yaml": "agents: {lin: {name: Lin, email: lin@lamp.example}}\n",
            "config/agents.csv": "id,name,email\nlin,Lin,lin@lamp.example\n",
        },
    ).faults
    assert (one.check, one.span.path, one.related[0][0].path) == ("duplicate-id", "config/agents.csv", "config/teams.yaml")


def test_broken_parts_are_left_out_and_named_and_the_rest_is_there(tmp_path: Path) -> None:
    workspace = read(
        tmp_path,
        {
            "config/teams.yaml": "teams:\n  a: {}\n  b: {shoe: 1}\n  c: {assign: sometimes}\n",
            "config/sla.yaml": "policies: [\n",
            "config/routing.yaml": "stages: [{id: s, match: first, rules: [{id: r, when: always, then: {}}]}]\n",
            "sop/a.yaml": "id: a\n",
        },
    )
    assert list(workspace.teams) == ["a", "b", "c"]
    assert [rule.value.id for _, rule in workspace.rules()] == ["r"]
    assert {"teams", "policies", "sops"} <= workspace.incomplete
    assert "stages" not in workspace.incomplete
    assert set(workspace.sources) >= {"config/teams.yaml", "config/sla.yaml", "sop/a.yaml"}


def test_unsaved_texts_lie_over_the_files(tmp_path: Path) -> None:
    write(tmp_path, {**SETTINGS, "config/teams.yaml": "teams: {a: {}}\n", "templates/a/b.en.md": "x"})
    overlay = {"config/teams.yaml": "teams: {b: {}}\n", "templates/a/b.en.md": None, "templates/a/c.en.md": "new"}
    workspace = load(tmp_path, TODAY, overlay)
    assert (list(workspace.teams), list(workspace.templates)) == (["b"], ["a/c"])


# --- links, limits, permissions


def test_links_out_of_the_workspace_and_rings_are_named_and_not_followed(tmp_path: Path) -> None:
    root = write(tmp_path / "w", {**SETTINGS, "templates/a/b.en.md": "x"})
    outside = write(tmp_path / "outside", {"secret.en.md": "x"})
    (root / "templates/out").symlink_to(outside)
    (root / "templates/file.en.md").symlink_to(outside / "secret.en.md")
    (root / "templates/nowhere.en.md").symlink_to(root / "gone")
    (root / "templates/ring").symlink_to(root / "templates")
    (root / "templates/self").symlink_to("self")
    (root / "templates/root").symlink_to(root)
    workspace = load(root, TODAY)
    assert list(workspace.templates) == ["a/b"]
    assert [one.span.path.removeprefix("templates/") for one in workspace.faults] == [
        "file.en.md",
        "nowhere.en.md",
        "out",
        "ring",
        "root",
        "self",
    ]
    assert {one.check for one in workspace.faults} == {"link-outside"}


def test_links_inside_the_workspace_are_read(tmp_path: Path) -> None:
    root = write(tmp_path, {**SETTINGS, "shared/b.en.md": "x", "texts/c/d.en.md": "y"})
    (root / "templates").mkdir()
    (root / "templates/b.en.md").symlink_to(root / "shared/b.en.md")
    (root / "templates/c").symlink_to(root / "texts/c")
    workspace = load(root, TODAY)
    assert (sorted(workspace.templates), faults(workspace)) == (["b", "c/d"], [])


def test_links_that_lead_from_folder_to_folder_do_not_multiply(tmp_path: Path) -> None:
    root = write(tmp_path, SETTINGS)
    folders = [root / f"templates/f{number}" for number in range(15)]
    for folder in folders:
        folder.mkdir(parents=True)
    for folder, after in pairwise(folders):
        for number in range(10):
            (folder / f"l{number}").symlink_to(after)
    workspace = load(root, TODAY)
    assert {one.check for one in workspace.faults} == {"link-outside"}


def test_folders_without_end(tmp_path: Path) -> None:
    deep = tmp_path / "templates" / "/".join("a" * 40)
    deep.mkdir(parents=True)
    (deep / "x.en.md").write_text("x", encoding="utf-8")
    assert [one.check for one in load(tmp_path, TODAY).faults] == ["too-deep"]


def test_more_files_than_the_limit_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FILES", 3)
    write(tmp_path, {f"templates/t{number}.en.md": "x" for number in range(9)})
    workspace = load(tmp_path, TODAY)
    assert (len(workspace.templates), [one.check for one in workspace.faults]) == (3, ["too-large"])


def test_fifty_thousand_files_are_counted_quickly(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "samples"
    folder.mkdir(parents=True)
    first = folder / "t0.jsonl"
    first.write_text("", encoding="utf-8")
    for number in range(1, files.MAX_FILES + 5):
        os.link(first, folder / f"t{number}.jsonl") if number % 30_000 else (folder / f"t{number}.jsonl").touch()
        if number % 30_000 == 0:
            first = folder / f"t{number}.jsonl"
    workspace = load(tmp_path, TODAY)
    assert [one.check for one in workspace.faults] == ["too-large"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    write(tmp_path, {**SETTINGS, "config/teams.yaml": "teams: {}\n"})
    (tmp_path / "config/teams.yaml").chmod(0)
    assert faults(load(tmp_path, TODAY)) == ["unreadable-file@config/teams.yaml:1"]


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    write(tmp_path, SETTINGS)
    os.mkfifo(tmp_path / "config/teams.yaml")
    workspace = load(tmp_path, TODAY)
    assert faults(workspace) == ["unreadable-file@config/teams.yaml:1"]
    assert {"teams", "agents"} <= workspace.incomplete


@pytest.mark.parametrize(
    "path",
    ["config/sla.yaml", "config/agents.csv", "config/kb/a.en.md", "config/tests/a.yaml", "sop/a.yaml", "templates/a/b.en.md"],
)
def test_a_folder_that_is_called_like_a_file(tmp_path: Path, path: str) -> None:
    (tmp_path / path).mkdir(parents=True)
    assert faults(load(tmp_path, TODAY)) == [f"unreadable-file@{path}:1"]


def test_samples_may_be_called_anything(tmp_path: Path) -> None:
    workspace = read(tmp_path, {"config/samples/july.yaml/a.json": "[]"})
    assert (faults(workspace), workspace.samples) == ([], ("config/samples/july.yaml/a.json",))


def test_a_file_where_a_folder_belongs(tmp_path: Path) -> None:
    assert faults(load(write(tmp_path, {"config": "x", "sop": ""}), TODAY)) == [
        "unreadable-file@config:1",
        "unreadable-file@sop:1",
    ]


@pytest.mark.parametrize(
    ("content", "incomplete", "lacking"),
    [
        ({"config/teams.yaml": "teams: {a: {shoe: 1}}\nagents: {}\n"}, {"teams"}, set()),
        ({"config/teams.yaml": "teams: {a: {lead: 1}}\nagents: {}\n"}, {"teams"}, {"teams"}),
        ({"config/teams.yaml": "teams: {}\nagent: {}\n"}, {"teams", "agents", "shifts"}, {"teams", "agents", "shifts"}),
        ({"config/teams.yaml": "teams: {a\n"}, {"teams", "agents", "shifts"}, {"teams", "agents", "shifts"}),
        ({"config/sla.yaml": "policies: [{}]\n"}, {"policies"}, {"policies"}),
        ({"config/cstool.yaml": 'name: a\npacks: [amazon, "../../etc"]\n'}, {"settings.packs"}, {"settings.packs"}),
    ],
)
def test_what_could_not_be_read_whole(
    tmp_path: Path, content: Mapping[str, str], incomplete: set[str], lacking: set[str]
) -> None:
    workspace = read(tmp_path, content)
    assert (bool(workspace.faults), workspace.incomplete, workspace.lacking) == (True, incomplete, lacking)


def test_names_that_are_no_text(tmp_path: Path) -> None:
    write(tmp_path, {**SETTINGS, f"templates/{os.fsdecode(b'x' + bytes([255]))}.en.md": "x"})
    (one,) = load(tmp_path, TODAY).faults
    assert one.check == "misnamed-text"
    assert len(one.fingerprint) == 16


def test_an_overlay_stands_in_for_files_of_one_backend(tmp_path: Path) -> None:
    settings = "name: a\nbackends: {staging: {type: local}}\n"
    files = {
        "config/cstool.yaml": settings,
        "config/vocabulary.yaml": "tags: [vip]\n",
        "config/overlays/staging/config/vocabulary.yaml": "tags: [vip, test]\ntgs: [x]\n",
        "config/overlays/stagin/config/vocabulary.yaml": "tags: [other]\n",
    }
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content)
    plain, staging = load(tmp_path, date(2026, 7, 17)), load(tmp_path, date(2026, 7, 17), environment="staging")
    assert (list(plain.tags), list(staging.tags)) == (["vip"], ["vip", "test"])
    assert [(one.check, one.span.path) for one in plain.faults] == [("unknown-file", "config/overlays/stagin")]
    assert ("unknown-key", "config/overlays/staging/config/vocabulary.yaml", 2) in [
        (one.check, one.span.path, one.span.line) for one in staging.faults
    ]
    gone = load(
        tmp_path, date(2026, 7, 17), {path: None for path in staging.sources if path.endswith("vocabulary.yaml")}, "staging"
    )
    assert not gone.tags
