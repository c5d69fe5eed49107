"""Exchanging turns, taking one over, and acting for somebody else."""

from __future__ import annotations

from bot.swaps.usecases.acting import Acting
from bot.swaps.usecases.answering import (
    accept_swap,
    another_by_form,
    decline_swap,
    open_another,
    show_swap,
    withdraw_swap,
)
from bot.swaps.usecases.by_hand import open_give_form, show_turn, undo_given
from bot.swaps.usecases.composing import compose
from bot.swaps.usecases.forms import open_swap_form, open_trade, swap_by_form, trade_by_form
from bot.swaps.usecases.listing import make_mine
from bot.swaps.usecases.planned import make_swap_line, open_line_swap
from bot.swaps.usecases.proposing import swap
from bot.swaps.usecases.taking_over import take_over
from bot.swaps.usecases.undoing import undo_swap, undo_takeover

__all__ = [
    "Acting",
    "accept_swap",
    "another_by_form",
    "compose",
    "decline_swap",
    "make_mine",
    "make_swap_line",
    "open_another",
    "open_give_form",
    "open_line_swap",
    "open_swap_form",
    "open_trade",
    "show_swap",
    "show_turn",
    "swap",
    "swap_by_form",
    "take_over",
    "trade_by_form",
    "undo_given",
    "undo_swap",
    "undo_takeover",
    "withdraw_swap",
]
