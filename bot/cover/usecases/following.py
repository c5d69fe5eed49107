"""What the clock does about requests for cover."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.covering import settle_turn
from bot.jobs import next_after
from bot.model import TimetableRow
from bot.occasions import Occasion
from bot.ports.store import Transaction

LOOK_AGAIN = timedelta(hours=6)


def follow_up(tx: Transaction, _occasion: Occasion, now: datetime) -> None:
    """Each request that is to be looked at now."""
    for cover in tx.covers.due(now):
        tx.roster.lock_turn(cover.turn_id)
        settle_turn(tx, cover.turn_id, now)
        tx.covers.change(cover.id, next_at=now + LOOK_AGAIN)


def next_look(tx: Transaction, row: TimetableRow, now: datetime) -> datetime | None:
    """When the first of them is to be looked at; else at night."""
    return tx.covers.next_at() or next_after(tx, row, now)
