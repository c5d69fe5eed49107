"""Whom a change must be told, written into the outbox in the change's own transaction."""

from __future__ import annotations

from datetime import datetime

from bot.cards import Card
from bot.model import Member, MemberState, Recipient, Role
from bot.ports.store import Transaction

PANEL = "panel"
CHANGE = "change"


def refresh_panels(tx: Transaction, now: datetime) -> None:
    """The roster panel of every room is edited to what is true when it is said."""
    for room in tx.rooms.all():
        if room.panel:
            tx.outbox.owe_anew(
                PANEL, "roster", Recipient(room_id=room.id), None, due_at=now, now=now
            )


def tell(tx: Transaction, member_id: int, change_id: int, card: Card, now: datetime) -> None:
    """A private message to the person whose future a change (of the record) has changed."""
    tx.outbox.owe(CHANGE, str(change_id), Recipient(member_id=member_id), card, due_at=now, now=now)


def chairs(tx: Transaction) -> tuple[Member, ...]:
    return tuple(m for m in tx.people.all((MemberState.ACTIVE,)) if m.role is Role.CHAIR)


def leads(tx: Transaction, department_id: int) -> tuple[Member, ...]:
    return tuple(
        m
        for m in tx.people.all((MemberState.ACTIVE,))
        if m.role is Role.LEAD and m.department_id == department_id
    )
