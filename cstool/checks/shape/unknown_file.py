"""A file in config/ that nothing reads.

A misspelt file name leaves its whole content out.

中文：config/ 里有不会被读取的文件，多半是文件名拼错了。

Bad:

    # config/team.yaml
    teams: {}

Good:

    # config/teams/more.yaml
    teams: {}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.WARNING
