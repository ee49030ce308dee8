"""A message that opens a new mail has no subject.

Replies keep the subject of the ticket. Proactive messages and surveys start a mail of their own: without a subject many go to
the spam folder, and a translation without one is sent under the subject of another language.

Bad:

    # templates/general/acknowledge.zh-CN.md
    您好：我们将在{{ sla.first_reply | promise }}回复您。{{ brand.name }}

Good:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: "已收到您的留言 {{ ticket.id }}"
    ---
    您好：我们将在{{ sla.first_reply | promise }}回复您。{{ brand.name }}

中文：会作为新邮件发出的话术没有主题，或者某个语言版本没有自己的主题，会用默认语言的主题发出。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import channels_of
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Outreach and surveys by mail without subject; translations without the subject that the default language has."""
    default = workspace.settings.value.default_locale
    for template in workspace.templates.values():
        shared = template.shared.value
        mailed = any(workspace.channels[channel].value.type == "email" for channel in channels_of(workspace, template))
        if not shared.enabled or not mailed or shared.audience == "internal":
            continue
        if not shared.subject:
            if shared.kind in ("outreach", "survey"):
                yield Problem(template.shared.at("kind"), text("missing-subject", id=template.id), text("hint-add-subject"))
            continue
        for locale, wording in template.wordings.items():
            if not wording.front.subject:
                message = text("subject-of-other-locale", locale=locale, default=default)
                yield Problem(wording.at(0), message, text("hint-add-subject"))
