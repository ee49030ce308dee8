"""YAML aliases that contain themselves or multiply.

A few lines could expand to millions of values (a "YAML bomb").

中文：YAML 别名引用了自己，或层层放大（YAML 炸弹）。

Bad:

    # config/teams.yaml
    teams: &all
      returns: {members: [ana]}
      loop: *all

Good:

    # config/teams.yaml
    teams:
      returns: {members: [ana]}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
