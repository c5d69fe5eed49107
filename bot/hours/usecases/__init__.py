"""Offering hours, logging them, being asked for them and not being asked."""

from __future__ import annotations

from bot.hours.usecases.asking import ask_again
from bot.hours.usecases.doing import log_by_form, open_log_form, undo_log
from bot.hours.usecases.offering import hours_by_form, open_hours_form, undo_pledge
from bot.hours.usecases.pausing import pause, undo_pause
from bot.hours.usecases.prompting import send_nudges, send_prompts
from bot.hours.usecases.saying import say_done, say_hours

__all__ = [
    "ask_again",
    "hours_by_form",
    "log_by_form",
    "open_hours_form",
    "open_log_form",
    "pause",
    "say_done",
    "say_hours",
    "send_nudges",
    "send_prompts",
    "undo_log",
    "undo_pause",
    "undo_pledge",
]
