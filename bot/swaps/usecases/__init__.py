"""Exchanging turns, taking one over, and acting for somebody else."""

from __future__ import annotations

from bot.swaps.usecases.answering import (
    accept_swap,
    another_by_form,
    decline_swap,
    open_another,
    show_swap,
    withdraw_swap,
)
from bot.swaps.usecases.composing import compose
from bot.swaps.usecases.forms import open_swap_form, open_trade, swap_by_form, trade_by_form
from bot.swaps.usecases.proposing import swap
from bot.swaps.usecases.undoing import undo_swap, undo_takeover

__all__ = [
    "accept_swap",
    "another_by_form",
    "compose",
    "decline_swap",
    "open_another",
    "open_swap_form",
    "open_trade",
    "show_swap",
    "swap",
    "swap_by_form",
    "trade_by_form",
    "undo_swap",
    "undo_takeover",
    "withdraw_swap",
]
