"""A file that the system refuses to give.

Its content is missing from every check and from every push.

中文：系统无法读取这个文件。
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
