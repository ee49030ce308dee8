"""A value that contains ` #` without quotes.

YAML takes everything after ` #` for a comment, so the rest of the value is lost without a word.

中文：值里有“ #”却没有加引号，YAML 会把后面的内容当成注释丢掉。

Bad:

    # config/teams.yaml
    agents:
      lin:
        name: Lin #1
        email: lin@lumen.example

Good:

    # config/teams.yaml
    agents:
      lin:
        name: "Lin #1"
        email: lin@lumen.example
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.WARNING
