"""What a capability registers with the clock, and what its job asks.

A job of a kind in PER_MEMBER looks at how things stand: whoever is due, in time and not yet owed
the message gets it (`find_due`). It can therefore run any number of times, and a member who moves
to another zone on the very day gets neither two nor none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from bot.model import Member, TimetableKind, TimetableRow
from bot.occasions import (
    PER_MEMBER,
    Occasion,
    grace_of,
    next_instant,
    next_of_zones,
    replanned,
    rule_of,
    zone_instants,
)
from bot.ports.store import Transaction

# due when turns begin and end, and requests are to be looked at; their rule is the longest wait
FOLLOWING = frozenset({TimetableKind.PANEL, TimetableKind.COVER})
# brought forward by whatever happens, at any instant: they may only be planned earlier
WOKEN = FOLLOWING | {TimetableKind.HANDOVER}
CHUNK = 200  # members looked at in one transaction: a quarter of a second of SQLite's one writer


@dataclass(frozen=True, slots=True)
class DueMember:
    """A member at whose own local time something is due now, or was and is still in time."""

    member: Member
    due_at: datetime  # the original instant, UTC
    day: date  # the member's local date it belongs to
    key: date  # for the delivery's occasion


def next_after(tx: Transaction, row: TimetableRow, now: datetime) -> datetime | None:
    """When a row is due again: at its own zone's time, or at that of the first member."""
    if not row.enabled:
        return None
    if row.kind in PER_MEMBER:
        return next_of_zones(rule_of(row), member_zones(tx), now)
    return next_instant(row, tx.task_force.zone, tx.task_force.first_weekday, now)


@dataclass(frozen=True, slots=True)
class Job:
    """What is done when a row is due, in the transaction that also stores the next instant."""

    run: Callable[[Transaction, Occasion, datetime], None]
    next_after: Callable[[Transaction, TimetableRow, datetime], datetime | None] = next_after


def member_zones(tx: Transaction) -> frozenset[str]:
    """Zones of the active members; the task force's own while it has none."""
    return frozenset(tx.timetable.zones()) or frozenset({tx.task_force.zone})


def next_members(
    tx: Transaction, occasion: Occasion, now: datetime, after: int
) -> tuple[Member, ...]:
    """The next of those at whose local time it is due or was and is in time: CHUNK at most.

    Not all at once: hundred thousand would keep every other writer out for seconds.
    """
    first_weekday = tx.task_force.first_weekday
    due = zone_instants(occasion.rule, member_zones(tx), now, occasion.grace, first_weekday)
    zones = {instant.zone for instant in due}
    return tuple(tx.timetable.members(zones, after, CHUNK)) if zones else ()


def find_due(tx: Transaction, occasion: Occasion, now: datetime) -> tuple[DueMember, ...]:
    """Active members whose own time has come, who were not owed it on that occasion.

    Of those in `occasion.people`, where it says whom. Deliveries are to be owed with
    `occasion=due.key.isoformat()`. Whether a member wants it (away, paused, no reminders …) is the
    job's to decide. A member can be due twice where the grace is longer than the time between
    occasions, for different keys.
    """
    members, among = occasion.people, None
    if members is None:
        members = tuple(tx.people.all())
    else:
        among = [member.id for member in members]
    first_weekday = tx.task_force.first_weekday
    zones = {member.zone for member in members}
    instants = zone_instants(occasion.rule, zones, now, occasion.grace, first_weekday)
    kind = occasion.kind.value
    owed = {
        key: frozenset(tx.outbox.recipients(kind, key.isoformat(), among))
        for key in {instant.key for instant in instants}
    }
    return tuple(
        DueMember(member, instant.due_at, instant.day, instant.key)
        for instant in instants
        for member in members
        if member.zone == instant.zone and member.id not in owed[instant.key]
    )


def reschedule(tx: Transaction, now: datetime, zone_before: str | None = None) -> None:
    """Plan every row anew, after a row, a zone, a member or the first weekday has changed.

    Rows keep the occasion that was next (their `next_run_at` says which), so put a changed row
    back with its old instant. `zone_before`: the task force's zone, where that is what changed.
    """
    zones = member_zones(tx)
    for row in tx.timetable.rows():
        instant = _planned(tx, row, zones, now, zone_before or tx.task_force.zone)
        if row.enabled and row.kind in PER_MEMBER and _is_somebody_due(tx, row, zones, now):
            instant = min(instant or now, now)  # whoever moved there is looked at at once
        _plan(tx, row, instant)


def follow_zones(tx: Transaction, now: datetime) -> None:
    """Once a day: rows follow the tz database, which changes when the machine is updated."""
    zones = member_zones(tx)
    for row in tx.timetable.rows():
        _plan(tx, row, _planned(tx, row, zones, now, tx.task_force.zone))


def _plan(tx: Transaction, row: TimetableRow, instant: datetime | None) -> None:
    if instant == row.next_run_at:
        return
    if instant and row.kind in WOKEN:
        tx.timetable.bring_forward({row.kind: instant})
    else:
        tx.timetable.set_next(row.kind, instant)


def _planned(
    tx: Transaction, row: TimetableRow, zones: Collection[str], now: datetime, zone_before: str
) -> datetime | None:
    if not row.enabled:
        return None
    if row.kind is TimetableKind.HANDOVER:  # of turns, and of everybody's time of day
        return min(row.next_run_at or now, next_of_zones(rule_of(row), zones, now))
    if row.kind in FOLLOWING and row.next_run_at is not None:
        return row.next_run_at
    if row.kind not in PER_MEMBER:
        zone, first_weekday = tx.task_force.zone, tx.task_force.first_weekday
        return replanned(row, zone, zone_before, first_weekday, now)
    if row.next_run_at is not None and row.next_run_at <= now:
        return row.next_run_at
    return next_of_zones(rule_of(row), zones, now)


def _is_somebody_due(
    tx: Transaction, row: TimetableRow, zones: Collection[str], now: datetime
) -> bool:
    """Not in a row that is only just beginning: its first occasion is still to come."""
    if row.next_run_at is None:
        return False
    first_weekday = tx.task_force.first_weekday
    return bool(zone_instants(rule_of(row), zones, now, grace_of(row), first_weekday))
