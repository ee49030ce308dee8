"""A setting or comment that would allow what nothing allows.

A secret in a file can be used by whoever reads the repository, whatever the reason for it. The setting or
comment has no effect; mend the fault, and remove it.

中文：这一项不能用设置或 allow 注释放过，例如直接写在文件里的密钥。请改正问题并删掉这个设置或注释。

Bad:

    # config/cstool.yaml
    name: base
    locales: [en, zh-CN]
    checks: {disabled: {literal-secret: "only our own people read it"}}

Good:

    # config/cstool.yaml
    name: base
    locales: [en, zh-CN]
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
