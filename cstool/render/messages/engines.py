"""What the models of helpdesks say: why rules did not run, what cannot be judged, where an outcome differs and why."""

MESSAGES: dict[str, tuple[str, str]] = {
    "help-option-engine": (
        "Let the rules of this account of cstool.yaml decide, as that helpdesk runs them, and say where it differs.",
        "按 cstool.yaml 里这个账号、由该后台自己的规则引擎来判断，并列出与本地不同之处。",
    ),
    "column-ticket": ("ticket", "工单"),
    "column-part": ("part", "项目"),
    "column-here": ("here", "本地"),
    "column-there": ("there", "后台"),
    "column-object": ("at", "位置"),
    "column-found": ("found", "命中的文字"),
    "column-native-rule": ("rule there", "后台规则"),
    "engine-causes-title": ("Why '{backend}' decides otherwise", "“{backend}”与本地不同的原因"),
    "engine-tickets-title": ("Tickets that end otherwise on '{backend}'", "在“{backend}”上结果不同的工单"),
    "engine-second-title": (
        "Rules of '{backend}' that answer a customer a second time",
        "“{backend}”里给客户发第二次自动回复的规则",
    ),
    "engine-doubts-title": ("Rules of '{backend}' that cannot be judged", "“{backend}”里无法判断的规则"),
    "engine-differing": (
        "on '{backend}' {differing} of {judged} tickets end otherwise than here, {refused} of them in a way that is not accepted",
        "在“{backend}”上，{judged} 张工单里有 {differing} 张结果与本地不同，其中 {refused} 张的差别没有被接受",
    ),
    "engine-equal": (
        "on '{backend}' all {judged} tickets end as they do here",
        "在“{backend}”上，{judged} 张工单的结果都与本地一致",
    ),
    "engine-log-head": ("Ticket '{id}' on '{backend}', rule by rule", "工单“{id}”在“{backend}”上逐条规则"),
    "engine-log-fired": ("applied: {rule}", "执行：{rule}"),
    "engine-log-failed": ("not: {rule}: {row}", "未执行：{rule}：{row}"),
    "engine-log-not": ("not: {rule}", "未执行：{rule}"),
    "engine-log-mail": ("mail to {to} [{language}]: {rule}", "邮件发给 {to} [{language}]：{rule}"),
    "engine-closed": ("the ticket is closed: no rule runs", "工单已关闭：规则不再运行"),
    "engine-suspended": (
        "sent by a machine: the product suspends the mail and makes no ticket",
        "由机器发送：后台拦下这封邮件，不生成工单",
    ),
    "engine-unknown-action": ("an action that this model does not know", "模型不认识的动作"),
    "engine-row": ("'{field}' {operator} '{value}'", "“{field}” {operator} “{value}”"),
    "engine-look-again": (
        "it depends on whether the list of triggers is looked at again after a change, which is not documented",
        "取决于触发器列表在改动之后是否重新检查，而官方没有写明",
    ),
    "engine-collation": (
        "it depends on how the database sorts names: begin them with digits of one length",
        "取决于数据库怎样给名称排序：请让名称以等长数字开头",
    ),
    "engine-filter": ("a filter that this model cannot judge", "模型无法判断的筛选条件"),
    "engine-broken": (
        "'{rule}' sets '{field}' to '{value}', which cannot be written: it does nothing, and no later rule runs",
        "“{rule}”要把“{field}”设为“{value}”，无法写入：它什么也不做，后面的规则也不再运行",
    ),
    "engine-refused": (
        "'{rule}' sets '{field}' to '{value}', which is not there: the product refuses the ticket",
        "“{rule}”要把“{field}”设为“{value}”，后台没有这个值：整张工单被拒收",
    ),
    "engine-refusal-foreign": (
        "on '{backend}' {count} tests come out otherwise than here ({tests}), because of rules there that are not ours: {rules}; switch "
        "them off there, or accept 'foreign-rule' under 'accepted_differences'",
        "在“{backend}”上有 {count} 个用例的结果与本地不同（{tests}），原因是后台里不属于我们的规则：{rules}；请在后台停用它们，"
        "或把“foreign-rule”写入“accepted_differences”",
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
