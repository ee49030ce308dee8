"""What would change in a helpdesk: last pushed, desired and live compared, native with native."""

from cstool.plan.change import GUARD_PERCENT, SHOWN, Action, Ambiguity, Change, FieldChange, Plan, Why, differences, guard
from cstool.plan.compare import Matching, compare, drift, match
from cstool.plan.resource import Body, Intent, Key, Live, Pushed, Resource, canonical, digest, plain

__all__ = [
    "GUARD_PERCENT",
    "SHOWN",
    "Action",
    "Ambiguity",
    "Body",
    "Change",
    "FieldChange",
    "Intent",
    "Key",
    "Live",
    "Matching",
    "Plan",
    "Pushed",
    "Resource",
    "Why",
    "canonical",
    "compare",
    "differences",
    "digest",
    "drift",
    "guard",
    "match",
    "plain",
]
