"""Requests for cover: asked for, followed up by the clock, answered by people."""

from __future__ import annotations

from bot.cover.usecases.answering import (
    ask_me_later,
    make_take_cover,
    make_take_part,
    not_me,
    open_part,
)
from bot.cover.usecases.composing import compose
from bot.cover.usecases.following import advance, follow_up, next_look
from bot.cover.usecases.holding import (
    find_cover,
    find_cover_for_many,
    keep_it,
    open_find_cover,
    show_cover,
    undo_ask,
    withdraw,
)
from bot.cover.usecases.leading import ask_everybody, set_free, undo_free, undo_take
from bot.covering import need_cover, settle_covers

__all__ = [
    "advance",
    "ask_everybody",
    "ask_me_later",
    "compose",
    "find_cover",
    "find_cover_for_many",
    "follow_up",
    "keep_it",
    "make_take_cover",
    "make_take_part",
    "need_cover",
    "next_look",
    "not_me",
    "open_find_cover",
    "open_part",
    "set_free",
    "settle_covers",
    "show_cover",
    "undo_ask",
    "undo_free",
    "undo_take",
    "withdraw",
]
