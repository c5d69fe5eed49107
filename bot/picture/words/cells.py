"""What stands in a cell, in as few words as can be read: the same in a chat and on the page."""

from __future__ import annotations

from datetime import date, time, timedelta

from bot.picture.rules import Cells, Piece, is_longer
from bot.reader import say_need
from bot.weeks import DAY_NAMES, MONTH_NAMES, say_minutes, to_local

LONGER = "All week"  # the column of what takes longer than a day
OPEN = "Open"  # the row of what is wanted
COVER = "cover wanted"
_MIDNIGHT = time()


def day_name(day: date) -> str:
    """`Mon 23`, beneath a title that names month and year."""
    return f"{DAY_NAMES[day.weekday()]} {day.day}"


def long_day_name(day: date) -> str:
    return f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]}"


def of_person(piece: Piece, zone: str) -> str:
    """In a person's row, or in that of what is open: `Answer mail 09:00–11:00 (cover wanted)`."""
    return _said(piece.duty.name, piece, zone)


def of_duty(piece: Piece, zone: str) -> str:
    """In a duty's row: `Ada Brandt 09:00–11:00`, `open 09:00–11:00, 2 h wanted`."""
    name = piece.holder.name if piece.holder else OPEN.lower()
    wanted = "" if piece.holder else " wanted"
    return _said(name, piece, zone) + wanted


def _said(what: str, piece: Piece, zone: str) -> str:
    time, amount = when(piece, zone), how_much(piece)
    said = f"{what} {time}" if time else what
    if amount:
        said += f", {amount}"
    return f"{said} ({COVER})" if piece.cover else said


def when(piece: Piece, zone: str) -> str:
    """`09:00–11:00`, `all day`; of what takes longer, what of the turn it is: `from Wed 09:00`."""
    start, end = to_local(piece.span.start, zone), to_local(piece.span.end, zone)
    begins_day, ends_day = start.time() == _MIDNIGHT, end.time() == _MIDNIGHT
    if not is_longer(piece.span, zone):
        if begins_day and ends_day:
            return "all day"
        return f"{start:%H:%M}–{'24:00' if ends_day else f'{end:%H:%M}'}"
    turn = piece.held.turn.span
    last = end - timedelta(minutes=1)
    first_name, last_name = DAY_NAMES[start.weekday()], DAY_NAMES[last.weekday()]
    is_late, is_short = piece.span.start > turn.start, piece.span.end < turn.end
    if is_late and is_short and begins_day and ends_day:
        return f"{first_name}–{last_name}"
    begin = first_name if begins_day else f"{first_name} {start:%H:%M}"
    close = last_name if ends_day else f"{last_name} {end:%H:%M}"
    return " ".join(
        [*([f"from {begin}"] if is_late else []), *([f"until {close}"] if is_short else [])]
    )


def how_much(piece: Piece) -> str:
    """Hours where the times do not say them, or more than one person is wanted."""
    if piece.holder is None:
        return say_need(piece.minutes, piece.people)
    return "" if piece.minutes == piece.span.minutes else say_minutes(piece.minutes)


def used_days(days: tuple[date, ...], rows: tuple[Cells, ...]) -> tuple[int, ...]:
    """The places of the days on which anything is, of these rows."""
    return tuple(n for n, _day in enumerate(days) if any(cells.days[n] for cells in rows))
