"""Model values as plain data again: the names of the files, full forms, defaults left out; reading it gives the value back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from cstool.model.base import Duration, Limit, Model, Money
from cstool.model.raw import WithRaw
from cstool.model.sla import Target
from cstool.model.sop import Sop, Step

OURS_ALONE = frozenset({"review", "notes", "source_hash", "translated"})
"""What the repository keeps about an object and no customer or agent meets: pushed nowhere, kept on pull."""

_AS_WRITTEN = ("when", "set", "raw")
"""Plain data already."""
_CLOCKED = (Target, Sop, Step)
"""Their durations count on a calendar's clock, where `d` is not allowed."""


def native(model: Model) -> dict[str, object]:
    """The model by its file names, defaults left out. `type(model).model_validate(native(model))` equals the model without
    what is ours alone."""
    body = {}
    left_out = {*OURS_ALONE, *(model.raw_instead_of if isinstance(model, WithRaw) and model.raw else ())}
    for name, shape in type(model).model_fields.items():
        value = getattr(model, name)
        if name in left_out or (not shape.is_required() and value == shape.get_default(call_default_factory=True)):
            continue
        body[shape.alias or name] = value if name in _AS_WRITTEN else _written(value, clocked=isinstance(model, _CLOCKED))
    return body


def ours_alone(model: Model) -> dict[str, object]:
    """What `native` leaves out because it concerns the repository only: review, notes, fingerprints of translations."""
    kept = {name: getattr(model, name) for name in type(model).model_fields if name in OURS_ALONE}
    return {name: _written(value) for name, value in kept.items() if value is not None}


def _written(value: object, *, clocked: bool = False) -> object:
    if isinstance(value, Model):
        return native(value)
    if isinstance(value, Duration):
        return _hours(value) if clocked else str(value)
    if isinstance(value, Money | Limit):
        return str(value)
    if isinstance(value, Decimal):  # the only bare decimals of the pushed kinds are shares: `at: 75%`
        return f"{value.normalize():f}%"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        names = {str(key): _written(item) for key, item in value.items()}
        return names["und"] if list(names) == ["und"] else names
    if isinstance(value, list):
        return [_written(item) for item in value]
    return value


def _hours(duration: Duration) -> str:
    if duration.working_days or duration.seconds % 86400:
        return str(duration)
    return f"{duration.seconds // 3600}h" if duration.seconds else "0s"
