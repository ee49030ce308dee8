"""Whatever form Zammad gives numbers in, a rule of ours comes back as it was compiled (M16)."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cstool.backends.compilers import compile_for
from cstool.backends.http import Http
from cstool.backends.references import NATIVE, reference, renamed, resolve
from cstool.backends.zammad.directory import Directory
from cstool.backends.zammad.names import PRIORITIES
from cstool.backends.zammad.normalise import live_of
from cstool.loading import load
from cstool.plan import Resource
from tests.backends import small
from tests.fakes.zammad_kinds import STATES

ROOT = Path(__file__).parents[2]
COMPILED: tuple[Resource, ...] = (
    *compile_for(load(ROOT, date(2026, 11, 22)), "staging").resources,
    *compile_for(small.workspace(), "za").resources,
)
RULES = [one for one in COMPILED if one.kind in ("trigger", "sla", "job")]
OTHERS = [one for one in COMPILED if one.kind not in ("trigger", "sla", "job", "agent_groups")]


class Numbers:
    """Numbers for everything that a body names, as an account would have given them out."""

    def __init__(self) -> None:
        self.directory = Directory(Http("http://127.0.0.1:9", {}))
        self.directory.complete = True
        self.directory.states = {number: name for number, (name, _, _) in enumerate(STATES, 1)}
        self.directory.priorities = {1: "1 low", 2: "2 normal", 3: "3 high", 4: "4 urgent"}
        self.given: dict[tuple[str, str, str], str] = {("priority", "urgent", ""): "4"}

    def of(self, kind: str, id_: str, part: str) -> str:
        if kind in ("state", "sender", "article_type") or (kind == "priority" and id_ in PRIORITIES):
            return self.directory.number(kind, id_)
        number = self.given.setdefault((kind, id_, part), str(len(self.given) + 10))
        if kind == "user":
            self.directory.mails[int(number)] = id_
        return number

    def named(self, body: Mapping[str, object]) -> object:
        ours = {(kind, number): reference(kind, id_, part)[1:] for (kind, id_, part), number in self.given.items()}
        return renamed(
            body, lambda kind, id_, part: ours.get((kind, id_.removeprefix(NATIVE))) if id_.startswith(NATIVE) else None
        )


def shaken(value: Any, draw: Any) -> Any:
    """Numbers as text, as numbers, in lists or alone."""
    if isinstance(value, dict):
        return {name: shaken(one, draw) for name, one in value.items()}
    if isinstance(value, list):
        if value and all(isinstance(one, str) and one.isdigit() for one in value):
            forms = [value, [int(one) for one in value], *([value[0], int(value[0])] if len(value) == 1 else [])]
            return forms[draw(st.integers(0, len(forms) - 1))]
        return [shaken(one, draw) for one in value]
    return value


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(RULES), st.data())
def test_rules_come_back_as_they_were_compiled(rule: Resource, data: st.DataObject) -> None:
    numbers = Numbers()
    sent = resolve(rule.body, numbers.of)
    assert isinstance(sent, dict)
    raw = {**shaken(sent, data.draw), "id": 1, "updated_by_id": None}
    assert numbers.named(live_of(rule.kind, raw, numbers.directory).body) == rule.body


def test_everything_else_comes_back_as_it_was_compiled() -> None:
    numbers = Numbers()
    for one in OTHERS:
        sent = resolve(one.body, numbers.of)
        assert isinstance(sent, dict)
        live = live_of(one.kind, {**sent, "id": 1, "updated_by_id": None}, numbers.directory)
        assert numbers.named(live.body) == one.body, one.key
        assert live.name == one.name, one.key
        assert live.owner in (None, one.key)
