"""The catalogue: message id -> (English, Chinese), one file an area."""

AREAS = (
    "adopt",
    "backends",
    "checks",
    "cli",
    "conditions",
    "coverage",
    "difference",
    "engines",
    "http",
    "plan",
    "reasoning",
    "report",
    "routing",
    "routing_checks",
    "shape",
    "simulate",
    "sla",
    "sop",
    "spark",
    "start",
    "texts",
    "ticket_help",
    "tickets",
)
"""Files of this folder; a message id stands in one of them only."""
