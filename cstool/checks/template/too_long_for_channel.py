"""A text is too long for a channel when it carries its longest values.

The network cuts it or refuses it. A text message is billed by parts; one character outside the GSM alphabet (a curly quote, any
Chinese) makes the parts less than half as long. Limits stand in the packs; `longest` of a variable says what to expect.

Bad:

    # config/packs/tiny.yaml
    id: tiny
    name: Tiny network
    stale_after: 400d
    entries:
      - {id: body, kind: length, limit: 80, what: eighty characters, source: base.example, checked_on: 2026-07-01,
         confidence: official}
    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    default_locale: en
    packs: [tiny]
    # config/channels/more.yaml
    channels:
      tiny: {type: social, pack: tiny, languages: [en], calendar: shenzhen, team: frontline}

Good:

    # config/packs/tiny.yaml
    id: tiny
    name: Tiny network
    stale_after: 400d
    entries:
      - {id: body, kind: length, limit: 280, what: 280 characters, source: base.example, checked_on: 2026-07-01,
         confidence: official}
    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    default_locale: en
    packs: [tiny]
    # config/channels/more.yaml
    channels:
      tiny: {type: social, pack: tiny, languages: [en], calendar: shenzhen, team: frontline}

中文：代入最长的变量值之后，话术超过了渠道的长度限制，会被截断或拒收。短信按条计费，一个中文字符就会让每条变短一半以上。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.model.base import METRICS, Duration
from cstool.sla import promise
from cstool.texts import Piece, RenderError, channels_of, example_values, pieces, render_text
from cstool.texts.rules import lengths
from cstool.texts.sms import outside_gsm, segments_of
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_Promised = tuple[str, tuple[str, ...], str | None]
"""Metric, channels, category."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """Texts that pass a pack's limit with their longest values; the tightest limit on each channel is named."""
    promises: dict[_Promised, Duration | None] = {}
    for piece in pieces(workspace):
        template = piece.template
        limits = [(rule, entry) for rule, entry in lengths(workspace, template) if entry.part == piece.part] if template else []
        if not template or not limits or template.shared.value.audience == "internal":
            continue
        rendered = _longest(workspace, piece, promises)
        for rule, entry in limits:
            size = _size(rendered, entry.unit)
            if size > entry.limit:
                values = {"template": template.id, "channel": rule.channel, "size": size, "limit": entry.limit}
                message = text("too-long-" + entry.unit.replace("_", "-"), **values, source=entry.source)
                wide = outside_gsm(rendered) if entry.unit == "sms_segments" else None
                hint = text("hint-outside-gsm", character=wide) if wide else text("hint-shorten", over=size - entry.limit)
                yield Problem(piece.span(0, 1), message, hint, severity=rule.severity)


def _longest(workspace: Workspace, piece: Piece, known: dict[_Promised, Duration | None]) -> str:
    """The text with its longest values. A promise that many templates print is looked up once."""
    channels = channels_of(workspace, piece.template) if piece.template else ()
    category = piece.template.shared.value.category if piece.template else None
    printed = {use.path for use in piece.analysis.uses}
    promises: dict[str, Duration | None] = {}
    for metric in METRICS:
        if f"sla.{metric}" in printed:
            key = (metric, channels, category)
            if key not in known:
                known[key] = promise(workspace, metric, channels, category)
            promises[metric] = known[key]
    try:
        return render_text(piece.text, piece.locale, example_values(workspace, piece.locale, "longest", promises), piece.shared)
    except RenderError:
        return ""  # its own checks say why it cannot be printed


def _size(rendered: str, unit: str) -> int:
    if unit == "bytes":
        return len(rendered.encode())
    return segments_of(rendered) if unit == "sms_segments" else len(rendered)
