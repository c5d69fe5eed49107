"""Somebody asks for the clearance that a duty wants; a chair gives it with one press."""

from __future__ import annotations

from bot.app import Visit
from bot.cards import Reply
from bot.claims.rules import lacking
from bot.fairness.requests import AskClearance, GiveClearance
from bot.fairness.words import clearing as words
from bot.model import Duty, Member, MemberState, Recipient
from bot.notify import chairs, tell
from bot.ports.store import Transaction
from bot.turns import this_week
from bot.weeks import next_waking

CLEAR = "load.clear"  # kind of delivery


def ask_clearance(tx: Transaction, visit: Visit, request: AskClearance) -> Reply:
    """Every chair is asked, once a week for each duty."""
    duty, me, now = _duty(tx, request.duty), visit.me, visit.now
    lacks = lacking(duty, me)
    if not lacks:
        raise words.has_it(duty, "")
    key = f"{duty.id}:{me.id}:{this_week(tx.task_force, now)}"
    those = chairs(tx)
    new = [c for c in those if tx.outbox.find(CLEAR, key, Recipient(member_id=c.id)) is None]
    for chair in new:
        due = next_waking(now, chair.zone, chair.quiet_from, chair.quiet_to, weekend=())
        card = words.wanted(me, duty, lacks)
        tx.outbox.owe(CLEAR, key, Recipient(member_id=chair.id), card, due_at=due, now=now)
    if new:
        after = {"member": me.id, "clearances": list(lacks)}
        tx.record.add(now, me.id, "load.clear.ask", f"duty:{duty.id}", {}, after)
    return Reply(card=words.asked_for(duty, [c.name for c in those], again=not new))


def give_clearance(tx: Transaction, visit: Visit, request: GiveClearance) -> Reply:
    """What the duty asks for and they lack; recorded and taken back as any change of the entry."""
    tx.lock()
    duty, member = _duty(tx, request.duty), tx.people.find(request.member)
    if member is None or member.state is not MemberState.ACTIVE:
        raise words.nobody_there()
    lacks = lacking(duty, member)
    if not lacks:
        raise words.has_it(duty, member.name)
    change = _save(tx, visit, member, (*member.clearances, *lacks))
    if member.id != visit.me.id:
        tell(tx, member.id, change, words.given_to_you(visit.me.name, duty, lacks), visit.now)
    return Reply(card=words.given(member, lacks, change), replaces=True)


def _save(tx: Transaction, visit: Visit, member: Member, names: tuple[str, ...]) -> int:
    tx.people.change(member.id, clearances=names)
    before, after = {"clearances": list(member.clearances)}, {"clearances": list(names)}
    subject = f"member:{member.id}"
    return tx.record.add(visit.now, visit.me.id, "people.edit", subject, before, after)


def _duty(tx: Transaction, duty_id: int) -> Duty:
    duty = tx.roster.find_duty(duty_id)
    if duty is None or duty.retired_at is not None:
        raise words.no_duty()
    return duty
