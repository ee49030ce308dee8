"""A placeholder of another product stands in the text.

Texts are copied from helpdesk to helpdesk, and `#{ticket.customer.firstname}`, `%name%` or `[[name]]` stays behind. It means
nothing to Liquid, so the customer reads it as it stands.

Bad:

    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    Call %customer_name% about #order_number#.

Good:

    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    Call {{ customer.name }} about {{ ticket.id }}.

中文：话术里留下了别的系统的占位符（如 #{...}、%name%、[[name]]、${name}），会原样发给客户。请改成 {{ 变量 }}。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import Piece, blanked, pieces, segments_of, shared_pieces
from cstool.texts.segments import Output
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
# The written forms, with the product or page that uses each.
_DIALECTS: tuple[tuple[str, str], ...] = (
    (r"#\{[^{}\n]{1,80}\}", "Zammad"),  # zammad-admin-documentation, misc/variables.rst
    (r"\$\{[A-Za-z_][\w.]*\}", "Huawei Cloud SMS"),  # support.huaweicloud.com, sms_01_0008
    (r"%\{[^{}\n]{1,60}\}", "osTicket"),  # osTicket/osTicket, include/i18n/en_US/templates
    (r"\*\|[A-Z_:]{2,40}\|\*", "Mailchimp"),  # mailchimp.com/help/all-the-merge-tags-cheat-sheet
    (r"\{![A-Za-z_][\w.]*\}", "Salesforce"),  # help.salesforce.com, merge fields
    (r"<%=?[^%\n]{1,80}%>", "ERB"),  # chatwoot and zammad mail templates
    (r"<OTOBO_\w+>", "OTOBO"),  # RotherOSS/otobo, notification texts
    (r"(?<![\w#])#[a-z]+(?:_[a-z0-9]+)*#(?![\w#])", "eDesk"),  # support.edesk.com/templates-2/automatingtemplates
    (r"%\([A-Za-z_]\w*\)[sd]|%[1-9]\$[sd]", "gettext"),  # gnu.org/software/gettext/manual, format strings
    (r"(?<![\w%])%[A-Za-z]+(?:[_.][A-Za-z0-9]+)*%(?![\w%])", ""),
    (r"(?<!\[)\[\[[^\[\]\n]{1,60}\]\](?!\])", ""),
    (r"(?<![{$#%\w])\{[A-Za-z_][\w.]*\}(?!\})", ""),  # akaunting, PrestaShop, Awesome Support
)
_ANY = re.compile("|".join(f"(?P<d{number}>{pattern})" for number, (pattern, _) in enumerate(_DIALECTS)))

_SIGN = re.compile(r"[#$%{\[<*]")
"""What every form has: most texts have none of these, and need no closer look."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """Foreign written forms in the words of a text, and WhatsApp's numbered ones, which look like Liquid."""
    for piece in (*pieces(workspace), *shared_pieces(workspace)):
        words = blanked(piece.text)
        for match in _ANY.finditer(words) if _SIGN.search(words) else ():
            product = _DIALECTS[int((match.lastgroup or "d0")[1:])][1]
            message = text("foreign-placeholder", written=match[0], product=product or text("another-product"))
            yield Problem(piece.span(match.start(), match.end()), message, text("hint-write-liquid"))
        yield from _numbered(piece)


def _numbered(piece: Piece) -> Iterator[Problem]:
    for segment in segments_of(piece.parsed.segments):
        if isinstance(segment, Output) and (segment.expression.literal or "").isdigit():
            written = piece.text[segment.start : segment.end]
            message = text("foreign-placeholder", written=written, product="WhatsApp")
            yield Problem(piece.span(segment.start, segment.end), message, text("hint-write-liquid"))
