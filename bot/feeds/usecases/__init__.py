"""Calendar feeds: made, shown once, ended; what they show; and how a calendar reads one."""

from __future__ import annotations

from bot.feeds.usecases.chairing import list_feeds, show_names, undo_show_names
from bot.feeds.usecases.managing import add_feed, choose_duty, end_feed, open_feeds
from bot.feeds.usecases.serving import (
    Version,
    compose,
    find_feed,
    load_version,
    note_reading,
)

__all__ = [
    "Version",
    "add_feed",
    "choose_duty",
    "compose",
    "end_feed",
    "find_feed",
    "list_feeds",
    "load_version",
    "note_reading",
    "open_feeds",
    "show_names",
    "undo_show_names",
]
