"""A moment as exports write it. Where two readings are possible, none is chosen."""

import json
import re
from datetime import UTC, date, datetime, tzinfo
from email.utils import parsedate_to_datetime

from cstool.diagnostic import Text, text

_FIRST_YEAR, _LAST_YEAR = 1971, 2199
_YEAR_FIRST = re.compile(
    r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?(?:[ T]+(\d{1,2})[:：时](\d{2})(?:[:：分](\d{2})(?:\.\d+)?秒?)?分?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_YEAR_LAST = re.compile(
    r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp][Mm])?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")


class BadValueError(Exception):
    """A value that cannot be what its column says; carries the reason."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.id)
        self.reason = reason


def shown(value: object) -> str:
    """A value short enough for one line of a message, without what would steer a terminal."""
    words = "".join(letter if letter.isprintable() else "\ufffd" for letter in " ".join(_written(value)[:200].split()))
    return words if len(words) <= 60 else words[:59] + "…"


def _written(value: object) -> str:
    """A value as the file writes it; lists, mappings, nothing and truth as JSON does."""
    if value is None or isinstance(value, bool | list | tuple | dict):
        try:
            return json.dumps(value, ensure_ascii=False, default=str)
        except (RecursionError, TypeError, ValueError):
            return "…"
    return str(value)


def moment(value: object, zone: tzinfo, date_format: str | None = None) -> datetime:
    """The moment a cell holds; without a zone of its own it is in `zone`. Raises BadValueError."""
    try:
        found = _moment(value, date_format)
        if found is None:
            raise BadValueError(text("row-bad-date", value=shown(value)))
        if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            raise BadValueError(text("row-date-out-of-range", value=shown(value), first=_FIRST_YEAR, last=_LAST_YEAR))
        return found if found.tzinfo else found.replace(tzinfo=zone)
    except (ValueError, OverflowError, OSError, IndexError, TypeError):
        raise BadValueError(text("row-bad-date", value=shown(value))) from None


def _moment(value: object, date_format: str | None) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value / 1000 if value >= 10**11 else value, UTC) if value >= 10**8 else None
    words = str(value).strip()
    if date_format:
        return datetime.strptime(words, date_format)
    if _EPOCH.fullmatch(words):
        number = float(words)
        return datetime.fromtimestamp(number / 1000 if number >= 10**11 else number, UTC)
    if words[:4].isdigit():
        return _year_first(words)
    if found := _YEAR_LAST.fullmatch(words):
        return _year_last(found, words)
    return parsedate_to_datetime(words) if len(words) < 100 else None


def _year_first(words: str) -> datetime | None:
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        pass
    found = _YEAR_FIRST.fullmatch(words)
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    plain = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
    return plain.replace(tzinfo=_zone(zone))


def _year_last(found: re.Match[str], words: str) -> datetime:
    """`17.07.2026` is day first wherever dots are used; with slashes or dashes only a part above 12 tells day from month."""
    first, separator, second_, year, hour, minute, second, half, zone = found.groups()
    if separator == "." or int(first) > 12 or first == second_:
        day, month = int(first), int(second_)
    elif int(second_) > 12:
        month, day = int(first), int(second_)
    else:
        raise BadValueError(text("row-ambiguous-date", value=shown(words)))
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    return datetime(int(year), month, day, hours, int(minute or 0), int(second or 0), tzinfo=_zone(zone))


def _zone(words: str | None) -> tzinfo | None:
    if words is None:
        return None
    if words in ("Z", "UTC", "GMT"):
        return UTC
    return datetime.strptime(words.replace(":", ""), "%z").tzinfo
