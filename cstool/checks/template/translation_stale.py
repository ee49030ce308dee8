"""A text has changed since it was translated.

The return window was changed in the English template and not in the German one: German customers are still promised the old one.
`cstool templates sync` keeps in each translation the fingerprint of the text it was made from; once the translation says the
same again, `cstool templates sync --done FILE` records that.

Bad:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: "已收到您的消息 {{ ticket.id }}"
    source_hash: 0123456789ab
    ---
    您好！我们已收到您的消息，将在{{ sla.first_reply | promise }}回复您。{{ brand.name }}

Good:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: "已收到您的消息 {{ ticket.id }}"
    ---
    您好！我们已收到您的消息，将在{{ sla.first_reply | promise }}回复您。{{ brand.name }}

中文：原文改了，译文没有跟上：另一种语言的客户看到的还是旧承诺。cstool templates sync 在译文里记下原文的指纹；
译文更新之后，用 cstool templates sync --done 文件 记下。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import translations
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Translations whose recorded fingerprint is not that of the text in the default language."""
    default = workspace.settings.value.default_locale
    for one in translations(workspace):
        if one.stale:
            message = text("translation-stale", name=one.name, locale=one.locale, default=default)
            yield Problem(one.wording.source.at("source_hash"), message, text("hint-translation-stale", path=one.path))
