"""A key that this file kind does not know.

A misspelt key is not read, so the setting silently does nothing: the team you meant to name never
gets the ticket.

中文：这个文件里没有这个键。键名拼错时该设置不会生效，工单会走到意料之外的地方。

Bad:

    # config/teams.yaml
    teams:
      returns: {name: {zh-CN: 退货组}, membres: [ana]}

Good:

    # config/teams.yaml
    teams:
      returns: {name: {zh-CN: 退货组}, members: [ana]}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
