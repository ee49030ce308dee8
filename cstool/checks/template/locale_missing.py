"""A customer text lacks one of the workspace's languages.

Customers who write in that language get the text of the default language.

Bad:

    # templates/general/hello.en.md
    ---
    category: other
    ---
    Hello {{ customer.name }}.

Good:

    # templates/general/hello.en.md
    ---
    category: other
    ---
    Hello {{ customer.name }}.
    # templates/general/hello.zh-CN.md
    您好，{{ customer.name }}。

中文：发给客户的话术缺少工作区要求的某种语言，这种语言的客户会收到默认语言的内容。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Customer templates and shared pieces without a wording in a listed locale."""
    if "templates" in workspace.incomplete:
        return
    locales = workspace.settings.value.locales
    default = workspace.settings.value.default_locale
    for template in workspace.templates.values():
        if (
            template.shared.value.enabled
            and template.shared.value.audience == "customer"
            and template.shared.value.kind != "note"
        ):
            wording = template.wordings[default]
            absent = tuple(locale for locale in locales if locale not in template.wordings)
            if absent:
                path = wording.source.path.removesuffix(f".{default}.md") + f".{absent[0]}.md"
                yield Problem(
                    wording.at(0), text("locale-missing", id=template.id, locales=absent), text("hint-translate", path=path)
                )
    for name, wordings in workspace.partials.items():
        absent = tuple(locale for locale in locales if locale not in wordings)
        if absent and wordings and _for_customers(workspace, name):
            first = next(iter(wordings.values()))
            path = f"templates/partials/{name}.{absent[0]}.md"
            yield Problem(
                first.at(0), text("locale-missing", id=f"partials/{name}", locales=absent), text("hint-translate", path=path)
            )


def _for_customers(workspace: Workspace, name: str) -> bool:
    """Whether a text that customers read mentions the piece."""
    mark = f'"{name}"'
    return any(
        mark in wording.body.replace("'", '"')
        for template in workspace.templates.values()
        if template.shared.value.audience == "customer" and template.shared.value.kind != "note"
        for wording in template.wordings.values()
    )
