"""The author left a gap to be filled in.

`[NAME]`, `XXX`, `TODO`, `<客户姓名>`, `____`: nobody fills it in an automatic reply, and in the rush
nobody sees it in a manual one.

Bad:

    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    Dear [CUSTOMER NAME], your parcel XXX is on its way.

Good:

    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    Dear {{ customer.name }}, your parcel is on its way.

中文：话术里留下了没有填的空（[NAME]、XXX、TODO、<客户姓名>、____、某某等），会原样发给客户。请改成变量。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import blanked, pieces, shared_pieces
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
# `[Important]` in a subject is a marketplace's own mark (sellercentral.amazon.com/gp/help/external/200383320).
_LEFT = re.compile(
    r"\[(?!IMPORTANT\])[A-Z][A-Z0-9 _'/-]{2,40}\](?!\()"
    r"|[\[<](?i:(?:customer|client|buyer|your|first|last|full|agent|company|order|product|tracking|insert|kunden|bestell)"
    r"[ _-]?(?:name|nummer|number|id|link|date|hier|here)?[^\[\]<>\n]{0,20})[\]>](?!\()"
    r"|[<＜【\[（(][\u4e00-\u9fff]{0,6}(?:姓名|名字|名称|昵称|单号|订单号|编号|日期|金额|地址|链接|产品名|店铺名)[>＞】\]）)]"
    r"|(?<![A-Za-z0-9])[xX]{3,}(?![A-Za-z0-9])|(?<![A-Za-z])[xX×]{2}(?=[月日年天元号])"
    r"|\b(?:TODO|FIXME|TBD|TBC)\b|(?i:\blorem ipsum\b)|某某|(?<=[^\s_＿])[ ]?[_＿]{4,}|[_＿]{4,}(?=[ ]?[^\s_＿])"
)

_SIGN = re.compile(r"[\[<＜【（(_＿]|[xX×]{2}|TODO|FIXME|TB[DC]|某某|(?i:lorem)")
"""What every gap has: most texts have none of these, and need no closer look."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """Gaps in the words of a text; a line of underscores alone is a rule, not a gap."""
    for piece in (*pieces(workspace), *shared_pieces(workspace)):
        words = blanked(piece.text)
        for match in _LEFT.finditer(words) if _SIGN.search(words) else ():
            message = text("leftover-placeholder", written=match[0].strip())
            yield Problem(piece.span(match.start(), match.end()), message, text("hint-fill-placeholder"))
