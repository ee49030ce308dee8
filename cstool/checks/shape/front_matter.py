"""Front matter that is not closed.

The file begins with `---` and no second `---` follows, so it cannot be told what is text and what
is not.

中文：文件开头的 --- 没有对应的结尾 ---。

Bad:

    # templates/refund/short.en.md
    ---
    category: refund
    Hello

Good:

    # templates/refund/short.en.md
    ---
    category: refund
    ---
    Hello
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
