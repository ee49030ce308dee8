"""A simulation's counts as JSON. `version` changes when a key changes its meaning."""

import json
from decimal import Decimal

from cstool.render.words import translate
from cstool.simulate import Labels, Summary


def render(summary: Summary, language: str) -> str:
    """The whole summary; reasons of rows set aside in the given language."""
    aside = [{"path": row.path, "line": row.line, "reason": translate(row.reason, language)} for row in summary.kept_aside]
    found: dict[str, object] = {
        "version": 1,
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
