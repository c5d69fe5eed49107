"""Requests for cover: followed up by the clock, answered by people."""

from __future__ import annotations

from bot.cover.usecases.following import follow_up, next_look
from bot.covering import need_cover, settle_covers

__all__ = ["follow_up", "need_cover", "next_look", "settle_covers"]
