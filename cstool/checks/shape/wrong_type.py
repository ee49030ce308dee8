"""A value of the wrong kind: a number where a text belongs, a text where a list belongs.

Guessing would hide mistakes; a number in quotes is a text, a text in brackets is a list.

中文：值的类型不对：该写列表的地方写了文字，或该写文字的地方写了数字。

Bad:

    # config/teams.yaml
    teams:
      returns: {members: ana}

Good:

    # config/teams.yaml
    teams:
      returns: {members: [ana]}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
