"""A duty lives on one person: those who carry least are asked whether they would share it."""

from __future__ import annotations

from datetime import datetime

from bot.app import Visit
from bot.burdens import load_burdens, load_shares
from bot.cards import Reply
from bot.claims.rules import lacking
from bot.fairness.requests import AskOthers
from bot.fairness.rules import Alone, find_alone
from bot.fairness.words import sharing as words
from bot.model import Duty, Member, Recipient, Reminding
from bot.ports.store import Transaction
from bot.turns import this_week
from bot.weeks import Span, next_waking, to_local, week_span

SHARE = "load.share"  # kind of delivery
MOST = 5  # people asked about one duty in one week


def ask_others(tx: Transaction, visit: Visit, request: AskOthers) -> Reply:
    duty = tx.roster.find_duty(request.duty)
    if duty is None or duty.retired_at is not None:
        raise words.gone()
    alone = next((a for a in find_alone(load_shares(tx, visit.now)) if a.duty_id == duty.id), None)
    if alone is None:
        raise words.shared_by_now(duty)
    members = _who(tx, duty, alone, visit.now)
    if not members:
        raise words.nobody(duty)
    key, card = f"{duty.id}:{this_week(tx.task_force, visit.now)}", words.asked(duty)
    for member in members:
        due = next_waking(visit.now, member.zone, member.quiet_from, member.quiet_to)
        tx.outbox.owe(SHARE, key, Recipient(member_id=member.id), card, due_at=due, now=visit.now)
    after = {"members": [member.id for member in members]}
    tx.record.add(visit.now, visit.me.id, "load.share", f"duty:{duty.id}", {}, after)
    return Reply(card=words.were_asked(duty, members))


def _who(tx: Transaction, duty: Duty, alone: Alone, now: datetime) -> list[Member]:
    """Of the duty's own department first; there, cleared, not asked this week."""
    week = this_week(tx.task_force, now)
    span = Span(now, max(now, week_span(week, tx.task_force.zone).end))
    away = {absence.member_id for absence in tx.aways.overlapping(span)}
    left_out = {alone.member_id, *away}
    weights, key = load_burdens(tx, now), f"{duty.id}:{week}"
    found = [
        member
        for member in tx.people.all()
        if member.id not in left_out
        and _may_be_asked(member, now)
        and not lacking(duty, member)
        and tx.outbox.find(SHARE, key, Recipient(member_id=member.id)) is None
    ]
    found.sort(key=lambda m: (m.department_id != duty.department_id, weights[m.id].weight, m.id))
    return found[:MOST]


def _may_be_asked(member: Member, now: datetime) -> bool:
    today, paused = to_local(now, member.zone).date(), member.paused_until
    return member.reminding is not Reminding.NONE and (paused is None or paused <= today)
