"""A text for a marketplace holds contact data.

Marketplaces scan messages for mail addresses, telephone numbers and accounts of other networks, spelled out ones included, and
suspend sellers for them. What each forbids, with its source, stands in its pack.

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
    We will answer {{ sla.first_reply | promise }}. Or write to service at gmail dot com. {{ brand.name }}

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
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：平台渠道的话术里有邮箱、电话或社交账号（包括“加V”“gmail dot com”这样的变体）。平台会扫描站内信，可能封店。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, Span, text
from cstool.texts import pieces
from cstool.texts.rules import forbidden
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_TOP = r"(?:com|net|org|info|shop|store|cn|de|uk|co|eu|es|jp|example)"
_FORMS = (
    ("mail", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("mail", rf"[\w.+-]+ ?(?:\(at\)|\[at\]|＠|(?i: at )) ?[\w-]+ ?(?:\(dot\)|\[dot\]|(?i: dot )|[.。点]) ?{_TOP}\b"),
    ("mail", r"(?i:\b(?:gmail|hotmail|outlook|yahoo|qq|163|126))\s*(?:\.|。|点|(?i:\s*dot\s+))\s*com"),
    ("telephone", r"(?<![\w+])\+\d[\d ()/.-]{7,18}\d"),
    ("telephone", r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)400-?\d{3}-?\d{4}(?!\d)"),
    (
        "telephone",
        r"(?i:\b(?:tel|telephone|phone|call(?: us)?|hotline|telefon|fax)|电话|手机|热线|致电)"
        r"[\s.:：]{0,3}[(+]?\d[\d ()/.-]{5,18}\d",
    ),
    (
        "account",
        r"(?i:wechat|weixin|whatsapp|telegram|viber|skype)|微信"
        r"|加[Vv]\b|加[Vv](?=[\u4e00-\u9fff：:])|加微|QQ[号群]|\bQQ[:： ]?\d{5,}",
    ),
    ("account", r"(?<![\w.@])@[A-Za-z_][A-Za-z0-9_.]{2,30}\b"),
)
_ANY = re.compile("|".join(f"(?P<f{number}>{pattern})" for number, (_, pattern) in enumerate(_FORMS)))


def check(workspace: Workspace) -> Iterator[Problem]:
    """Contact data in texts that go to a channel whose pack forbids it."""
    seen: set[Span] = set()
    for piece in pieces(workspace):
        rules = forbidden(workspace, piece.template, "contact_data") if piece.template else ()
        if not rules:
            continue
        for origin, words in piece.readings:
            for match in _ANY.finditer(words):
                span = piece.span(match.start(), match.end(), origin)
                if span in seen:
                    continue
                seen.add(span)
                kind = text("contact-" + _FORMS[int((match.lastgroup or "f0")[1:])][0])
                channels = tuple(rule.channel for rule in rules)
                source = rules[0].entry.source
                message = text("contact-data-on-marketplace", kind=kind, written=match[0], channels=channels, source=source)
                yield Problem(span, message, text("hint-contact-data"), severity=rules[0].severity)
