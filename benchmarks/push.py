"""A push over a network: requests against the fewest that the API allows, and time with one worker and with several.

The account is the fake of the tests behind a delay that every request pays, so that what is measured is waiting, not its work.
"""

import math
import os
import time
from collections import Counter
from datetime import date
from pathlib import Path
from unittest.mock import patch

HEAD = ("push to a Zendesk account", "requests", "fewest", "seconds", "times one worker")
OBJECTS = 2_000
DELAY = 0.05
"""Seconds that each request takes on the way."""
TODAY = date(2026, 7, 17)
ROUTING = "stages:\n  - id: assign\n    match: first\n    rules:\n"


def write(folder: Path, objects: int) -> None:
    """A workspace of rules and templates: with the macro and the two texts of each template about as many native objects."""
    rules, templates = objects * 2 // 5, objects // 5
    (folder / "config").mkdir(parents=True)
    (folder / "templates/made").mkdir(parents=True)
    (folder / "config/cstool.yaml").write_text(
        "name: made\nlocales: [en]\ndefault_locale: en\nbackends:\n  zd:\n    type: zendesk\n    url: https://made.example\n"
        "    user: env:U\n    token: env:T\n    channels: {mail: {recipient: help@made.example}}\n",
        "utf-8",
    )
    (folder / "config/channels.yaml").write_text("channels: {mail: {type: email, languages: [en], team: front}}\n", "utf-8")
    (folder / "config/teams.yaml").write_text("teams: {front: {name: Front}}\n", "utf-8")
    lines = [f"      - {{id: r{n}, when: {{text: [word{n}]}}, then: {{team: front, priority: high}}}}\n" for n in range(rules)]
    (folder / "config/routing.yaml").write_text(ROUTING + "".join(lines), "utf-8")
    for number in range(templates):
        text = f'---\nsubject: "Number {number}"\n---\nText number {number} of many.\n'
        (folder / f"templates/made/t{number}.en.md").write_text(text, "utf-8")


def rows(folder: Path) -> list[tuple[str, ...]]:
    """First push with one worker and with the account's own number, then a look when nothing changed."""
    from cstool.backends.push import carry_out, look
    from cstool.backends.state import State
    from cstool.loading import load
    from tests.fakes.zendesk import FakeZendesk
    from tests.fakes.zendesk_push import opened
    from tests.fakes.zendesk_store import Store

    workspace_folder = folder / "made"
    write(workspace_folder, OBJECTS)
    workspace = load(workspace_folder, TODAY)
    found = []
    first = 0.0
    for workers in (1, None):
        store = Store()
        store.addresses |= {"help@made.example"}
        with patch.dict(os.environ, {"CSTOOL_DATA": str(folder / "none")}), FakeZendesk(store) as fake:
            fake.limit = fake.left = 1_000_000
            fake.fault = _slow
            account = opened(fake, workspace, "zd")
            if workers:
                account.workers = workers
            state = State(folder / f"state-{workers}", "zd")
            resources = account.compile(workspace).resources
            begun = time.monotonic()
            seen = look(account, state, resources)
            report = carry_out(account, state, seen, None)
            spent = time.monotonic() - begun
            assert report.left.empty, report.failures[:3]
            first = first or spent
            sent, fewest = len(fake.asked), _fewest(Counter(one.kind for one in resources), fake.counts())
            name = f"first push of {len(resources):,} objects, {account.workers} worker{'s' if account.workers > 1 else ''}"
            found.append((name, f"{sent:,}", f"{fewest:,}", f"{spent:.1f}", f"{first / spent:.1f}"))
            fake.forget()
            begun = time.monotonic()
            assert look(opened(fake, workspace, "zd"), state, resources).plan.empty
            spent = time.monotonic() - begun
    found.append(("a look when nothing changed", f"{len(fake.asked):,}", f"{_lists(fake.counts()):,}", f"{spent:.1f}", "–"))
    return found


def _slow(number: int, method: str, path: str) -> None:
    time.sleep(DELAY)


def _fewest(kinds: Counter[str], counts: dict[str, int]) -> int:
    """One call an object, where the API has no call for many; switching on a hundred a call; the lists before and after."""
    together = {"trigger_order": 1, "sla_order": 1}
    single = sum(count for kind, count in kinds.items() if kind not in together and kind != "group_membership")
    orders = sum(together[kind] for kind in kinds if kind in together)
    members = 2 * math.ceil(kinds["group_membership"] / 100)  # the call and its job
    switches = math.ceil(kinds["trigger"] / 100) + math.ceil(kinds["automation"] / 100)
    return single + orders + members + switches + _lists(counts)


def _lists(counts: dict[str, int]) -> int:
    """Lists are read page by page: 100 a page is the most (https://developer.zendesk.com/api-reference/introduction/pagination/)."""
    return sum(count for name, count in counts.items() if name.startswith("GET ") and "{id}" not in name)
