"""What the last holder of a duty wrote for whoever comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ports.store import Transaction

OF_USE = timedelta(weeks=2)  # an older note is about what is over


@dataclass(frozen=True, slots=True)
class Note:
    member_id: int
    name: str
    text: str


def find_notes(tx: Transaction, now: datetime) -> dict[int, Note]:
    """The latest note of each duty, by the duty's id: written when a turn of it was given back."""
    changes = tx.record.since(now - OF_USE, now + timedelta(minutes=1), ["claims.release", "undo"])
    undone = {change.after.get("of") for change in changes if change.action == "undo"}
    notes: dict[int, Note] = {}
    for change in changes:
        text = change.after.get("note") if change.id not in undone else None
        turn = tx.roster.find_turn(int(change.before["turn"])) if text else None
        member = tx.people.find(int(change.before["member"])) if turn else None
        if turn and member and text:
            notes[turn.duty_id] = Note(member.id, member.name, text)
    return notes
