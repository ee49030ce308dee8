"""Messages of routing: reasons, and the faults that routing, team and reference checks find."""

MESSAGES: dict[str, tuple[str, str]] = {
    "reason-rule": ("rule '{rule}' of stage '{stage}': {said}", "环节 '{stage}' 的规则 '{rule}'：{said}"),
    "reason-rule-always": (
        "rule '{rule}' of stage '{stage}' takes every ticket",
        "环节 '{stage}' 的规则 '{rule}' 对所有工单生效",
    ),
    "reason-rule-not": (
        "rule '{rule}' of stage '{stage}' does not apply: {said}",
        "环节 '{stage}' 的规则 '{rule}' 不适用：{said}",
    ),
    "reason-no-rule": ("none of the {tried} rules applies", "{tried} 条规则都不适用"),
}
