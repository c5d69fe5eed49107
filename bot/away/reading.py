"""Words about absence → when, for whom, and why. In the zone of whoever is away."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.absence import Times, days_away, hours_away
from bot.errors import Refusal
from bot.grammar import DayKind, Mention, Parts, When, read_mention, resolve, split, tidy
from bot.weeks import Span, first_reaching, say_instant, to_local

# `for 3 days`, `the next 2 weeks`: days in a row, from the day that is named beside it, or today
_IN_A_ROW = re.compile(
    r"(?:^|\s)(?:for |the next |next )(?P<count>\d{1,3}|a|one|two|three|four|five|six|seven)"
    r" (?P<unit>days?|weeks?)(?!\w)",
    re.ASCII | re.IGNORECASE,
)
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_WHOLE = re.compile(r"(?:^|\s)(?:all day|(?:the )?whole day|(?:for )?the day)(?!\w)", re.IGNORECASE)
_REST = re.compile(
    r"(?:^|\s)(?:for )?(?:the )?rest of (?:the |this )?(?P<unit>day|week)(?!\w)", re.IGNORECASE
)
_NOTE = re.compile(r"(?:^|\s)(?:note:|because|//|--)(?=\s|$)|(?<=\w):(?=\s|$)", re.IGNORECASE)
_TIMELIKE = re.compile(r"\d|\b(?:days?|weeks?|months?|hours?|until|till)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody's words about an absence come to; nothing is dated yet.

    `days`: so many in a row, from the day in `parts`.
    """

    parts: Parts
    days: int = 0
    rest: str = ""  # "day" or "week": of which what is left is meant

    @property
    def reason(self) -> str:
        return self.parts.note or self.parts.name

    @property
    def mentions(self) -> tuple[Mention, ...]:
        found = (read_mention(token) for token in self.parts.people)
        return tuple(mention for mention in found if mention)

    @property
    def has_time(self) -> bool:
        return bool(self.days or self.rest or self.parts.when or self.parts.minutes)

    @property
    def is_odd(self) -> bool:
        """Words that look like a time, and were read as none: they are no reason."""
        return bool(_TIMELIKE.search(self.parts.name))


def read(words: str) -> Said:
    """Raises Refusal for words with two meanings."""
    line = tidy(words)
    note = _NOTE.search(line)
    line, tail = (line[: note.start()], line[note.start() :]) if note else (line, "")
    rest = _REST.search(line)
    line = _WHOLE.sub(" ", _REST.sub(" ", line))
    found = _IN_A_ROW.search(line)
    days = 0
    if found:
        count = found["count"].lower()
        days = _COUNTS.get(count) or int(count)
        days *= 7 if found["unit"].lower().startswith("week") else 1
        line = _IN_A_ROW.sub(" ", line, count=1)
    return Said(split(line + tail, ()).check(), days, rest["unit"].lower() if rest else "")


def date_it(said: Said, now: datetime, zone: str, first_weekday: int) -> Times | None:
    """When that is; None if no time was said, or one that makes no sense beside the others.

    What began in the past counts from today. Raises Refusal for times that are no times.
    """
    today = to_local(now, zone).date()
    if said.rest:
        days = (first_weekday - today.weekday() - 1) % 7 if said.rest == "week" else 0
        return _days(today, today + timedelta(days=days), today, zone)
    when, minutes = said.parts.when, said.parts.minutes
    if said.days:
        first = _first_day(when, now, zone, first_weekday) if when else today
        if first is None or minutes:
            return None
        return _days(first, first + timedelta(days=said.days - 1), today, zone)
    if when is None:
        return _so_long(minutes, now, zone) if minutes else None
    return _when(when, minutes, now, zone, first_weekday)


def _when(
    when: When, minutes: int | None, now: datetime, zone: str, first_weekday: int
) -> Times | None:
    today = to_local(now, zone).date()
    if when.first and when.first.kind is DayKind.NOW and when.end is None:
        return _from_now(when, minutes, now, zone, first_weekday)
    _check_not_over(when, now, zone)
    meant = resolve(when, now, zone, first_weekday)
    start, end = meant.span.start, meant.span.end
    if meant.kind == "instant":  # from then on: so long, or for the rest of that day
        day = to_local(start, zone).date()
        until = start + timedelta(minutes=minutes) if minutes else _midnight_after(day, zone)
        return _hours(Span(start, until), now, zone)
    if minutes:
        return None
    if meant.kind == "part":
        return _hours(meant.span, now, zone)
    last = to_local(end - timedelta(microseconds=1), zone).date()
    return _days(to_local(start, zone).date(), last, today, zone)


def _from_now(
    when: When, minutes: int | None, now: datetime, zone: str, first_weekday: int
) -> Times | None:
    """`now`, `now for 2 hours`, `until friday`: the last day is meant as a whole, and today too."""
    today = to_local(now, zone).date()
    if minutes:
        return None if when.last else _so_long(minutes, now, zone)
    if when.last is None:
        return days_away(today, today, zone)
    last = to_local(
        resolve(when, now, zone, first_weekday).span.end - timedelta(microseconds=1), zone
    )
    return days_away(today, last.date(), zone)


def _first_day(when: When, now: datetime, zone: str, first_weekday: int) -> date | None:
    meant = resolve(when, now, zone, first_weekday)
    return to_local(meant.span.start, zone).date() if meant.kind == "day" else None


def _days(first: date, last: date, today: date, zone: str) -> Times:
    return days_away(max(first, today) if last >= today else first, last, zone)


def _hours(span: Span, now: datetime, zone: str) -> Times:
    """Hours of today that have begun stay: somebody says afterwards since when they are away."""
    today = first_reaching(to_local(now, zone).date(), 0, zone)
    if span.end <= now:
        raise over(say_instant(span.end, zone))
    return _times(Span(max(span.start, today), span.end), zone)


def _so_long(minutes: int, now: datetime, zone: str) -> Times:
    return _times(Span(now, now + timedelta(minutes=minutes)), zone)


def _times(span: Span, zone: str) -> Times:
    times = hours_away(span, zone)
    whole = days_away(times.first_day, times.last_day, zone)
    return whole if whole.span == span else times


def _midnight_after(day: date, zone: str) -> datetime:
    return first_reaching(day + timedelta(days=1), 0, zone)


def _check_not_over(when: When, now: datetime, zone: str) -> None:
    """`until 15:00` at four: not that it ends before it begins, but that it is over."""
    is_now = when.first is not None and when.first.kind is DayKind.NOW
    if is_now and when.last is None and when.end is not None:
        end = first_reaching(to_local(now, zone).date(), when.end, zone)
        if end <= now:
            raise over(say_instant(end, zone))


def over(said: str) -> Refusal:
    return Refusal(
        "past",
        "These hours are over.",
        f"They ended {said}.",
        "Absence is for now and what is to come.",
        field="until_time",
    )
