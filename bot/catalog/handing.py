"""Handing over to whoever comes next."""

from __future__ import annotations

from bot.catalog.entry import Entry
from bot.handover import usecases as handover
from bot.handover.requests import NothingNotable, OpenHandover, WriteHandover

HANDING: tuple[Entry, ...] = (
    Entry(OpenHandover, handover.open_handover, reads=True),
    Entry(WriteHandover, handover.write_handover),
    Entry(NothingNotable, handover.nothing_notable),
)
