"""Values nested deeper than anybody writes.

A file like this is made by accident or in bad faith, and would exhaust the reader.

中文：嵌套层数过深，正常配置不会这样写。
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
