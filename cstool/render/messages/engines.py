"""What the models of helpdesks say: why rules did not run, what cannot be judged, where an outcome differs and why."""

MESSAGES: dict[str, tuple[str, str]] = {
    "engine-closed": ("the ticket is closed: no rule runs", "工单已关闭：规则不再运行"),
    "engine-suspended": (
        "sent by a machine: the product suspends the mail and makes no ticket",
        "由机器发送：后台拦下这封邮件，不生成工单",
    ),
    "engine-unknown-action": ("an action that this model does not know", "模型不认识的动作"),
    "engine-row": ("'{field}' {operator} '{value}'", "“{field}” {operator} “{value}”"),
    "engine-filter": ("a filter that this model cannot judge", "模型无法判断的筛选条件"),
    "engine-broken": (
        "'{rule}' sets '{field}' to '{value}', which cannot be written: it does nothing, and no later rule runs",
        "“{rule}”要把“{field}”设为“{value}”，无法写入：它什么也不做，后面的规则也不再运行",
    ),
    "engine-refused": (
        "'{rule}' sets '{field}' to '{value}', which is not there: the product refuses the ticket",
        "“{rule}”要把“{field}”设为“{value}”，后台没有这个值：整张工单被拒收",
    ),
    "engine-refusal": (
        "on '{backend}' {count} tests come out otherwise than here ({tests}): mend the rules, or name what you accept under "
        "'accepted_differences': {differences}",
        "在“{backend}”上有 {count} 个用例的结果与本地不同（{tests}）：请修改规则，或把可以接受的差别写入“accepted_differences”：{differences}",
    ),
    "engine-bad-calendar": (
        "the SLA '{sla}' counts on a calendar that cannot be read: the product refuses the ticket",
        "时效“{sla}”所用的日历无法读取：整张工单被拒收",
    ),
}
