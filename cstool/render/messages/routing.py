"""Messages of routing: reasons, and the faults that routing, team and reference checks find."""

MESSAGES: dict[str, tuple[str, str]] = {
    "reason-rule": ("rule '{rule}' of stage '{stage}': {said}", "环节“{stage}”的规则“{rule}”：{said}"),
    "reason-rule-always": (
        "rule '{rule}' of stage '{stage}' takes every ticket",
        "环节“{stage}”的规则“{rule}”对所有工单生效",
    ),
    "reason-rule-not": (
        "rule '{rule}' of stage '{stage}' does not apply: {said}",
        "环节“{stage}”的规则“{rule}”不适用：{said}",
    ),
    "reason-then": ("{first}; then {second}", "{first}；然后{second}"),
    "reason-no-rule": ("none of the {tried} rules applies", "{tried} 条规则都不适用"),
    # kinds of objects
    "ref-category": ("category", "分类"),
    "ref-tag": ("tag", "标签"),
    "ref-skill": ("skill", "技能"),
    "ref-field": ("field", "字段"),
    "ref-role": ("role", "角色"),
    "ref-channel": ("channel", "渠道"),
    "ref-store": ("store", "店铺"),
    "ref-pack": ("pack", "平台规则包"),
    "ref-team": ("team", "小组"),
    "ref-agent": ("agent", "客服"),
    "ref-shift": ("shift", "班次"),
    "ref-calendar": ("calendar", "工作日历"),
    "ref-template": ("template", "话术模板"),
    "ref-article": ("article", "知识文章"),
    "ref-sop": ("SOP", "标准流程"),
    "ref-keywords": ("keyword set", "关键词组"),
    # references and dead words
    "unknown-reference": ("there is no {kind} '{name}'", "没有名为“{name}”的{kind}"),
    "hint-define-reference": (
        "define the {kind} '{name}' or name one that is there",
        "先定义{kind}“{name}”，或改用已有的",
    ),
    "unused": ("the {kind} '{name}' is used by nothing", "{kind}“{name}”没有被任何地方使用"),
    "hint-unused": ("take it out, or use it in a rule", "删除它，或在规则里用上"),
    "expired": ("it was in force until {until}; today is {today}", "有效期到 {until} 为止，今天是 {today}"),
    "hint-expired": ("take it out, or give it a later 'until'", "删除它，或改一个更晚的 until"),
    # rules
    "answers-automatic-mail": (
        "rule '{rule}' also answers mail that a machine sent",
        "规则“{rule}”会回复机器自动发出的邮件",
    ),
    "hint-answers-automatic-mail": ("add 'automatic: false' to its condition", "在条件里加上“automatic: false”"),
    "two-replies": (
        "rule '{rule}' can answer a ticket that rule '{other}' answers too",
        "规则“{rule}”与规则“{other}”可能对同一工单各回复一次",
    ),
    "other-reply": ("rule '{rule}' replies here", "规则“{rule}”在这里回复"),
    "hint-two-replies": (
        "put both into one stage with 'match: first', or make their conditions exclude each other",
        "把两条规则放进同一个“match: first”环节，或让条件互斥",
    ),
    "reads-sibling": (
        "rule '{rule}' reads '{field}', which rule '{other}' of the same stage '{stage}' writes: it never sees that value",
        "规则“{rule}”读取“{field}”，而同一环节“{stage}”的规则“{other}”会写它：读不到写入后的值",
    ),
    "hint-reads-sibling": ("move '{rule}' into a stage below '{stage}'", "把“{rule}”移到“{stage}”后面的环节"),
    "sibling-writes": ("rule '{rule}' writes it here", "规则“{rule}”在这里写入"),
    "write-conflict": (
        "rule '{rule}' writes '{what}' where rule '{other}' can write '{against}' to the same ticket",
        "规则“{rule}”写“{what}”，而规则“{other}”可能对同一工单写“{against}”",
    ),
    "hint-write-conflict": (
        "make their conditions exclude each other, or write 'match: first' and put the stronger rule above",
        "让两条规则的条件互斥，或改成“match: first”并把更重要的放在上面",
    ),
    "numeric-gap": (
        "{field} between {low} and {high} belongs neither to rule '{other}' nor to rule '{rule}'",
        "{field} 在 {low} 与 {high} 之间时，规则“{other}”和规则“{rule}”都不处理",
    ),
    "numeric-double-edge": (
        "{field} of exactly {high} belongs to rule '{other}' and to rule '{rule}'",
        "{field} 恰为 {high} 时，同时属于规则“{other}”和规则“{rule}”",
    ),
    "numeric-overlap": (
        "{field} from {high} to {low} belongs to rule '{other}' and to rule '{rule}'",
        "{field} 从 {high} 到 {low} 同时属于规则“{other}”和规则“{rule}”",
    ),
    "other-band": ("the band of rule '{rule}'", "规则“{rule}”的区间"),
    "hint-numeric-gap": (
        "write 'lt: {edge}' in the lower rule and 'gte: {edge}' in the upper one",
        "低的一条写“lt: {edge}”，高的一条写“gte: {edge}”",
    ),
    # backends
    "backend-lacks-condition": (
        "backend '{backend}' cannot ask '{operator}' of '{field}'",
        "后台“{backend}”不能对“{field}”使用“{operator}”",
    ),
    "backend-lacks-action": ("backend '{backend}' has no action '{action}'", "后台“{backend}”没有动作“{action}”"),
    "backend-lacks-channel": (
        "the condition needs channels that backend '{backend}' has no binding for: {channels}",
        "条件涉及的渠道在后台“{backend}”没有对应关系：{channels}",
    ),
    "backend-lacks-field": ("backend '{backend}' has no binding for '{field}'", "后台“{backend}”没有“{field}”的对应关系"),
    "backend-lacks-band": (
        "{limit} is no edge of the bands of backend '{backend}': {edges}",
        "{limit} 不是后台“{backend}”的分档边界：{edges}",
    ),
    "hint-not-on-backend": (
        "bind it under 'backends', or put 'rules/{rule}' under 'exclude' of '{backend}'",
        "在 backends 下建立对应关系，或把“rules/{rule}”写进“{backend}”的 exclude",
    ),
    # teams
    "skill-nobody-holds": ("no agent holds the skill '{skill}'", "没有客服具备技能“{skill}”"),
    "skill-nobody-holds-in-team": (
        "no agent of team '{team}' or its overflow holds the skill '{skill}'",
        "小组“{team}”及其溢出小组里没有客服具备技能“{skill}”",
    ),
    "skill-one-holder": ("only agent '{agent}' holds the skill '{skill}'", "只有客服“{agent}”具备技能“{skill}”"),
    "the-only-holder": ("the only agent with '{skill}'", "唯一具备“{skill}”的客服"),
    "hint-skill": ("give '{skill}' to another agent of the team", "让小组里的另一名客服也具备“{skill}”"),
    "team-without-members": ("team '{team}' has no agent in force", "小组“{team}”没有在岗客服"),
    "hint-team-members": ("add members, or write 'external: true' with an address", "添加成员，或写“external: true”并填邮箱"),
    "external-team-without-address": ("the external team '{team}' has no mail address", "外部小组“{team}”没有邮箱地址"),
    "hint-team-address": ("add 'email'", "填写 email"),
    "overflow-cycle": ("overflow goes round: {circle}", "溢出形成循环：{circle}"),
    "hint-overflow-cycle": ("take one of these entries out of 'overflow'", "从其中一个 overflow 里去掉这一项"),
    "zero-capacity": (
        "every agent of team '{team}' takes 0 '{type}' tickets, and it owns channel '{channel}'",
        "小组“{team}”负责渠道“{channel}”，但所有客服的“{type}”接待上限都是 0",
    ),
    "capacity-here": ("the capacity stated here", "这里写的接待上限"),
    "hint-zero-capacity": ("raise the capacity for '{type}' of one agent", "至少给一名客服提高“{type}”的上限"),
}
