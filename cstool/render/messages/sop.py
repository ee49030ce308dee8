"""Messages about procedures, and about proactive messages and surveys."""

MESSAGES: dict[str, tuple[str, str]] = {
    "unreachable-step": ("no way leads to the step '{step}' of '{sop}'", "“{sop}”的步骤“{step}”永远走不到"),
    "hint-unreachable-step": ("let a step before it go to '{step}', or delete it", "让前面某一步进入“{step}”，或删掉它"),
    "dead-end-step": ("the step '{step}' leads nowhere", "步骤“{step}”没有下文"),
    "dead-end-way": ("'{answer}' of the step '{step}' leads nowhere", "步骤“{step}”的“{answer}”没有下文"),
    "hint-dead-end-step": ("add 'next' or 'end'", "加上 next 或 end"),
    "decision-without-else": ("the step '{step}' has no 'else'", "步骤“{step}”没有 else"),
    "hint-add-else": ("end the list with '- else: step'", "在列表最后加上“- else: 步骤”"),
    "decision-without-answer": (
        "the step '{step}' does not say what follows after: {answers}",
        "步骤“{step}”没有写明这些答案之后做什么：{answers}",
    ),
    "hint-add-answer": ("add the key {answers} with the step that follows", "加上键 {answers}，写明下一步"),
    "endless-loop": ("these steps lead back to each other for ever: {steps}", "这些步骤会无限循环：{steps}"),
    "hint-endless-loop": ("let one of them end, or go on to a step outside", "让其中一步结束，或进入循环之外的步骤"),
    "loop-without-limit": ("nothing limits how often these steps repeat: {steps}", "这些步骤可以无限重复：{steps}"),
    "hint-limit-loop": ("add 'max_times' to the step that repeats", "在重复的步骤上加 max_times"),
    "duplicate-exit": (
        "the step '{step}' has another way out beside its 'next' or 'end'",
        "步骤“{step}”除了 next 或 end 还有别的出口",
    ),
    "hint-one-exit": ("leave one of them", "只保留一个"),
    "exits-to-one-place": ("every answer of the step '{step}' leads to '{to}'", "步骤“{step}”的所有答案都通向“{to}”"),
    "hint-no-question": ("write 'next' instead, or give the answers different ways", "改用 next，或让不同答案走不同的路"),
    "step-without-name": ("the step '{step}' has neither 'name' nor 'do'", "步骤“{step}”既没有 name 也没有 do"),
    "hint-name-step": ("add 'name' in each language", "按语言加上 name"),
    "step-without-owner": ("the step '{step}' does not say who does it", "步骤“{step}”没有写由谁来做"),
    "hint-add-by": ("add 'by: agent' or another role", "加上 by: agent 或其他角色"),
    "unknown-step": ("'{sop}' has no step '{name}'", "“{sop}”没有步骤“{name}”"),
    "hint-step-near": ("write '{name}'", "改成“{name}”"),
    "hint-add-step": ("add the step '{name}', or name another", "加上步骤“{name}”，或改成别的步骤"),
    "category-without-sop": ("no procedure is for the category '{category}'", "分类“{category}”没有对应的流程"),
    "hint-write-sop": (
        "add '{category}' to the 'when' of a procedure, or write sop/{category}.yaml",
        "在某个流程的 when 里加上“{category}”，或新建 sop/{category}.yaml",
    ),
    "sop-without-when": ("'{sop}' has no 'when': no ticket starts it", "“{sop}”没有 when，不会被任何工单触发"),
    "hint-add-when": ("add 'when: {{category: …}}'", "加上 when: {{category: …}}"),
    "sop-never-triggered": (
        "no rule gives a ticket the category {categories} that '{sop}' is for",
        "没有规则会写入“{sop}”所需的分类 {categories}",
    ),
    "hint-write-category": ("write the category in a routing rule, or change 'when'", "在路由规则里写入该分类，或修改 when"),
    "sop-longer-than-within": (
        "the slowest way through '{sop}' takes {total}, longer than its 'within' of {within}: {steps}",
        "“{sop}”最慢的路径需要 {total}，超过 within 的 {within}：{steps}",
    ),
    "hint-shorten-steps": ("shorten steps, or raise 'within'", "缩短步骤时间，或放宽 within"),
    "sop-longer-than-sla": (
        "'{sop}' takes {needed}, but tickets of '{category}' are promised a solution within {promised}",
        "“{sop}”需要 {needed}，而分类“{category}”承诺在 {promised} 内解决",
    ),
    "hint-sop-or-target": (
        "shorten the procedure, or loosen the target in config/sla.yaml",
        "缩短流程，或放宽 config/sla.yaml 里的目标",
    ),
    "missing-must-have-step": ("'{sop}' has no step with kind: {kinds}", "“{sop}”缺少 kind 为 {kinds} 的步骤"),
    "hint-add-kind": ("add a step with kind: {kinds}", "加上 kind 为 {kinds} 的步骤"),
    "authority-gap": (
        "nobody may approve more than {limit} in the step '{step}'",
        "步骤“{step}”中超过 {limit} 的金额没有人能批",
    ),
    "authority-missing": (
        "the step '{step}' asks for limits, and config/facts.yaml has none",
        "步骤“{step}”需要审批权限，而 config/facts.yaml 没有写",
    ),
    "hint-fill-role": ("give an agent the role {roles}", "让一位客服担任 {roles}"),
    "hint-authority-without-limit": ("add a role without 'up_to' to 'authority'", "在 authority 里加一个没有 up_to 的角色"),
    "hint-add-authority": ("add 'authority' to config/facts.yaml", "在 config/facts.yaml 里加上 authority"),
    # outreach
    "survey-without-consent": (
        "'{id}' also asks customers in {country}, where a survey by mail needs consent ({source})",
        "“{id}”也会发给 {country} 的客户，而当地的满意度调查需要事先同意（{source}）",
    ),
    "hint-exclude-country": (
        "add 'customer.country: {{not_in: [{country}]}}' to 'when', or ask for a consent tag",
        "在 when 里加上 customer.country: {{not_in: [{country}]}}，或要求有同意标签",
    ),
    "notice-duplicates-marketplace": (
        "'{id}' repeats what the marketplace of '{channel}' sends itself: {what} (source: {source})",
        "“{id}”与“{channel}”平台自己发的通知重复：{what}（依据：{source}）",
    ),
    "marketing-on-marketplace": (
        "'{id}' reaches '{channel}': {what} (source: {source})",
        "“{id}”会发到“{channel}”：{what}（依据：{source}）",
    ),
    "hint-leave-channel-out": ("leave the channel out of 'when'", "在 when 里排除这个渠道"),
}
