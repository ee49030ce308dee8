"""A text in a language that cstool.yaml does not list.

Nobody would be asked to keep it complete, and no check would look for its gaps.

中文：cstool.yaml 的 locales 里没有这个语言。

Bad:

    # templates/general/acknowledge.fr.md
    ---
    subject: "Nous avons votre message {{ ticket.id }}"
    ---
    {{ brand.name }} {{ sla.first_reply | promise }}

Good:

    # config/cstool.yaml
    name: base
    locales: [en, zh-CN, fr]
    # templates/general/acknowledge.fr.md
    ---
    subject: "Nous avons votre message {{ ticket.id }}"
    ---
    {{ brand.name }} {{ sla.first_reply | promise }}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
