"""Messages of conditions: faults in a `when`, and the sentences of a trace."""

MESSAGES: dict[str, tuple[str, str]] = {
    "amount-out-of-range": ("an amount has at most {digits} digits", "金额最多 {digits} 位"),
    "amount-out-of-range-hint": ("write the number as it is on the order", "按订单上的数字写"),
    # kinds of value
    "kind-text": ("a text", "文本"),
    "kind-set": ("a list of words", "一组词"),
    "kind-value": ("a word", "一个词"),
    "kind-number": ("a number", "数字"),
    "kind-money": ("an amount with its currency, such as 200 USD", "带币种的金额，例如 200 USD"),
    "kind-date": ("a date, such as 2026-11-27", "日期，例如 2026-11-27"),
    "kind-flag": ("true or false", "true 或 false"),
    "kind-hours": ("open, closed or holiday", "open、closed 或 holiday"),
    # faults
    "unknown-field": ("there is no field '{field}'", "没有名为“{field}”的字段"),
    "operator-not-valid-for-field": (
        "'{operator}' cannot be asked of '{field}', which is {kind}",
        "“{field}”是{kind}，不能用“{operator}”",
    ),
    "unknown-value": ("'{field}' has no value '{value}'", "“{field}”没有取值“{value}”"),
    "value-of-wrong-type": ("'{field}' cannot be compared with '{value}'", "“{field}”不能与“{value}”比较"),
    "no-value": ("nothing to compare '{field}' with", "“{field}”后面没有可比较的值"),
    "amount-without-currency": ("the amount '{value}' for '{field}' has no currency", "“{field}”的金额“{value}”没有币种"),
    "currency-without-rate": (
        "orders in {currencies} cannot be compared with {limit}: there is no rate, so '{field}' never matches them",
        "币种 {currencies} 的订单无法与 {limit} 比较：没有汇率，“{field}”永远不会命中",
    ),
    "unknown-keyword-set": ("there is no keyword set '{set}'", "没有名为“{set}”的关键词组"),
    "keyword-without-text": (
        "the keyword '{keyword}' has no letter or digit, so it can never be found",
        "关键词“{keyword}”不含文字或数字，永远找不到",
    ),
    "misplaced-wildcard": ("the '*' in '{keyword}' does not end a word of letters", "“{keyword}”里的“*”不在字母单词的末尾"),
    "bad-regular-expression": (
        "the pattern '{pattern}' cannot be read as a regular expression (RE2): {detail}",
        "“{pattern}”不是可用的正则表达式（RE2）：{detail}",
    ),
    "negated-missing-value": (
        "this 'not' also holds for every ticket without '{field}'",
        "没有“{field}”的工单也会满足这个“not”",
    ),
    "empty-condition": ("'{block}' has no condition in it", "“{block}”里没有任何条件"),
    "not-a-condition": (
        "'{value}' is no condition: a condition maps fields to values",
        "“{value}”不是条件：条件应写成“字段: 值”",
    ),
    "block-not-a-list": ("'{block}' takes a list of conditions", "“{block}”后面应是条件列表"),
    "condition-too-deep": ("conditions are nested more than {depth} deep", "条件嵌套超过 {depth} 层"),
    # hints
    "hint-kind": ("write {kind}", "写{kind}"),
    "hint-write": ("write '{value}'", "改写为“{value}”"),
    "hint-one-of": ("use one of {values}", "从这些里选：{values}"),
    "hint-define": ("define '{value}' in its config file or use one that is there", "先在配置里定义“{value}”，或改用已有的"),
    "hint-define-field": (
        "define '{field}' under 'fields' in config/vocabulary.yaml",
        "在 config/vocabulary.yaml 的 fields 下定义“{field}”",
    ),
    "hint-define-keywords": (
        "define '{set}' under 'keywords' in config/vocabulary.yaml",
        "在 config/vocabulary.yaml 的 keywords 下定义“{set}”",
    ),
    "hint-operators": ("use one of {operators}", "可用的运算：{operators}"),
    "hint-exists-false": (
        "write '{field}: {{exists: false}}' to ask for tickets without it",
        "要找没有它的工单，写“{field}: {{exists: false}}”",
    ),
    "hint-keyword-without-text": ("write at least one letter or digit", "至少写一个文字或数字"),
    "hint-misplaced-wildcard": (
        "put one '*' right after a word such as 'return*'; Chinese, Japanese, Korean and Thai need none",
        "“*”只能紧跟在“return*”这样的单词后面；中文、日文、韩文、泰文不需要",
    ),
    "hint-bad-regular-expression": (
        "mend the pattern, or use 'any' with plain keywords",
        "修正表达式，或改用“any”加普通关键词",
    ),
    "hint-negated-missing-value": (
        "add '{field}: {{exists: true}}' beside the 'not' to leave those "
        "tickets out, or use 'any' with '{field}: {{exists: false}}'"
        " to say that they are meant",
        "要排除这些工单，在“not”旁边加“{field}: {{exists: true}}”；确实要包括它们，用“any”并写明“{field}: {{exists: false}}”",
    ),
    "hint-always": ("write 'when: always' for every ticket", "对所有工单生效请写“when: always”"),
    "hint-condition": ("write 'field: value', for example 'language: de'", "写成“字段: 值”，例如“language: de”"),
    "hint-block": (
        "write '{block}: [{{language: de}}, {{customer.country: DE}}]'",
        "写成“{block}: [{{language: de}}, {{customer.country: DE}}]”",
    ),
    "hint-list": ("name at least one value for '{field}'", "给“{field}”至少写一个值"),
    "hint-rate": (
        "add the rate '{currency}: … {other}' under 'rates' in config/facts.yaml",
        "在 config/facts.yaml 的 rates 下加上“{currency}: … {other}”",
    ),
    # traces: statements about one ticket
    "trace-always": ("it holds for every ticket", "对所有工单都成立"),
    "trace-and": ("{first} and {second}", "{first}，且 {second}"),
    "trace-missing": ("{field} is missing", "{field} 缺失"),
    "trace-is": ("{field} is '{seen}'", "{field} 是“{seen}”"),
    "trace-is-not": ("{field} is '{seen}', not {wanted}", "{field} 是“{seen}”，不是 {wanted}"),
    "trace-text-has": ("{field} has {found}", "{field} 含有 {found}"),
    "trace-text-lacks": ("{field} lacks {wanted}", "{field} 不含 {wanted}"),
    "trace-text-has-none-of-set": ("{field} has no keyword of '{set}'", "{field} 不含关键词组“{set}”中的任何词"),
    "trace-set-has": ("{field} has {found}", "{field} 有 {found}"),
    "trace-set-lacks": ("{field} lacks {wanted}", "{field} 没有 {wanted}"),
    "trace-contains": ("{field} contains {wanted}", "{field} 包含 {wanted}"),
    "trace-contains-not": ("{field} does not contain {wanted}", "{field} 不包含 {wanted}"),
    "trace-matches": ("{field} matches {wanted}", "{field} 匹配 {wanted}"),
    "trace-matches-not": ("{field} does not match {wanted}", "{field} 不匹配 {wanted}"),
    "trace-gt": ("{field} {seen} is more than {limit}", "{field} {seen} 大于 {limit}"),
    "trace-gte": ("{field} {seen} is at least {limit}", "{field} {seen} 不少于 {limit}"),
    "trace-lt": ("{field} {seen} is less than {limit}", "{field} {seen} 小于 {limit}"),
    "trace-lte": ("{field} {seen} is at most {limit}", "{field} {seen} 不超过 {limit}"),
    "trace-not-gt": ("{field} {seen} is not more than {limit}", "{field} {seen} 没有超过 {limit}"),
    "trace-not-gte": ("{field} {seen} is less than {limit}", "{field} {seen} 小于 {limit}"),
    "trace-not-lt": ("{field} {seen} is not less than {limit}", "{field} {seen} 不小于 {limit}"),
    "trace-not-lte": ("{field} {seen} is more than {limit}", "{field} {seen} 大于 {limit}"),
    "trace-no-rate": (
        "{field} {seen} cannot be compared with {limit}: there is no rate",
        "{field} {seen} 无法与 {limit} 比较：没有汇率",
    ),
}
