"""The task force moves to another zone: its turns to come follow, with those who hold them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.app import Visit
from bot.covering import load_wanted, move_cover
from bot.ending import as_data
from bot.jobs import reschedule
from bot.model import Claim, Duty, Turn
from bot.notify import refresh_panels, tell
from bot.ports.store import Transaction
from bot.reader import Reader
from bot.setup.rules import Move, moves
from bot.setup.words import overview
from bot.turns import coming_weeks, make_turns, planned, remake_turns
from bot.weeks import Span, week_span


def change_zone(tx: Transaction, visit: Visit, zone_before: str, change: int) -> None:
    """After the zone was set: turns that have not begun are at the same hours of the new clock.

    Who holds one holds its twin, and is told. A running turn ends as it was.
    """
    told: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    members = {member.id: member for member in tx.people.all()}
    first_weekday = tx.task_force.first_weekday
    for duty in tx.roster.duties():
        for claim, span in _move_duty(tx, visit, duty):
            member = members[claim.member_id]
            before = Reader(member.zone, zone_before, first_weekday).span(claim.span)
            reader = Reader(member.zone, tx.task_force.zone, first_weekday)
            after = reader.span(span) if span else overview.OFF
            told[member.id].append((duty.name, before, after))
    make_turns(tx, visit.now)
    reschedule(tx, visit.now, zone_before)
    refresh_panels(tx, visit.now)
    for member_id, lines in told.items():
        if member_id != visit.me.id:
            zone = tx.task_force.zone
            card = overview.moved(visit.me.name, zone_before, zone, tuple(lines))
            tell(tx, member_id, change, card, visit.now)


def _move_duty(tx: Transaction, visit: Visit, duty: Duty) -> list[tuple[Claim, Span | None]]:
    """Claims are taken off, the turns made anew, and the claims put on their twins.

    Returns each claim as it was with where it is now; None if it is off.
    """
    old = [turn for turn in _coming(tx, visit, duty) if turn.planned]
    if not _is_shifted(tx, duty, old):
        return []
    waiting = load_wanted(tx)
    for turn in old:
        for claim in turn.claims:
            tx.claims.release(claim.id, visit.now)
    remake_turns(tx, duty, visit.now)
    new = _by_week(_coming(tx, visit, duty))
    result: list[tuple[Claim, Span | None]] = []
    for week, turns in _by_week(old).items():
        moved, left = moves(turns, [turn for turn in new.get(week, []) if turn.planned])
        for move in moved:
            made = _put(tx, visit, move)
            for cover in waiting.get(move.claim.turn_id, ()):
                move_cover(tx, cover, move.claim, made, visit.now)
            result.append((move.claim, move.span))
        for claim in left:
            _record_loss(tx, visit, claim)
            result.append((claim, None))
    return result


def _is_shifted(tx: Transaction, duty: Duty, old: Sequence[Turn]) -> bool:
    """Not where the new clock shows the same: from Berlin to Paris."""
    weeks = {turn.week for turn in old}
    plan = {turn.span for week in weeks for turn in planned(duty, week, tx.task_force)}
    return not all(turn.span in plan for turn in old)


def _put(tx: Transaction, visit: Visit, move: Move) -> Claim:
    claim = replace(move.claim, turn_id=move.to.id, span=move.span, created_at=visit.now)
    claim = replace(claim, id=tx.claims.add(claim))
    before, after = as_data(move.claim), as_data(claim)
    tx.record.add(visit.now, visit.me.id, "claims.move", f"claim:{claim.id}", before, after)
    return claim


def _record_loss(tx: Transaction, visit: Visit, claim: Claim) -> None:
    why = {"why": f"The zone changed: {overview.OFF}."}
    subject, before = f"claim:{claim.id}", as_data(claim)
    tx.record.add(visit.now, visit.me.id, "claims.release", subject, before, why)


def _coming(tx: Transaction, visit: Visit, duty: Duty) -> list[Turn]:
    """Turns of the duty that have not begun."""
    weeks = coming_weeks(tx.task_force, visit.now)
    # a week more: in the zone before, the last one may have ended later
    last = weeks[-1] + timedelta(weeks=1)
    span = Span(visit.now, week_span(last, tx.task_force.zone).end)
    turns = tx.roster.turns(span, duty_ids=[duty.id])
    return [turn for turn in turns if turn.span.start > visit.now]


def _by_week(turns: Sequence[Turn]) -> dict[date, list[Turn]]:
    weeks: dict[date, list[Turn]] = defaultdict(list)
    for turn in turns:
        weeks[turn.week].append(turn)
    return weeks
