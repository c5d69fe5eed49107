"""A duty is retired, and brought back: kept for the record in between."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from bot.app import Visit
from bot.cards import Reply
from bot.ending import end_claims
from bot.model import Change, Claim, Duty
from bot.notify import refresh_panels, tell
from bot.people.rules import check_chair
from bot.ports.store import Transaction
from bot.reader import reader_for
from bot.setup.requests import RestoreDuty, RetireDuty
from bot.setup.rules import DUTIES_MOST, check_room_for_more
from bot.setup.usecases.duties import coming, known
from bot.setup.words import duties as words
from bot.setup.words import holders, overview
from bot.turns import make_turns, remake_turns


def retire_duty(tx: Transaction, visit: Visit, request: RetireDuty) -> Reply:
    tx.lock()
    duty = known(tx, request.duty)
    if duty.retired_at is not None:
        raise words.is_retired(duty)
    change, told = _retire(tx, visit, duty, "setup.duty.retire")
    return Reply(card=words.retired(duty, told, change), replaces=True)


def _retire(tx: Transaction, visit: Visit, duty: Duty, action: str) -> tuple[int, int]:
    """Turns to come are off, and who held them is told; a running turn is held to its end."""
    tx.roster.change_duty(duty.id, retired_at=visit.now)
    turns = [turn for turn in coming(tx, visit, duty.id) if turn.span.start > visit.now]
    for turn in sorted(turns, key=lambda t: t.id):
        tx.roster.lock_turn(turn.id)
    turns = [turn for turn in coming(tx, visit, duty.id) if turn.span.start > visit.now]
    claims = [claim for turn in turns for claim in turn.claims]
    ended = end_claims(tx, claims, visit.me.id, visit.now, f"{duty.name} was retired.")
    remake_turns(tx, replace(duty, retired_at=visit.now), visit.now)
    before, after = {"retired_at": None}, {"retired_at": visit.now}
    subject = f"duty:{duty.id}"
    change = tx.record.add(visit.now, visit.me.id, action, subject, before, after)
    refresh_panels(tx, visit.now)
    return change, _tell_holders(tx, visit, duty, ended, change)


def _tell_holders(
    tx: Transaction, visit: Visit, duty: Duty, ended: tuple[Claim, ...], change: int
) -> int:
    off: dict[int, list[Claim]] = defaultdict(list)
    for claim in ended:
        if claim.member_id != visit.me.id:
            off[claim.member_id].append(claim)
    for member in tx.people.all():
        if member.id in off:
            reader = reader_for(member, tx.task_force)
            card = holders.retired_for_you(visit.me.name, duty, off[member.id], reader)
            tell(tx, member.id, change, card, visit.now)
    return len(off)


def restore_duty(tx: Transaction, visit: Visit, request: RestoreDuty) -> Reply:
    tx.lock()
    duty = known(tx, request.duty)
    if duty.retired_at is None:
        raise words.is_current(duty)
    check_room_for_more(len(tx.roster.duties()), DUTIES_MOST, "duties")
    change = _restore(tx, visit, duty, "setup.duty.restore")
    return Reply(card=words.restored(duty, change), replaces=True)


def _restore(tx: Transaction, visit: Visit, duty: Duty, action: str) -> int:
    tx.roster.change_duty(duty.id, retired_at=None)
    make_turns(tx, visit.now, replace(duty, retired_at=None))
    before, after = {"retired_at": duty.retired_at}, {"retired_at": None}
    subject = f"duty:{duty.id}"
    change = tx.record.add(visit.now, visit.me.id, action, subject, before, after)
    refresh_panels(tx, visit.now)
    return change


def undo_retire(tx: Transaction, visit: Visit, change: Change) -> Reply:
    check_chair(visit.me)
    tx.lock()
    duty = known(tx, int(change.subject.partition(":")[2]))
    if duty.retired_at is None:
        raise words.is_current(duty)
    _restore(tx, visit, duty, "undo")
    return Reply(card=overview.undone(f"{duty.name} is"), replaces=True)


def undo_restore(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """Also takes back a duty that was just added."""
    check_chair(visit.me)
    tx.lock()
    duty = known(tx, int(change.subject.partition(":")[2]))
    if duty.retired_at is not None:
        raise words.is_retired(duty)
    _retire(tx, visit, duty, "undo")
    return Reply(card=overview.undone(f"{duty.name} is"), replaces=True)
