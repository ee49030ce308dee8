"""A file larger than the tool reads.

No config file of a person is that large; it is most likely an export in the wrong folder.

中文：文件太大，多半是把导出文件放错了文件夹。
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
