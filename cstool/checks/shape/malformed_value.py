"""A value that is not written as it must be.

Ids, languages, durations and limits have one written form, so that every reader understands the
same.

中文：值的写法不对：编号、语言、时长、上限都有固定写法。

Bad:

    # config/teams.yaml
    agents:
      lin: {name: 林晓, email: lin at lumen.example}

Good:

    # config/teams.yaml
    agents:
      lin: {name: 林晓, email: lin@lumen.example}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
