"""A text without a file in the default locale.

The default locale carries the shared front matter and is what customers get when their language is
missing.

中文：缺少默认语言的文件；公共设置写在那里，客户语言没有译文时也发它。

Bad:

    # templates/general/hello.zh-CN.md
    您好

Good:

    # templates/general/hello.en.md
    Hello
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
