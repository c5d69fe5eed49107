"""Whom a change must be told, written into the outbox in the change's own transaction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.cards import Card
from bot.model import Member, MemberState, Recipient, Role, TimetableKind
from bot.ports.store import Transaction
from bot.presence import next_present
from bot.signs import refresh_signs
from bot.weeks import WEEKEND, Span, next_waking

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PANEL = "panel"
CHANGE = "change"


def refresh_panels(tx: Transaction, now: datetime) -> None:
    """The roster panel of every room is edited to what is true when it is said; so are signs."""
    for room in tx.rooms.all():
        if room.panel:
            tx.outbox.owe_anew(
                PANEL, "roster", Recipient(room_id=room.id), None, due_at=now, now=now
            )
    refresh_signs(tx, now)


def watch_edges(tx: Transaction, part: Span, now: datetime) -> None:
    """The clock follows a claim on a part of a turn: its edges are not those of the turn."""
    instants = {TimetableKind.HANDOVER: max(part.start, now)}
    edge = min((e for e in (part.start, part.end) if e > now), default=None)
    if edge:
        instants[TimetableKind.PANEL] = edge
    tx.timetable.bring_forward(instants)


def watch_turns(tx: Transaction, now: datetime) -> None:
    """The clock follows turns that were made since they were last looked at."""
    edge = tx.roster.next_edge(now)
    if edge:
        tx.timetable.bring_forward({TimetableKind.PANEL: edge, TimetableKind.HANDOVER: edge})


def tell(tx: Transaction, member_id: int, change_id: int, card: Card, now: datetime) -> None:
    """A private message to the person whose future a change (of the record) has changed."""
    tx.outbox.owe(CHANGE, str(change_id), Recipient(member_id=member_id), card, due_at=now, now=now)


def chairs(tx: Transaction) -> tuple[Member, ...]:
    return tuple(m for m in tx.people.all((MemberState.ACTIVE,)) if m.role is Role.CHAIR)


def leads(tx: Transaction, department_id: int) -> tuple[Member, ...]:
    return tuple(
        m
        for m in tx.people.all((MemberState.ACTIVE,))
        if m.role is Role.LEAD and m.department_id == department_id
    )


# What Muster says of its own accord, and nobody is told while away or paused.
HANDOVER_NUDGE = "handover.nudge"
UNASKED = (
    TimetableKind.PROMPT.value,
    TimetableKind.NUDGE.value,
    TimetableKind.REMINDER.value,
    TimetableKind.HANDOVER.value,
    HANDOVER_NUDGE,
)
# Asking again, about whatever: nobody hears two of these on one day.
NUDGES = (TimetableKind.NUDGE.value, HANDOVER_NUDGE)


# Of these, what is still of use at the end of an absence is said then, if that is so soon.
PUT_OFF: dict[str, timedelta] = {
    TimetableKind.PROMPT.value: timedelta(days=1),  # later its deadline is over
    TimetableKind.REMINDER.value: timedelta.max,  # until the turn begins
    TimetableKind.HANDOVER.value: timedelta(days=1),  # later, whoever has it now knows more
    "plan.ask": timedelta.max,
}


def put_off(tx: Transaction, member: Member, span: Span) -> None:
    """What would be said to somebody while they are away waits until they are back and awake.

    What is of no use then is not said at all.
    """
    next_ones = Span(span.start, span.end + timedelta(weeks=52))
    back = next_present(tx.aways.overlapping(next_ones, [member.id]), span.end)
    for kind, longest in PUT_OFF.items():
        weekend = () if kind == TimetableKind.REMINDER else WEEKEND
        quiet = (member.quiet_from, member.quiet_to)
        at = next_waking(back, member.zone, *quiet, weekend=weekend)
        start = max(span.start, at - longest) if longest < at - LONG_AGO else span.start
        if start < span.end:
            tx.outbox.postpone(kind, Recipient(member_id=member.id), Span(start, span.end), at)
    hush(tx, member.id, span, "Away then.")


def hush(tx: Transaction, member_id: int, span: Span, reason: str) -> None:
    """Of what a member did not ask for, nothing is said that would be due within the span."""
    to = Recipient(member_id=member_id)
    for kind in UNASKED:
        tx.outbox.drop_within(kind, to, span, reason)
