"""The card of one reading, as it is now: it changes with each answer and with the calendar."""

from __future__ import annotations

from datetime import datetime

from bot.calendars.words import asking
from bot.cards import Card
from bot.model import Delivery, Member
from bot.ports.calendars import CalendarEvent, EventState, Source
from bot.ports.store import Transaction
from bot.reader import reader_for


def compose(tx: Transaction, delivery: Delivery, now: datetime) -> Card | None:
    """None: it is no longer read."""
    source_id, _, card = delivery.occasion.partition(":")
    source = tx.calendars.find(int(source_id))
    member = tx.people.find(delivery.recipient.member_id or 0)
    if source is None or member is None or source.member_id != member.id:
        return None
    return compose_card(tx, source, member, int(card), now)


def compose_card(tx: Transaction, source: Source, member: Member, card: int, now: datetime) -> Card:
    events = [e for e in tx.calendars.events(source.id) if card in (e.card, e.notice)]
    if not events:
        return asking.superseded(source)
    lines = [_line(tx, member, event, now) for event in events]
    return asking.card(source, card, lines, reader_for(member, tx.task_force))


def _line(tx: Transaction, member: Member, event: CalendarEvent, now: datetime) -> asking.Line:
    stands = bool(event.away_id and tx.aways.find(event.away_id))
    held = 0
    if event.state in (EventState.ASKED, EventState.NOTED):
        span = event.when.span
        mine = tx.claims.of_member(member.id, span)
        held = len({turn.id for turn, claim in mine if claim.span.end > now})
    return asking.Line(event, stands, held, is_over=event.when.span.end <= now)
