"""The times and hours in a line of words, wherever they stand, and what they come to together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.grammar.days import read_day
from bot.grammar.doubts import Doubt
from bot.grammar.durations import read_hours
from bot.grammar.reading import read_when
from bot.grammar.when import Day, DayKind, When
from bot.weeks import say_minutes

_LEAD = re.compile(r"(?:(?:for|with|about|around) )?", re.IGNORECASE)
# Where a time or a number of hours may begin: digits, fractions, and the first letters of all the
# words that days.py, clocks.py, reading.py and durations.py know. Other words are passed over.
_BEGINNING = re.compile(
    r"(?:(?<=[\s(,;])|^)(?=[\d¼½¾@]|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep"
    r"|oct|nov|dec|next|last|this|coming|past|previous|today|tonight|tomorrow|tmr|yesterday|day|now"
    r"|right|week|wk|w\d|kw|cw|the|on|for|from|since|during|by|starting|beginning|until|till|til"
    r"|at|between|in|an?\b|with|about|around|half|zero|one|two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve|morning|afternoon|evening|noon|midday)",
    re.ASCII | re.IGNORECASE,
)
_ROUND = ("00", "25", "50", "75")  # hundredths of an hour that people write


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words from `start` to `end` of a line, read as a time, as minutes, or as a doubt."""

    value: When | Doubt | int
    start: int
    end: int


def find_chunks(line: str) -> Iterator[Chunk]:
    """Every time and number of hours in a tidy line, in order, each as long as it can be."""
    reached = 0
    for found in _BEGINNING.finditer(line):
        if found.start() >= reached:
            chunk = _chunk_at(line, found.start())
            if chunk:
                reached = chunk.end
                yield chunk


def _chunk_at(line: str, start: int) -> Chunk | None:
    time = read_when(line, start)
    lead = _LEAD.match(line, start)
    begin = lead.end() if lead else start
    duration = read_hours(line, begin, spelt=False)
    if duration and (time is None or duration[1] > time.end):
        minutes, end = duration
        return Chunk(_date_or_hours(line, begin, end) or minutes, start, end)
    return Chunk(time.value, start, time.end) if time else None


def _date_or_hours(line: str, start: int, end: int) -> Doubt | None:
    """`1.12` is 1 December to some and a bit over an hour to others; `1.25` is hours."""
    words = line[start:end]
    _, dot, hundredths = words.partition(".")
    if not dot or len(hundredths) != 2 or hundredths in _ROUND:
        return None
    for day, day_end in read_day(line, start, bare=True):
        if day_end == end and isinstance(day, Day):
            return Doubt(words, f"“{words}” could be a date or hours.", (f"{words}.", f"{words} h"))
    return None


def add_up(chunks: Sequence[Chunk]) -> tuple[When | None, int | None, Doubt | None]:
    """One time and one number of minutes out of all chunks, or why that cannot be."""
    doubt = next((chunk.value for chunk in chunks if isinstance(chunk.value, Doubt)), None)
    minutes = {chunk.value for chunk in chunks if isinstance(chunk.value, int)}
    when: When | None = None
    for value in (chunk.value for chunk in chunks if isinstance(chunk.value, When)):
        both = value if when is None or when == value else _combine(when, value)
        if both is None and when is not None:
            texts = (when.to_text(), value.to_text())
            doubt = doubt or Doubt(" ".join(texts), "I read two different times in this.", texts)
        when = both or when
    if len(minutes) > 1:
        said = tuple(say_minutes(number) for number in sorted(minutes))
        doubt = doubt or Doubt(" ".join(said), "I read two different numbers of hours.", said)
    return when, min(minutes, default=None), doubt


def _day_until(day: When, until: When) -> When | None:
    first = day.first
    if until.end is None or first is None or first.is_long or day != When(first):
        return None
    if first.kind is DayKind.NOW or first == Day(DayKind.OFFSET, 0):
        return until
    return When(first, None, 0, until.end)


def _combine(one: When, other: When) -> When | None:
    """A day said in one place with its hours said in another; None if they do not go together.

    `tomorrow until noon` ends tomorrow; alone, `until noon` is from now on.
    """
    if one.first and other.first and other.first.kind is DayKind.NOW and other.last is None:
        return _day_until(one, other)
    day, hours = (one, other) if one.first else (other, one)
    if hours.first or day.start is not None or day.end is not None or day.last:
        return None
    try:
        return When(day.first, None, hours.start, hours.end)
    except ValueError:
        return None
