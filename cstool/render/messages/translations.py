"""Translations and the texts they were made from."""

MESSAGES: dict[str, tuple[str, str]] = {
    "help-templates": ("Work on texts: translations and what they were made from.", "话术工作：译文与其原文。"),
    "help-sync": (
        "Record from which text each translation was made, and list those whose text has changed since.",
        "记下每篇译文对应的原文版本，并列出原文已变、译文未跟上的。",
    ),
    "help-sync-examples": (
        "cstool templates sync\ncstool templates sync --done templates/refund/approved.de.md",
        "cstool templates sync\ncstool templates sync --done templates/refund/approved.de.md",
    ),
    "help-sync-done": (
        "This translation says again what its source says. May be repeated.",
        "这篇译文已经更新到与原文一致。可重复。",
    ),
    "help-sync-check": ("Write nothing.", "不写入文件。"),
    "sync-stale": ("'{name}' has changed since it was translated", "“{name}”翻译之后原文有改动"),
    "sync-tally": (
        "{stale} of {total} translations are stale; {recorded} recorded",
        "{total} 篇译文中有 {stale} 篇过时；记下了 {recorded} 篇",
    ),
    "sync-would": (
        "{stale} of {total} translations are stale; {recorded} would be recorded",
        "{total} 篇译文中有 {stale} 篇过时；将记下 {recorded} 篇",
    ),
    "sync-unknown": ("'{path}' is no translation here; {near}", "“{path}”不是这里的译文；{near}"),
    "translation-stale": (
        "'{name}' has changed in '{default}' since it was translated to '{locale}'",
        "“{name}”译成“{locale}”之后，“{default}”的原文有改动",
    ),
    "hint-translation-stale": (
        "bring the translation up to date, then: cstool templates sync --done {path}",
        "更新译文，然后运行：cstool templates sync --done {path}",
    ),
}
