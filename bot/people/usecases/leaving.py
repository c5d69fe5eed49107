"""Leaving: deactivated on the platform, removed by the chair, or of one's own accord."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.app import Visit
from bot.cards import Reply
from bot.covering import ask_for_leaver, look_again
from bot.ending import end_claims_of_member
from bot.errors import Refusal
from bot.jobs import reschedule
from bot.model import Change, Claim, Member, MemberState, Recipient, Role
from bot.notify import chairs, leads, refresh_panels, tell
from bot.people.requests import Leave, RemoveMember
from bot.people.rules import check_chair, check_not_last_chair
from bot.people.usecases.chairing import tell_no_chair
from bot.people.words import leaving, listing
from bot.ports.store import Transaction
from bot.reader import Reader, reader_for
from bot.swapping import settle_swaps
from bot.weeks import say_minutes


def leave(
    tx: Transaction, member: Member, actor_id: int | None, now: datetime, action: str, why: str
) -> tuple[int, tuple[Claim, ...]]:
    """The member is LEFT: turns open again, nothing more is said to them, chair and lead told.

    Whether the last chair may go is the caller's to check: a deactivated one has gone already.
    Returns the change's id and the claims that were ended.
    """
    ended = end_claims_of_member(tx, member.id, actor_id, now, why)
    tx.people.change(member.id, state=MemberState.LEFT)
    for source in tx.calendars.of_member(member.id):
        tx.calendars.remove(source.id)
    tx.feeds.end_of_member(member.id)
    before = {"state": member.state, "role": member.role, "department_id": member.department_id}
    after = {"state": MemberState.LEFT, "claims": [claim.id for claim in ended]}
    change = tx.record.add(now, actor_id, action, f"member:{member.id}", before, after)
    tx.outbox.drop_all(Recipient(member_id=member.id), why)
    if member.state is MemberState.ACTIVE:
        _tell_those_who_follow(tx, member, actor_id, ended, change, why, now)
    ask_for_leaver(tx, actor_id, ended, now)
    look_again(tx, member.id, now)
    settle_swaps(tx, now)
    refresh_panels(tx, now)
    reschedule(tx, now)
    return change, ended


def _tell_those_who_follow(
    tx: Transaction,
    member: Member,
    actor_id: int | None,
    ended: tuple[Claim, ...],
    change: int,
    why: str,
    now: datetime,
) -> None:
    access = custodian_of(tx, member.id)
    for other in {m.id: m for m in (*chairs(tx), *leads(tx, member.department_id))}.values():
        if other.id not in (actor_id, member.id):
            lines = named(tx, ended, reader_for(other, tx.task_force))
            tell(tx, other.id, change, leaving.gone(member.name, why, lines, access), now)
    if member.role is Role.CHAIR and not chairs(tx):
        tell_no_chair(tx, member, now)


def named(tx: Transaction, claims: tuple[Claim, ...], reader: Reader) -> list[str]:
    """`Moderate the Facebook page, week of …, 3 h`, one for each claim."""
    names = {duty.id: duty.name for duty in tx.roster.duties(retired=True)}
    lines = []
    for claim in claims:
        turn = tx.roster.find_turn(claim.turn_id)
        assert turn is not None
        when = reader.span(claim.span)
        lines.append(f"{names[turn.duty_id]}, {when}, {say_minutes(claim.minutes)}")
    return lines


def custodian_of(tx: Transaction, member_id: int) -> list[str]:
    return [a.name for a in tx.roster.accounts() if member_id in a.custodian_ids]


def leave_myself(tx: Transaction, visit: Visit, request: Leave) -> Reply:
    tx.lock()
    me = replace(visit, member=tx.people.find(visit.me.id)).me  # who pressed twice has left by now
    check_not_last_chair(me, chairs(tx))
    _change, ended = leave(tx, me, me.id, visit.now, "people.leave", leaving.WHY_LEFT)
    return Reply(card=leaving.you_left(named(tx, ended, visit.reader)), home=True)


def remove_member(tx: Transaction, visit: Visit, request: RemoveMember) -> Reply:
    tx.lock()
    member = tx.people.find(request.member)
    if member is None:
        raise listing.unknown_member()
    if member.state is not MemberState.ACTIVE:
        raise leaving.not_in(member)
    if member.id == visit.me.id:
        return leave_myself(tx, visit, Leave())
    check_not_last_chair(member, chairs(tx))  # two chairs may remove each other at once
    why = leaving.why_removed(visit.me.name)
    change, ended = leave(tx, member, visit.me.id, visit.now, "people.remove", why)
    theirs = named(tx, ended, reader_for(member, tx.task_force))
    farewell = leaving.you_were_removed(visit.me.name, theirs)
    tell(tx, member.id, change, farewell, visit.now)
    lines, access = named(tx, ended, visit.reader), custodian_of(tx, member.id)
    return Reply(card=leaving.removed(member, lines, access, change), replaces=True)


def undo_remove(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """They are in again, with the role they had; what they held stays open."""
    check_chair(visit.me)
    tx.lock()
    member = tx.people.find(int(change.subject.partition(":")[2]))
    if member is None or member.state is not MemberState.LEFT:
        raise Refusal("already", "They are not out any more.", "", "There is nothing left to undo.")
    tx.people.change(member.id, state=MemberState.ACTIVE)
    before, after = {"state": MemberState.LEFT}, {"state": MemberState.ACTIVE, "of": change.id}
    again = tx.record.add(visit.now, visit.me.id, "undo", change.subject, before, after)
    tell(tx, member.id, again, leaving.you_are_back(visit.me.name), visit.now)
    refresh_panels(tx, visit.now)
    reschedule(tx, visit.now)
    return Reply(card=leaving.back(replace(member, state=MemberState.ACTIVE)), replaces=True)
