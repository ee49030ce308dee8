"""A simulation's counts as JSON. `version` changes when a key changes its meaning."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

from cstool.render import routed, suggestions
from cstool.render.words import translate
from cstool.simulate import Labels, Summary
from cstool.simulate.labels import label_of
from cstool.simulate.movement import PARTS, Movement
from cstool.simulate.result import Result

Explained = Sequence[tuple[str | None, routed.Routed]]
"""Traces: the version's name (None: the working copy), the ticket."""


def render(result: Result, explained: Explained, language: str, backend: Mapping[str, object] | None = None) -> str:
    """All of the result; reasons of rows set aside in the given language. `backend`: where a helpdesk decides otherwise."""
    summary, sample = result.summary, result.sample
    aside = [{"path": row.path, "line": row.line, "reason": translate(row.reason, language)} for row in summary.kept_aside]
    found: dict[str, object] = {
        "version": 1,
        "read": result.read,
        "where": None if result.where is None else {"condition": result.where, "tickets": result.fitting},
        "sample": sample and {"size": min(sample.size, sample.of), "of": sample.of, "seed": sample.seed},
        "tickets": summary.tickets,
        "unmatched": summary.unmatched,
        "without_sla": summary.without_sla,
        "two_replies": summary.two_replies,
        "set_aside": {"count": summary.set_aside, "rows": aside},
        **_tallies(summary),
        "never_applied": list(summary.never_applied),
        "columns": [
            {"path": guess.path, "column": guess.column, "read_as": guess.canonical, "guessed": guess.guessed}
            for guess in summary.guesses
        ],
        "labels": _labels(summary.labels) if summary.labels else None,
        "phrases": _phrases(summary),
        "moved": _moved(result.movement) if result.movement else None,
        "suggestions": suggestions.as_data(result.suggestions, language) if result.suggestions else None,
        **({} if backend is None else {"backend": backend}),
        "explained": [{"revision": name, **json.loads(routed.as_json(one, language, trace=True))} for name, one in explained],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _tallies(summary: Summary) -> dict[str, object]:
    named = {
        "teams": summary.teams,
        "categories": summary.categories,
        "channels": summary.channels,
        "languages": summary.languages,
        "priorities": summary.priorities,
        "policies": summary.policies,
        "replies": summary.replies,
        "rules": summary.rules,
        "unknown_channels": summary.unknown_channels,
    }
    return {name: [{"name": value, "tickets": count} for value, count in tally.ranked()] for name, tally in named.items()}


def _explained(name: str | None, one: routed.Routed, labels: Labels | None, language: str) -> dict[str, object]:
    label = {"label": label_of(one.ticket, labels.column)} if labels else {}
    return {"revision": name, **label, **json.loads(routed.as_json(one, language, trace=True))}


def _phrases(summary: Summary) -> dict[str, object] | None:
    if summary.phrases is None:
        return None
    found = [
        {"language": one.language, "phrase": one.phrase, "tickets": one.tickets, "fresh": one.fresh, "matched": one.matched}
        for one in summary.phrases.found()
    ]
    return {"looked_at": summary.phrases.looked_at, "phrases": found}


def _moved(movement: Movement) -> dict[str, object]:
    steps = [
        {
            "part": part,
            "before": step.before,
            "after": step.after,
            "tickets": count,
            "rules_before": list(step.rules_before),
            "rules_after": list(step.rules_after),
            "examples": list(ids),
        }
        for part in PARTS
        for step, count, ids in movement.of(part)
    ]
    before = movement.labels
    return {
        "against": movement.name,
        "tickets": movement.moved,
        "accuracy_before": _number(before.accuracy) if before else None,
        "parts": {part: movement.parts[part] for part in PARTS if movement.parts[part]},
        "steps": steps,
    }


def _labels(labels: Labels) -> dict[str, object]:
    return {
        "column": labels.column,
        "against": labels.against,
        "accuracy": _number(labels.accuracy),
        "labelled": labels.total,
        "right": labels.right,
        "unlabelled": labels.unlabelled,
        "scores": [
            {
                "label": score.label,
                "labelled": score.labelled,
                "given": score.given,
                "right": score.right,
                "precision": _number(score.precision),
                "recall": _number(score.recall),
            }
            for score in labels.scores()
        ],
        "misses": [
            {"label": label, "given": given, "tickets": count, "examples": list(ids)}
            for label, given, count, ids in labels.misses()
        ],
    }


def _number(share: Decimal | None) -> float | None:
    return None if share is None else round(float(share), 6)
