"""Conditions put together from single comparisons, as a person would write them."""

from collections.abc import Mapping, Sequence

When = Mapping[str, object]
"""A condition of ours, as it stands under `when`."""
_SETS = ("text", "subject", "body", "tags", "customer.tags")
"""Fields on which a scalar or a list means: any of these."""


def conjunction(parts: Sequence[When]) -> object:
    """All of them: one mapping, and a list under `all` only where one key would have to stand twice."""
    whole: dict[str, object] = {}
    rest: list[When] = []
    for part in parts:
        for key, value in part.items():
            if key not in whole:
                whole[key] = value
            elif (joined := _joined(key, whole[key], value)) is not None:
                whole[key] = joined
            else:
                rest.append({key: value})
    if rest:
        listed = whole.pop("all", [])
        whole["all"] = [*(listed if isinstance(listed, list) else []), *rest]
    return whole or "always"


def _joined(key: str, first: object, second: object) -> object | None:
    """Two demands on one field in one mapping of operators; None where they would need the same operator twice."""
    if key in ("any", "all", "not"):
        return None
    one, other = _operators(key, first), _operators(key, second)
    if not set(one) & set(other):
        return {**one, **other}
    single = [value for value in (one.get("any"), other.get("any")) if isinstance(value, str)]
    if key in _SETS and set(one) == set(other) == {"any"} and len(single) == 2:
        return {"all": single}
    if key in _SETS and set(one) == {"all"} and set(other) == {"any"} and single and isinstance(one["all"], list):
        return {"all": [*one["all"], *single]}
    return None


def _operators(key: str, value: object) -> dict[str, object]:
    if isinstance(value, Mapping):
        return {str(name): operand for name, operand in value.items()}
    if key in _SETS:
        return {"any": value}
    return {"one_of" if isinstance(value, list) else "is": value}


def alternatives(parts: Sequence[When]) -> When:
    """One of them: a list of values where all ask the same field, else a list under `any`."""
    joined: list[dict[str, object]] = []
    for part in parts:
        for number, before in enumerate(joined):
            if (both := _either(before, part)) is not None:
                joined[number] = both
                break
        else:
            joined.append(dict(part))
    return joined[0] if len(joined) == 1 else {"any": joined}


def _either(first: When, second: When) -> dict[str, object] | None:
    """Both in one comparison, where they differ in the value of one operator that takes a list."""
    if len(first) != 1 or first.keys() != second.keys():
        return None
    key = next(iter(first))
    if key in ("any", "all", "not"):
        return None
    one, other = first[key], second[key]
    if not isinstance(one, Mapping) and not isinstance(other, Mapping):
        if isinstance(one, bool) or isinstance(other, bool):
            return None
        return {key: [*_list(one), *_list(other)]}
    if isinstance(one, Mapping) and isinstance(other, Mapping) and set(one) == set(other) == {"contains"}:
        return {key: {"contains": [*_list(one["contains"]), *_list(other["contains"])]}}
    return None


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
