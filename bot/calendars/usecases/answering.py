"""Yes, no, always; and whether an absence follows what has changed in the calendar."""

from __future__ import annotations

from dataclasses import replace

from bot.app import Visit
from bot.calendars.requests import AnswerAll, AnswerEvent, FollowEvent
from bot.calendars.usecases.composing import compose_card
from bot.calendars.usecases.taking_over import carry, end, note
from bot.calendars.words import asking as words
from bot.cards import Reply
from bot.ports.calendars import CalendarEvent, EventState, Source
from bot.ports.store import Transaction

OPEN = (EventState.ASKED, EventState.DECLINED)


def answer_event(tx: Transaction, visit: Visit, request: AnswerEvent) -> Reply:
    source, event = _find(tx, visit, request)
    if event.when.span.end <= visit.now:
        raise words.over(event, visit.reader)
    if event.state is EventState.GONE:
        raise words.no_longer_there(event, visit.reader)
    _answer(tx, visit, source, event, yes=request.yes)
    return _shown(tx, visit, source, event.card)


def answer_all(tx: Transaction, visit: Visit, request: AnswerAll) -> Reply:
    source = _lock(tx, visit, request.source)
    events = tx.calendars.events(source.id)
    if not any(request.card in (event.card, event.notice) for event in events):
        raise words.no_such_event()
    if request.always and not source.always:
        tx.calendars.change(source.id, always=True)
        after = {"kind": source.kind, "always": True}
        tx.record.add(visit.now, visit.me.id, "calendars.set", f"member:{visit.me.id}", {}, after)
    for event in events:
        asked = event.state is EventState.ASKED and event.when.span.end > visit.now
        if asked and (event.card == request.card or request.always):
            _answer(tx, visit, source, event, yes=request.yes)
    return _shown(tx, visit, source, request.card)


def follow_event(tx: Transaction, visit: Visit, request: FollowEvent) -> Reply:
    source, event = _find(tx, visit, request)
    pending = event.becomes is not None or event.ends
    if pending and event.state is EventState.NOTED:
        if request.yes:
            me, now = visit.me, visit.now
            changed = carry(tx, source, me, event, event.becomes, me.id, now)
        else:
            changed = replace(event, state=EventState.KEPT, becomes=None, ends=False)
        tx.calendars.put(changed)
    return _shown(tx, visit, source, event.notice)


def _answer(
    tx: Transaction, visit: Visit, source: Source, event: CalendarEvent, *, yes: bool
) -> None:
    """As often as they like: the last answer is what counts."""
    if yes and event.state in OPEN:
        tx.calendars.put(note(tx, source, visit.me, event, visit.me.id, visit.now))
    elif not yes and event.state is not EventState.DECLINED:
        end(tx, visit.me, event, visit.me.id, visit.now)
        declined = replace(event, state=EventState.DECLINED, becomes=None, ends=False)
        tx.calendars.put(declined)


def _find(
    tx: Transaction, visit: Visit, request: AnswerEvent | FollowEvent
) -> tuple[Source, CalendarEvent]:
    """Both as nobody else changes them meanwhile. Raises Refusal.

    Also for an event that has only the id of the one that the card was about (see `first_card`).
    """
    tx.people.lock(visit.me.id)
    event = tx.calendars.find_event(request.event)
    if event is None:
        raise words.no_such_event()
    source = _mine(tx, visit, event.source_id)
    if request.card and request.card not in (event.card, event.notice):
        raise words.no_such_event()
    return source, event


def _lock(tx: Transaction, visit: Visit, source_id: int) -> Source:
    tx.people.lock(visit.me.id)
    return _mine(tx, visit, source_id)


def _mine(tx: Transaction, visit: Visit, source_id: int) -> Source:
    source = tx.calendars.find(source_id)
    if source is None:
        raise words.no_such_event()
    if source.member_id != visit.me.id:
        raise words.not_yours()
    return source


def _shown(tx: Transaction, visit: Visit, source: Source, number: int) -> Reply:
    """The card that was pressed, as it is now."""
    source = tx.calendars.find(source.id) or source
    card = compose_card(tx, source, visit.me, number, visit.now)
    return Reply(card=card, replaces=True, home=True)
