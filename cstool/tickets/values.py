"""A cell as the value its canonical name asks for. Each parser raises BadValueError with the reason."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from cstool.diagnostic import text
from cstool.tickets.moments import BadValueError, shown
from cstool.tickets.names import ALPHA_3, LANGUAGES, PRIORITIES, STATUSES

_TRUE = frozenset({"true", "yes", "y", "1", "是", "t", "ja", "x"})
_FALSE = frozenset({"false", "no", "n", "0", "否", "f", "nein", ""})
_LIST_BREAK = re.compile(r"[,;|、，；\n]+")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8})*)")
_AMOUNT = re.compile(r"([^\d\s.,+-]{0,3}|[A-Za-z]{3})\s*([+-]?[\d.,'’\u00a0\u202f ]*\d)\s*([^\d\s.,]{1,3})?")
_SIGNS: Mapping[str, str] = {"€": "EUR", "£": "GBP", "US$": "USD", "元": "CNY", "円": "JPY", "zł": "PLN"}
# `$` and `¥` are several currencies each; only the currency column can tell them apart.
_CLOCK = re.compile(r"(\d{1,4}):(\d{2}):(\d{2})")


def plain(value: object) -> str | None:
    """Text of a cell, None when empty. A number that Excel made of an id (`1001.0`) is written as the id."""
    if value is None:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ", ".join(word for item in value if (word := plain(item)))
    return str(value)


def strict(value: object) -> str | None:
    """Text of a cell that must be a scalar; outer space removed; None when nothing is left."""
    if isinstance(value, list | dict):
        raise BadValueError(text("row-not-a-scalar", value=shown(value)))
    words = plain(value)
    return (words.strip() or None) if words is not None else None


def flag(value: object) -> bool:
    """Yes or no in the languages of exports."""
    words = (plain(value) or "").strip().casefold()
    if words in _TRUE:
        return True
    if words in _FALSE:
        return False
    raise BadValueError(text("row-bad-flag", value=shown(value)))


def words(value: object) -> tuple[str, ...]:
    """A list, or a cell that writes one with separators."""
    parts: Iterable[object] = value if isinstance(value, list | tuple) else _LIST_BREAK.split(plain(value) or "")
    return tuple(word for part in parts if (word := (_item(part) or "").strip()))


def _item(part: object) -> str | None:
    if isinstance(part, dict):
        return plain(part.get("name") or part.get("title") or part.get("id"))
    return plain(part)


@lru_cache(maxsize=4096)
def language(value: str) -> str:
    """A BCP 47 tag: `zh_CN` and `ZH-cn` become `zh-CN`, `德语` becomes `de`."""
    if known := LANGUAGES.get(value.strip().casefold()):
        return known
    found = _LANGUAGE.fullmatch(value.strip())
    if not found:
        raise BadValueError(text("row-bad-language", value=shown(value)))
    parts = [part for part in re.split("[-_]", found[2]) if part]
    tail = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in parts]
    return "-".join([found[1].lower(), *tail])


@lru_cache(maxsize=4096)
def country(value: str) -> str:
    """ISO 3166-1 alpha-2 of a code or of a name in English, Chinese, German, Spanish, Japanese (CLDR names)."""
    stripped = value.strip()
    if len(stripped) == 2 and stripped.isascii() and stripped.isalpha():
        return "GB" if stripped.upper() == "UK" else stripped.upper()
    code = ALPHA_3.get(stripped.upper()) or _territories().get(stripped.casefold())
    if not code:
        raise BadValueError(text("row-bad-country", value=shown(value)))
    return code


@lru_cache(maxsize=1)
def _territories() -> Mapping[str, str]:
    from babel import Locale

    names: dict[str, str] = {}
    for tag in ("en", "zh", "zh_Hant", "de", "es", "ja"):
        for code, name in Locale.parse(tag).territories.items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(name.casefold(), code)
    return names


@lru_cache(maxsize=4096)
def currency(value: str) -> str:
    """ISO 4217 of a code or an unmistakable sign. `USD (US dollars)` keeps its code."""
    stripped = value.strip()
    code = _SIGNS.get(stripped) or stripped.split("(")[0].strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise BadValueError(text("row-bad-currency", value=shown(value)))
    return "CNY" if code == "RMB" else code


def amount(value: object) -> tuple[Decimal, str | None]:
    """A number with the currency written beside it, if any: `1,299.00`, `250 EUR`, `1.299,00 €`."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = Decimal(str(value))
        if number.is_finite():
            return number, None
    found = _AMOUNT.fullmatch(str(value).strip()[:80])
    if not found:
        raise BadValueError(text("row-bad-amount", value=shown(value)))
    beside = found[3] or found[1] or ""
    number = _number(found[2], str(value))
    known = _SIGNS.get(beside) or (beside.upper() if re.fullmatch(r"[A-Za-z]{3}", beside) else None)
    return number, currency(known) if known else None


def _number(written: str, whole: str) -> Decimal:
    digits = re.sub(r"['’\u00a0\u202f ]", "", written)
    dot, comma = digits.rfind("."), digits.rfind(",")
    if dot >= 0 and comma >= 0:
        decimal, thousands = (".", ",") if dot > comma else (",", ".")
        digits = digits.replace(thousands, "").replace(decimal, ".")
    elif comma >= 0:
        groups = digits.lstrip("+-").split(",")
        thousands_only = all(len(group) == 3 for group in groups[1:]) and groups[0] != "0"
        digits = digits.replace(",", "" if thousands_only else ".")
    elif digits.count(".") > 1:
        digits = digits.replace(".", "")
    elif re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}", digits):
        raise BadValueError(text("row-ambiguous-amount", value=shown(whole)))
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise BadValueError(text("row-bad-amount", value=shown(whole))) from None


def seconds(value: object) -> int:
    """A handling time: seconds, or `h:mm:ss`."""
    if isinstance(value, str) and (clock := _CLOCK.fullmatch(value.strip())):
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3])
    return int(score(value))


def score(value: object) -> Decimal:
    """A plain number (survey answer, seconds)."""
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise BadValueError(text("row-bad-number", value=shown(value))) from None
    if not number.is_finite() or abs(number) > 10**9:
        raise BadValueError(text("row-bad-number", value=shown(value)))
    return number


def one_of(table: Mapping[str, str], reason: str) -> Callable[[object], str]:
    """A parser for a closed list of words with their usual other names."""

    def parse(value: object) -> str:
        found = table.get((plain(value) or "").strip().casefold())
        if not found:
            raise BadValueError(text(reason, value=shown(value), known=tuple(dict.fromkeys(table.values()))))
        return found

    return parse


priority = one_of(PRIORITIES, "row-bad-priority")
status = one_of(STATUSES, "row-bad-status")
