"""Messages of the checks on how rules work together, on keywords, and on what reaches whom."""

MESSAGES: dict[str, tuple[str, str]] = {
    # what rules write and read
    "reads-later-write": (
        "rule '{rule}' asks for {field} '{value}', which only rule '{other}' of stage '{stage}' writes, and that comes later",
        "规则“{rule}”要求 {field} 为“{value}”，但只有后面环节“{stage}”的规则“{other}”才写入这个值",
    ),
    "reads-own-stage": (
        "rule '{rule}' asks for {field} '{value}', which only rule '{other}' of its own stage '{stage}' writes: "
        "the stage is over by then",
        "规则“{rule}”要求 {field} 为“{value}”，但只有同一环节“{stage}”的规则“{other}”写入它，写入时本环节已经结束",
    ),
    "written-later": ("rule '{rule}' writes it here", "规则“{rule}”在这里写入"),
    "hint-reads-later-write": ("move stage '{stage}' above stage '{own}'", "把环节“{stage}”移到环节“{own}”之前"),
    "hint-reads-other-event": (
        "let a rule for new tickets above '{rule}' write it",
        "让“{rule}”之前处理新工单的规则写入它",
    ),
    "hint-reads-own-stage": ("move '{rule}' into a stage below '{stage}'", "把“{rule}”移到环节“{stage}”之后的环节"),
    # answers
    "answers-agents": (
        "rule '{rule}' also answers tickets that {author} opened in the customer's name",
        "规则“{rule}”也会回复由{author}代客户建立的工单",
    ),
    "author-agent": ("an agent", "客服"),
    "author-system": ("the system", "系统"),
    "hint-answers-agents": ("add 'author: customer' to its condition", "在条件里加上“author: customer”"),
    # what rules do to tickets
    "assigned-to-person": (
        "rule '{rule}' gives its tickets to one person, '{agent}'",
        "规则“{rule}”把工单派给一个人：“{agent}”",
    ),
    "removes-routing-tag": (
        "rule '{rule}' takes off the tag '{tag}' that others go by, without asking whether it is there",
        "规则“{rule}”删除标签“{tag}”，而后面还有人要看它；规则自己的条件也没有问到这个标签",
    ),
    "tag-read-here": ("'{tag}' is read here", "这里读取“{tag}”"),
    "hint-remove": ("take it out", "去掉它"),
    "closes-without-warning": (
        "rule '{rule}' makes tickets '{status}' without a reply, and no stage runs when they are reopened",
        "规则“{rule}”不回复客户就把工单设为“{status}”，而且没有处理重新打开的环节",
    ),
    "hint-closes-without-warning": (
        "add a 'reply' to the rule, or a stage with 'event: ticket.reopened'",
        "在规则里加上 reply，或增加“event: ticket.reopened”的环节",
    ),
    "rule-cycle": ("rules enable each other in a ring: {circle}", "规则首尾相接形成循环：{circle}"),
    "ring-goes-on": ("the ring goes on with rule '{rule}'", "循环经过规则“{rule}”"),
    "hint-rule-cycle": (
        "let '{rule}' ask for something that the others do not write",
        "让“{rule}”的条件不依赖其他几条规则写入的值",
    ),
    "tag-never-read": (
        "rule '{rule}' puts on the tag '{tag}', which nothing reads and which has no name",
        "规则“{rule}”打上标签“{tag}”，但没有任何地方看它，词表里也没有名称",
    ),
    "tag-defined-here": ("'{tag}' is defined here", "“{tag}”在这里定义"),
    "hint-tag-never-read": (
        "take it out, or give it a 'name' in the vocabulary if people or reports go by it",
        "去掉它；如果是给人看或做报表用，请在词表里写上 name",
    ),
    "tag-never-written": (
        "rule '{rule}' asks for the tag '{tag}', which nothing puts on",
        "规则“{rule}”要求标签“{tag}”，但没有任何地方会打这个标签",
    ),
    "hint-tag-never-written": (
        "let a rule above put it on, or write a test with a ticket that has 'tags: {tag}' if it comes from outside",
        "让前面的规则打上它；如果来自外部，写一条带“tags: {tag}”的测试",
    ),
    "reply-loop-every-message": (
        "rule '{rule}' answers every message of a conversation, as often as it comes",
        "规则“{rule}”对会话里的每条消息都自动回复，次数不限",
    ),
    "reply-loop-own-address": (
        "rule '{rule}' answers mail from our own address '{address}' on channel '{channel}', and the answer is a new ticket there",
        "规则“{rule}”会在渠道“{channel}”回复来自我们自己邮箱“{address}”的信，回信又在那边生成新工单",
    ),
    "hint-reply-loop": ("add 'at_most: 1 per 12h'", "加上“at_most: 1 per 12h”"),
    # keywords
    "keyword-variant-missing": (
        "keywords '{set}': '{keyword}' stands there in one writing only, simplified or traditional ({count} of the set)",
        "关键词组“{set}”：“{keyword}”只有简体或只有繁体（本组共 {count} 个）",
    ),
    "hint-add-keywords": ("add {keywords}", "加上{keywords}"),
    "keyword-language-missing": (
        "keywords '{set}' have no words in {languages}, which channels of rule '{rule}' serve",
        "关键词组“{set}”没有{languages}的词，而规则“{rule}”涉及的渠道会收到这种语言",
    ),
    "keywords-searched-here": ("rule '{rule}' searches them here", "规则“{rule}”在这里查找"),
    "hint-keyword-language": (
        "add words in {languages} to '{set}', or let the rule ask for its languages",
        "在“{set}”里补上{languages}的词，或在规则里写明语言",
    ),
    # what reaches whom
    "team-without-language": (
        "team '{team}' gets tickets in '{language}' from channel '{channel}', and nobody there speaks it",
        "小组“{team}”会收到渠道“{channel}”的“{language}”工单，但没有人会这种语言",
    ),
    "nobody-speaks": ("nobody of these, nor of the overflow, has '{language}'", "这些成员和溢出小组都没有登记“{language}”"),
    "hint-team-language": (
        "give '{language}' to an agent of the team, or send these tickets to another team",
        "给组里的客服登记“{language}”，或把这类工单派给别的小组",
    ),
    "team-not-on-channel": (
        "rule '{rule}' sends tickets from channel '{channel}' to team '{team}', which may not answer there",
        "规则“{rule}”把渠道“{channel}”的工单派给小组“{team}”，而该小组不能在那里回复",
    ),
    "channels-of-team": ("the channels of '{team}'", "“{team}”可以回复的渠道"),
    "hint-team-not-on-channel": (
        "add '{channel}' to the team's 'channels', or let the rule leave the channel out",
        "在小组的 channels 里加上“{channel}”，或让规则排除这个渠道",
    ),
    "overflow-without-skill": (
        "team '{team}' overflows to '{other}', where nobody has the skill '{skill}' that its tickets need",
        "小组“{team}”溢出到“{other}”，那里没有人具备工单需要的技能“{skill}”",
    ),
    "hint-overflow-skill": (
        "give '{skill}' to an agent of '{other}', or take '{other}' out of 'overflow'",
        "让“{other}”的一名客服具备“{skill}”，或从 overflow 里去掉“{other}”",
    ),
    "skill-asked-here": ("rule '{rule}' asks for '{skill}'", "规则“{rule}”要求“{skill}”"),
    "no-fast-lane": (
        "no rule gives messages about {matter} a high priority, for example '{word}'",
        "没有规则给涉及{matter}的工单高优先级，例如“{word}”",
    ),
    "matter-safety": ("danger to people", "人身危险"),
    "matter-legal": ("law and lawyers", "法律和律师"),
    "matter-chargeback": ("chargebacks", "拒付"),
    "hint-no-fast-lane": (
        "add a rule for such words at the top, with 'priority: urgent'",
        "在最上面为这类词加一条“priority: urgent”的规则",
    ),
    "negated-keyword": (
        "'{keyword}' is negated here, and yet rule '{rule}' makes it '{category}'",
        "“{keyword}”在这里被否定了，规则“{rule}”仍然归为“{category}”",
    ),
    "hint-negated-keyword": (
        "expect the category that is right, and put a rule for it above if it is another one",
        "在 expect 里写上正确的分类；如果不是这个分类，把对应规则放到上面",
    ),
    "escalation-finer-than-clock": (
        "backend '{backend}' looks every {step} minutes only: the alarm at {at} % of {metric} {target} may ring after {rings}",
        "后台“{backend}”每 {step} 分钟才检查一次：{metric} {target} 的 {at}% 提醒最晚可能在 {rings} 才响",
    ),
    "clock-of-product": ("source: {source}", "出处：{source}"),
    "hint-escalation-finer": (
        "escalate at 100 % or on a longer target, or accept '{difference}' for '{backend}'",
        "改在 100% 或更长的目标上提醒，或在“{backend}”的 accepted_differences 里接受“{difference}”",
    ),
    "keyword-too-broad": ("'{keyword}' also finds '{example}'", "“{keyword}”也会命中“{example}”"),
    "keyword-too-short": (
        "'{keyword}' finds every word with these {count} letters",
        "“{keyword}”会命中所有带这 {count} 个字母的词",
    ),
    "keyword-one-character": (
        "'{keyword}' is a single character and stands in many words",
        "“{keyword}”只有一个字，很多词里都有它",
    ),
    "hint-keyword-too-broad": ("write out the words that are meant", "写出真正要找的完整词语"),
}
