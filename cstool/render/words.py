"""Messages -> words, in English or Chinese. The only place that translates."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import import_module

from cstool.diagnostic import Text
from cstool.render.messages import AREAS

LANGUAGES = ("en", "zh-CN")
_COUNTED = "fault object file character error test rule value ticket row warning level cell line place change diagnostic"
_ONE = re.compile(rf"(?<![\w.,:/-])1 ({'|'.join(_COUNTED.split())})s\b")
"""A count of one in an English message: the catalogue writes the plural."""


@cache
def catalogue() -> Mapping[str, tuple[str, str]]:
    """Every message: id -> (English, Chinese)."""
    joined: dict[str, tuple[str, str]] = {}
    for area in AREAS:
        joined.update(import_module(f"cstool.render.messages.{area}").MESSAGES)
    return joined


def translate(message: Text, language: str) -> str:
    """The message in a language; an id that the catalogue lacks shows itself with its values, so that nothing is lost."""
    pair = catalogue().get(message.id)
    values = {key: say(value, language) for key, value in message.values.items()}
    if pair is None:
        return " ".join([message.id, *(f"{key}={value}" for key, value in values.items())])
    if language == "zh-CN":
        return pair[1].format_map(values)
    return _ONE.sub(r"1 \1", pair[0].format_map(values))


def say(value: object, language: str) -> str:
    """A value inside a message: nested messages, names by language, lists, numbers and dates as people write them."""
    if isinstance(value, Text):
        return translate(value, language)
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return name_in(value, language)
    if isinstance(value, tuple | list | frozenset | set):
        items = sorted(value, key=str) if isinstance(value, frozenset | set) else value
        return ("、" if language == "zh-CN" else ", ").join(say(item, language) for item in items)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M %Z").strip()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def name_in(names: Mapping[str, object], language: str) -> str:
    """A display name in a language: that language, its base, any language, English, the first there is."""
    for key in (language, language.split("-")[0], "und", "en"):
        if key in names:
            return str(names[key])
    return str(next(iter(names.values()), ""))
