"""What people write into forms: read, bounded, and refused in a sentence beside the input.

Every function takes the answer and the input's name, and raises Refusal with `field` set to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.errors import Refusal
from bot.grammar import hours
from bot.names import NAME_MOST, NAMES_MOST, split_names
from bot.publicdays import is_country
from bot.weeks import DAY_MINUTES, Span, find_zone, first_reaching, to_local

WEEK_HOURS = 40  # nobody gives, offers or is capped at more than a full working week
FIRST_YEAR, LAST_YEAR = 1970, 2999  # of a date; near the ends of the calendar nothing can be added
_TIME = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?::00)?", re.ASCII)


def read_text(text: str, field: str, most: int, *, needed: bool = False) -> str:
    """In one line, without spaces around it; at most `most` characters."""
    return _bounded(" ".join(text.split()), field, most, needed=needed)


def read_lines(text: str, field: str, most: int) -> str:
    """A text of several lines; at most `most` characters."""
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    return _bounded("\n".join(lines), field, most, needed=False)


def _bounded(clean: str, field: str, most: int, *, needed: bool) -> str:
    if needed and not clean:
        raise Refusal("empty", "This cannot be empty.", instead="Please fill it in.", field=field)
    if len(clean) > most:
        raise Refusal(
            "too_long",
            f"This is too long: it has {len(clean):,} characters.",
            f"There is room for {most:,}.",
            "Please shorten it.",
            field=field,
        )
    return clean


def read_hours(text: str, field: str, most: int = WEEK_HOURS, least: int = 0) -> int | None:
    """Hours a week in minutes, `least` minutes to `most` hours; None for nothing written."""
    if not text.strip():
        return None
    minutes = hours(text)
    if minutes is None:
        raise Refusal(
            "bad_hours",
            "This is not a number of hours.",
            instead="Write it like `3`, `2.5` or `1h30`.",
            field=field,
        )
    if not least <= minutes <= most * 60:
        lowest = f"{least} minutes" if least else "0"
        raise Refusal(
            "hours_bounds",
            f"Hours a week are {lowest} to {most} here.",
            "A full working week is the most that is reckoned with." if most == WEEK_HOURS else "",
            "Please write a number in between.",
            field=field,
        )
    return minutes


def read_weeks(text: str, field: str) -> int | None:
    """A number of weeks in a row, up to a year; None for nothing written."""
    return read_number(text, field, 1, 52) if text.strip() else None


def read_number(text: str, field: str, least: int, most: int) -> int:
    """A whole number."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= 9):
        raise Refusal(
            "bad_number",
            "This is not a whole number.",
            instead=f"Write one from {least} to {most}.",
            field=field,
        )
    if not least <= int(plain) <= most:
        raise Refusal(
            "number_bounds",
            f"This is a number from {least} to {most}.",
            instead="Please write one in between.",
            field=field,
        )
    return int(plain)


def read_names(text: str, field: str) -> tuple[str, ...]:
    """A few short names with `;` or `,` between them."""
    names = split_names(text)
    if len(names) > NAMES_MOST or any(len(name) > NAME_MOST for name in names):
        raise Refusal(
            "too_many_names",
            "These names are too many, or too long.",
            f"There is room for {NAMES_MOST} names of {NAME_MOST} characters.",
            "Write short ones such as `press; ads account`.",
            field=field,
        )
    return names


def read_zone(text: str, field: str, country: str = "") -> str:
    """The tz database name of what was written."""
    found = find_zone(text, country)
    if found is None:
        raise Refusal(
            "unknown_zone",
            "This is no time zone I know, or it could be several.",
            instead="Write a city in it, such as `Berlin` or `America/New_York`.",
            field=field,
        )
    return found.name


def read_country(text: str, field: str) -> str:
    """A code of ISO 3166 whose public holidays are known, or nothing."""
    code = text.strip().upper()
    if code and not is_country(code):
        raise Refusal(
            "unknown_country",
            "This is no country whose public holidays I know.",
            instead="Write its two letters, such as `DE`, `US` or `IN`, or leave it empty.",
            field=field,
        )
    return code


def read_time(text: str, field: str, *, latest: int = 1439) -> int:
    """`09:00` as a minute of the day."""
    found = _TIME.fullmatch(text.strip())
    minute = int(found[1]) * 60 + int(found[2]) if found else -1
    if not 0 <= minute <= latest:
        raise Refusal(
            "bad_time", "This is not a time of day.", instead="Write it like `09:00`.", field=field
        )
    return minute


def read_weekday(text: str, field: str) -> int:
    """A weekday as a list of choices gives it: `0` for Monday to `6`."""
    if text not in {"0", "1", "2", "3", "4", "5", "6"}:
        raise Refusal("bad_weekday", "Please choose a day of the week.", field=field)
    return int(text)


def read_day(text: str, field: str) -> date | None:
    """A date as a date picker gives it; None for nothing chosen."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        day = date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refusal("bad_day", "This is not a date.", instead="Please choose one.", field=field)
    return day


@dataclass(frozen=True, slots=True)
class FromTo:
    """What was written into four inputs of these names."""

    from_day: str
    from_time: str
    to_day: str
    to_time: str

    def read(self, zone: str, default: Span) -> Span:
        """From–to in this zone; what is left empty comes from `default`.

        A day alone is all of it; a time alone is on the day on which it begins.
        """
        begins = to_local(default.start, zone).date()
        from_day, to_day = read_day(self.from_day, "from_day"), read_day(self.to_day, "to_day")
        start, end = default.start, default.end
        if from_day or self.from_time:
            minute = read_time(self.from_time, "from_time") if self.from_time else 0
            start = first_reaching(from_day or begins, minute, zone)
        if to_day or self.to_time:
            minute = DAY_MINUTES
            if self.to_time:
                minute = read_time(self.to_time, "to_time", latest=DAY_MINUTES)
            end = first_reaching(to_day or from_day or begins, minute, zone)
        if end <= start:
            raise Refusal(
                "backwards",
                "This ends before it begins.",
                instead="Choose a later end.",
                field="to_day" if self.to_day else "to_time",
            )
        return Span(start, end)
