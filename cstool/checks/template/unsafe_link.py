"""A link leads where it should not, or hides where it leads.

An address inside your own network, an admin page, a bare number: customers cannot open it, and somebody else perhaps should not.
Shortened and unencrypted addresses are what mail filters look for.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Look here: http://192.168.1.20/admin/orders/7
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Look here: https://base.example/orders
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：链接有问题：内网地址、后台页面、裸 IP 客户打不开；短链接和 http 链接容易被当成垃圾邮件。
"""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from cstool.diagnostic import Problem, Severity, Text, text
from cstool.texts import Piece
from cstool.texts.prose import found, texts_for
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_LINK = re.compile(r"https?://[^\s<>\"'）)\]，。]+", re.IGNORECASE)
_INSIDE = re.compile(r"(?i)(?:^|\.)(?:localhost|local|internal|intranet|lan|corp|test|invalid)$")
_ADMIN = re.compile(r"(?i)^/(?:wp-admin|admin|administrator|backend|cpanel|phpmyadmin)(?:/|$)|/agent/tickets/|#ticket/zoom/")


_NAMES = frozenset({"www.w3.org", "schemas.microsoft.com", "schemas.xmlsoap.org", "ogp.me"})
"""Hosts in names of document types and namespaces, which nobody follows."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """Every written address; one with a variable in its host is not judged."""
    for piece in texts_for(workspace):
        for match in _LINK.finditer(piece.text):
            fault = _fault(workspace, piece, match[0])
            if fault is not None:
                yield Problem(piece.span(match.start(), match.end()), fault[0], text("hint-public-https"), severity=fault[1])


def _fault(workspace: Workspace, piece: Piece, link: str) -> tuple[Text, Severity | None] | None:
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return None
    if "{" in parts.netloc or not host or host in _NAMES:
        return None
    if _number(host) is not None or _INSIDE.search(host):
        return text("link-inside", link=link), None
    if _ADMIN.search(parts.path) or _ADMIN.search("#" + parts.fragment):
        return text("link-admin", link=link), None
    if any(hit.end - hit.start == len(host) for hit in found(workspace, "shortener", piece.locale, host)):
        return text("link-shortened", link=link), Severity.WARNING
    return (text("link-unencrypted", link=link), Severity.WARNING) if parts.scheme.lower() == "http" else None


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
