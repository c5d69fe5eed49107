"""Going away and coming back, as whoever says so needs it: the member, a chair or lead, a calendar.

going    an absence begins, moves, ends
turns    what the member holds meanwhile: asked for at once, theirs until somebody takes it
days     which days an absence may have
"""

from __future__ import annotations

from bot.absence.days import LONGEST, Times, check_days, days_away, hours_away
from bot.absence.going import (
    CALENDAR,
    ENDED,
    ENTERED,
    MOVED,
    STATUS,
    WENT,
    Gone,
    Returned,
    Source,
    end_away,
    go_again,
    go_away,
    what_is_over,
)
from bot.absence.turns import Lost, Part

__all__ = [
    "CALENDAR",
    "ENDED",
    "ENTERED",
    "LONGEST",
    "MOVED",
    "STATUS",
    "WENT",
    "Gone",
    "Lost",
    "Part",
    "Returned",
    "Source",
    "Times",
    "check_days",
    "days_away",
    "end_away",
    "go_again",
    "go_away",
    "hours_away",
    "what_is_over",
]
