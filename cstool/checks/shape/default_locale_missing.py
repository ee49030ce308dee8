"""A text without a file in the default locale.

The default locale carries the shared front matter and is what customers get when their language is
missing.

中文：缺少默认语言的文件；公共设置写在那里，客户语言没有译文时也发它。

Bad:

    # config/kb/lamp.zh-CN.md
    ---
    title: 台灯安装
    ---
    先断电，再装灯泡。

Good:

    # config/kb/lamp.en.md
    ---
    title: Setting up the lamp
    ---
    Switch off the power, then put in the bulb.
    # config/kb/lamp.zh-CN.md
    ---
    title: 台灯安装
    ---
    先断电，再装灯泡。
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
