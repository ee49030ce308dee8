"""A text file whose name does not say template and language.

The name must be `<folder>/<name>.<locale>.md`, or the tool cannot tell what it is.

中文：文件名必须写成 <文件夹>/<名称>.<语言>.md。

Bad:

    # templates/general/Hello World.md
    Hello

Good:

    # templates/general/hello.en.md
    Hello
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
