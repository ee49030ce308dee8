"""A translation is the same text as its source.

The file was made for the new language and never translated: the customer who writes German gets the English reply, and no check
of missing languages sees it.

Bad:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: "已收到您的消息 {{ ticket.id }}"
    ---
    Hello,

    we have your message and will answer {{ sla.first_reply | promise }}.

    Kind regards
    {{ brand.name }}

Good:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: "已收到您的消息 {{ ticket.id }}"
    ---
    您好！我们已收到您的消息，将在{{ sla.first_reply | promise }}回复您。{{ brand.name }}

中文：译文与原文一字不差：文件建了，却没有翻译，客户收到的还是另一种语言。
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import blanked
from cstool.workspace import Wording, Workspace

SEVERITY = Severity.ERROR
LEAST = 20
"""Letters from which on two languages do not say the same by chance."""
_LETTERS = re.compile(r"[^\W\d_]+")


def check(workspace: Workspace) -> Iterator[Problem]:
    """Bodies of other languages that say what the default one says, letter by letter; regions of one language may agree."""
    default = workspace.settings.value.default_locale
    texts: list[tuple[str, Mapping[str, Wording[Any]]]] = [(id_, one.wordings) for id_, one in workspace.templates.items()]
    texts += [(f"partials/{name}", wordings) for name, wordings in workspace.partials.items()]
    for _, wordings in texts:
        source = _words(wordings[default].body) if default in wordings else ""
        for locale, wording in wordings.items():
            if locale.partition("-")[0] != default.partition("-")[0] and len(source) >= LEAST and _words(wording.body) == source:
                yield Problem(
                    wording.at(0), text("untranslated", locale=locale, source=default), text("hint-translate-it", locale=locale)
                )


def _words(body: str) -> str:
    return " ".join(_LETTERS.findall(blanked(body))).casefold()
