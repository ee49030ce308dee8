"""What is promised, a row for each channel, metric and policy: for a terminal, a spreadsheet, a comment, a browser, a program."""

import csv
import io
import json
from collections.abc import Sequence
from html import escape as escaped

from cstool.diagnostic import Text, text
from cstool.model.base import Duration
from cstool.render.markdown import escape
from cstool.render.table import MISSING
from cstool.render.table import render as drawn
from cstool.render.words import translate
from cstool.sla.matrix import Row
from cstool.tables import Table

VERSION = 1
_COLUMNS = ("channel", "metric", "policy", "priority", "target", "clock", "longest", "worst-message", "limit", "verdict")
_STYLE = """\
body { font: 14px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2em }
table { border-collapse: collapse } th, td { border-bottom: 1px solid #ddd; padding: .25em .7em; text-align: left }
td.n { text-align: right; white-space: nowrap }
tr.late td { background: #fde7e7 } tr.late td.v { color: #a11212; font-weight: 600 }
tr.kept td.v { color: #1a6b2f } caption { text-align: left; font-size: 1.3em; margin-bottom: .5em }"""


def length_said(seconds: float) -> str:
    """Calendar time as people say it: `30s`, `2h30m`, `65h`, `7d17h`; minutes are left out above two days, rounded up."""
    whole = int(seconds)
    if whole < 48 * 3600:
        return str(Duration(whole))
    hours = -(-whole // 3600)
    return f"{hours}h" if hours < 200 else f"{hours // 24}d{hours % 24}h"


def widest(rows: Sequence[Row]) -> list[Row]:
    """Of each policy's target on a channel, the priority that lies furthest behind its limit, or takes longest without one."""
    found: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        key = (row.channel, row.goal.metric, row.goal.policy.value.id)
        if key not in found or row.behind > found[key].behind:
            found[key] = row
    return list(found.values())


def _waits(row: Row) -> bool:
    """Whether it matters when the message comes."""
    return row.worst is not None and row.worst.elapsed.total_seconds() != row.goal.within.seconds


def _cells(row: Row, language: str) -> tuple[str | None, ...]:
    goal, worst, duty = row.goal, row.worst, row.duty
    start = worst.start.astimezone(row.zone).strftime("%Y-%m-%d %H:%M") if worst else None
    waits = _waits(row)
    return (
        row.channel,
        goal.metric,
        goal.policy.value.id,
        translate(text("promise-every-priority"), language) if goal.key == "within" else goal.key,
        str(goal.within),
        goal.calendar,
        length_said(worst.elapsed.total_seconds()) if worst else None,
        f"{start} {row.zone.key}" if waits else None,
        str(duty.limit) if duty else None,
        translate(text(f"promise-{row.verdict}"), language),
    )


def _heads() -> tuple[Text, ...]:
    return tuple(text(f"column-{name}") for name in _COLUMNS)


def as_text(rows: Sequence[Row], language: str, whole: Sequence[Row] | None = None) -> str:
    """A table, then how many promises are broken by keeping them; `whole` is what the rows were chosen from."""
    table = Table(text("table-promises"), _heads(), tuple(_cells(row, language) for row in rows))
    said = verdict(rows if whole is None else whole, language)
    return f"{drawn(table, language)}\n\n{said}" if rows else said


def verdict(rows: Sequence[Row], language: str) -> str:
    """How many targets are late by the marketplace's clock though met by ours."""
    late = sum(row.verdict == "late" for row in rows)
    limited = sum(row.duty is not None for row in rows)
    return translate(text("promises-late" if late else "promises-kept", late=late, limited=limited, rows=len(rows)), language)


def as_markdown(rows: Sequence[Row], language: str, whole: Sequence[Row] | None = None) -> str:
    """The same for a comment: the verdict first."""
    heads = [escape(translate(head, language)) for head in _heads()]
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    lines += ["| " + " | ".join(escape(value or MISSING) for value in _cells(row, language)) + " |" for row in rows]
    return f"**{escape(verdict(rows if whole is None else whole, language))}**\n\n" + "\n".join(lines) + "\n"


def as_csv(rows: Sequence[Row], language: str) -> str:
    """For a spreadsheet, with a byte order mark; lengths also in hours."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(translate(head, language) for head in _heads()), translate(text("column-longest-hours"), language)])
    for row in rows:
        hours = f"{row.worst.elapsed.total_seconds() / 3600:.2f}" if row.worst else ""
        writer.writerow([*(value or "" for value in _cells(row, language)), hours])
    return "\ufeff" + out.getvalue()


def as_html(rows: Sequence[Row], language: str, whole: Sequence[Row] | None = None) -> str:
    """One page without scripts and without anything from elsewhere."""
    title = escaped(translate(text("table-promises"), language))
    heads = "".join(f"<th>{escaped(translate(head, language))}</th>" for head in _heads())
    body = "\n".join(_html_row(row, language) for row in rows)
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>\n'
        f"<style>{_STYLE}</style></head>\n"
        f"<body><p>{escaped(verdict(rows if whole is None else whole, language))}</p>\n<table><caption>{title}</caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table></body></html>\n"
    )


def _html_row(row: Row, language: str) -> str:
    classes = {4: ' class="n"', 6: ' class="n"', 8: ' class="n"', 9: ' class="v"'}
    cells = "".join(
        f"<td{classes.get(place, '')}>{escaped(value or MISSING)}</td>" for place, value in enumerate(_cells(row, language))
    )
    return f'<tr class="{row.verdict}">{cells}</tr>'


def as_json(rows: Sequence[Row], language: str) -> str:
    """The same as data, lengths in seconds; `version` changes when a key changes its meaning."""
    return json.dumps({"version": VERSION, "promises": [_data(row, language) for row in rows]}, ensure_ascii=False, indent=2)


def _data(row: Row, language: str) -> dict[str, object]:
    goal, worst, duty = row.goal, row.worst, row.duty
    waits = _waits(row)
    return {
        "channel": row.channel,
        "metric": goal.metric,
        "policy": goal.policy.value.id,
        "priority": None if goal.key == "within" else goal.key,
        "within": str(goal.within),
        "calendar": goal.calendar,
        "longest_seconds": int(worst.elapsed.total_seconds()) if worst else None,
        "message": worst.start.astimezone(row.zone).isoformat() if worst and waits else None,
        "due": worst.due.astimezone(row.zone).isoformat() if worst and waits else None,
        "limit": duty
        and {
            "within": str(duty.limit),
            "behind_seconds": int(row.behind) if worst else None,
            "late_share": round(worst.late / worst.whole, 4) if worst else None,
            "rule": translate(text("marketplace-rule", what=duty.entry.value.what), language),
            "source": duty.entry.value.source,
        },
        "verdict": row.verdict,
    }
