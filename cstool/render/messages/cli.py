"""Messages of the command line: help, wrong usage, ends."""

MESSAGES: dict[str, tuple[str, str]] = {
    "help-usage": ("Usage: ", "用法："),
    "help-group-usage": ("COMMAND [OPTIONS]…", "命令 [选项]…"),
    "help-options-here": ("[OPTIONS]", "[选项]"),
    "help-options": ("Options", "选项"),
    "help-commands": ("Commands", "命令"),
    "help-examples": ("Examples", "示例"),
    "help-option-help": ("Show this page.", "显示这一页。"),
    "help-option-workspace": (
        "The folder to work on; else the nearest one upwards with config/cstool.yaml.",
        "工作区文件夹；不写则向上找最近的 config/cstool.yaml。",
    ),
    "help-option-today": ("The day to take for today, as 2026-11-27.", "把哪一天当作今天，例如 2026-11-27。"),
    "help-option-lang": (
        "Language of messages and help; else CSTOOL_LANG, else the system's.",
        "提示和帮助的语言；不写则看 CSTOOL_LANG，再看系统语言。",
    ),
    "help-cstool": (
        "The compiler, test bench and deploy tool for a customer-service team's workflow config: SOPs, SLA policies, routing rules, "
        "teams, calendars and reply templates, kept as YAML and Liquid in git.",
        "客服工作流配置的编译器、试验台和发布工具：标准流程、时效标准、路由规则、小组、工作日历和话术模板，都以 YAML 和 Liquid 保存在 git 里。",
    ),
    "help-more": (
        "'cstool COMMAND --help' shows options and examples. New here? 'cstool demo'.",
        "“cstool 命令 --help”查看选项和示例。第一次用？运行 cstool demo。",
    ),
    "see-help": ("see '{command} --help'", "参见 {command} --help"),
    "no-workspace": (
        "no workspace here or above ({folder}); go to one, name it with --workspace DIR, or start one with 'cstool init DIR'",
        "这里和上级文件夹都没有工作区（{folder}）；请进入工作区，或用 --workspace DIR 指定，或用 cstool init DIR 新建",
    ),
    "today-not-a-date": (
        "--today takes a date such as 2026-11-27, not '{value}'",
        "--today 要写日期，例如 2026-11-27，而不是“{value}”",
    ),
    "today-out-of-range": (
        "--today takes a day from {first} to {last}, not '{value}'",
        "--today 要在 {first} 到 {last} 之间，而不是“{value}”",
    ),
    "system-refused": ("'{path}': {reason}", "“{path}”：{reason}"),
    "cannot-go-on": ("cannot go on: {reason}", "无法继续：{reason}"),
    "interrupted": ("interrupted", "已中断"),
    "crashed": (
        "this is a fault of cstool: {problem}; the details are in {file}",
        "这是 cstool 自身的错误：{problem}；详情见 {file}",
    ),
    "no-such-option": ("there is no option '{name}'{near}", "没有选项“{name}”{near}"),
    "no-such-command": ("there is no command '{name}'{near}", "没有命令“{name}”{near}"),
    "usage-near": ("; did you mean '{name}'?", "；是不是想写“{name}”？"),
    "missing-parameter": ("'{name}' is missing", "缺少“{name}”"),
    "bad-parameter": ("'{name}': {problem}", "“{name}”：{problem}"),
    "not-a-choice": ("{name} takes {choices}, not '{value}'", "{name} 可选 {choices}，而不是“{value}”"),
    "too-many-arguments": ("'{name}' is one argument too many", "多了参数“{name}”"),
    "usage-other": ("{problem}", "{problem}"),
}
