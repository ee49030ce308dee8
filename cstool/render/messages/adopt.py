"""What adopting an account that was there before says."""

MESSAGES: dict[str, tuple[str, str]] = {
    "raw-needs-sequence": (
        "a rule kept under 'raw' stands only in a 'sequence' stage of an account with 'adopted: true'; '{backend}' cannot place it",
        "放在“raw”下的规则只能在“adopted: true”账号的 sequence 环节里；“{backend}”无法安放它",
    ),
}
