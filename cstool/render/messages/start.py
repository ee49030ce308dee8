"""Messages of `init` and `demo`."""

MESSAGES: dict[str, tuple[str, str]] = {
    "help-demo": (
        "The tour: four disasters averted, on a copy of the shipped workspace.",
        "导览：在自带工作区的副本上，避免四场事故。",
    ),
    "demo-title": ("A day at lumen-home, a seller of lamps in five countries", "lumen-home 的一天：一家向五个国家卖灯具的店"),
    "demo-blank": (
        "\n1. Somebody shortens the greeting; customers without a first name would read 'Hi ,'",
        "\n1. 有人简化了问候语；没有名字的客户会读到“Hi ,”",
    ),
    "demo-promise": (
        "\n2. Somebody gives Amazon buyers 36 hours; Amazon counts 24, weekends included",
        "\n2. 有人把亚马逊的回复时限放宽到 36 小时；亚马逊只给 24 小时，周末照算",
    ),
    "demo-rule": ("\n3. Somebody deletes a rule; which tickets go elsewhere?", "\n3. 有人删了一条规则；哪些工单会走错？"),
    "demo-push": (
        "\n4. Two hundred tickets tried, then everything into the embedded helpdesk",
        "\n4. 先用两百个工单试跑，再推送到内置后台",
    ),
    "demo-by-hand": (
        "    … and at lunch Jonas switches the complaint rule off by hand",
        "    ……中午 Jonas 在后台手动关掉了投诉规则",
    ),
    "demo-next": (
        "\nYour turn: cstool init my-shop, then edit my-shop/config/routing.yaml and run cstool check there",
        "\n轮到你了：cstool init my-shop，修改 my-shop/config/routing.yaml，再在那里运行 cstool check",
    ),
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
