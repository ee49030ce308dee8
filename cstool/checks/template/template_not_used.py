"""A text that only the tool can send is sent by nothing.

Automatic replies, surveys and proactive messages go out through a rule or an outreach entry; replies and notes are picked by
agents and need none. A shared piece is used when some template includes it.

Bad:

    # templates/general/later.en.md
    ---
    category: other
    kind: auto_reply
    subject: Later
    ---
    We answer later.
    # templates/general/later.zh-CN.md
    ---
    subject: 稍后
    ---
    我们稍后回复。

Good:

    # templates/general/later.en.md
    ---
    category: other
    ---
    We answer later.
    # templates/general/later.zh-CN.md
    我们稍后回复。

中文：自动回复、调查、主动消息类的话术没有任何规则或主动消息会发送它；或公共文字没有被引用。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import pieces
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Automatic texts that nothing sends, and shared pieces that nothing includes."""
    if workspace.incomplete & {"stages", "outreach", "sops", "templates", "rules"}:
        return
    sent = _sent(workspace)
    for template in workspace.templates.values():
        kind = template.shared.value.kind
        if template.shared.value.enabled and kind in ("auto_reply", "survey", "outreach") and template.id not in sent:
            place = template.shared.at("kind")
            yield Problem(place, text("template-not-used", id=template.id), text("hint-template-not-used"))
    included = {one.name for piece in pieces(workspace) for one in piece.analysis.includes}
    for name, wordings in workspace.partials.items():
        if name not in included and wordings:
            yield Problem(next(iter(wordings.values())).at(0), text("partial-not-used", name=name), text("hint-partial-not-used"))


def _sent(workspace: Workspace) -> frozenset[str]:
    by_rules = {rule.value.then.reply for _, rule in workspace.rules()} | {rule.value.then.note for _, rule in workspace.rules()}
    by_outreach = {item.value.template for item in workspace.outreach}
    by_steps = {step.template for item in workspace.sops.values() for step in item.value.steps}
    instead = {other for one in workspace.templates.values() for other in one.shared.value.backends.values()}
    return frozenset(name for name in by_rules | by_outreach | by_steps | instead if name)
