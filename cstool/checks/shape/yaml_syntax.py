"""The file is not YAML.

Nothing of the file can be read until this is mended; the message says where reading stopped.

中文：文件不符合 YAML 语法，修好之前整个文件都读不了。

Bad:

    # config/teams.yaml
    teams:
      returns: {members: [ana

Good:

    # config/teams.yaml
    teams:
      returns: {members: [ana]}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
