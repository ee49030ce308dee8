"""What a compile for a helpdesk product says."""

MESSAGES: dict[str, tuple[str, str]] = {
    "backend-differs": ("on {backend}: {what}", "在 {backend} 上：{what}"),
    "backend-lacks": ("{backend} cannot hold this: {what}", "{backend} 做不到：{what}"),
    "backend-no-placeholder": (
        "{backend} has no placeholder for '{variable}': guard it with a text for a missing value, or bind it under 'fields'",
        "{backend} 没有“{variable}”的占位符：请写好缺失时的文字，或在“fields”里绑定",
    ),
    "backend-unbound-channel": (
        "channel '{channel}' has no place in the account '{backend}': bind it under 'channels', or exclude 'channels/{channel}'",
        "渠道“{channel}”在账号“{backend}”里没有对应关系：请在“channels”里绑定，或排除“channels/{channel}”",
    ),
    "backend-unbound-field": (
        "field '{field}' has no place in the account '{backend}': bind it under 'fields'",
        "字段“{field}”在账号“{backend}”里没有对应关系：请在“fields”里绑定",
    ),
    "backend-unknown-zone": (
        "the account '{backend}' knows no time zone '{zone}'",
        "账号“{backend}”没有时区“{zone}”",
    ),
    "backend-template-excluded": (
        "the template '{template}' is kept away from the account '{backend}': exclude this rule too",
        "话术“{template}”不推送到账号“{backend}”：请把这条规则也排除",
    ),
    "backend-excluded": ("'{object}' is kept away from the account '{backend}'", "“{object}”不推送到账号“{backend}”"),
    "backend-handbook-only": ("kept in the handbook, not pushed", "只保留在手册里，不推送"),
    "backend-documentation-only": (
        "{backend} knows no such event: kept as documentation for the shop system's connector",
        "{backend} 没有这个事件：只作为商城连接器的说明文档",
    ),
    "no-facts-about-product": ("nothing is known about the product '{type}'", "没有关于产品“{type}”的资料"),
}
