"""The same id for two objects.

References could mean either, and the lockfile could keep only one.

中文：两个对象用了同一个编号，引用时分不清是哪一个。

Bad:

    # config/sla.yaml
    policies:
      - {id: shop, targets: {first_reply: 2h, resolution: 24h}}
      - {id: shop, when: {channel_type: email}, targets: {first_reply: 30s, resolution: 24h}}

Good:

    # config/sla.yaml
    policies:
      - {id: mail, when: {channel_type: email}, targets: {first_reply: 30s, resolution: 24h}}
      - {id: shop, targets: {first_reply: 2h, resolution: 24h}}
"""

from cstool.diagnostic import Severity

SEVERITY = Severity.ERROR
