"""Zammad: what its account lacks, what a push there must not do, what only a person can do there."""

MESSAGES: dict[str, tuple[str, str]] = {
    "zammad-no-list": (
        "the answer to {path} is no list ('{begins}'): is the address right?",
        "{path} 的答复不是列表（“{begins}”）：地址是否正确？",
    ),
    "zammad-no-record": ("the answer holds no record ('{begins}')", "答复里没有记录（“{begins}”）"),
    "zammad-missing-rights": (
        "the token of backend '{backend}' may not do what a push needs; give it these rights: {rights}",
        "后台“{backend}”的令牌权限不够；请加上这些权限：{rights}",
    ),
    "zammad-in-use": (
        "{object} is in use there and stays: {why}; take it out of use, then push again",
        "{object} 在后台还在使用，没有删除：{why}；请先停止使用，再推送",
    ),
    "zammad-no-user": (
        "{object} names '{name}', and no user there has that address: make the agent's account first",
        "{object} 用到“{name}”，后台没有这个邮箱的用户：请先为这位客服开通账号",
    ),
    "zammad-no-group": (
        "{object} names the group '{name}', which is not there: correct the binding or make the group",
        "{object} 用到小组“{name}”，后台没有：请改正对应关系或先建好小组",
    ),
    "zammad-not-there": (
        "{object} names {kind} '{name}', which is not there: tickets that match would fail",
        "{object} 用到的 {kind}“{name}”在后台不存在：符合条件的工单会出错",
    ),
    "zammad-no-attribute": (
        "{object} uses the attribute '{attribute}', which is not there: the product would stop at this rule; make the attribute "
        "or bind the field with 'create'",
        "{object} 用到属性“{attribute}”，后台没有：后台会停在这条规则；请先建好属性，或在对应关系里写 create",
    ),
    "zammad-too-old": (
        "{object} needs Zammad 6: an older one drops half of it without a word; exclude it or update the product",
        "{object} 需要 Zammad 6：更旧的版本会悄悄丢掉一半；请排除它或升级后台",
    ),
    "zammad-no-expert-conditions": (
        "{object} has a nested condition ({count} in all), and the setting ticket_allow_expert_conditions is off: switch it on",
        "{object} 用到嵌套条件（共 {count} 条），而后台设置 ticket_allow_expert_conditions 已关闭：请打开",
    ),
    "zammad-no-zone": (
        "{object} is in the zone '{zone}', which the server does not know: every ticket of its SLA would fail; use a zone that it lists",
        "{object} 的时区“{zone}”服务器不认识：用到它的工单都会出错；请改用服务器列出的时区",
    ),
    "zammad-name-taken": (
        "{object}: the name '{name}' is taken there by '{taken}' (upper and lower case are one): rename one of them",
        "{object}：名称“{name}”已被后台的“{taken}”占用（不分大小写）：请改掉其中一个",
    ),
    "zammad-named-by-others": (
        "{object} is named by the {kind} '{name}' there: deleting it would make that one fail; change '{name}' first",
        "后台的 {kind}“{name}”还在用 {object}：删除后它会出错；请先修改“{name}”",
    ),
    "zammad-inactive-group": (
        "{object} moves tickets into the group '{name}', which is inactive: nobody would see them; activate the group",
        "{object} 把工单转到已停用的小组“{name}”：谁都看不到；请先启用小组",
    ),
    "zammad-attribute-waits": (
        "the attribute '{name}' has changes that somebody has not applied yet, and ours would apply them: apply or discard them first",
        "属性“{name}”有别人尚未生效的改动，我们的推送会一并生效：请先使其生效或放弃",
    ),
    "zammad-too-long": (
        "{object}: '{field}' has {length} characters, and the product cuts it at {most}: shorten it",
        "{object}：“{field}”有 {length} 个字符，后台只留 {most} 个：请缩短",
    ),
    "zammad-restart": (
        "these attributes are new: {names}; if rules that use them are refused, restart Zammad and push again",
        "这些属性是新建的：{names}；如果用到它们的规则被拒绝，请重启 Zammad 后再推送",
    ),
    "zammad-no-address": (
        "give these groups an e-mail address, or their automatic replies are not sent: {groups}",
        "请给这些小组配置邮箱地址，否则自动回复不会发出：{groups}",
    ),
    "zammad-other-reply": (
        "the trigger '{name}' there also answers customers: switch it off, or they get two replies",
        "后台的触发器“{name}”也会回复客户：请关掉，否则客户会收到两封",
    ),
    "zammad-broken-trigger": (
        "the trigger '{name}' there names a group that is gone: tickets that match it fail; mend or delete it",
        "后台的触发器“{name}”用到已删除的小组：符合条件的工单会出错；请修好或删除",
    ),
    "zammad-stopping-trigger": (
        "the trigger '{name}' there sets an attribute that is not there: on tickets that match it no later trigger runs; mend it",
        "后台的触发器“{name}”设置了不存在的属性：命中它的工单之后的触发器都不会运行；请修好",
    ),
    "zammad-other-rules": (
        "triggers there that are not ours also move tickets, and the last one by name wins; look at these: {names}",
        "后台还有不归我们管的触发器会改动工单，按名称排在最后的生效；请查看：{names}",
    ),
    "zammad-tag-lost": (
        "deleting the tag '{name}' takes it off {count} tickets",
        "删除标签“{name}”会把它从 {count} 张工单上去掉",
    ),
    "zammad-values-lost": (
        "deleting the attribute '{name}' deletes its value on every ticket",
        "删除属性“{name}”会删掉所有工单上的这项内容",
    ),
}
