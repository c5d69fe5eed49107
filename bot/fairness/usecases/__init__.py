"""Who carries what, the limits, and sharing what lives on one person."""

from __future__ import annotations

from bot.fairness.usecases.clearing import ask_clearance, give_clearance
from bot.fairness.usecases.limiting import edit_limits, save_limits, undo_limits
from bot.fairness.usecases.loading import show_load, show_my_load, show_peoples_load
from bot.fairness.usecases.sharing import ask_others

__all__ = [
    "ask_clearance",
    "ask_others",
    "edit_limits",
    "give_clearance",
    "save_limits",
    "show_load",
    "show_my_load",
    "show_peoples_load",
    "undo_limits",
]
