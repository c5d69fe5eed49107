"""Windows: the hours of the week in which a duty is to be held, and the turns they make.

Written `Mon-Fri 09:00-13:00; Tue,Thu 10:00-12:00; Sat 22:00-02:00`: days, then hours, parted
by semicolons or new lines. An end at or before the start means the next day.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.weeks.spans import Span, check_weekday, week_of, week_span
from bot.weeks.zones import DAY_MINUTES, first_reaching

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = {
    "daily": range(7),
    "everyday": range(7),
    "every day": range(7),
    "weekdays": range(5),
    "weekends": range(5, 7),
    "weekend": range(5, 7),
}
_LONGEST = 200  # characters in one entry; beyond it is no window, and matching would be slow
_EXAMPLE = "Write windows such as Mon-Fri 09:00-13:00; Sat 22:00-02:00."
_DASHES = re.compile(r"\s*(?:[-\u2010-\u2015\u2212~]|\bto\b)\s*", re.IGNORECASE)
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]m)?"
_ENTRY = re.compile(rf"(?P<days>.*?)\s*(?P<start>{_CLOCK})-(?P<end>{_CLOCK})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap]m)?", re.ASCII)


class WindowsError(ValueError):
    """Windows that cannot be read; the message is a plain sentence to show to a person."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Hours on one weekday (0 is Monday), in minutes of the local day.

    `start_minute` is 0 to 1439, `end_minute` 1 to 1440. An end at or before the start lies on
    the next day, so no window is empty or longer than a day.
    """

    weekday: int
    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        check_weekday(self.weekday)
        if not 0 <= self.start_minute < DAY_MINUTES or not 0 < self.end_minute <= DAY_MINUTES:
            raise ValueError("a window starts at 00:00 to 23:59 and ends at 00:01 to 24:00")

    @property
    def crosses_midnight(self) -> bool:
        """Whether its end lies on the next day."""
        return self.end_minute <= self.start_minute

    @property
    def minutes(self) -> int:
        """How long it is by the clock on the wall, in minutes."""
        return (self.end_minute - self.start_minute - 1) % DAY_MINUTES + 1

    def span_on(self, day: date, zone: str) -> Span:
        """When it is on this local date; empty if a clock change swallows it."""
        last = day + timedelta(days=int(self.crosses_midnight))
        start = first_reaching(day, self.start_minute, zone)
        return Span(start, first_reaching(last, self.end_minute, zone))


def turn_spans(
    windows: Collection[Window], week: date, first_weekday: int, zone: str
) -> tuple[Span, ...]:
    """When one duty is to be held in one week: one span a turn, sorted, none twice.

    Without windows it is the whole week. A window whose hours a clock change skips altogether
    makes no turn that week. The last window of a week may end in the next one.
    """
    begin = week_of(week, first_weekday)
    if not windows:
        return (week_span(begin, zone),)
    spans = {
        window.span_on(begin + timedelta(days=(window.weekday - first_weekday) % 7), zone)
        for window in windows
    }
    return tuple(sorted(span for span in spans if not span.is_empty))


def parse_windows(text: str) -> tuple[Window, ...]:
    """Windows as people write them, sorted, each once; nothing written gives none.

    Raises WindowsError with a sentence that names the piece it could not read.
    """
    windows: set[Window] = set()
    for piece in re.split(r"[;\n]", text):
        if piece.strip():
            windows.update(_read_entry(piece.strip()))
    return tuple(sorted(windows))


def format_windows(windows: Iterable[Window]) -> str:
    """The shortest text that `parse_windows` reads back as the same windows."""
    days: dict[tuple[int, int], list[int]] = {}
    for window in sorted(set(windows)):
        days.setdefault((window.start_minute, window.end_minute), []).append(window.weekday)
    entries = sorted(days.items(), key=lambda entry: (entry[1][0], entry[0]))
    return "; ".join(
        f"{format_weekdays(weekdays)} {format_minute(start)}-{format_minute(end)}"
        for (start, end), weekdays in entries
    )


def format_weekdays(weekdays: Iterable[int]) -> str:
    """Weekdays as `Mon-Fri` or `Tue,Thu`: three and more in a row are a range."""
    runs: list[list[int]] = []
    for weekday in sorted(set(weekdays)):
        if runs and runs[-1][-1] == weekday - 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    words = []
    for run in runs:
        names = [DAY_NAMES[weekday] for weekday in run]
        words.extend([f"{names[0]}-{names[-1]}"] if len(run) > 2 else names)
    return ",".join(words)


def format_minute(minute: int) -> str:
    """A minute of the day as `09:00`; 1440 is `24:00`."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def read_weekday(text: str, shortest: int = 3) -> int | None:
    """`mon`, `Tues` or `fridays` as 0 to 6, or None; so many letters are needed at the least."""
    word = text.strip().strip(".").casefold()
    for plain in (word, word.removesuffix("s")):
        found = [number for number, name in enumerate(_FULL_NAMES) if name.startswith(plain)]
        if len(plain) >= shortest and len(found) == 1:
            return found[0]
    return None


def _read_entry(piece: str) -> list[Window]:
    if len(piece) > _LONGEST:
        raise WindowsError(f"“{piece[:40]}…” is too long for a window. {_EXAMPLE}")
    found = _ENTRY.fullmatch(_DASHES.sub("-", piece).casefold())
    if found is None:
        raise WindowsError(f"“{piece}” has no hours I can read. {_EXAMPLE}")
    start, end = _read_hours(found["start"], found["end"], piece)
    if start == DAY_MINUTES:
        raise WindowsError(f"“{piece}” starts at 24:00; write 00:00 of the next day instead.")
    return [Window(weekday, start, end or DAY_MINUTES) for weekday in _read_days(found["days"])]


def _read_hours(start: str, end: str, piece: str) -> tuple[int, int]:
    first, last = _read_minute(start), _read_minute(end)
    if first is None or last is None:
        raise WindowsError(f"“{piece}” has an hour beyond 24:00. {_EXAMPLE}")
    return first, last


def _read_minute(text: str) -> int | None:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    total = hour * 60 + minute
    return total if minute < 60 and total <= DAY_MINUTES else None


def _read_days(text: str) -> list[int]:
    days: list[int] = []
    plain = text.strip(" ,:")
    if not plain:
        return list(range(7))
    if plain in _GROUPS:
        return list(_GROUPS[plain])
    for part in re.split(r"\s*(?:,|/|&|\+|\band\b|\s)\s*", plain):
        if part:
            days.extend(_read_day_range(part))
    return days


def _read_day_range(part: str) -> list[int]:
    if part in _GROUPS:
        return list(_GROUPS[part])
    words = part.split("-")
    first, last = read_weekday(words[0], shortest=2), read_weekday(words[-1], shortest=2)
    if first is None or last is None or len(words) > 2:
        raise WindowsError(f"“{part}” is no weekday I know. {_EXAMPLE}")
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]
