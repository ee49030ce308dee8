"""The time zone in which most people of a country live, so that a due time can be said in the customer's hours."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import ZoneInfo

# zone.tab puts the most populous zone first only "where that does not contradict" its geographical order (its own header);
# in these countries it does. Source: https://github.com/eggert/tz/blob/main/zone.tab
_MAIN = {"AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto", "RU": "Europe/Moscow"}


@cache
def _zones() -> Mapping[str, tuple[str, ...]]:
    from importlib.resources import files

    found: dict[str, tuple[str, ...]] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            found[code] = (*found.get(code, ()), zone)
    return found


@cache
def _first() -> Mapping[str, str]:
    return {**{code: zones[0] for code, zones in _zones().items()}, **_MAIN}


def zone_of(country: str | None) -> ZoneInfo | None:
    """The main zone of an ISO 3166-1 alpha-2 code; None where the code is unknown."""
    name = _first().get(country or "")
    return ZoneInfo(name) if name else None


def all_zones_of(country: str | None) -> tuple[str, ...]:
    """Every zone of an ISO 3166-1 alpha-2 code, most populous mostly first; empty where the code is unknown."""
    return _zones().get(country or "", ())
