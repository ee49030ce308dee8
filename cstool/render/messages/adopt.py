"""What adopting an account that was there before says."""

MESSAGES: dict[str, tuple[str, str]] = {
    "raw-needs-sequence": (
        "a rule kept under 'raw' stands only in a 'sequence' stage of an account with 'adopted: true'; '{backend}' cannot place it",
        "放在“raw”下的规则只能在“adopted: true”账号的 sequence 环节里；“{backend}”无法安放它",
    ),
    "cannot-adopt": (
        "an account of type '{type}' cannot be adopted: write its files, or 'cstool init' a workspace, then push",
        "“{type}”类型的账号无法接管：请自己编写文件，或用 cstool init 建立工作区，再推送",
    ),
}
