"""An allow comment without a reason.

In a year nobody knows why the fault was accepted; the reason is what a reviewer reads.

中文：allow 注释没有写理由。

Bad:

    # config/teams.yaml
    teams:
      # cstool: allow[unused]
      returns: {members: [ana]}

Good:

    # config/teams.yaml
    teams:
      returns: {members: [ana]}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
