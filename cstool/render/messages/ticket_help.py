"""The help of the commands that take tickets: simulate, test, route."""

MESSAGES: dict[str, tuple[str, str]] = {
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
