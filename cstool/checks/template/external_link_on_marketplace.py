"""A text for a marketplace links out of it.

Marketplaces allow links only where the order cannot be completed without them (a carrier's tracking page, a return label). The
shop's own site and its help pages are not among them. Hosts that a marketplace allows stand in its pack.

Bad:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    default_locale: en
    packs: [ebay]
    # config/channels/more.yaml
    channels:
      ebay-uk: {type: marketplace, pack: ebay, country: GB, languages: [en], calendar: shenzhen, team: frontline}
    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    We will answer {{ sla.first_reply | promise }}. See https://base.example/help. {{ brand.name }}

Good:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    default_locale: en
    packs: [ebay]
    # config/channels/more.yaml
    channels:
      ebay-uk: {type: marketplace, pack: ebay, country: GB, languages: [en], calendar: shenzhen, team: frontline}
    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    We will answer {{ sla.first_reply | promise }}. See https://www.ebay.co.uk/help. {{ brand.name }}

中文：平台渠道的话术里有站外链接（独立站、帮助中心等）。平台只允许完成订单所必需的链接，允许的域名写在规则包里。
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from cstool.diagnostic import Problem, Severity, Span, Text, text
from cstool.model.pack import Forbidden
from cstool.texts import Piece, known_variables, pieces
from cstool.texts.rules import InForce, forbidden
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"'，。；）】]+")
_OUTSIDE = ("store.url", "ticket.url")
"""Our shop and our helpdesk; a carrier's page or a label is needed to complete the order."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """Written links to hosts that the pack does not allow, and variables that print one."""
    seen: set[Span] = set()
    examples = {path: str(known.example) for path, known in known_variables(workspace).items()}
    for piece in pieces(workspace):
        rules = forbidden(workspace, piece.template, "external_link") if piece.template else ()
        for span, link, shown in _links(piece, examples) if rules else ():
            against = tuple(rule for rule in rules if not _allowed(link, rule))
            if against and span not in seen:
                seen.add(span)
                channels = tuple(rule.channel for rule in against)
                message = text("external-link-on-marketplace", link=shown, channels=channels, source=against[0].entry.source)
                yield Problem(span, message, text("hint-external-link"), severity=against[0].severity)


def _links(piece: Piece, examples: dict[str, str]) -> Iterator[tuple[Span, str, str | Text]]:
    for origin, words in piece.readings:
        for match in _LINK.finditer(words):
            link = match[0].rstrip(".,;:!?")
            yield piece.span(match.start(), match.start() + len(link), origin), link, link
    for use in piece.analysis.uses:
        if not use.in_test and (use.path in _OUTSIDE or use.path.startswith("kb.")):
            yield piece.span(use.start, use.end, use.origin), examples.get(use.path, ""), use.path


def _allowed(link: str, rule: InForce) -> bool:
    """A host that the entry names, or a part of it, or the marketplace itself under any country's ending."""
    host = (urlsplit(link if "//" in link else "//" + link).hostname or "").lower()
    named = rule.entry.allow if isinstance(rule.entry, Forbidden) else []
    return any(host == one or host.endswith("." + one) for one in named) or rule.pack.id in host.split(".")[-3:]
