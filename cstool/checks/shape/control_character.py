"""A control character that nobody can see.

It comes from a broken copy and paste; YAML does not allow it.

中文：文件里有看不见的控制字符，通常是复制粘贴带来的。
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
