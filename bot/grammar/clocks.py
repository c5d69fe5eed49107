"""Times of day in words → minutes of the day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from bot.grammar.days import RANGE
from bot.grammar.doubts import Doubt
from bot.weeks import DAY_MINUTES, format_minute

# Start, end (None: an instant) and where the words end; or a doubt about them.
ReadHours: TypeAlias = tuple[int, int | None, int] | tuple[Doubt, None, int]

NOON = 720  # minutes
_I = re.ASCII | re.IGNORECASE
_END = r"(?!(?u:[\w%€$£/'’])|[:.,]\d)"
_HALF = r"(?: ?(?P<half{0}>[ap])(?:m(?!\w)|\.m\.?))?"
_CLOCK = r"(?P<h{0}>\d{{1,2}})(?:[:.](?P<m{0}>[0-5]\d))?" + _HALF
_TAIL = r"(?: ?(?:uhr|o'clock))?"

_SPAN = re.compile(
    rf"(?:(?:at|from|between) )?{_CLOCK.format(1)}(?:{RANGE}|(?P<and> and ))"
    rf"{_CLOCK.format(2)}{_TAIL}{_END}",
    _I,
)
_AT = re.compile(rf"(?P<at>at |@ ?)?{_CLOCK.format(1)}{_TAIL}{_END}", _I)
# Parts of a day that everybody means alike, give or take an hour; a night is nobody's guess.
_PARTS = {"morning": (6 * 60, NOON), "afternoon": (NOON, 18 * 60), "evening": (18 * 60, 22 * 60)}
_PART = re.compile(rf"(?:(?:in the|this) )?(?P<part>{'|'.join(_PARTS)}){_END}", _I)
_NOON = re.compile(rf"(?:at )?(?P<noon>noon|midday){_END}", _I)
_END_CLOCK = re.compile(rf"{_CLOCK.format(1)}{_TAIL}{_END}", _I)


def read_hours_of_day(text: str, start: int) -> Iterator[ReadHours]:
    """Hours from–to, such as `9-13` and `from 9am to 1pm`, that begin at `start`.

    `9-5` could be an office day or a night: it is doubted. `22-2` and `09:00-05:00`, written in
    full, pass midnight. `morning`, `afternoon` and `evening` are hours too.
    """
    part = _PART.match(text, start)
    if part:
        yield (*_PARTS[part["part"].lower()], part.end())
        return
    found = _SPAN.match(text, start)
    if found is None or (found["and"] and not found[0].lower().startswith("between")):
        return
    hours = _bounds(found)
    if hours is None or hours[0] == hours[1]:
        return
    first, last = hours
    if _puzzles(found, first, last):
        readings = tuple(
            f"{format_minute(first)}-{format_minute(minute)}" for minute in (last + NOON, last)
        )
        yield (
            Doubt(found[0], f"“{found[0]}” could end by day or by night.", readings),
            None,
            found.end(),
        )
        return
    yield first, last, found.end()


def read_instant(text: str, start: int) -> tuple[int, int] | None:
    """A time such as `09:30`, `9am` or `at 9`: its minute, and where it ends.

    `1:30` is no time but hours; a time before seven needs `01:30`, `1:30am` or `at 1:30`.
    """
    noon = _NOON.match(text, start)
    if noon:
        return NOON, noon.end()
    found = _AT.match(text, start)
    if found is None:
        return None
    said = found["at"] or found["half1"]
    colon = found["m1"] is not None and found[0][found.end("h1") - found.start()] == ":"
    if not said and not colon:
        return None
    if not said and len(found["h1"]) == 1 and int(found["h1"]) < 7:
        return None
    minute = _minute(found, 1)
    return None if minute is None or minute >= DAY_MINUTES else (minute, found.end())


def read_end(text: str, start: int) -> tuple[int, int] | None:
    """The time at which something ends, bare hours and 24:00 allowed; 0:00 is 24:00 too."""
    noon = _NOON.match(text, start)
    if noon:
        return NOON, noon.end()
    found = _END_CLOCK.match(text, start)
    minute = _minute(found, 1) if found else None
    return None if found is None or minute is None else (minute or DAY_MINUTES, found.end())


def _minute(found: re.Match[str], which: int) -> int | None:
    hour, half = int(found[f"h{which}"]), found[f"half{which}"]
    minute = int(found[f"m{which}"] or 0)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    total = hour * 60 + minute
    return total if total <= DAY_MINUTES else None


def _bounds(found: re.Match[str]) -> tuple[int, int] | None:
    """Both ends; where only one carries am or pm, the nearest sense of the other."""
    first, last = _minute(found, 1), _minute(found, 2)
    if first is None or last is None or first == DAY_MINUTES:
        return None
    last = last or DAY_MINUTES
    early, late = found["half1"], found["half2"]
    if late and not early and first < NOON:
        senses = [first, first + NOON] if found["h1"] != "0" else [first]
        first = max([sense for sense in senses if sense < last] or senses)
    elif early and not late and last <= NOON:
        senses = [last, last + NOON] if last < NOON else [last]
        last = min([sense for sense in senses if sense > first] or senses)
    return first, last


def _puzzles(found: re.Match[str], first: int, last: int) -> bool:
    in_full = all(found[name] and len(found[name]) == 2 for name in ("h1", "m1", "h2", "m2"))
    if found["half1"] or found["half2"] or in_full:
        return False
    return last < first < NOON and first < last + NOON
