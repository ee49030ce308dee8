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
    "hint-reads-own-stage": ("move '{rule}' into a stage below '{stage}'", "把“{rule}”移到环节“{stage}”之后的环节"),
    # answers
    "answers-agents": (
        "rule '{rule}' also answers tickets that {author} opened in the customer's name",
        "规则“{rule}”也会回复由{author}代客户建立的工单",
    ),
    "author-agent": ("an agent", "客服"),
    "author-system": ("the system", "系统"),
    "hint-answers-agents": ("add 'author: customer' to its condition", "在条件里加上“author: customer”"),
}
