"""Zones as people write them, to the names the tz database uses.

`Berlin`, `europe/berlin`, `New York`, `CET`, `Calcutta` and `UTC+5:30` are understood. A name
that could mean several zones is not: `CST` is Chicago, Shanghai and Havana, and `UTC+2` is
Berlin in summer and Cairo in winter.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from bot.weeks.zone_aliases import (
    BY_COUNTRY,
    NICKNAMES,
    OFFSETS,
    RENAMED,
)

_LONGEST = 80  # characters; the longest real name has 32
_CLOSE = 0.88  # difflib ratio: one wrong letter in eight or more
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-\u2212])\s*(\d{1,2})(?::?([0-5]\d))?", re.ASCII)
_NOT_PLACES = frozenset({"Factory", "localtime", "posixrules"})


@dataclass(frozen=True, slots=True)
class ZoneMatch:
    """A zone found: its tz database name, and whether that is other than what was written."""

    name: str
    corrected: bool


def zone_name(text: str, country: str | None = None) -> str | None:
    """The tz database name for what a person wrote, or None. See `find_zone`."""
    found = find_zone(text, country)
    return found.name if found else None


def find_zone(text: str, country: str | None = None) -> ZoneMatch | None:
    """The one zone that is meant, or None if there is none or more than one.

    `country` is an ISO 3166 code that settles abbreviations which several countries use.
    Old names come back as the present ones; a single misspelling of a longer name is mended.
    """
    written = " ".join(text[: _LONGEST + 1].split())
    if not written or len(written) > _LONGEST:
        return None
    key = _key(written)
    name = (
        BY_COUNTRY.get((key, (country or "").strip().upper()))
        or NICKNAMES.get(key)
        or _known().get(key)
        or _by_offset(written)
        or _nearly(key)
    )
    if name is None or name not in available_zones():
        return None
    return ZoneMatch(name, corrected=name != written)


@cache
def available_zones() -> frozenset[str]:
    """The places of the tz database on this machine; read once, it costs about 20 ms."""
    return frozenset(
        name
        for name in available_timezones() - _NOT_PLACES
        if not name.startswith(("posix/", "right/", "SystemV/"))
    )


@cache
def _known() -> Mapping[str, str]:
    """Keys of whole names and of cities; a city that two zones share is left out."""
    whole: dict[str, str] = {}
    cities: dict[str, set[str]] = {}
    for name in sorted(available_zones()):
        present = RENAMED.get(name, name)
        whole[_key(name)] = present
        if "/" in name and not name.startswith("Etc/"):
            cities.setdefault(_key(name.rsplit("/", 1)[1]), set()).add(present)
    known = {city: next(iter(zones)) for city, zones in cities.items() if len(zones) == 1}
    return known | whole


def _by_offset(written: str) -> str | None:
    """A zone for an offset that means the same clock all year everywhere it is in use."""
    found = _OFFSET.fullmatch(written.casefold())
    if found is None:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return OFFSETS.get(minutes if found[1] == "+" else -minutes)


def _nearly(key: str) -> str | None:
    names = _known()
    if len(key) < 6:
        return None
    near = difflib.get_close_matches(key, names, n=3, cutoff=_CLOSE)
    zones = {names[match] for match in near}
    return zones.pop() if len(zones) == 1 else None


def _key(text: str) -> str:
    """Letters and digits only, without accents or case; the sign of `GMT+1` is kept."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if char.isalnum() or char in "+-/").replace("/", "")
