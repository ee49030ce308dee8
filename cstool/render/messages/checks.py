"""Messages of the commands that run checks and print pages and schemas."""

MESSAGES: dict[str, tuple[str, str]] = {
    "help-validate": (
        "Validate everything but the wording: form, references, routing, SLA, calendars, SOPs.",
        "校验措辞以外的一切：格式、引用、路由、时效、日历、标准流程。",
    ),
    "help-validate-examples": (
        "cstool validate\ncstool validate --format sarif=cstool.sarif --format text\ncstool validate --select routing,sla --fail-on warning",
        "cstool validate\ncstool validate --format sarif=cstool.sarif --format text\ncstool validate --select routing,sla --fail-on warning",
    ),
    "help-validate-backend": (
        "Also compile for this backend of cstool.yaml (no network) and report what it cannot hold exactly.",
        "同时为 cstool.yaml 里的这个后台编译（不联网），报告它不能精确实现的内容。",
    ),
    "fidelity-title": ("What '{backend}' can hold", "“{backend}”能实现多少"),
    "differences-title": (
        "What differs on '{backend}' ({objects} objects compiled)",
        "“{backend}”上的差别（共编译 {objects} 个对象）",
    ),
    "column-fidelity": ("fidelity", "保真度"),
    "column-objects": ("objects", "对象数"),
    "column-difference": ("difference", "差别"),
    "column-first": ("first at", "首次出现"),
    "column-accepted": ("accepted", "已接受"),
    "said-yes": ("yes", "是"),
    "said-no": ("no", "否"),
    "fidelity-exact": ("exact", "精确"),
    "fidelity-excluded": ("excluded", "已排除"),
    "fidelity-documentation": ("documentation only", "仅作文档"),
    "fidelity-approximate": ("approximate", "近似"),
    "fidelity-unsupported": ("unsupported", "不支持"),
    "exclude-or-change": (
        "write it differently, or put '{object}' under 'exclude' of that backend",
        "换一种写法，或在该后台的 exclude 里写上 {object}",
    ),
    "accept-difference": (
        "accept it by putting '{difference}' under 'accepted_differences', or write it differently",
        "在 accepted_differences 里写上 {difference} 表示接受，或换一种写法",
    ),
    "accept-differences": (
        "accept it here and at {more} more places by putting '{difference}' under 'accepted_differences', or write it differently",
        "另有 {more} 处同样如此；在 accepted_differences 里写上 {difference} 表示接受，或换一种写法",
    ),
    "help-option-fix": (
        "Mend what can be mended without changing what the config means, then show what is left.",
        "自动改好不影响含义的问题，再显示剩下的。",
    ),
    "help-option-fix-diff": (
        "Show the mends as a diff; with --fix, also make them.",
        "以 diff 显示改动；与 --fix 同用时也写入文件。",
    ),
    "help-option-unsafe-fixes": (
        "Also make mends that are guesses, such as the nearest name: look at them with --diff first.",
        "也采用猜测性的改动（例如最接近的名称）；请先用 --diff 查看。",
    ),
    "fixes-made": ("{count} faults mended in {files} files", "改好了 {files} 个文件里的 {count} 个问题"),
    "fixes-shown": ("{count} faults in {files} files would be mended by --fix", "--fix 会改好 {files} 个文件里的 {count} 个问题"),
    "fixes-left": (
        "{count} more would be mended by --unsafe-fixes, which guesses: look with --diff --unsafe-fixes",
        "另有 {count} 个可用 --unsafe-fixes 猜测性地改好：请用 --diff --unsafe-fixes 查看",
    ),
    "file-moved": (
        "'{path}' was saved while we worked, or is not UTF-8; nothing was written",
        "“{path}”在处理期间被保存过，或不是 UTF-8；没有写入",
    ),
    "help-lint": ("Lint the wording: templates and knowledge articles.", "检查措辞：话术模板和知识文章。"),
    "help-lint-examples": (
        "cstool lint\ncstool lint --select unguarded-variable\ncstool lint --format github",
        "cstool lint\ncstool lint --select unguarded-variable\ncstool lint --format github",
    ),
    "help-check": ("Validate, lint and test: one verdict, for CI.", "校验、措辞检查和用例一起跑，给出一个结论，适合 CI。"),
    "help-check-examples": (
        "cstool check\ncstool check --format github --format junit=report.xml\ncstool check --baseline known.json",
        "cstool check\ncstool check --format github --format junit=report.xml\ncstool check --baseline known.json",
    ),
    "tests-wait": (
        "the tests were not run: what they are about cannot be read whole yet ({parts}; see cstool validate)",
        "没有跑用例：用例涉及的内容还没法完整读取（{parts}；见 cstool validate）",
    ),
    "help-explain": ("Show the page of a check, or list all checks.", "显示一个检查项的说明，或列出全部检查项。"),
    "help-explain-examples": (
        "cstool explain\ncstool explain unguarded-variable",
        "cstool explain\ncstool explain unguarded-variable",
    ),
    "help-schema": ("Print the JSON Schema of a file kind, for editors.", "输出某类文件的 JSON Schema，供编辑器使用。"),
    "help-schema-examples": (
        "cstool schema\ncstool schema routing\ncstool schema --write .cstool/schema",
        "cstool schema\ncstool schema routing\ncstool schema --write .cstool/schema",
    ),
    "help-schema-write": ("Write the schemas of all kinds into this folder.", "把各类文件的 schema 写进这个文件夹。"),
    "help-option-format": (
        "text, json, sarif, github, gitlab, junit, markdown or chat; with =PATH into a file. May be repeated.",
        "text、json、sarif、github、gitlab、junit、markdown 或 chat；加 =路径 写入文件。可重复。",
    ),
    "help-option-select": ("Only these checks or families, separated by commas.", "只跑这些检查项或类别，用逗号分隔。"),
    "help-option-ignore": ("Not these checks or families.", "不跑这些检查项或类别。"),
    "help-option-fail-on": ("Exit with 1 from this severity on.", "达到这个严重程度就以 1 退出。"),
    "help-option-baseline": (
        "Hide what this earlier JSON report already lists (made with --format json=FILE).",
        "隐藏这份 JSON 报告里已有的问题（用 --format json=FILE 生成）。",
    ),
    "two-forms-on-stdout": (
        "only one form can go to stdout; give the others a file with =PATH",
        "只能有一种格式输出到屏幕；其他的请用 =路径 写入文件",
    ),
    "no-such-form": ("there is no form '{name}'; there are {known}", "没有格式“{name}”；可用的有 {known}"),
    "cannot-write": ("cannot write '{path}': {reason}", "无法写入“{path}”：{reason}"),
    "cannot-read": ("cannot read '{path}': {reason}", "无法读取“{path}”：{reason}"),
    "not-a-report": ("'{path}' is not a JSON report of cstool", "“{path}”不是 cstool 的 JSON 报告"),
    "baseline-hides": ("{count} diagnostics hidden by the baseline", "基线隐藏了 {count} 个已知问题"),
    "no-such-kind": ("there is no file kind '{name}'; {near}", "没有文件类别“{name}”；{near}"),
    "schemas-written": ("schemas written to {folder}", "schema 已写入 {folder}"),
}
