"""A text file whose name does not say template and language.

The name must be `<folder>/<name>.<locale>.md`, or the tool cannot tell what it is.

中文：文件名必须写成 <文件夹>/<名称>.<语言>.md。

Bad:

    # config/kb/Lamp Setup.md
    Switch off the power, then put in the bulb.

Good:

    # config/kb/lamp-setup.en.md
    ---
    title: Setting up the lamp
    ---
    Switch off the power, then put in the bulb.
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
