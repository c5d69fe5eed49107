"""Being away, being back, and taking either back."""

from __future__ import annotations

from bot.away.usecases.going import away, away_by_form, open_away_form, undo_away, undo_enter
from bot.away.usecases.returning import back, undo_back

__all__ = [
    "away",
    "away_by_form",
    "back",
    "open_away_form",
    "undo_away",
    "undo_back",
    "undo_enter",
]
