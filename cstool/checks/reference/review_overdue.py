"""Nobody has looked at this for longer than the team wanted.

`review` in cstool.yaml says how often each kind is looked at. A template of last year promises last year's return window; an SOP
nobody read for six months describes a system that is gone. `cstool review due` lists what waits, `cstool review done` writes
down that somebody looked.

Bad:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    default_locale: en
    review: {routing: 90d}

Good:

    # config/cstool.yaml
    name: base
    timezone: Asia/Shanghai
    locales: [en, zh-CN]
    default_locale: en

中文：该复审的内容过期没看。cstool.yaml 的 review 写明每类内容多久看一次；用 cstool review due 列出到期的，
看过之后用 cstool review done 记下来。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.review import reviews
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Objects whose day has passed, or of which nobody wrote down a day; only where a rhythm is stated."""
    for review in reviews(workspace):
        if review.overdue(workspace.today):
            said = "review-overdue" if review.due else "review-never"
            message = text(said, object=review.name, every=review.every, due=review.due or "")
            yield Problem(review.item.at("review"), message, text("hint-review-done", object=review.name))
