"""The catalogue: message id -> (English, Chinese), one file an area."""

AREAS = (
    "checks",
    "cli",
    "conditions",
    "report",
    "routing",
    "shape",
    "simulate",
    "sla",
    "tickets",
)
"""Files of this folder; a message id stands in one of them only."""
