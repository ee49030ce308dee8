"""A value that is not one of the allowed words.

The tool cannot know what was meant, and neither could the helpdesk.

中文：这个值不在允许的范围内。

Bad:

    # config/teams.yaml
    teams:
      returns: {members: [ana], assign: least_busy}

Good:

    # config/teams.yaml
    teams:
      returns: {members: [ana], assign: least_loaded}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
