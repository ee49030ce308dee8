"""Front matter that is not closed.

The file begins with `---` and no second `---` follows, so it cannot be told what is text and what
is not.

中文：文件开头的 --- 没有对应的结尾 ---。

Bad:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: 已收到您的留言 {{ ticket.id }}
    {{ brand.name }}将在{{ sla.first_reply | promise }}回复您。

Good:

    # templates/general/acknowledge.zh-CN.md
    ---
    subject: "已收到您的留言 {{ ticket.id }}"
    ---
    {{ brand.name }}将在{{ sla.first_reply | promise }}回复您。
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
