"""Full-width punctuation where YAML wants ASCII.

`：`, `，`, `“` and `”` come from a Chinese keyboard and mean nothing to YAML; the hint shows the line
as it should be.

中文：用了中文标点（：，“”），YAML 只认英文标点；提示里给出了改好的那一行。

Bad:

    # config/teams.yaml
    teams:
      returns： {members: [ana]}

Good:

    # config/teams.yaml
    teams:
      returns: {members: [ana]}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
