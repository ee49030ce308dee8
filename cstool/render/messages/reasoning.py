"""What is proved about rules."""

MESSAGES: dict[str, tuple[str, str]] = {
    "shadowed-rule": (
        "rule '{rule}' never applies: rule {others} above takes every ticket that it means",
        "规则“{rule}”永远不会生效：上面的规则{others}先拿走了它的所有工单",
    ),
    "shadowed-by-several": (
        "rule '{rule}' never applies: rules {others} above together take every ticket that it means",
        "规则“{rule}”永远不会生效：上面的规则{others}合起来拿走了它的所有工单",
    ),
    "hint-shadowed-rule": (
        "move '{rule}' above '{other}', or delete it",
        "把“{rule}”移到“{other}”上面，或删除它",
    ),
    "disarmed-rule": (
        "rule '{rule}' never applies: {others} above changes every ticket that it means",
        "规则“{rule}”永远不会生效：上面的{others}会改动它的所有工单",
    ),
    "takes-them": ("rule '{rule}' takes them here", "规则“{rule}”在这里拿走"),
    "repeated-rule": (
        "rule '{rule}' never applies: {others} above takes every ticket that it means and does the same",
        "规则“{rule}”永远不会生效：上面的{others}已经拿走它的所有工单，做的事也一样",
    ),
    "redundant-rule": (
        "rule '{rule}' changes nothing: without it, {others} does the same to every ticket of it",
        "规则“{rule}”是多余的：去掉它，{others}会对它的每个工单做同样的事",
    ),
    "does-the-same": ("rule '{rule}' does the same", "规则“{rule}”做的事一样"),
    "hint-delete-rule": ("delete '{rule}', or give it what it was meant to do", "删除“{rule}”，或写上它真正该做的事"),
    "contradictory-condition": (
        "'{owner}' asks for '{part}' together with {others}: no ticket can meet that",
        "“{owner}”要求“{part}”，同时又要求{others}：没有工单能同时满足",
    ),
    "never-true": ("'{owner}' asks for '{part}': no ticket can meet that", "“{owner}”要求“{part}”：没有工单能满足"),
    "excludes-it": ("this excludes it", "与这里互相排斥"),
    "hint-contradictory-condition": (
        "put alternatives under 'any', or take one of them out",
        "如果是“或者”的意思，请写在 any 里；否则删掉其中一个",
    ),
    "hint-never-true": ("take it out, or mend its value", "删掉它，或改正它的值"),
    "always-true-not-last": (
        "rule '{rule}' takes every ticket; below it never apply ({count}): {others}",
        "规则“{rule}”会拿走所有工单；下面永远不会生效的（{count} 条）：{others}",
    ),
    "hint-always-true-not-last": ("move '{rule}' to the end of stage '{stage}'", "把“{rule}”移到环节“{stage}”的最后"),
    "never-reached": ("rule '{rule}' is never reached", "规则“{rule}”永远轮不到"),
    "unreachable-rule": (
        "rule '{rule}' never applies: when stage '{stage}' runs, no ticket can have what it asks of {fields}",
        "规则“{rule}”永远不会生效：环节“{stage}”运行时，没有工单会有它对{fields}的要求",
    ),
    "hint-unreachable-rule": (
        "let a rule above write that value, or delete '{rule}'",
        "让上面的规则写出这个值，或删除“{rule}”",
    ),
    "unrouted-ticket": (
        "after stage '{stage}' a ticket can be left without a team",
        "经过环节“{stage}”后，有的工单没有小组",
    ),
    "unrouted-ticket-on": (
        "after stage '{stage}' a ticket on {channels} can be left without a team",
        "经过环节“{stage}”后，渠道{channels}上有的工单没有小组",
    ),
    "hint-unrouted-ticket": (
        "end stage '{stage}' with a rule 'when: always' that gives a team",
        "在环节“{stage}”最后加一条“when: always”的规则，写上小组",
    ),
    "hint-unrouted-ticket-every": (
        "add a stage 'match: first' above '{stage}' with a rule 'when: always' that gives a team",
        "在环节“{stage}”上面加一个“match: first”的环节，里面写一条“when: always”的规则给出小组",
    ),
    "hint-unrouted-ticket-sequence": (
        "begin stage '{stage}' with a rule 'when: always' that gives a team: later rules write over it",
        "在环节“{stage}”最前面加一条“when: always”的规则，写上小组：后面的规则会覆盖它",
    ),
    "priority-never-set": (
        "rule '{rule}' gives a team to a ticket that never gets a priority",
        "规则“{rule}”给工单派了小组，但这个工单一直没有优先级",
    ),
    "hint-priority-never-set": ("write a priority in '{rule}'", "在“{rule}”里写上 priority"),
    "overwritten-write": (
        "'{field}' of rule '{rule}' never lasts: stage {stages} always writes it again",
        "规则“{rule}”写的“{field}”从来留不住：环节{stages}总会再写一次",
    ),
    "hint-overwritten-write": (
        "take '{field}' out here, or let the later stage leave these tickets alone",
        "删掉这里的“{field}”，或让后面的环节跳过这些工单",
    ),
    "milder-rule-wins-below": (
        "rule '{other}' below writes '{theirs}' over the '{mine}' of rule '{rule}'",
        "下面的规则“{other}”会把规则“{rule}”写的“{mine}”改成“{theirs}”",
    ),
    "hint-milder-rule-wins-below": (
        "move '{rule}' below '{other}', or write a test with such a ticket if it is meant so",
        "把“{rule}”移到“{other}”下面；如果就是这个意思，请写一个这样的用例",
    ),
    "milder-rule-wins": (
        "rule '{other}' above gives '{theirs}' to a ticket that rule '{rule}' would give '{mine}'",
        "上面的规则“{other}”会给某些工单“{theirs}”，而规则“{rule}”本来会给“{mine}”",
    ),
    "hint-milder-rule-wins": (
        "move '{rule}' above '{other}', or write a test with such a ticket if it is meant so",
        "把“{rule}”移到“{other}”上面；如果就是这个意思，请写一个这样的用例",
    ),
    "unreachable-category": (
        "no ticket ever ends with category '{category}', which {rules} writes",
        "没有工单最后会是分类“{category}”，虽然规则{rules}会写它",
    ),
    "hint-unreachable-category": (
        "let a rule that applies write it last, or delete the category",
        "让能生效的规则最后写它，或删除这个分类",
    ),
    "writes-it": ("rule '{rule}' writes it here", "规则“{rule}”在这里写入"),
    "unreachable-template": (
        "template '{id}' is never sent: only {rules} sends it, and never applies",
        "话术“{id}”永远不会发出：只有{rules}会发送它，而它们永远不会生效",
    ),
    "hint-unreachable-template": ("mend the rule, or delete the template with it", "改好规则，或把话术一起删除"),
}
