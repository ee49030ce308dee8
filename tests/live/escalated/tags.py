"""Tags: the product's only free field, and a trap: conditions see them as one text, names joined by commas in order of name.

`tags contains vip` is true for a ticket tagged `vip-gold` (escalated-dev/escalated-django: escalated/services/
workflow_engine.py, _resolve_field). Tags of our own machinery stand in brackets, so that none is a piece of another. Whether a
tag with a plain name is there takes four rows; that it is not takes a mark, because there is no `not_starts_with`.
"""

from collections.abc import Iterable

from cstool.backends.formula import FALSE, TRUE, Formula, Row, every, some
from cstool.backends.options import slug
from cstool.backends.references import literal

INTERNAL = ("cs-", "cs_")
_BREAKING = str.maketrans(",[]", "___")
HAS, LACKS = "has", "lacks"
"""Operators of rows that stand for several: resolved when a rule is split into workflows."""


def native_tag(tag: str) -> str:
    """A tag as it is called there."""
    return f"[{tag}]" if tag.startswith(INTERNAL) else tag


def value_tag(field: str, value: str) -> str:
    """The tag that says which value a bound field has; `value` empty: what the tags of all its values begin with."""
    name = slug(field.removeprefix("fields.")).replace("_", "-")
    return f"[cs-{name}={value.translate(_BREAKING)}]" if value else f"[cs-{name}="


def tag_row(tag: str, positive: bool = True) -> Row:
    """Whether a tag is on the ticket."""
    name = native_tag(tag)
    if name.startswith("["):
        return Row("tags", "contains" if positive else "not_contains", literal(name))
    return Row("tags", HAS if positive else LACKS, name)


def any_tag(tags: Iterable[str], positive: bool = True) -> Formula:
    """Whether one of these tags is on the ticket; with `positive` False, that none is."""
    rows = [tag_row(tag, positive) for tag in dict.fromkeys(tags)]
    if not rows:
        return FALSE if positive else TRUE
    return some(rows) if positive else every(rows)


def whole(tag: str) -> Formula:
    """The four ways in which a whole name stands in the joined names."""
    name = literal(tag)
    return some(
        [
            Row("tags", "equals", name),
            Row("tags", "starts_with", f"{name},"),
            Row("tags", "ends_with", f",{name}"),
            Row("tags", "contains", f",{name},"),
        ]
    )
