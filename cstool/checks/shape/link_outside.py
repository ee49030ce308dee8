"""A link that leads out of the workspace, or into itself.

Files outside the repository are not reviewed, and a link into itself never ends.

中文：链接指向了工作区之外，或指向自己。
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
