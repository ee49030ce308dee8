"""A shared key in the file of another language.

Category, channels and the like hold for all languages and stand in the default locale's file only;
a second copy would drift apart.

中文：这个键只写在默认语言的文件里，其他语言的文件不能再写一遍。

Bad:

    # templates/general/acknowledge.zh-CN.md
    ---
    category: other
    subject: "已收到您的留言 {{ ticket.id }}"
    ---
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
