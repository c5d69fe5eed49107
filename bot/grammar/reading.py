"""Words → When, from any place in a line: the longest reading that begins there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import Refusal
from bot.grammar.clocks import read_end, read_hours_of_day, read_instant
from bot.grammar.days import RANGE, read_day, read_shared_month
from bot.grammar.doubts import Doubt
from bot.grammar.tidying import tidy
from bot.grammar.when import Day, DayKind, When

_NOW = Day(DayKind.NOW)
_EXAMPLES = "Write `fri`, `next tue`, `1 dec`, `W49`, `fri..mon` or `tue 9-11`."
_I = re.ASCII | re.IGNORECASE
_LEAD = re.compile(r"(?:(?:on|for|from|since|during|by|starting|beginning) )?(?:the )?", _I)
_UNTIL = re.compile(r"(?:until|till|til) (?:the )?", _I)
_RANGE = re.compile(RANGE, _I)
_BEFORE_HOURS = re.compile(r",? ", _I)
_BEFORE_DAY = re.compile(r",? (?:(?:on|of) )?(?:the )?", _I)
_END = re.compile(r"(?![\w'’@/&]|-\w|[:.,]\w)")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand words: the value, where they end, and whether dots were missing."""

    value: When | Doubt
    end: int
    bare: bool = False


def parse_when(text: str) -> When:
    """The whole text as a time. Raises Refusal if it is none, or could be two."""
    plain = tidy(text)
    reading = read_when(plain, 0, alone=True)
    if reading is None or reading.end != len(plain.rstrip("?!,;")):
        raise Refusal("no_time", f"I cannot read “{plain[:60]}” as a time.", instead=_EXAMPLES)
    if isinstance(reading.value, Doubt):
        raise reading.value.refusal()
    return reading.value


def read_when(text: str, start: int, *, alone: bool = False) -> Reading | None:
    """The longest time that begins at `start` of a tidy text; None if none does.

    `alone` says that nothing but a time is expected, so that `1.12` can be a date.
    """
    lead = _LEAD.match(text, start)
    places = {start, lead.end() if lead else start}
    found = [
        reading
        for place in sorted(places)
        for reading in _readings(text, place, alone=alone)
        if _END.match(text, reading.end)
    ]
    if not found:
        return None
    end = max(reading.end for reading in found)
    longest = [reading for reading in found if reading.end == end]
    return _settle(longest, text[start:end])


def _settle(longest: list[Reading], words: str) -> Reading:
    """One of equally long readings: `9.10-11.10` is in doubt, `1.12-4.12` are no usual hours."""
    values = [reading.value for reading in longest if isinstance(reading.value, When)]
    hours = next((value for value in values if value.first is None), None)
    bare = next((reading for reading in longest if reading.bare), None)
    if hours is None or bare is None or not isinstance(bare.value, When):
        return longest[0]
    if any((minute or 0) % 5 for minute in (hours.start, hours.end)):
        return bare
    texts = (bare.value.to_text(), hours.to_text())
    return Reading(Doubt(words, f"“{words}” could be days or hours.", texts), bare.end)


def _readings(text: str, start: int, *, alone: bool) -> Iterator[Reading]:
    yield from _from_day(text, start, alone=alone)
    yield from _from_hours(text, start)
    until = _UNTIL.match(text, start)
    if until:
        yield from _up_to(text, until.end(), _NOW, None)
    for first, last, end in read_shared_month(text, start):
        yield from _make(end, first, last)


def _from_day(text: str, start: int, *, alone: bool) -> Iterator[Reading]:
    for day, end in read_day(text, start):
        yield from _make(end, day)
        yield from _day_and_hours(text, end, day)
        joined = _RANGE.match(text, end)
        if joined:
            yield from _up_to(text, joined.end(), day, None)
    for day, end in read_day(text, start, bare=True):
        if alone:
            yield from _make(end, day, bare=True)
        joined = _RANGE.match(text, end)
        for last, last_end in read_day(text, joined.end(), bare=True) if joined else ():
            yield from _make(last_end, day, last, bare=True)


def _day_and_hours(text: str, start: int, day: Day | Doubt) -> Iterator[Reading]:
    gap = _BEFORE_HOURS.match(text, start)
    if gap is None:
        return
    for hours in read_hours_of_day(text, gap.end()):
        yield from _make(hours[2], day, hours=hours[:2])
    instant = read_instant(text, gap.end())
    if instant is None:
        return
    minute, end = instant
    yield from _make(end, day, hours=(minute, None))
    joined = _RANGE.match(text, end)
    if joined:
        yield from _up_to(text, joined.end(), day, minute)


def _up_to(text: str, start: int, first: Day | Doubt, minute: int | None) -> Iterator[Reading]:
    """What ends on another day, with or without an hour; or, from now, at an hour of today."""
    for last, end in read_day(text, start):
        yield from _make(end, first, last, (minute, None))
        gap = _BEFORE_HOURS.match(text, end)
        for hours in read_hours_of_day(text, gap.end()) if gap else ():
            yield from _make(hours[2], _each_day(first, last, text[start:end], *hours[:2]))
        closing = _closing(text, gap.end()) if gap else None
        if closing:
            yield from _make(closing[1], first, last, (minute, closing[0]))
    closing = read_end(text, start) if first == _NOW else None
    if closing:
        yield from _make(closing[1], first, hours=(None, closing[0]))


def _each_day(
    first: Day | Doubt, last: Day | Doubt, words: str, start: int | Doubt, end: int | None
) -> Doubt:
    """`fri..mon 9-11` would be one part for each day; they are asked for one by one."""
    if isinstance(first, Doubt) or isinstance(last, Doubt) or isinstance(start, Doubt):
        return next(part for part in (first, last, start) if isinstance(part, Doubt))
    days = [day for day in (first, last) if not day.is_long and day != _NOW]
    texts = tuple(When(day, None, start, end).to_text() for day in days)
    return Doubt(words, "Hours on several days are a part of each day, one by one.", texts)


def _closing(text: str, start: int) -> tuple[int, int] | None:
    """An hour at the end of days; bare hours would be mistaken for the hours of a duty."""
    instant = read_instant(text, start)
    return instant or (read_end(text, start) if text.startswith("24:00", start) else None)


def _from_hours(text: str, start: int) -> Iterator[Reading]:
    spans: list[tuple[tuple[int | Doubt | None, int | None], int]] = [
        (hours[:2], hours[2]) for hours in read_hours_of_day(text, start)
    ]
    instant = read_instant(text, start)
    if instant:
        spans.append(((instant[0], None), instant[1]))
    for hours, end in spans:
        yield from _make(end, hours=hours)
        gap = _BEFORE_DAY.match(text, end)
        for day, day_end in read_day(text, gap.end()) if gap else ():
            yield from _make(day_end, day, hours=hours)


def _make(
    end: int,
    first: Day | Doubt | None = None,
    last: Day | Doubt | None = None,
    hours: tuple[int | Doubt | None, int | None] = (None, None),
    *,
    bare: bool = False,
) -> Iterator[Reading]:
    """A reading of the parts; a doubt among them is the doubt of the whole."""
    start, until = hours
    if isinstance(first, Doubt) or isinstance(last, Doubt) or isinstance(start, Doubt):
        doubt = next(part for part in (first, last, start) if isinstance(part, Doubt))
        yield Reading(doubt, end, bare)
        return
    try:
        yield Reading(When(first, last, start, until), end, bare)
    except ValueError:
        return
