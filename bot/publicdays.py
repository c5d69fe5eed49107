"""Public holidays by country, from the `holidays` library."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=512)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Empty for a country that the library does not know (and for none)."""
    if not is_country(country):
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year))


def holidays_around(country: str, day: date) -> frozenset[date]:
    """Of the day's year and the next: what planning some days ahead needs."""
    return public_holidays(country, day.year) | public_holidays(country, day.year + 1)


@lru_cache(maxsize=512)
def is_country(country: str) -> bool:
    """Whether holidays are known for this ISO 3166 code."""
    return country in holidays.list_supported_countries()
