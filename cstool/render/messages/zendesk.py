"""What an account of Zendesk says against a plan, and what only people can settle there."""

MESSAGES: dict[str, tuple[str, str]] = {
    "zendesk-unknown-answer": (
        "the answer to {path} holds no '{wanted}': is this the address of a Zendesk account?",
        "{path} 的答复里没有“{wanted}”：这个地址是 Zendesk 账号吗？",
    ),
    "zendesk-odd-object": (
        "the {kind} {native} of the account has a shape that cstool does not know ({shape})",
        "账号里的 {kind} {native} 的格式无法识别（{shape}）",
    ),
    "zendesk-job-failed": ("the job {path} did not end well: {why}", "任务 {path} 没有完成：{why}"),
    "zendesk-category-in-use": (
        "the category still holds the trigger '{title}' ({count} in all), which it would take with it: move it first",
        "该分类里还有触发器“{title}”（共 {count} 个），删除分类会一并删掉：请先移走",
    ),
    "zendesk-lacks-sla-policies": (
        "the account gives no SLA policies (its plan or the rights of the token): {count} objects could not be pushed; "
        "use the token of an admin, or exclude the policies",
        "账号不提供 SLA 策略（套餐或令牌权限不够）：{count} 个对象无法推送；请换管理员令牌，或排除这些时效标准",
    ),
    "zendesk-lacks-skills": (
        "the account has no skills (its plan or the rights of the token): {count} objects could not be pushed; "
        "use the token of an admin, or exclude the skills",
        "账号没有技能功能（套餐或令牌权限不够）：{count} 个对象无法推送；请换管理员令牌，或排除这些技能",
    ),
    "zendesk-not-there": (
        "the account has no {kind} '{name}', or several; '{object}' needs it (and {count} more objects): "
        "add it there, or exclude what needs it",
        "账号里没有{kind}“{name}”，或有多个；“{object}”需要它（另有 {count} 个对象）：请在账号里添加，或排除需要它的对象",
    ),
    "zendesk-no-such-value": ("the account has no {kind} '{name}'", "账号里没有{kind}“{name}”"),
    "zendesk-no-such-option": (
        "the drop-down '{field}' of the account has no option '{value}'",
        "账号的下拉字段“{field}”没有选项“{value}”",
    ),
    "zendesk-rule-too-large": (
        "'{object}' has {size} bytes, an account takes fewer than {most}: split the rule",
        "“{object}”有 {size} 字节，账号只接受小于 {most} 的规则：请拆分",
    ),
    "zendesk-tag-taken": (
        "'{object}' would use the tag '{tag}', which the drop-down '{field}' has already",
        "“{object}”要用的标签“{tag}”已属于下拉字段“{field}”",
    ),
    "zendesk-too-many": ("{count} {kind} are more than an account holds ({most})", "{kind}共 {count} 个，超过账号上限 {most}"),
    "zendesk-answers-too": (
        "the trigger '{title}' of the account answers customers too: switch it off, or they get two answers",
        "账号自带的触发器“{title}”也会回复客户：请停用它，否则客户会收到两封",
    ),
    "zendesk-wipes-tags": (
        "the trigger '{title}' of the account replaces all tags: rules after it forget what was decided before",
        "账号里的触发器“{title}”会替换所有标签：它之后的规则会忘记之前的判断",
    ),
    "zendesk-user": ("agent", "客服"),
    "zendesk-locale": ("language", "语言"),
    "zendesk-brand": ("brand", "品牌"),
    "zendesk-found-field": ("ticket field", "工单字段"),
    "zendesk-found-group": ("group", "组"),
    "zendesk-found-schedule": ("schedule", "工作时间表"),
    "zendesk-found-skill": ("skill", "技能"),
    "zendesk-address": ("support address", "收件地址"),
    "zendesk-user-field": ("user field", "用户字段"),
    "zendesk-trigger": ("active triggers", "启用的触发器"),
    "zendesk-trigger-category": ("trigger categories", "触发器分类"),
}
