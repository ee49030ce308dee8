"""One mail (`.eml`) or many (mbox) as rows: text, sender, moment, and whether a machine sent it."""

import io
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses

from cstool.diagnostic import text
from cstool.tickets.batch import ROW_LIMIT, Note, Raw, Row, Rows, SetAside
from cstool.tickets.moments import BadValueError, moment, shown

_MAIL_LIMIT = 3 * ROW_LIMIT
"""Bytes of one mail, attachments included."""
_SENT_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
MACHINES = ("mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply", "bounce", "bounces")
PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_PARTS_LIMIT = 500
_HEADER_LIMIT, _HEADER_LINES = 256_000, 1500
"""Bytes and lines of a mail's head; parsing tens of thousands of headers takes half a minute and a gigabyte."""


def read_mail(path: str, source: io.BufferedReader) -> Rows:
    """The row of one mail."""
    yield from _mail(path, 1, source.read(_MAIL_LIMIT + 1))


def read_mbox(path: str, source: io.BufferedReader) -> Rows:
    """A row for each mail of an mbox, named by the line of its `From ` separator (RFC 4155)."""
    start, number, size, after_blank = 1, 0, 0, True
    held: list[bytes] = []
    while line := source.readline(ROW_LIMIT):
        number += 1
        if after_blank and line.startswith(b"From "):
            if held:
                yield from _mail(path, start, b"".join(held) if size <= _MAIL_LIMIT else b" " * (_MAIL_LIMIT + 1))
            start, size, held = number, 0, []
        else:
            size += len(line)
            # What is beyond the limit only has to be counted: the mail will be set aside.
            if size <= _MAIL_LIMIT:
                held.append(line[1:] if line.startswith(b">From ") else line)
        after_blank = not line.strip()
    if held:
        yield from _mail(path, start, b"".join(held) if size <= _MAIL_LIMIT else b" " * (_MAIL_LIMIT + 1))


def _mail(path: str, line: int, data: bytes) -> Rows:
    """The row of a mail; a `Date` that is none is said, for the moment then comes from elsewhere."""
    row = _row(path, line, data)
    date = row.values.get("date-not-read") if isinstance(row, Raw) else None
    if isinstance(row, Raw) and date:
        kind = "note-mail-date-received" if "received_at" in row.values else "note-mail-date-now"
        yield Note(path, text(kind, line=line, value=shown(date)))
        row = Raw(line, {name: value for name, value in row.values.items() if name != "date-not-read"})
    yield row


def _row(path: str, line: int, data: bytes) -> Row:
    if len(data) > _MAIL_LIMIT:
        return SetAside(path, line, text("row-too-large", limit=_MAIL_LIMIT))
    head = data[:_HEADER_LIMIT].partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]
    if len(head) >= _HEADER_LIMIT or head.count(b"\n") > _HEADER_LINES:
        return SetAside(path, line, text("row-mail-head", limit=_HEADER_LIMIT // 1000, lines=_HEADER_LINES))
    # `email` nests a Python call for each nested part; a count of boundaries keeps a bomb of parts out.
    if data.lower().count(b"content-type:") > _PARTS_LIMIT:
        return SetAside(path, line, text("row-too-deep"))
    try:
        return Raw(line, columns_of(message_from_bytes(data, policy=policy.default)))
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError, IndexError):
        # The modern policy parses headers eagerly and still raises these on headers that no mail program writes.
        return SetAside(path, line, text("row-bad-mail"))


def columns_of(message: EmailMessage) -> dict[str, object]:
    """Canonical columns of a mail. `sent-to`: every address it went to; `date-not-read`: a `Date` that is none."""
    name, address = next(iter(_addresses(message, "Reply-To") or _addresses(message, "From")), ("", ""))
    return {
        "id": _header(message, "Message-ID").strip("<> "),
        **_moment(message),
        "subject": _header(message, "Subject"),
        "body": _body(message).strip("\r\n"),
        "customer.name": name,
        "customer.email": address,
        "language": _header(message, "Content-Language").split(",")[0],
        "automatic": is_automatic(message),
        "sent-to": [mailbox for header in _SENT_TO for _, mailbox in _addresses(message, header)],
    }


def _moment(message: EmailMessage) -> dict[str, object]:
    """When it came: its `Date`, else what the last server on its way wrote (`Received`, RFC 5321 §4.4), else nothing."""
    written = _header(message, "Date")
    if _is_moment(written):
        return {"received_at": written}
    stamps = (str(value).rpartition(";")[2].strip() for value in message.get_all("Received", []))
    received = next((stamp for stamp in stamps if _is_moment(stamp)), None)
    return {**({"received_at": received} if received else {}), **({"date-not-read": written} if written.strip() else {})}


def _is_moment(written: str) -> bool:
    try:
        moment(written, UTC)
    except BadValueError:
        return False
    return True


def is_automatic(message: EmailMessage) -> bool:
    """Whether a machine sent it.

    `Auto-Submitted` other than `no`, an empty return path: RFC 3834 §2 (https://www.rfc-editor.org/rfc/rfc3834). `Precedence`,
    `X-Loop`, `List-*`, `X-Auto-Response-Suppress`: what Zammad looks at (zammad/zammad-admin-documentation,
    channels/email/filters/system-filters.rst). `X-Autoreply`: what Chatwoot looks at (chatwoot/chatwoot,
    app/presenters/mail_presenter.rb). `X-Autorespond`, `Feedback-ID`: https://www.arp242.net/autoreply.html.
    """
    submitted = _header(message, "Auto-Submitted").split(";")[0].strip().lower()
    if submitted and submitted != "no":
        return True
    if _header(message, "Return-Path").strip() == "<>" or message.get_content_type() == "multipart/report":
        return True
    if _header(message, "Precedence").strip().lower() in PRECEDENCE:
        return True
    if _header(message, "X-Autoreply").strip().lower() not in ("", "no") or "X-Autorespond" in message or "X-Loop" in message:
        return True
    if any(name in message for name in ("List-Id", "List-Unsubscribe", "Feedback-ID")):
        return True
    if _header(message, "X-Auto-Response-Suppress").strip().lower() not in ("", "none"):
        return True
    return any(mailbox.lower().partition("@")[0].partition("+")[0] in MACHINES for _, mailbox in _addresses(message, "From"))


def _header(message: EmailMessage, name: str) -> str:
    return str(message.get(name, ""))


def _addresses(message: EmailMessage, name: str) -> list[tuple[str, str]]:
    return [pair for pair in getaddresses([str(value) for value in message.get_all(name, [])]) if pair[1]]


def _body(message: EmailMessage) -> str:
    """The plain part, else the HTML one (made plain with every other cell)."""
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    for encoding in ("gb18030" if charset in ("gb2312", "gbk") else charset, "utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("utf-8", "replace")
