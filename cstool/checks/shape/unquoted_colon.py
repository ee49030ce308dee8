"""A value that contains `: ` without quotes.

YAML takes `: ` for the start of another key.

中文：值里有“: ”却没有加引号，YAML 会把它当成新的键。

Bad:

    # config/teams.yaml
    agents:
      lin:
        name: Lin: team lead
        email: lin@lumen.example

Good:

    # config/teams.yaml
    agents:
      lin:
        name: "Lin: team lead"
        email: lin@lumen.example
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
