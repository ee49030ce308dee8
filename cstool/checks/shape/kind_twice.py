"""A kind both as a file and as a folder, or settings in two files.

Two homes for one kind make it unclear which one holds.

中文：同一类配置既有文件又有文件夹，只能留一个。

Bad:

    # config/sla/more.yaml
    policies: []
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
