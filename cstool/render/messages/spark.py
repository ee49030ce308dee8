"""Messages of the runner `spark`."""

MESSAGES: dict[str, tuple[str, str]] = {
    "spark-out-exists": (
        "'{path}' is there already: Spark writes a new folder",
        "“{path}”已经存在：Spark 只写入新文件夹",
    ),
    "spark-no-session": (
        "Spark does not start, it needs a Java runtime (17 or later): {problem}",
        "Spark 无法启动，需要 Java 运行环境（17 或更高版本）：{problem}",
    ),
    "spark-failed": ("Spark gave up: {problem}", "Spark 运行失败：{problem}"),
}
