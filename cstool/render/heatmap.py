"""The week by hours: how late the answer to a message of each hour may come. For a terminal, a picture, a browser, a program."""

import json
from collections.abc import Iterator, Sequence
from html import escape as escaped

from cstool.diagnostic import text
from cstool.render.words import translate
from cstool.sla.heat import Cell, HeatMap

VERSION = 1
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CELL, _LINE, _LEFT, _HEAD = 34, 22, 44, 66
"""Sizes of the picture in its own units."""
_FONT = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC','DejaVu Sans',sans-serif"
_SHADES = ("#e8f3ea", "#c5e3cb", "#f7e9b5", "#f5cf94", "#eeae83")
"""Within an hour, within a working day, a day, two days, longer; colours that differ in lightness too."""
_LATE = "#c2362f"


def _seconds(cell: Cell, worst: bool) -> int:
    return cell.longest if worst else cell.usual


def _late(found: HeatMap, cell: Cell, worst: bool) -> bool:
    return found.duty is not None and _seconds(cell, worst) > found.duty.limit.seconds


def short(seconds: int) -> str:
    """At most three characters: `30s`, `45m`, `7h`, `65h`, `8d`; rounded up, for nobody is let down by that."""
    for size, unit, most in ((1, "s", 60), (60, "m", 60), (3600, "h", 100)):
        count = -(-seconds // size)
        if count < most:
            return f"{count}{unit}"
    return f"{-(-seconds // 86_400)}d"


def _title(found: HeatMap, language: str) -> str:
    targets = tuple(text("heat-target", within=str(within), clock=clock) for within, clock in found.targets)
    message = text("heat-title", channels=found.channels, metric=found.metric, targets=targets, zone=found.zone.key)
    return translate(message, language)


def _limit(found: HeatMap, language: str, worst: bool) -> str:
    if found.duty is None:
        return translate(text("heat-no-limit"), language)
    late = sum(_late(found, cell, worst) for cell in found.cells.values())
    ever = sum(cell.late > 0 for cell in found.cells.values())
    values = {"limit": str(found.duty.limit), "late": late, "ever": ever, "hours": len(found.cells)}
    return translate(text("heat-limit", **values, source=found.duty.entry.value.source), language)


def as_text(maps: Sequence[HeatMap], language: str, worst: bool) -> str:
    """A grid for each; `!` marks what is beyond the limit."""
    blocks = []
    for found in maps:
        lines = [_title(found, language), _limit(found, language, worst)]
        lengths = {_seconds(cell, worst) for cell in found.cells.values()}
        if len(lengths) == 1:
            blocks.append("\n".join([*lines, translate(text("heat-flat", length=short(*lengths)), language)]))
            continue
        lines.append("     " + "".join(f"{hour:>4}" for hour in range(24)))
        for day, name in enumerate(_DAYS):
            label = translate(text(f"weekday-{name}"), language)
            cells = "".join(_shown(found, found.cells.get((day, hour)), worst) for hour in range(24))
            lines.append(f"{label}{' ' * (5 - sum(2 if ord(letter) > 0x2E7F else 1 for letter in label))}{cells}")
        blocks.append("\n".join(lines))
    legend = translate(text("heat-legend-worst" if worst else "heat-legend"), language)
    return "\n\n".join([*blocks, legend])


def _shown(found: HeatMap, cell: Cell | None, worst: bool) -> str:
    if cell is None:
        return "    "
    return f"{short(_seconds(cell, worst))}{'!' if _late(found, cell, worst) else ' '}".rjust(4)


def as_json(maps: Sequence[HeatMap]) -> str:
    """The same as data, lengths in seconds; weekdays count from Monday, 0."""
    data = [
        {
            "channels": list(found.channels),
            "metric": found.metric,
            "zone": found.zone.key,
            "targets": [{"within": str(within), "calendar": clock} for within, clock in found.targets],
            "limit_seconds": found.duty.limit.seconds if found.duty else None,
            "hours": [
                {
                    "weekday": day,
                    "hour": hour,
                    "usual": cell.usual,
                    "longest": cell.longest,
                    "late_weeks": cell.late,
                    "weeks": cell.weeks,
                }
                for (day, hour), cell in found.cells.items()
            ],
        }
        for found in maps
    ]
    return json.dumps({"version": VERSION, "maps": data}, ensure_ascii=False, indent=2)


def as_svg(maps: Sequence[HeatMap], language: str, worst: bool) -> str:
    """One picture, the maps below each other."""
    height = (_HEAD + 8 * _LINE + 16) * max(len(maps), 1) + 30
    width = _LEFT + 24 * _CELL + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{_FONT}" font-size="12" role="img">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for number, found in enumerate(maps):
        parts += [f'<g transform="translate(8 {number * (_HEAD + 8 * _LINE + 16)})">', *_grid(found, language, worst), "</g>"]
    legend = escaped(translate(text("heat-legend-worst" if worst else "heat-legend"), language))
    return "\n".join([*parts, f'<text x="8" y="{height - 12}" fill="#444">{legend}</text>', "</svg>\n"])


def _grid(found: HeatMap, language: str, worst: bool) -> Iterator[str]:
    yield f'<text y="22" font-size="15">{escaped(_title(found, language))}</text>'
    yield f'<text y="40" fill="#444">{escaped(_limit(found, language, worst))}</text>'
    for hour in range(24):
        yield f'<text x="{_LEFT + hour * _CELL + _CELL // 2}" y="{_HEAD - 6}" text-anchor="middle" fill="#444">{hour}</text>'
    for day, name in enumerate(_DAYS):
        top = _HEAD + day * _LINE
        yield f'<text x="0" y="{top + 15}" fill="#444">{escaped(translate(text(f"weekday-{name}"), language))}</text>'
        for hour in range(24):
            cell = found.cells.get((day, hour))
            if cell is not None:
                yield from _square(found, cell, worst, _LEFT + hour * _CELL, top)


def _square(found: HeatMap, cell: Cell, worst: bool, left: int, top: int) -> Iterator[str]:
    seconds, late = _seconds(cell, worst), _late(found, cell, worst)
    shade = _LATE if late else _SHADES[sum(seconds > bound for bound in (3600, 9 * 3600, 86_400, 2 * 86_400))]
    yield f'<rect x="{left}" y="{top}" width="{_CELL - 1}" height="{_LINE - 1}" fill="{shade}"/>'
    style = 'fill="#fff" font-weight="700"' if late else 'fill="#1b1b1b"'
    shown = f"{short(seconds)}{'!' if late else ''}"
    yield f'<text x="{left + _CELL // 2}" y="{top + 15}" text-anchor="middle" {style}>{shown}</text>'


def as_html(maps: Sequence[HeatMap], language: str, worst: bool) -> str:
    """One page without scripts and without anything from elsewhere."""
    title = escaped(translate(text("heat-page"), language))
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>body {{ margin: 2em; font-family: {_FONT} }} svg {{ max-width: 100%; height: auto }}</style></head>\n"
        f"<body><h1>{title}</h1>\n{as_svg(maps, language, worst)}</body></html>\n"
    )


def as_png(maps: Sequence[HeatMap], language: str, worst: bool) -> bytes:
    """The picture for a chat group. Raises ImportError without the extra."""
    from resvg_py import svg_to_bytes

    return bytes(svg_to_bytes(svg_string=as_svg(maps, language, worst), zoom=2))
