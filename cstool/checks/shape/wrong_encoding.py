"""The file is not UTF-8.

git, CI and other editors expect UTF-8; other encodings turn into question marks there. UTF-16 and
GB18030 are read all the same.

中文：文件不是 UTF-8 编码。请在编辑器里另存为 UTF-8，否则在 git 和 CI 里会变成乱码。
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.WARNING
