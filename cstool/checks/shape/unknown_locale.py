"""A text in a language that cstool.yaml does not list.

Nobody would be asked to keep it complete, and no check would look for its gaps.

中文：cstool.yaml 的 locales 里没有这个语言。

Bad:

    # templates/general/acknowledge.fr.md
    Bonjour

Good:

    # templates/general/acknowledge.zh-CN.md
    你好
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
