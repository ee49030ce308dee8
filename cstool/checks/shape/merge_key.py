"""A YAML merge key `<<`.

YAML 1.2 has no merge keys; tools differ on what they mean, so the keys must be written out.

中文：用了合并键 <<；YAML 1.2 没有它，请把内容写全。

Bad:

    # config/teams.yaml
    agents:
      lin: &lin {name: 林晓, email: lin@lumen.example}
      li: {<<: *lin, name: 李}

Good:

    # config/teams.yaml
    agents:
      lin: {name: 林晓, email: lin@lumen.example}
      li: {name: 李, email: li@lumen.example}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
