"""The same key twice in one mapping.

YAML keeps one of the two and drops the other without a word.

中文：同一个键写了两次，其中一个会被悄悄丢掉。

Bad:

    # config/teams.yaml
    teams:
      returns: {members: [ana]}
      returns: {members: [bo]}

Good:

    # config/teams.yaml
    teams:
      returns: {members: [ana, bo]}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
