"""Engines that judge one ticket by expressions: each rule is written in the engine's own language, cheap tests first."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from benchmarks.peers.engine import Answer, Facts, Missing, OneByOne, Row, one, quoted
from benchmarks.workload import Rule


@dataclass(frozen=True)
class Dialect:
    """How an expression language writes what the rules need."""

    both: str
    either: str
    negation: str
    contains: str
    """{text} holds {word}."""
    member: str
    """{word} is in the list {name}."""
    among: str
    """{name} is one of the words {words}."""
    number: Callable[[int], str] = str

    def rule(self, rule: Rule) -> str:
        """The condition of a rule."""
        cheap, dear = [], []
        for name, value in rule.when.items():
            if name in ("any", "all", "none"):
                dear.append(self.words(name, self.contains, value))
            elif name == "amount":
                low, high = map(self.number, value)
                cheap.append(f"(amount >= {low} {self.both} amount < {high})")
            elif name.startswith("tags_"):
                cheap.append(self.words(name[5:], self.member, value))
            else:
                cheap.append(self.among.format(name=name, words=quoted(value if isinstance(value, list) else [value])))
        return f" {self.both} ".join(cheap + dear)

    def words(self, operator: str, test: str, words: Sequence[str]) -> str:
        """Any, all or none of these words."""
        joined = f" {self.both if operator == 'all' else self.either} ".join(test.format(word=quoted(word)) for word in words)
        return f"{self.negation}({joined})" if operator == "none" else f"({joined})"


PYTHON = Dialect("and", "or", "not ", "{word} in text", "{word} in tags", "{name} in {words}")
ZEN = Dialect("and", "or", "not ", "contains(text, {word})", "contains(tags, {word})", "{name} in {words}")
CEL = Dialect("&&", "||", "!", "text.contains({word})", "{word} in tags", "{name} in {words}", lambda number: f"{number}.0")
FIELDS = ("text", "amount", "tags", "channel", "language", "tier", "hours")


def _module(name: str, package: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise Missing(f"not installed: pip install {package}") from None


class GeneratedPython(OneByOne):
    """What a programmer would write by hand if there were time: one function with an `if` for each rule."""

    def __init__(self, facts: Facts) -> None:
        head = "".join(f"    {name} = row[{name!r}]\n" for name in FIELDS)
        if facts.every:
            tests = "".join(f"    if {PYTHON.rule(rule)}: found.append({rule.number})\n" for rule in facts.rules)
            code = f"def judge(row):\n{head}    found = []\n{tests}    return found\n"
        else:
            tests = "".join(f"    if {PYTHON.rule(rule)}: return {rule.number}\n" for rule in facts.rules)
            code = f"def judge(row):\n{head}{tests}    return -1\n"
        made: dict[str, Any] = {}
        exec(code, made)
        super().__init__(facts.rows, made["judge"], tuple if facts.every else one)


class ZenExpression(OneByOne):
    """All rules in one compiled list of booleans: the faster form for most numbers of rules."""

    def __init__(self, facts: Facts) -> None:
        zen = _module("zen", "zen-engine")
        compiled = zen.compile_expression("[" + ", ".join(f"({ZEN.rule(rule)})" for rule in facts.rules) + "]")
        super().__init__(facts.rows, compiled.evaluate, _flags if facts.every else _first_flag)


class ZenTable(OneByOne):
    """The same rules as a decision table, with its own hit policies."""

    def __init__(self, facts: Facts) -> None:
        zen = _module("zen", "zen-engine")
        rules = [{"_id": str(rule.number), "when": ZEN.rule(rule), "out": str(rule.number)} for rule in facts.rules]
        table = {
            "hitPolicy": "collect" if facts.every else "first",
            "inputs": [{"id": "when", "name": "when"}],
            "outputs": [{"id": "out", "field": "rule", "name": "rule"}],
            "rules": rules,
        }
        place = {"x": 0, "y": 0}
        nodes = [
            {"id": "in", "type": "inputNode", "name": "in", "position": place},
            {"id": "table", "type": "decisionTableNode", "name": "table", "position": place, "content": table},
            {"id": "end", "type": "outputNode", "name": "end", "position": place},
        ]
        ways = (("in", "table"), ("table", "end"))
        edges = [{"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in ways]
        model = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
        decision = zen.ZenEngine().create_decision(json.dumps(model, ensure_ascii=False))
        super().__init__(facts.rows, lambda row: decision.evaluate(row)["result"], _table)


def _table(found: Any) -> Answer:
    rows = found if isinstance(found, list) else [found] if found else []
    return tuple(int(row["rule"]) for row in rows)


class CommonExpression(OneByOne):
    """CEL in Rust: rule by rule until one holds, or all as one list."""

    def __init__(self, facts: Facts) -> None:
        cel = _module("cel", "common-expression-language")
        if facts.every:
            whole = cel.compile("[" + ",".join(f"({CEL.rule(rule)})" for rule in facts.rules) + "]")
            super().__init__(facts.rows, whole.execute, _flags)
        else:
            super().__init__(facts.rows, _until_one([cel.compile(CEL.rule(rule)).execute for rule in facts.rules]), one)


class RuleEngine(OneByOne):
    """rule-engine: rule by rule."""

    def __init__(self, facts: Facts) -> None:
        engine = _module("rule_engine", "rule-engine")
        tests = [engine.Rule(PYTHON.rule(rule)).matches for rule in facts.rules]
        if facts.every:
            super().__init__(facts.rows, lambda row: [test(row) for test in tests], _flags)
        else:
            super().__init__(facts.rows, _until_one(tests), one)


def _until_one(tests: Sequence[Callable[[Row], bool]]) -> Callable[[Row], int]:
    def judge(row: Row) -> int:
        return next((number for number, test in enumerate(tests) if test(row)), -1)

    return judge


def _flags(found: Sequence[bool]) -> Answer:
    return tuple(number for number, holds in enumerate(found) if holds)


def _first_flag(found: Sequence[bool]) -> Answer:
    return _flags(found)[:1]
