"""How things stand: load, look, say."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.app import Visit
from bot.cards import Card, Reply
from bot.figures import by_department, coverage
from bot.holding import load_holding
from bot.hours.rules import unanswered
from bot.model import Delivery, DeliveryState, Member, MemberState, Recipient, TimetableKind
from bot.notify import chairs
from bot.occasions import Occasion
from bot.ports.store import Transaction
from bot.reader import Reader
from bot.status.requests import AskStatus
from bot.status.rules import untouched
from bot.status.words import Status, status
from bot.turns import this_week
from bot.weeks import Span, to_local, week_span

STATUS = TimetableKind.STATUS.value
OF_USE = timedelta(days=3)  # an older status is asked for anew with a word
TWO_WEEKS = timedelta(weeks=2)


def compose_status(tx: Transaction, now: datetime, zone: str) -> Card:
    """For the chair, in the chair's zone."""
    reader = Reader(zone, tx.task_force.zone, tx.task_force.first_weekday)
    return status(load_status(tx, now), now, reader)


def load_status(tx: Transaction, now: datetime) -> Status:
    force = tx.task_force
    week = this_week(force, now)
    span = week_span(week, force.zone)
    turns = tuple(held for held in load_holding(tx, span) if held.turn.week == week)
    members = {member.id: member for member in tx.people.all(tuple(MemberState))}
    pledges = tx.hours.pledges(week)
    recent = load_holding(tx, Span(now - TWO_WEEKS, now))
    weeks = (week, week - timedelta(weeks=1), week - TWO_WEEKS)
    worked = {entry.duty_id for w in weeks for entry in tx.hours.logged_in(w)}
    return Status(
        span,
        coverage(turns, now),
        by_department(tx.people.departments(), members, turns, pledges, tx.hours.logged_in(week)),
        _unanswered(tx, now),
        tuple(m for m in members.values() if m.state is MemberState.ASKED),
        _unreached(tx, members, now),
        untouched(tx.roster.duties(), recent, worked),
        tx.outbox.last_said(TimetableKind.DIGEST.value),
        bool(tx.rooms.all()),
    )


def _unanswered(tx: Transaction, now: datetime) -> tuple[Member, ...]:
    today = to_local(now, tx.task_force.zone).date()
    away = {a.member_id for a in tx.aways.overlapping(Span(now, now + timedelta(minutes=1)))}
    return unanswered(tx.people.all(), tx.hours.pledges(this_week(tx.task_force, now)), away, today)


def _unreached(
    tx: Transaction, members: dict[int, Member], now: datetime
) -> tuple[tuple[Delivery, str], ...]:
    """The latest failure of each recipient within two weeks, unless they have left since."""
    states = (DeliveryState.UNREACHABLE, DeliveryState.GIVEN_UP)
    latest: dict[str, tuple[Delivery, str]] = {}
    for delivery in tx.outbox.in_state(states, now - TWO_WEEKS):
        member = members.get(delivery.recipient.member_id or 0)
        if member and member.state is not MemberState.ACTIVE:
            continue
        latest[delivery.recipient.key] = (delivery, member.name if member else "A room")
    return tuple(latest.values())


def ask_status(tx: Transaction, visit: Visit, request: AskStatus) -> Reply:
    return Reply(card=compose_status(tx, visit.now, visit.zone))


def send_status(tx: Transaction, occasion: Occasion, now: datetime) -> None:
    """Once a week, to each chair."""
    for chair in chairs(tx):
        card = compose_status(tx, now, chair.zone)
        recipient = Recipient(member_id=chair.id)
        key, until = occasion.key.isoformat(), now + OF_USE
        tx.outbox.owe(STATUS, key, recipient, card, due_at=now, now=now, until=until)
