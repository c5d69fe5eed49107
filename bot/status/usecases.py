"""How things stand: load, look, say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.app import Visit
from bot.burdens import load_burdens, load_shares
from bot.cards import Card, Reply
from bot.covering import load_sought
from bot.fairness.rules import by_department as teams_of
from bot.fairness.rules import find_alone, find_slivers
from bot.hours.rules import unanswered
from bot.model import DeliveryState, Department, Duty, MemberState, Recipient, TimetableKind
from bot.notify import chairs
from bot.occasions import Occasion
from bot.ports.store import Transaction
from bot.presence import around
from bot.reader import Reader
from bot.status.loads import Load
from bot.status.requests import AskStatus
from bot.status.rules import not_reached
from bot.status.signs import load_stuck
from bot.status.words import NotReached, Status, WaitingSwap, status
from bot.turns import this_week
from bot.weekly import load_coverage, load_departments
from bot.weeks import Span, week_span

STATUS = TimetableKind.STATUS.value
OF_USE = timedelta(days=3)  # an older status is asked for anew with a word
ONE_WEEK, TWO_WEEKS = timedelta(weeks=1), timedelta(weeks=2)


def compose_status(tx: Transaction, now: datetime, zone: str) -> Card:
    """For the chair, in the chair's zone."""
    reader = Reader(zone, tx.task_force.zone, tx.task_force.first_weekday)
    return status(load_status(tx, now), now, reader)


def load_status(tx: Transaction, now: datetime) -> Status:
    force = tx.task_force
    week = this_week(force, now)
    departments = tx.people.departments()
    names = {department.id: department.name for department in departments}
    asked = tx.people.all((MemberState.ASKED,))
    aways = tx.aways.overlapping(around(week, force.zone))
    [this] = load_coverage(tx, [week], now, week)
    return Status(
        week_span(week, force.zone),
        this,
        load_departments(tx, departments, week, aways),
        unanswered(tx.people.all(), tx.hours.pledges(week), aways, week, now),
        tuple((member, names[member.department_id]) for member in asked),
        tx.outbox.blocks(),
        _not_reached(tx, now),
        _untouched(tx, week, now),
        tx.outbox.last_said(TimetableKind.DIGEST.value),
        any(room.digest for room in tx.rooms.all()),
        tx.workspaces.all(),
        load_sought(tx),
        _load(tx, departments, now),
        _swaps(tx),
        load_stuck(tx),
    )


def _load(tx: Transaction, departments: Sequence[Department], now: datetime) -> Load:
    """Of the usual weeks; warnings only about duties that are still there."""
    shares = load_shares(tx, now)
    duties = {duty.id: duty for duty in tx.roster.duties()}
    members = {member.id: member for member in tx.people.all()}
    return Load(
        teams_of(departments, members.values(), load_burdens(tx, now)),
        tuple((duties[s.duty_id], s) for s in find_slivers(shares) if s.duty_id in duties),
        tuple(
            (duties[a.duty_id], members[a.member_id], a)
            for a in find_alone(shares)
            if a.duty_id in duties and a.member_id in members
        ),
    )


def _swaps(tx: Transaction) -> tuple[WaitingSwap, ...]:
    """Exchanges that somebody has not answered, the oldest first."""
    waiting = tx.swaps.open()
    if not waiting:
        return ()
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    members = tx.people.several({member_id for swap in waiting for member_id in swap.both})
    turns = tx.roster.turns_by_id({swap.gives.turn_id for swap in waiting})
    return tuple(
        WaitingSwap(
            swap.id,
            members[swap.asker_id],
            members[swap.other_id],
            duties[turns[swap.gives.turn_id].duty_id],
            swap.gives.span,
        )
        for swap in waiting
    )


def _untouched(tx: Transaction, week: date, now: datetime) -> tuple[Duty, ...]:
    weeks = (week, week - ONE_WEEK, week - TWO_WEEKS)
    span = Span(now - TWO_WEEKS - ONE_WEEK, now)
    found = tx.loads.untouched(span, now - TWO_WEEKS, weeks)
    return tuple(duty for duty in tx.roster.duties() if duty.id in found)


def _not_reached(tx: Transaction, now: datetime) -> tuple[NotReached, ...]:
    """Whom nothing reaches, unless they have left since."""
    states = (DeliveryState.UNREACHABLE, DeliveryState.GIVEN_UP)
    failed = tx.outbox.in_state(states, now - TWO_WEEKS)
    reached = tx.outbox.last_reached([delivery.recipient for delivery in failed])
    members = tx.people.several({d.recipient.member_id for d in failed if d.recipient.member_id})
    rooms = {room.id: room for room in tx.rooms.all()} if failed else {}
    found = []
    for delivery in not_reached(failed, reached):
        member = members.get(delivery.recipient.member_id or 0)
        room = rooms.get(delivery.recipient.room_id or 0)
        if room or (member and member.state is MemberState.ACTIVE):
            found.append(NotReached(member, room, delivery.reason or delivery.state.value))
    return tuple(found)


def ask_status(tx: Transaction, visit: Visit, request: AskStatus) -> Reply:
    return Reply(card=compose_status(tx, visit.now, visit.zone))


def send_status(tx: Transaction, occasion: Occasion, now: datetime) -> None:
    """Once a week, to each chair."""
    for chair in chairs(tx):
        card = compose_status(tx, now, chair.zone)
        recipient = Recipient(member_id=chair.id)
        key, until = occasion.key.isoformat(), now + OF_USE
        tx.outbox.owe(STATUS, key, recipient, card, due_at=now, now=now, until=until)
