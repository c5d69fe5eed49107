"""Handing over: asked before a turn ends, written, shown to whoever comes next."""

from __future__ import annotations

from bot.handover.usecases.asking import ask_holders, next_asking
from bot.handover.usecases.composing import ASK, NOTE, NUDGE, compose
from bot.handover.usecases.writing import nothing_notable, open_handover, undo_write, write_handover

KINDS = frozenset({ASK, NUDGE, NOTE})  # of deliveries

__all__ = [
    "KINDS",
    "ask_holders",
    "compose",
    "next_asking",
    "nothing_notable",
    "open_handover",
    "undo_write",
    "write_handover",
]
