"""A key that must be there is missing.

Without it the object cannot be used and is left out.

中文：缺少必填的键，这个对象会被忽略。

Bad:

    # config/teams.yaml
    agents:
      lin: {name: 林晓}

Good:

    # config/teams.yaml
    agents:
      lin: {name: 林晓, email: lin@lumen.example}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
