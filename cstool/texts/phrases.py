"""Durations, promises, money and dates as sentences need them, per language."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from cstool.model.base import Duration, Money
from cstool.texts.locales import fallbacks

# unit -> (one, many). German stands in the dative, as after "innerhalb von" and "nach".
_UNITS: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "second": ("{n} second", "{n} seconds"),
        "minute": ("{n} minute", "{n} minutes"),
        "hour": ("{n} hour", "{n} hours"),
        "day": ("{n} day", "{n} days"),
        "working_day": ("{n} working day", "{n} working days"),
        "working_hour": ("{n} working hour", "{n} working hours"),
    },
    "zh": {
        "second": ("{n} 秒", "{n} 秒"),
        "minute": ("{n} 分钟", "{n} 分钟"),
        "hour": ("{n} 小时", "{n} 小时"),
        "day": ("{n} 天", "{n} 天"),
        "working_day": ("{n} 个工作日", "{n} 个工作日"),
        "working_hour": ("{n} 个工作小时", "{n} 个工作小时"),
    },
    "zh-TW": {
        "second": ("{n} 秒", "{n} 秒"),
        "minute": ("{n} 分鐘", "{n} 分鐘"),
        "hour": ("{n} 小時", "{n} 小時"),
        "day": ("{n} 天", "{n} 天"),
        "working_day": ("{n} 個工作日", "{n} 個工作日"),
        "working_hour": ("{n} 個工作小時", "{n} 個工作小時"),
    },
    "de": {
        "second": ("{n} Sekunde", "{n} Sekunden"),
        "minute": ("{n} Minute", "{n} Minuten"),
        "hour": ("{n} Stunde", "{n} Stunden"),
        "day": ("{n} Tag", "{n} Tagen"),
        "working_day": ("{n} Arbeitstag", "{n} Arbeitstagen"),
        "working_hour": ("{n} Arbeitsstunde", "{n} Arbeitsstunden"),
    },
    "es": {
        "second": ("{n} segundo", "{n} segundos"),
        "minute": ("{n} minuto", "{n} minutos"),
        "hour": ("{n} hora", "{n} horas"),
        "day": ("{n} día", "{n} días"),
        "working_day": ("{n} día laborable", "{n} días laborables"),
        "working_hour": ("{n} hora laborable", "{n} horas laborables"),
    },
    "fr": {
        "second": ("{n} seconde", "{n} secondes"),
        "minute": ("{n} minute", "{n} minutes"),
        "hour": ("{n} heure", "{n} heures"),
        "day": ("{n} jour", "{n} jours"),
        "working_day": ("{n} jour ouvré", "{n} jours ouvrés"),
        "working_hour": ("{n} heure ouvrée", "{n} heures ouvrées"),
    },
    "it": {
        "second": ("{n} secondo", "{n} secondi"),
        "minute": ("{n} minuto", "{n} minuti"),
        "hour": ("{n} ora", "{n} ore"),
        "day": ("{n} giorno", "{n} giorni"),
        "working_day": ("{n} giorno lavorativo", "{n} giorni lavorativi"),
        "working_hour": ("{n} ora lavorativa", "{n} ore lavorative"),
    },
    "ja": {
        "second": ("{n}秒", "{n}秒"),
        "minute": ("{n}分", "{n}分"),
        "hour": ("{n}時間", "{n}時間"),
        "day": ("{n}日", "{n}日"),
        "working_day": ("{n}営業日", "{n}営業日"),
        "working_hour": ("営業時間で{n}時間", "営業時間で{n}時間"),
    },
}
_PROMISES = {
    "en": "within {duration}",
    "zh": "{duration}内",
    "zh-TW": "{duration}內",
    "de": "innerhalb von {duration}",
    "es": "en un plazo de {duration}",
    "fr": "sous {duration}",
    "it": "entro {duration}",
    "ja": "{duration}以内に",
}
_WORKING = {
    "en": "{duration} of working time",
    "zh": "工作时间 {duration}",
    "zh-TW": "工作時間 {duration}",
    "de": "{duration} Arbeitszeit",
    "es": "{duration} de horario laboral",
    "fr": "{duration} de temps ouvré",
    "it": "{duration} di orario lavorativo",
    "ja": "営業時間で{duration}",
}
_ALIASES = {"zh-Hant": "zh-TW", "zh-HK": "zh-TW"}
_SIZES = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
_HOURS_UP_TO = 48 * 3_600
"""Up to two days people say hours: "within 24 hours", "within 48 hours"; from there on days."""


def _language(locale: str, table: dict[str, object]) -> str:
    aliased = next((_ALIASES[name] for name in fallbacks(locale) if name in _ALIASES), locale)
    return next((name for name in fallbacks(aliased) if name in table), "en")


def duration_text(duration: Duration, locale: str) -> str:
    """`2 hours`, `2 小时`, `2 Stunden`; a language without words here gets English ones.

    Working time is said to be that, and its hours are never added up to days: a day of work has fewer than 24.
    """
    units = _UNITS[_language(locale, dict(_UNITS))]
    if duration.working_days:
        return _counted(units, "working_day", duration.working_days)
    if duration.working:
        hours, rest = divmod(duration.seconds, 3_600)
        if not rest:
            return _counted(units, "working_hour", hours)
        return _WORKING[_language(locale, dict(_WORKING))].format(duration=_spelled(duration.seconds, units, days=False))
    return _spelled(duration.seconds, units, days=duration.seconds > _HOURS_UP_TO)


def _spelled(seconds: int, units: dict[str, tuple[str, str]], *, days: bool) -> str:
    rest, parts = seconds, []
    for unit, size in _SIZES:
        if unit == "day" and not days:
            continue
        if rest >= size:
            parts.append(_counted(units, unit, rest // size))
            rest %= size
    return " ".join(parts) or _counted(units, "second", 0)


def _counted(units: dict[str, tuple[str, str]], unit: str, count: int) -> str:
    one, many = units[unit]
    return (one if count == 1 else many).format(n=count)


def promise_text(duration: Duration, locale: str) -> str:
    """`within 2 hours`, `2 小时内`, `innerhalb von 2 Stunden`."""
    return _PROMISES[_language(locale, dict(_PROMISES))].format(duration=duration_text(duration, locale))


_AMOUNT = re.compile(r"\s*(?:(?P<before>[A-Z]{3})\s*)?(?P<amount>-?\d+(?:\.\d+)?)\s*(?P<after>[A-Z]{3})?\s*")


def money_of(value: object) -> Money | None:
    """`49.90 EUR`, `EUR 49.90` or Money; None for anything else."""
    if isinstance(value, Money):
        return value
    match = _AMOUNT.fullmatch(str(value))
    currency = match and (match["before"] or match["after"])
    if not match or not currency:
        return None
    try:
        return Money(Decimal(match["amount"]), currency)
    except InvalidOperation:
        return None


def money_text(money: Money, locale: str) -> str:
    """`€49.90` in English, `49,90 €` in German, by the rules of CLDR."""
    from babel.core import UnknownLocaleError
    from babel.numbers import format_currency

    try:
        return str(format_currency(money.amount, money.currency, locale=locale.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return str(format_currency(money.amount, money.currency, locale="en"))


def date_of(value: object) -> date | None:
    """An ISO day or moment, or a date; None for anything else."""
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None


def date_text(day: date, locale: str) -> str:
    """`22 November 2026` in the words of the language (CLDR's long form); a moment keeps its hour and minute."""
    from babel.core import UnknownLocaleError
    from babel.dates import format_date, format_time

    name = locale.replace("-", "_")
    try:
        written = str(format_date(day, format="long", locale=name))
    except (UnknownLocaleError, ValueError):
        written, name = str(format_date(day, format="long", locale="en")), "en"
    if isinstance(day, datetime) and (day.hour or day.minute):
        written += " " + str(format_time(day.time(), format="short", locale=name))
    return written
