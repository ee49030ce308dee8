"""A password or token in the file itself.

Whoever can read the repository could use it, and git never forgets. Write `env:NAME` and put the
secret into that environment variable; change the secret, since it has been in a file. Neither it
nor its line is shown. No comment and no setting switches this off.

中文：密钥直接写在了文件里。请改成 env:变量名，并更换这个密钥；这里不会显示它。这一项不能用注释或设置关掉。

Bad:

    # config/cstool.yaml
    name: base
    locales: [en, zh-CN]
    backends:
      local: {type: local, token: s3cr3t}

Good:

    # config/cstool.yaml
    name: base
    locales: [en, zh-CN]
    backends:
      local: {type: local, token: env:HELPDESK_TOKEN}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
