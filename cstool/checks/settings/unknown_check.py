"""A check name that does not exist, in settings or in an allow comment.

A misspelt name switches nothing off and nothing on.

中文：检查项名称不存在。

Bad:

    # config/teams.yaml
    teams:
      # cstool: allow[zero-capacty] trainees
      returns: {members: [ana]}

Good:

    # config/teams.yaml
    teams:
      returns: {members: [ana]}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
