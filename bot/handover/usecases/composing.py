"""The cards about handing over, composed at the moment they are said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.cards import Card
from bot.handover.rules import LOOK_BACK, may_still_nudge
from bot.handover.usecases.loading import holidays_of, load_asked
from bot.handover.words import asking, telling
from bot.handover.words.asking import Ending
from bot.model import Delivery, DeliveryState, Member, Recipient, TimetableKind
from bot.notes import sign
from bot.notify import HANDOVER_NUDGE
from bot.ports.store import Transaction
from bot.reader import reader_for

ASK = TimetableKind.HANDOVER.value  # kinds of deliveries: asked once a day, by that day …
NUDGE = HANDOVER_NUDGE  # … and again, by the day of the nudge
NOTE = "handover.note"  # told at once, by turn and author


def compose(tx: Transaction, delivery: Delivery, now: datetime) -> Card | None:
    """What a delivery of these kinds says now.

    None if it was not said yet, and there is nothing to say any more.
    """
    member = tx.people.find(delivery.recipient.member_id or 0)
    if member is None:
        return None
    if delivery.kind == NOTE:
        return _note(tx, delivery, member)
    endings = load_due(tx, member, delivery)
    if delivery.address is None and not any(one.is_wanted for one in endings):
        return None
    nudge = delivery.kind == NUDGE
    return asking.ask(endings, now, reader_for(member, tx.task_force), nudge=nudge)


def load_due(tx: Transaction, member: Member, delivery: Delivery) -> list[Ending]:
    """What a card is about: of the one day on which it was asked, or of all days nudged for."""
    day = date.fromisoformat(delivery.occasion)
    days = [day] if delivery.kind == ASK else nudged_for(tx, member, day)
    return [ending for one in sorted(days) for ending in load_asked(tx, member, one)]


def nudged_for(tx: Transaction, member: Member, today: date) -> list[date]:
    """The days on which the member was asked and that no earlier nudge was about."""
    to, holidays = Recipient(member_id=member.id), holidays_of(tx, member, today)
    found = []
    for day in _days_before(today):
        asked = tx.outbox.find(ASK, day.isoformat(), to)
        if asked and is_out(asked) and may_still_nudge(day, today, holidays):
            found.append(day)
        if tx.outbox.find(NUDGE, day.isoformat(), to):
            break  # what was asked before this day was nudged for on it
    return found


def _days_before(today: date) -> Iterator[date]:
    return (today - timedelta(days=back) for back in range(1, LOOK_BACK + 1))


def is_out(delivery: Delivery) -> bool:
    """Whether somebody has it, or is being told it now: then a change is to reach it."""
    return delivery.address is not None or delivery.state is DeliveryState.TAKEN


def _note(tx: Transaction, delivery: Delivery, member: Member) -> Card | None:
    turn_id, _, author_id = delivery.occasion.partition(":")
    note = tx.handovers.find(int(turn_id), int(author_id))
    turn = tx.roster.find_turn(int(turn_id))
    duty = tx.roster.find_duty(turn.duty_id) if turn else None
    if turn is None or duty is None or note is None:
        return telling.taken_back() if delivery.address else None
    if note.is_nothing and delivery.address is None:
        return None
    return telling.told(duty, turn, sign(tx, note), reader_for(member, tx.task_force))
