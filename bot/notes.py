"""Handover notes: which ones somebody who holds a turn, or may take it, is to know.

The one answer for reminders, `who`, and whoever has just taken a turn. They are written in
bot.handover, and by giving back a turn with a few words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.model import Role, Turn
from bot.ports.handovers import TEXT_MOST, Left, Note
from bot.ports.store import Transaction
from bot.turns import HORIZON_WEEKS

OF_USE = timedelta(weeks=2)  # after the end of its turn: an older note is about what is over
# nobody writes about a turn further ahead than turns reach
WRITTEN_WITHIN = OF_USE + timedelta(weeks=HORIZON_WEEKS + 1)


@dataclass(frozen=True, slots=True)
class Signed:
    """A note, and how its author is called."""

    note: Note
    name: str


@dataclass(frozen=True, slots=True)
class Notes:
    """What is there to know, by duty."""

    of_duty: Mapping[int, tuple[Left, ...]]
    names: Mapping[int, str]

    def before(self, turn: Turn, but_not: int = 0) -> tuple[Signed, ...]:
        """For whoever holds or takes the turn: those of the last turn that has any, and its own.

        Its own are of who gave it back, or had a part of it. The oldest first, without the
        reader's own (`but_not`).
        """
        lefts = self.of_duty.get(turn.duty_id, ())
        own = [left for left in lefts if left.note.turn_id == turn.id]
        earlier = [
            left
            for left in lefts
            if left.begins < turn.span.start and left.ends + OF_USE > turn.span.start
        ]
        last = max((left.begins for left in earlier), default=None)
        found = [*(left for left in earlier if left.begins == last), *own]
        return tuple(
            Signed(left.note, self.names[left.note.member_id])
            for left in found
            if left.note.member_id != but_not
        )


def load_notes(tx: Transaction, now: datetime, duty_ids: Collection[int] | None = None) -> Notes:
    """All (of these duties) that may still be of use."""
    by_duty: dict[int, list[Left]] = defaultdict(list)
    for left in tx.handovers.since(now - WRITTEN_WITHIN, duty_ids):
        by_duty[left.duty_id].append(left)
    authors = {left.note.member_id for lefts in by_duty.values() for left in lefts}
    return Notes({key: tuple(lefts) for key, lefts in by_duty.items()}, _names(tx, authors))


def sign(tx: Transaction, note: Note) -> Signed:
    return Signed(note, _names(tx, [note.member_id])[note.member_id])


def _names(tx: Transaction, member_ids: Iterable[int]) -> dict[int, str]:
    """A partner is always shown as partner."""
    found = {member_id: tx.people.find(member_id) for member_id in member_ids}
    return {
        key: m.name + (" (partner)" if m.role is Role.PARTNER else "") if m else "Somebody"
        for key, m in found.items()
    }


def leave_word(tx: Transaction, turn_id: int, member_id: int, text: str, now: datetime) -> None:
    """A few words given with a turn, beside what the member has noted for it already."""
    if not text:
        return
    note = tx.handovers.find(turn_id, member_id) or Note(turn_id, member_id, "", "", (), now)
    said = f"{note.left_open}\n{text}" if note.left_open else text
    tx.handovers.put(replace(note, left_open=said[-TEXT_MOST:], written_at=now))


def take_back_words_of(tx: Transaction, claim_id: int) -> None:
    """A claim that was given back is held again: the words that were given with it go, too."""
    changes = tx.record.of_subject(f"claim:{claim_id}")
    given = [change for change in changes if change.action == "claims.release"]
    for change in given[-1:]:
        was, said = change.before, str(change.after.get("note") or "")
        take_back_word(tx, int(was["turn"]), int(was["member"]), said)


def take_back_word(tx: Transaction, turn_id: int, member_id: int, text: str) -> None:
    """The inverse of `leave_word`: the words go, what else was noted stays."""
    note = tx.handovers.find(turn_id, member_id) if text else None
    if note is None or not note.left_open.endswith(text):
        return
    rest = replace(note, left_open=note.left_open[: -len(text)].rstrip("\n"))
    if rest.is_nothing:
        tx.handovers.remove(turn_id, member_id)
    else:
        tx.handovers.put(rest)
