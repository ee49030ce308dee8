"""A length of time without a unit.

`first_reply: 2` could be seconds, minutes or hours; a wrong guess breaks a promise to customers.

中文：时长没有单位：2 是秒、分钟还是小时？猜错就会违背对客户的承诺。

Bad:

    # config/sla.yaml
    policies:
      - {id: shop, targets: {first_reply: 2, resolution: 24h}}

Good:

    # config/sla.yaml
    policies:
      - {id: shop, targets: {first_reply: 2h, resolution: 24h}}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
