"""Messages of reports: verdicts, columns."""

MESSAGES: dict[str, tuple[str, str]] = {
    "severity-error": ("error", "错误"),
    "severity-warning": ("warning", "警告"),
    "severity-failed": ("failed", "未通过"),
    "verdict": ("{errors} errors, {warnings} warnings in {files} files", "{files} 个文件里有 {errors} 个错误、{warnings} 个警告"),
    "verdict-clean": ("{files} files, nothing found", "{files} 个文件，没有问题"),
    "verdict-tests": (
        "{errors} errors, {warnings} warnings in {files} files; {failed} of {tests} tests failed",
        "{files} 个文件里有 {errors} 个错误、{warnings} 个警告；{tests} 个用例中 {failed} 个未通过",
    ),
    "verdict-passed-tests": (
        "{errors} errors, {warnings} warnings in {files} files; all {tests} tests passed",
        "{files} 个文件里有 {errors} 个错误、{warnings} 个警告；{tests} 个用例全部通过",
    ),
    "verdict-only-passed": ("all {tests} tests passed", "{tests} 个用例全部通过"),
    "verdict-only-tests": ("{failed} of {tests} tests failed", "{tests} 个用例中 {failed} 个未通过"),
    "verdict-clean-tests": (
        "{files} files, nothing found; all {tests} tests passed",
        "{files} 个文件，没有问题；{tests} 个用例全部通过",
    ),
    "witness": ("for example a ticket with {ticket}", "反例工单：{ticket}"),
    "column-place": ("place", "位置"),
    "column-problem": ("problem", "问题"),
    "column-hint": ("mend", "改法"),
    "column-check": ("check", "检查项"),
    "show-all": ("show all {count}", "展开全部 {count} 条"),
    "and-more": ("and {count} more", "还有 {count} 条"),
}
