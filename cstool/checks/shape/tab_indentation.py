"""A tab where YAML wants spaces.

YAML forbids tabs for indentation because editors show them with different widths.

中文：缩进用了制表符（Tab），YAML 只允许空格。

Bad:

    # config/teams.yaml
    teams:
    \treturns: {members: [ana]}

Good:

    # config/teams.yaml
    teams:
      returns: {members: [ana]}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
