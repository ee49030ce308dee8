"""An allow comment that allows nothing.

The fault is gone, or the comment stands on the wrong line; left there, it would hide the next one.

中文：allow 注释没有起作用：问题已经没有了，或写错了行。

Bad:

    # config/teams.yaml
    teams:
      # cstool: allow[zero-capacity] trainees
      returns: {members: [ana]}

Good:

    # config/teams.yaml
    teams:
      returns: {members: [ana]}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.WARNING
