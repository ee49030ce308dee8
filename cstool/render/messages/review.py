"""The rhythm in which somebody looks at things again."""

MESSAGES: dict[str, tuple[str, str]] = {
    "help-review": ("What is to be looked at again, and that somebody did.", "哪些内容该复审，以及记下已经复审。"),
    "help-review-due": (
        "What nobody has looked at in time, by the rhythm in cstool.yaml ('review').",
        "按 cstool.yaml 里 review 写的周期，列出到期没有复审的内容。",
    ),
    "help-review-due-examples": (
        "cstool review due\ncstool review due --within 14 --kind templates",
        "cstool review due\ncstool review due --within 14 --kind templates",
    ),
    "help-review-done": (
        "Write down that somebody has looked: today's date goes into the files, comments stay.",
        "记下已经复审：把今天的日期写进文件，注释保留。",
    ),
    "help-review-done-examples": (
        "cstool review done templates/refund/approved sop/refund --by lin\ncstool review done --due --by lin",
        "cstool review done templates/refund/approved sop/refund --by lin\ncstool review done --due --by lin",
    ),
    "help-review-within": ("Also what is due in this many days.", "也列出这么多天内到期的。"),
    "help-review-kind": ("Only this kind. May be repeated.", "只看这一类。可重复。"),
    "help-review-done-due": ("All that are due now, instead of naming them.", "所有已到期的，不必逐个写出。"),
    "help-review-by": ("Who looked.", "复审人。"),
    "review-overdue": (
        "'{object}' was due for review on {due}: it is looked at every {every} days",
        "“{object}”应在 {due} 前复审：每 {every} 天一次",
    ),
    "review-never": (
        "'{object}' has never been reviewed, as far as it says: it is looked at every {every} days",
        "“{object}”没有复审记录：应每 {every} 天复审一次",
    ),
    "hint-review-done": ("read it, then: cstool review done {object}", "看过之后运行：cstool review done {object}"),
    "review-title": ("To be looked at", "待复审"),
    "review-column-object": ("object", "对象"),
    "review-column-due": ("due", "到期"),
    "review-column-last": ("last", "上次"),
    "review-column-by": ("by", "复审人"),
    "review-never-short": ("never reviewed", "从未复审"),
    "review-tally": (
        "{total} of {known} objects, {late} of them late; 'cstool review done OBJECT' writes down that you looked",
        "{known} 个对象中有 {total} 个，其中 {late} 个已过期；看过之后用 cstool review done 对象 记下",
    ),
    "review-none-due": ("nothing is due: {count} objects were looked at in time", "没有到期的：{count} 个对象都按时复审过"),
    "review-no-rhythm": (
        "no rhythm is stated; write one into config/cstool.yaml, for example 'review: {{templates: 90d}}'",
        "没有写复审周期；请写进 config/cstool.yaml，例如 review: {{templates: 90d}}",
    ),
    "review-which": ("name objects, or write --due for all that are due", "写出对象名，或用 --due 表示所有到期的"),
    "review-unknown": ("there is no reviewed object '{name}'; {near}", "没有需要复审的对象“{name}”；{near}"),
    "review-see-due": ("'cstool review due --within 3650' lists them", "cstool review due --within 3650 会列出全部"),
    "review-not-written": (
        "'{path}' has no single place for the review of '{object}'; write it by hand",
        "“{path}”里没有唯一的位置可写“{object}”的复审记录；请手工写",
    ),
    "review-written": (
        "{count} reviews of {day} written into {files} files",
        "已把 {day} 的 {count} 条复审记录写入 {files} 个文件",
    ),
}
