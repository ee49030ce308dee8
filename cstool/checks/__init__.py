"""The checks. Every one is a file; this is the list that a person can read, family by family."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "shape": (
        "unknown-key",
        "missing-key",
        "unknown-choice",
        "malformed-value",
        "wrong-type",
        "duration-without-unit",
        "duplicate-key",
        "duplicate-id",
        "yaml-syntax",
        "tab-indentation",
        "unquoted-colon",
        "unquoted-hash",
        "chinese-punctuation",
        "wrong-encoding",
        "control-character",
        "too-large",
        "too-deep",
        "too-many-aliases",
        "unknown-tag",
        "merge-key",
        "front-matter",
        "shared-key-in-translation",
        "default-locale-missing",
        "misnamed-text",
        "unknown-locale",
        "kind-twice",
        "unknown-file",
        "link-outside",
        "unreadable-file",
        "broken-table",
        "literal-secret",
    ),
    "settings": (
        "allow-without-reason",
        "cannot-be-allowed",
        "unknown-check",
        "unused-allow",
    ),
    "reference": (
        "expired",
        "unknown-reference",
        "unused",
    ),
    "routing": (
        "amount-without-currency",
        "answers-automatic-mail",
        "bad-regular-expression",
        "currency-without-rate",
        "keyword-without-text",
        "malformed-condition",
        "misplaced-wildcard",
        "negated-missing-value",
        "not-on-backend",
        "numeric-gap-or-overlap",
        "operator-not-valid-for-field",
        "reads-sibling",
        "two-replies",
        "unknown-field",
        "unknown-keyword-set",
        "unknown-value",
        "value-of-wrong-type",
        "write-conflict",
    ),
    "team": (
        "overflow-cycle",
        "skill-nobody-holds",
        "skill-one-holder",
        "team-without-members",
        "zero-capacity",
    ),
    "sla": (
        "days-on-working-clock",
        "escalation-after-target",
        "escalation-without-target",
        "first-reply-after-resolution",
        "inverted-priorities",
        "looser-than-marketplace",
        "missing-priority-target",
        "promise-differs-from-sla",
        "uncovered-by-sla",
        "working-days-on-24x7",
    ),
    "calendar": (
        "empty-calendar",
        "overlapping-hours",
        "unknown-holidays",
        "unknown-timezone",
    ),
    "sop": (
        "authority-gap",
        "category-without-sop",
        "dead-end-step",
        "decision-without-default",
        "duplicate-exit",
        "endless-loop",
        "missing-must-have-step",
        "sop-longer-than-sla",
        "sop-never-triggered",
        "step-without-owner-or-name",
        "unknown-step",
        "unreachable-step",
    ),
    "outreach": (
        "marketing-on-marketplace",
        "notice-duplicates-marketplace",
        "survey-without-consent",
    ),
    "template": (
        "contact-data-on-marketplace",
        "endless-include",
        "external-link-on-marketplace",
        "forbidden-words-on-marketplace",
        "foreign-placeholder",
        "include-not-found",
        "leftover-placeholder",
        "locale-missing",
        "missing-subject",
        "template-not-used",
        "template-syntax",
        "text-cannot-be-printed",
        "too-long-for-channel",
        "unguarded-variable",
        "unknown-filter",
        "unknown-variable",
        "variable-not-on-channel",
        "variables-differ-between-locales",
    ),
    "knowledge": (
        "public-links-internal",
    ),
    "backend": (
        "approximate-on-backend",
        "unsupported-on-backend",
    ),
}
"""Family (a folder) -> names (files, with underscores)."""

LINT = ("template", "knowledge")
"""The families about wording: what `lint` runs and `validate` does not."""


def names() -> list[str]:
    """Every check, in the order of the list."""
    return [name for checks in FAMILIES.values() for name in checks]


def find(name: str) -> str | None:
    """The family of a check, or None."""
    return next((family for family, checks in FAMILIES.items() if name in checks), None)
