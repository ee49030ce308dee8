"""Messages of `simulate`, `test` and `route`: tables, verdicts, reasons."""

MESSAGES: dict[str, tuple[str, str]] = {
    "table-team": ("Teams", "小组"),
    "table-category": ("Categories", "分类"),
    "table-channel": ("Channels", "渠道"),
    "table-language": ("Languages", "语言"),
    "table-priority": ("Priorities", "优先级"),
    "table-policy": ("SLA policies", "时效标准"),
    "table-reply": ("Automatic replies", "自动回复"),
    "table-rule": ("Rules", "规则"),
    "table-unmatched": ("Unmatched, by language", "未命中（按语言）"),
    "table-labels": ("Labels", "标注"),
    "table-misses": ("Commonest misses", "最常见的误判"),
    "table-columns": ("Columns", "列"),
    "table-others": ("{number} others", "其他 {number} 项"),
    "column-team": ("team", "小组"),
    "column-category": ("category", "分类"),
    "column-channel": ("channel", "渠道"),
    "column-language": ("language", "语言"),
    "column-priority": ("priority", "优先级"),
    "column-policy": ("policy", "标准"),
    "column-reply": ("template", "话术模板"),
    "column-rule": ("rule", "规则"),
    "column-unmatched": ("language", "语言"),
    "column-tickets": ("tickets", "工单"),
    "column-share": ("share", "占比"),
    "column-label": ("label", "标注"),
    "column-labelled": ("labelled", "标注数"),
    "column-given": ("given", "判定数"),
    "column-precision": ("precision", "精确率"),
    "column-recall": ("recall", "召回率"),
    "column-given-instead": ("given instead", "误判为"),
    "column-examples": ("for example", "例如"),
    "column-file": ("file", "文件"),
    "column-column": ("column", "列"),
    "column-meaning": ("read as", "读作"),
    "column-kept": ("no input; kept to compare with", "不作输入，仅供比对"),
    "column-untrusted": ("{canonical}; input only with --trust {field}", "{canonical}；加 --trust {field} 才作输入"),
    "out-form-unknown": ("'{path}' names no form of rows: {known}", "“{path}”不是可写的格式：{known}"),
    "simulate-verdict": (
        "{tickets} tickets: {matched} routed by a rule of their own, {unmatched} unmatched, "
        "{without_sla} without SLA, {set_aside} rows set aside",
        "{tickets} 个工单：{matched} 个命中规则，{unmatched} 个未命中，{without_sla} 个无时效标准，{set_aside} 行被搁置",
    ),
    "simulate-accuracy": (
        "accuracy of {against} against '{column}': {share} ({right} of {total}; {unlabelled} without a label)",
        "{against} 对照“{column}”的准确率：{share}（{total} 个中 {right} 个正确；{unlabelled} 个没有标注）",
    ),
    "simulate-below": ("accuracy {share} is below the {minimum} asked for", "准确率 {share} 低于要求的 {minimum}"),
    "simulate-no-labels": ("no ticket has a label in '{column}'{near}", "没有工单在“{column}”列有标注{near}"),
    "simulate-no-ticket-to-judge": ("no ticket to hold against '{column}'", "没有可对照“{column}”的工单"),
    "simulate-never": ("{count} rules applied to no ticket: {rules}", "{count} 条规则没有命中任何工单：{rules}"),
    "simulate-unknown-channel": (
        "unknown channel '{channel}': {count} tickets; their channel facts, hours and channel SLA do not apply",
        "未知渠道“{channel}”：{count} 个工单；渠道信息、工作时间和渠道时效都不适用",
    ),
    "simulate-two-replies": (
        "{count} tickets would get two replies; only the first is counted",
        "{count} 个工单会收到两条回复；只计第一条",
    ),
    "simulate-aside": ("set aside {path}:{line}: {reason}", "搁置 {path}:{line}：{reason}"),
    "simulate-aside-file": ("set aside {path}: {reason}", "搁置 {path}：{reason}"),
    "simulate-aside-more": ("… and {count} more rows set aside", "……另有 {count} 行被搁置"),
    "simulate-note": ("note: {path}: {note}", "说明：{path}：{note}"),
    "simulate-notes-more": ("… and more notes of this kind", "……还有更多此类说明"),
    "simulate-written": ("wrote {rows} rows to {path}", "已写入 {rows} 行到 {path}"),
    "simulate-progress": ("tickets", "工单"),
    "config-has-errors": (
        "the config has {count} errors; what they break is left out here (see cstool validate)",
        "配置有 {count} 个错误，出错的部分不参与（见 cstool validate）",
    ),
    "test-rule-behind": (
        "rule '{rule}' of stage '{stage}' was not reached: '{winner}' above it matched first",
        "环节“{stage}”的规则“{rule}”没有轮到：上面的“{winner}”先命中",
    ),
    "test-rule-not-run": (
        "rule '{rule}' of stage '{stage}' did not run: the stage waits for {event}",
        "环节“{stage}”的规则“{rule}”没有运行：该环节由 {event} 触发",
    ),
    "test-difference": ("{name}: expected {expected}, got {got}", "{name}：期望 {expected}，实际 {got}"),
    "test-nothing": ("nothing", "无"),
    "test-why": ("because {why}", "原因：{why}"),
    "test-none": ("there are no tests under config/tests", "config/tests 下没有用例"),
    "test-none-named": ("no test has '{name}' in its name", "没有名称含“{name}”的用例"),
    "test-coverage": ("{fired} of {total} rules fired ({share})", "{total} 条规则中有 {fired} 条被触发（{share}）"),
    "test-unfired": ("no test makes these fire: {rules}", "没有用例触发这些规则：{rules}"),
    "share-out-of-range": ("'{value}' is not a share: write 85% or 0.85", "“{value}”不是比例：写成 85% 或 0.85"),
    "out-is-input": ("--out '{path}' is one of the files that are read", "--out “{path}”正是要读的文件之一"),
    "option-needs": ("{option} means nothing without {needed}", "{option} 需要和 {needed} 一起用"),
    "options-exclude": (
        "{first} and {second} cannot be asked at once; call twice",
        "{first} 和 {second} 不能一起用，请分两次运行",
    ),
    "suggest-only-category": (
        "--suggest finds keywords for categories; --judge {judge} is not one of them",
        "--suggest 只为分类找关键词，不能与 --judge {judge} 一起用",
    ),
    "where-faults": ("--where cannot be understood ({count} errors above)", "--where 无法理解（见上面 {count} 个错误）"),
    "where-empty": ("there is no condition", "没有写条件"),
    "where-empty-hint": ("write one as 'language: de'", "写成“language: de”这样"),
    "where-kept": ("{fitting} of {read} tickets fit '{where}'", "{read} 个工单中有 {fitting} 个符合“{where}”"),
    "sample-too-small": ("--sample {size} draws no ticket; write 1 or more", "--sample {size} 抽不到工单；写 1 或更大的数"),
    "sample-drawn": ("a sample of {drawn} out of {of} tickets, seed {seed}", "从 {of} 个工单中抽取 {drawn} 个，种子 {seed}"),
    "simulate-no-such-ticket": ("no ticket has the id {ids}", "没有编号为 {ids} 的工单"),
    "explain-head": ("ticket '{id}':", "工单“{id}”："),
    "explain-at": ("ticket '{id}' at '{revision}':", "工单“{id}”（版本“{revision}”）："),
    "explain-label": ("label in '{column}': {label}", "“{column}”列的标注：{label}"),
    "explain-no-label": ("no label in '{column}'", "“{column}”列没有标注"),
    "table-phrases": (
        "Phrases of unmatched tickets ({looked_at} of {unmatched} looked at)",
        "未命中工单里的常见说法（查看了 {unmatched} 个中的 {looked_at} 个）",
    ),
    "column-phrase": ("phrase", "说法"),
    "column-fresh": ("not caught above", "上面没有覆盖的"),
    "column-in-matched": ("in matched tickets", "已命中工单里也有"),
    "column-before": ("before", "之前"),
    "column-after": ("after", "之后"),
    "column-rule-before": ("by rule", "由规则"),
    "column-rule-after": ("now by rule", "现由规则"),
    "moved-team": ("Team moved: {tickets} tickets", "小组变动：{tickets} 个工单"),
    "moved-category": ("Category moved: {tickets} tickets", "分类变动：{tickets} 个工单"),
    "moved-priority": ("Priority moved: {tickets} tickets", "优先级变动：{tickets} 个工单"),
    "moved-sla": ("SLA policies moved: {tickets} tickets", "时效标准变动：{tickets} 个工单"),
    "moved-due": ("Targets moved: {tickets} tickets", "时限变动：{tickets} 个工单"),
    "moved-moment": ("Due at another moment, same target: {tickets} tickets", "时限相同但到期时间变动：{tickets} 个工单"),
    "moved-reply": ("Automatic reply moved: {tickets} tickets", "自动回复变动：{tickets} 个工单"),
    "moved-at_most": ("Limit of the automatic reply moved: {tickets} tickets", "自动回复次数限制变动：{tickets} 个工单"),
    "moved-assignee": ("Assignee moved: {tickets} tickets", "负责客服变动：{tickets} 个工单"),
    "moved-status": ("Status moved: {tickets} tickets", "状态变动：{tickets} 个工单"),
    "moved-tags": ("Tags moved: {tickets} tickets", "标签变动：{tickets} 个工单"),
    "moved-skills": ("Skills moved: {tickets} tickets", "技能变动：{tickets} 个工单"),
    "moved-fields": ("Own fields moved: {tickets} tickets", "自定义字段变动：{tickets} 个工单"),
    "moved-note": ("Internal note moved: {tickets} tickets", "内部备注变动：{tickets} 个工单"),
    "moved-escalate": ("Escalation moved: {tickets} tickets", "升级对象变动：{tickets} 个工单"),
    "against-has-errors": (
        "the config at '{revision}' has {count} errors; what they break is left out of that side",
        "“{revision}”的配置有 {count} 个错误，出错的部分不参与那一边",
    ),
    "moved-verdict": (
        "{moved} of {tickets} tickets moved between '{revision}' and the working copy",
        "“{revision}”与当前版本之间，{tickets} 个工单中有 {moved} 个变动",
    ),
    "moved-none": (
        "none of {tickets} tickets moved between '{revision}' and the working copy",
        "“{revision}”与当前版本之间，{tickets} 个工单都没有变动",
    ),
    "moved-accuracy": (
        "accuracy of {judge} against '{column}': {before} at '{revision}', {after} now",
        "{judge} 对照“{column}”的准确率：“{revision}”时 {before}，现在 {after}",
    ),
    "suggest-head": (
        "{number}. {category} ({language}): puts {gained} tickets right, {broken} wrong, of {held} held out",
        "{number}. {category}（{language}）：留出的 {held} 个工单中，改对 {gained} 个，改错 {broken} 个",
    ),
    "suggest-words": ("new: {words}", "新增：{words}"),
    "suggest-replace": ("{path}: replace line {line} by", "{path}：用下面的内容替换第 {line} 行"),
    "suggest-replace-lines": (
        "{path}: replace lines {line} to {last} by",
        "{path}：用下面的内容替换第 {line} 到 {last} 行",
    ),
    "suggest-insert": ("{path}: insert above line {line}", "{path}：插在第 {line} 行之前"),
    "suggest-insert-above": (
        "{path}: insert above line {line} (rule '{above}')",
        "{path}：插在第 {line} 行之前（规则“{above}”之上）",
    ),
    "suggest-unknown-labels": (
        "no categories, so never right: {labels}; map them by 'values' in the file of --map",
        "不是分类，所以永远算错：{labels}；在 --map 文件里用 values 对应",
    ),
    "suggest-no-stage": (
        "no stage of ticket.created writes a category: there is nothing to add keywords to",
        "ticket.created 没有写分类的环节，无处可加关键词",
    ),
    "suggest-halves": (
        "{labelled} labelled tickets: phrases from {mined}, measured on the other {held} (seed {seed})",
        "{labelled} 个有标注的工单：从 {mined} 个里找说法，在另外 {held} 个上测量（种子 {seed}）",
    ),
    "suggest-dropped": (
        "{count} more were dropped: they gained nothing on the half that they were not found in",
        "另有 {count} 条被舍去：在留出的一半上没有净收益",
    ),
    "suggest-unplaced": (
        "{count} more found no place: the files are written in a way that takes no insertion",
        "另有 {count} 条放不进去：文件的写法无法插入",
    ),
    "suggest-none": ("nothing to suggest", "没有可建议的内容"),
    "suggest-together": (
        "with all of this pasted: accuracy on the held-out half {before} -> {after}",
        "全部粘贴之后：留出的一半上准确率 {before} -> {after}",
    ),
    "simulate-no-tickets": (
        "name a ticket file, or '-' for standard input; the workspace has no config/samples",
        "写上工单文件，或用“-”读标准输入；工作区没有 config/samples",
    ),
    "option-unknown-zone": (
        "there is no time zone '{name}'; write one such as Asia/Shanghai",
        "没有时区“{name}”；写成 Asia/Shanghai 这样",
    ),
    "option-unknown-channel": ("there is no channel '{name}'{near}", "没有渠道“{name}”{near}"),
    "option-cannot-open": ("'{path}' cannot be opened ({problem})", "“{path}”无法打开（{problem}）"),
    "help-simulate": (
        "Where would these tickets go, who answers, when is each due?\n\nTicket files are JSON lines, CSV, XLSX, Parquet, mail "
        "or Zendesk's export, gzipped or not; '-' is standard input. Without a file: config/samples.",
        "这些工单会去哪里、谁来回复、何时到期？\n\n工单文件可以是 JSON lines、CSV、XLSX、Parquet、邮件或 Zendesk 导出，"
        "也可以是 gzip；“-”表示标准输入。不写文件则用 config/samples。",
    ),
    "help-simulate-examples": (
        "cstool simulate export.csv\n"
        "cstool simulate 2026-*.jsonl.gz --out routed.parquet\n"
        "cstool simulate tickets.xlsx --map columns.yaml --labels category --min-accuracy 80%\n"
        "cstool simulate export.csv --against main --out moved.csv\n"
        "cstool simulate export.csv --where 'language: de, team: returns' --sample 50 --seed 7\n"
        "cstool simulate labelled.csv --labels category --suggest\n"
        "cat ticket.json | cstool simulate -",
        "cstool simulate 导出.csv\n"
        "cstool simulate 2026-*.jsonl.gz --out routed.parquet\n"
        "cstool simulate 工单.xlsx --map 列.yaml --labels category --min-accuracy 80%\n"
        "cstool simulate 导出.csv --against main --out 变动.csv\n"
        "cstool simulate 导出.csv --where 'language: de, team: returns' --sample 50 --seed 7\n"
        "cstool simulate 标注.csv --labels category --suggest\n"
        "cat ticket.json | cstool simulate -",
    ),
    "help-simulate-map": ("What the columns mean, as YAML: 'column: canonical name'.", "各列的含义，YAML 写法：“列名: 标准名”。"),
    "help-simulate-trust": (
        "Read this column as input, though routing writes it. Repeatable.",
        "把路由会写的这一列当作输入。可重复。",
    ),
    "help-simulate-channel": ("Channel of tickets that name none.", "没有渠道的工单算作这个渠道。"),
    "help-simulate-language": ("Language of tickets that name none.", "没有语言的工单算作这种语言。"),
    "help-simulate-timezone": (
        "Zone of moments without one; else the workspace's.",
        "没有时区的时间按此时区；不写则用工作区的时区。",
    ),
    "help-simulate-labels": (
        "Column with the right answer; shows accuracy and confusions.",
        "写有正确答案的列；显示准确率和混淆。",
    ),
    "help-simulate-judge": (
        "What the labels are held against; else the category.",
        "标注与哪一项对照；不写则为分类。",
    ),
    "help-simulate-where": (
        "Only tickets for which this holds, as 'language: de, order.amount: {{gte: 200 USD}}'.",
        "只看符合条件的工单，如“language: de, order.amount: {{gte: 200 USD}}”。",
    ),
    "help-simulate-sample": ("Only N tickets, each with the same chance.", "只随机抽取 N 个工单。"),
    "help-simulate-seed": (
        "Number that decides the sample, or the halves of --suggest; else 0.",
        "决定抽样（或 --suggest 的分半）的数字；不写则为 0。",
    ),
    "help-simulate-against": (
        "Only what moved since this git revision, or from this folder.",
        "只看与这个 git 版本（或文件夹）相比变动的工单。",
    ),
    "help-simulate-explain": (
        "Show the whole trace of the ticket with this id. Repeatable.",
        "显示这个编号的工单的完整过程。可重复。",
    ),
    "help-simulate-suggest": (
        "Keywords and rules that would put labelled tickets right, as YAML to paste.",
        "给出能改对标注工单的关键词和规则，可直接粘贴的 YAML。",
    ),
    "help-simulate-min-accuracy": ("End with 1 below this share, as 80%.", "低于此比例（如 80%）时以 1 结束。"),
    "spark-needs-parquet": (
        "--runner spark reads Parquet with canonical columns: '{path}' is something else",
        "--runner spark 只读标准列名的 Parquet：“{path}”不是",
    ),
    "help-simulate-runner": (
        "plain: here, with all options. spark: Parquet in, a folder of Parquet out (--out), on a local Spark; needs cstool[spark] and Java.",
        "plain：在本机直接跑，支持所有选项；spark：读 Parquet、写一个 Parquet 文件夹（--out），用本机 Spark，需要 cstool[spark] 和 Java。",
    ),
    "help-simulate-out": ("Write a row per ticket: .jsonl, .csv or .parquet.", "每个工单写一行：.jsonl、.csv 或 .parquet。"),
    "help-simulate-aside": (
        "Write every row set aside with its reason, a JSON object a line.",
        "把每个被搁置的行和原因写入文件，每行一个 JSON。",
    ),
    "help-simulate-format": ("Form of the result: text or json.", "结果的格式：text 或 json。"),
    "help-test": (
        "Run the tests of config/tests: sample tickets with what must come out.",
        "运行 config/tests 里的用例：样例工单和应有的结果。",
    ),
    "help-test-examples": (
        "cstool test\n"
        "cstool test --only refund\n"
        "cstool test --coverage --samples\n"
        "cstool test --min-coverage rules=100%,conditions=90% --coverage-file lcov.info --format junit=tests.xml",
        "cstool test\n"
        "cstool test --only 退款\n"
        "cstool test --coverage --samples\n"
        "cstool test --min-coverage rules=100%,conditions=90% --coverage-file lcov.info --format junit=tests.xml",
    ),
    "help-test-only": ("Only tests with this in their name.", "只运行名称含此文字的用例。"),
    "help-test-min-coverage": (
        "End with 1 when the tests cover less: 100% of the rules, or rules=100%,conditions=80%,policies=…,templates=….",
        "用例的覆盖率低于此值时以 1 结束：100%（规则），或 rules=100%,conditions=80%,policies=…,templates=…。",
    ),
    "route-team": ("team", "小组"),
    "route-category": ("category", "分类"),
    "route-assignee": ("assignee", "客服"),
    "route-priority": ("priority", "优先级"),
    "route-status": ("status", "状态"),
    "route-tags": ("tags", "标签"),
    "route-skills": ("skills", "技能"),
    "route-received": ("received", "收到"),
    "route-due-first_reply": ("first reply due", "首次回复到期"),
    "route-due-next_reply": ("next reply due", "后续回复到期"),
    "route-due-update": ("update due", "进展更新到期"),
    "route-due-resolution": ("resolution due", "解决到期"),
    "route-sla": ("SLA", "时效标准"),
    "route-reply": ("reply", "自动回复"),
    "route-note": ("note", "内部备注"),
    "route-why": ("why", "原因"),
    "route-caution": ("caution", "注意"),
    "route-ours": ("{moment} ours ({zone})", "我方 {moment}（{zone}）"),
    "route-theirs": ("{moment} theirs ({zone})", "客户 {moment}（{zone}）"),
    "route-within": ("[{within} on {calendar}, policy '{policy}']", "[{calendar} 日历 {within}，标准“{policy}”]"),
    "route-no-sla": ("no policy applies", "没有适用的时效标准"),
    "route-no-reply": ("none", "无"),
    "route-blanks": (
        "this ticket holds no {names}: where the reply prints them stands a blank",
        "这个工单没有 {names}：回复里打印它们的地方是空白",
    ),
    "route-unmatched": ("no rule with a condition chose its team or category", "没有带条件的规则决定它的小组或分类"),
    "route-reply-head": ("{template} in {locale}:", "{template}（{locale}）："),
    "route-stage": ("stage {stage} (match: {match})", "环节 {stage}（match: {match}）"),
    "route-unreached": ("… {count} rules below were not reached", "……下面 {count} 条规则没有轮到"),
    "route-one-of": (
        "give the customer's text or --ticket FILE, one of the two",
        "写上客户的话，或用 --ticket FILE 指定文件，二选一",
    ),
    "route-amount-without-currency": (
        "the amount '{amount}' has no currency; write it as '{amount} USD'",
        "金额“{amount}”没有币种；写成“{amount} USD”",
    ),
    "no-such-file": ("there is no file '{path}'", "没有文件“{path}”"),
    "route-unknown-channel": (
        "unknown channel '{channel}': its facts, hours and SLA do not apply",
        "未知渠道“{channel}”：渠道信息、工作时间和时效都不适用",
    ),
    "route-no-ticket": ("{path}: {reason}", "{path}：{reason}"),
    "route-no-such-ticket": ("{path} holds no ticket '{id}'", "{path} 里没有工单“{id}”"),
    "help-route": (
        "Where does this one ticket go, when is it due, what is answered, and why?",
        "这一个工单去哪里、何时到期、回复什么、为什么？",
    ),
    "help-route-examples": (
        "cstool route 'I want a refund' --channel shop-email --amount '250 EUR' --country DE\n"
        "cstool route 'Wo ist mein Paket?' --channel live-chat --language de --trace\n"
        "cstool route --ticket mail.eml --format json\n"
        "cat ticket.json | cstool route --ticket -",
        "cstool route '我要退款' --channel shop-email --amount '250 EUR' --country DE\n"
        "cstool route 'Wo ist mein Paket?' --channel live-chat --language de --trace\n"
        "cstool route --ticket mail.eml --format json\n"
        "cat ticket.json | cstool route --ticket -",
    ),
    "help-route-ticket": (
        "A ticket file (JSON, mail, …) instead of a text; '-' is standard input. Options fill what it leaves out.",
        "用工单文件（JSON、邮件等）代替文字；“-”表示标准输入。选项补上文件没有的内容。",
    ),
    "help-route-id": ("The ticket of the file with this id; else its first.", "文件里这个编号的工单；不写则取第一个。"),
    "help-route-channel": ("Channel, by id or name.", "渠道，写 id 或名称。"),
    "help-route-language": ("Language of the text, as de or zh-CN.", "文字的语言，如 de 或 zh-CN。"),
    "help-route-subject": ("Subject line.", "主题。"),
    "help-route-amount": ("Order amount with currency, as '250 EUR'.", "订单金额和币种，如“250 EUR”。"),
    "help-route-country": ("Customer's country, as DE.", "客户国家，如 DE。"),
    "help-route-tag": ("Tag on the ticket. Repeatable.", "工单标签。可重复。"),
    "help-route-customer-tag": ("Tag on the customer. Repeatable.", "客户标签。可重复。"),
    "help-route-at": ("When it arrives, as '2026-11-20 18:30'; else now.", "到达时间，如“2026-11-20 18:30”；不写则为现在。"),
    "help-route-event": ("What happens to the ticket.", "工单发生了什么。"),
    "help-route-trace": (
        "Every rule that was tried, and which condition failed on what.",
        "试过的每条规则，以及哪个条件因何不成立。",
    ),
    "help-route-format": ("Form of the result: text or json.", "结果的格式：text 或 json。"),
}
