"""A text for a marketplace says what the marketplace forbids.

Asking for a good review, offering a coupon, asking to buy outside the platform: the phrases that show it stand in the pack,
by language, each with its source.

Bad:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    default_locale: en
    packs: [amazon]
    # config/channels/more.yaml
    channels:
      amazon-us: {type: marketplace, pack: amazon, country: US, languages: [en], team: frontline}
    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    We will answer {{ sla.first_reply | promise }}. Leave a positive review and get a coupon. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：平台渠道的话术里有平台禁止的内容（索要好评、优惠券、引导站外交易等）。禁用词按语言写在规则包里。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, Span, text
from cstool.model.pack import Forbidden
from cstool.texts import fallbacks, pieces
from cstool.texts.rules import forbidden
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_CONTENTS = ("review_incentive", "marketing", "off_platform")


def check(workspace: Workspace) -> Iterator[Problem]:
    """The pack's phrases in the language of the text."""
    seen: set[tuple[Span, str]] = set()
    for piece in pieces(workspace):
        for content in _CONTENTS if piece.template else ():
            for rule in forbidden(workspace, piece.template, content) if piece.template else ():
                words = rule.entry.words if isinstance(rule.entry, Forbidden) else {}
                phrases = next((words[one] for one in fallbacks(piece.locale) if one in words), [])
                for phrase in phrases:
                    for origin, body in piece.readings:
                        start = body.casefold().find(phrase.casefold())
                        if start < 0 or len(body.casefold()) != len(body):
                            continue
                        span = piece.span(start, start + len(phrase), origin)
                        if (span, content) not in seen:
                            seen.add((span, content))
                            what, source = dict(rule.entry.what), rule.entry.source
                            values = {"phrase": phrase, "channel": rule.channel, "what": what, "source": source}
                            message = text("forbidden-words-on-marketplace", **values)
                            yield Problem(span, message, text("hint-forbidden-words"), severity=rule.severity)
