"""The languages of a template print different variables.

The English customer is told the order number, the German one is not; or a translator has changed `{{ order.id }}` to
`{{ Bestellnummer }}`. Every language tells the same.

Bad:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: "已收到您的留言 {{ ticket.id }}"
    ---
    您好：我们会尽快回复您。{{ brand.name }}

Good:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: "已收到您的留言 {{ ticket.id }}"
    ---
    您好：我们将在{{ sla.first_reply | promise }}回复您。{{ brand.name }}

中文：同一话术的各语言版本使用的变量不一致，有的客户会少看到信息，或者翻译改坏了变量名。
"""

from collections.abc import Iterator, Mapping

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import Piece, pieces_of, shared_pieces
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Each language against the default one, templates and shared pieces alike."""
    default = workspace.settings.value.default_locale
    groups = [list(pieces_of(workspace, one)) for one in workspace.templates.values() if one.shared.value.enabled]
    by_name: dict[str, list[Piece]] = {}
    for piece in shared_pieces(workspace):
        by_name.setdefault(piece.wording.source.path.rsplit(".", 2)[0], []).append(piece)
    for group in (*groups, *by_name.values()):
        locales: dict[str, list[Piece]] = {}
        for piece in group:
            locales.setdefault(piece.locale, []).append(piece)
        if default in locales:
            yield from _compared(default, locales)


def _compared(default: str, locales: Mapping[str, list[Piece]]) -> Iterator[Problem]:
    if any(piece.parsed.faults for group in locales.values() for piece in group):
        return  # what cannot be parsed cannot be compared
    wanted = {use.path for piece in locales[default] for use in piece.analysis.uses if not use.origin}
    for locale, group in locales.items():
        printed = [(piece, use) for piece in group for use in piece.analysis.uses if not use.origin]
        body = next((piece for piece in group if piece.part == "body"), group[0])
        absent = tuple(sorted(wanted - {use.path for _, use in printed}))
        if absent:
            message = text("variables-missing-in-locale", locale=locale, default=default, names=absent)
            yield Problem(body.span(0, 1), message, text("hint-print-too", names=absent))
        named: set[str] = set()
        for piece, use in printed:
            if use.path not in wanted and use.path not in named:
                named.add(use.path)
                message = text("variable-only-in-locale", locale=locale, default=default, name=use.path)
                yield Problem(piece.span(use.start, use.end), message, text("hint-same-variables", default=default))
