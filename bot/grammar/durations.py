"""Hours as people write them, in whole minutes."""

from __future__ import annotations

import re

from bot.grammar.tidying import tidy

WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_FRACTIONS = {"¼": 0.25, "½": 0.5, "¾": 0.75, "1/4": 0.25, "1/2": 0.5, "3/4": 0.75}

_H = r"(?:hours?|hrs?|std|h)"
_M = r"(?:minutes?|mins?|min|m)"
_END = r"(?![\w:%€$£/+-]|[.,'’]\w)"  # what follows is no part of the number
_I = re.ASCII | re.IGNORECASE
_WORD = "|".join(WORDS)
_FRACTION = "¼|½|¾|[13]/4|1/2"

_CLOCK = re.compile(rf"(?P<h>\d{{1,3}}):(?P<m>[0-5]\d)(?: ?{_H})?{_END}", _I)
# Minutes need their unit, or to stand hard by the hours: `2h 1 dec` is two hours on a day.
_BOTH = re.compile(
    rf"(?P<h>\d{{1,4}}) ?{_H}(?:(?: and)? ?(?P<m>\d{{1,2}}) ?{_M}|(?P<hard>\d{{1,2}})){_END}", _I
)
_HOURS = re.compile(rf"(?P<n>\d{{1,4}}(?:[.,]\d{{1,2}})?)(?P<unit> ?{_H})?{_END}", _I)
_MINUTES = re.compile(rf"(?P<n>\d{{1,5}}) ?{_M}{_END}", _I)
_MIXED = re.compile(rf"(?:(?P<n>\d{{1,3}}) ?)?(?P<f>{_FRACTION})(?: ?(?:an? )?{_H})?{_END}", _I)
_SPELT = re.compile(rf"(?P<n>{_WORD})(?P<half> and a half)?(?P<unit> {_H})?{_END}", _I)
_ARTICLE = re.compile(
    rf"(?:(?P<half>half an hour|(?:a )?half hour)|an hour(?P<more> and a half)?){_END}",
    _I,
)


def hours(text: str) -> int | None:
    """Minutes for `3`, `3h`, `2.5`, `2,5`, `1h30`, `1:30`, `90 min`, `½`, `three`; else None.

    A bare number is hours. Whether so many hours are sensible is the caller's business: 9,999
    hours are read, a longer number, a negative one or anything else is None.
    """
    plain = tidy(text[:60])
    found = read_hours(plain, 0)
    return found[0] if found and found[1] == len(plain) else None


def read_hours(text: str, start: int, *, spelt: bool = True) -> tuple[int, int] | None:
    """The longest duration that begins at `start`: its minutes, and where it ends.

    Without `spelt`, a bare number word (`three`) needs its unit (`three hours`).
    """
    readings = [
        (minutes, found.end())
        for pattern, count in _READERS
        if (found := pattern.match(text, start))
        and (spelt or pattern is not _SPELT or found["unit"])
        and (minutes := count(found)) is not None
    ]
    return max(readings, key=lambda reading: reading[1], default=None)


def _clock(found: re.Match[str]) -> int:
    return int(found["h"]) * 60 + int(found["m"])


def _sum(found: re.Match[str]) -> int | None:
    minutes = int(found["m"] or found["hard"])
    return int(found["h"]) * 60 + minutes if minutes < 60 else None


def _decimal(found: re.Match[str]) -> int:
    whole, _, part = found["n"].replace(",", ".").partition(".")
    return int(whole) * 60 + (int(part.ljust(2, "0")) * 60 + 50) // 100


def _mixed(found: re.Match[str]) -> int:
    return int(found["n"] or 0) * 60 + int(_FRACTIONS[found["f"]] * 60)


def _spelt(found: re.Match[str]) -> int:
    return WORDS[found["n"].lower()] * 60 + (30 if found["half"] else 0)


def _article(found: re.Match[str]) -> int:
    return 30 if found["half"] else 90 if found["more"] else 60


_READERS = (
    (_CLOCK, _clock),
    (_BOTH, _sum),
    (_HOURS, _decimal),
    (_MINUTES, lambda found: int(found["n"])),
    (_MIXED, _mixed),
    (_SPELT, _spelt),
    (_ARTICLE, _article),
)
