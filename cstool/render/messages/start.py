"""Messages of `init` and `demo`."""

MESSAGES: dict[str, tuple[str, str]] = {
    "help-init": ("Write a starter workspace into a folder.", "在文件夹里写入一个起步工作区。"),
    "help-init-examples": (
        "cstool init my-shop\ncstool init my-shop --minimal",
        "cstool init my-shop\ncstool init my-shop --minimal",
    ),
    "help-init-minimal": ("Eight small files instead of a complete seller.", "只写八个小文件，而不是一个完整的卖家示例。"),
    "init-would-overwrite": (
        "{count} files are already in {folder}, the first is {first}; choose an empty folder",
        "{folder} 里已有 {count} 个同名文件，第一个是 {first}；请换一个空文件夹",
    ),
    "init-done": (
        "{count} files written to {folder}; next: cd {folder} && cstool check",
        "已在 {folder} 写入 {count} 个文件；下一步：cd {folder} && cstool check",
    ),
}
