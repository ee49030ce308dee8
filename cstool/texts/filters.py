"""The filters of our templates: python-liquid's own, bounded, and ours for promises, durations, money and dates."""

import inspect
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from cstool.model.base import Duration
from cstool.texts.environment import MAX_OUTPUT, Missing, new_environment
from cstool.texts.phrases import date_of, date_text, duration_text, money_of, money_text, promise_text

OURS = ("promise", "duration", "money", "date_local")
MAX_INPUT = 200_000
_Filter = Callable[..., Any]


@lru_cache(maxsize=64)
def environment_for(locale: str, missing: type[Missing] = Missing) -> Any:
    """The environment that renders texts of one language in one dialect."""
    environment = new_environment(undefined=missing)
    for name in list(environment.filters):
        environment.add_filter(name, _bounded(name, environment.filters[name]))
    for name, own in _ours(locale).items():
        environment.add_filter(name, own)
    return environment


def filter_arguments(name: str) -> tuple[int, int] | None:
    """How few and how many arguments a filter takes beside its value; None for a filter that does not exist."""
    return _arguments().get(name)


def filter_names() -> tuple[str, ...]:
    """Every filter that templates may use."""
    return tuple(_arguments())


@lru_cache(maxsize=1)
def _arguments() -> dict[str, tuple[int, int]]:
    known = {name: _count(function) for name, function in new_environment().filters.items()}
    return {**known, **dict.fromkeys(OURS, (0, 0))}


def _count(function: _Filter) -> tuple[int, int]:
    try:
        parameters = list(inspect.signature(function).parameters.values())[1:]
    except (TypeError, ValueError):
        return 0, 9
    taken = [one for one in parameters if one.name not in ("context", "environment")]
    if any(one.kind is inspect.Parameter.VAR_POSITIONAL for one in taken):
        return 0, 9
    places = [one for one in taken if one.kind is not inspect.Parameter.VAR_KEYWORD]
    return sum(one.default is inspect.Parameter.empty for one in places), len(places)


def _bounded(name: str, function: _Filter) -> _Filter:
    """The same filter that refuses to blow a text up, and lets a missing value stay missing."""

    def bounded(value: Any, *arguments: Any, **named: Any) -> Any:
        from liquid.exceptions import FilterArgumentError

        if isinstance(value, Missing) and value.shown and name not in ("default", "size", "append", "prepend"):
            return value
        sizes = [len(one) for one in (value, *arguments) if isinstance(one, str | list)]
        if any(size > MAX_INPUT for size in sizes) or (len(sizes) > 1 and sizes[0] * max(sizes[1:]) > MAX_OUTPUT * 10):
            raise FilterArgumentError(f"{name}: too long", token=None)
        return function(value, *arguments, **named)

    for mark in ("with_context", "with_environment", "filter_async", "validate"):
        if hasattr(function, mark):
            setattr(bounded, mark, getattr(function, mark))
    return bounded


def _ours(locale: str) -> dict[str, _Filter]:
    def duration(value: Any) -> Any:
        found = _duration(value)
        return duration_text(found, locale) if found else value

    def promise(value: Any) -> Any:
        found = _duration(value)
        return promise_text(found, locale) if found else value

    def money(value: Any) -> Any:
        found = money_of(value)
        return money_text(found, locale) if found else value

    def date_local(value: Any) -> Any:
        found = date_of(value)
        return date_text(found, locale) if found else value

    return {"promise": promise, "duration": duration, "money": money, "date_local": date_local}


def _duration(value: Any) -> Duration | None:
    from cstool.model.base import parse_duration

    known = getattr(value, "duration", value)
    if isinstance(known, Duration):
        return known
    try:
        return parse_duration(known) if isinstance(known, str) else None
    except ValueError:
        return None
