"""Rows of the timetable, and dates to look at them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.model import TimetableKind, TimetableRow

BERLIN = "Europe/Berlin"
HOUR = timedelta(hours=1)


def row(
    weekday: int | None = 0,
    minute: int = 600,
    grace: int | None = 720,
    due: datetime | None = None,
    kind: TimetableKind = TimetableKind.DIGEST,
) -> TimetableRow:
    return TimetableRow(1, kind, weekday, minute, True, grace, due)


def berlin(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """In 2026. 23 November is a Monday; Berlin is one hour ahead of UTC then."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - HOUR
