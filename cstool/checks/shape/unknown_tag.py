"""A YAML tag that this tool does not know.

Tags such as `!Ref` belong to other tools; here a value is plain text, number, list or mapping.

中文：用了不认识的 YAML 标签（如 !Ref）。

Bad:

    # config/teams.yaml
    agents:
      lin: {name: !vault 林晓, email: lin@lumen.example}

Good:

    # config/teams.yaml
    agents:
      lin: {name: 林晓, email: lin@lumen.example}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
