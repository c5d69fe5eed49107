"""What a calendar or a status says now, held against what is known: ask, note, move, take back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot import absence
from bot.calendars.comparing import Circumstances, Step, decide
from bot.calendars.finding import Found, Seen
from bot.calendars.rules import AHEAD
from bot.errors import Refusal
from bot.model import Away, DeliveryState, Member, Recipient
from bot.ports.calendars import CalendarEvent, EventState, Source, SourceKind, Stretch
from bot.ports.store import Transaction
from bot.weeks import Span, next_waking

CALENDAR = "calendar"  # the kind of the delivery; its occasion: source and number of the card
DAY = timedelta(days=1)
MOST_A_DAY = 3  # questions about a status that changes all the time
WAITING = (DeliveryState.DUE, DeliveryState.TAKEN, DeliveryState.PUT_OFF)
LIVE = (EventState.ASKED, EventState.NOTED, EventState.DECLINED, EventState.KEPT)


def take_over(tx: Transaction, source: Source, member: Member, found: Found, now: datetime) -> bool:
    """Whether there is anything to ask or tell. The member is locked."""
    return _Reading(tx, source, member, now).take(found)


def occasion_of(source_id: int, card: int) -> str:
    return f"{source_id}:{card}"


class _Reading:
    """One reading of one source, in one transaction."""

    def __init__(self, tx: Transaction, source: Source, member: Member, now: datetime) -> None:
        self._tx = tx
        self._source = source
        self._member = member
        self._now = now
        self._known = {event.key: event for event in tx.calendars.events(source.id)}
        horizon = Span(now, now + AHEAD + timedelta(days=absence.LONGEST))
        self._aways = {away.id: away for away in tx.aways.overlapping(horizon, [member.id])}
        self._card = 0  # of this reading, if there is anything to ask or tell
        self._anew: set[int] = set()  # cards that say something else now

    def take(self, found: Found) -> bool:
        now = self._now
        coming = [one for one in found.events if one.when.span.end > now]
        for seen in sorted(coming, key=lambda s: (s.when.span.start, -s.when.span.minutes)):
            event = self._known.get(seen.key)
            self._do(decide(event, seen, self._circumstances(event, seen)), event, seen)
        there = {seen.key for seen in found.events}
        missing = [e for e in self._known.values() if e.key not in there] if found.complete else []
        for event in missing:
            if event.when.span.end > now:
                self._do(decide(event, None, self._circumstances(event, None)), event, None)
        self._say()
        return bool(self._card or self._anew)

    def _circumstances(self, event: CalendarEvent | None, seen: Seen | None) -> Circumstances:
        return Circumstances(
            self._source.always,
            self._answer(seen),
            bool(seen and self._is_covered(seen)),
            event is not None and event.away_id in self._aways,
            event is not None and self._is_heard(event),
            self._now,
        )

    def _answer(self, seen: Seen | None) -> EventState | None:
        """To the last one of its series that was answered."""
        if seen is None or not seen.series:
            return None
        answered = [
            e
            for e in self._known.values()
            if e.series == seen.series and e.key != seen.key and e.state in LIVE
            if e.state is not EventState.ASKED
        ]
        last = max(answered, key=lambda e: e.when.span.start, default=None)
        if last is None:
            return None
        noted = last.state is not EventState.DECLINED and self._stood(last)
        return EventState.NOTED if noted else EventState.DECLINED

    def _stood(self, event: CalendarEvent) -> bool:
        """Whether the absence was not taken back, by now or for as long as it lasted."""
        return event.away_id is not None and self._tx.aways.find(event.away_id) is not None

    def _is_covered(self, seen: Seen) -> bool:
        """By an absence, or by another event that was asked about."""
        span, key = seen.when.span, self._source_key(seen.key)
        if any(away.span.covers(span) for away in self._aways.values() if away.source_key != key):
            return True
        others = (e for e in self._known.values() if e.key != seen.key and e.state in LIVE)
        return any(other.when.span.covers(span) for other in others)

    def _is_heard(self, event: CalendarEvent) -> bool:
        if not event.notice:
            return False
        occasion, to = occasion_of(self._source.id, event.notice), self._to
        delivery = self._tx.outbox.find(CALENDAR, occasion, to)
        return delivery is None or delivery.state not in WAITING

    @property
    def _to(self) -> Recipient:
        return Recipient(member_id=self._member.id)

    def _source_key(self, key: str) -> str:
        return source_of(self._source, key).key

    # ---- one step -------------------------------------------------------------------------------

    def _do(self, step: Step, event: CalendarEvent | None, seen: Seen | None) -> None:
        new = step in (Step.ASK, Step.NOTE, Step.DECLINE, Step.KNOW)
        if seen is not None and (event is None or new):
            event = self._fresh(event, seen)
        if event is None or (step in (Step.ASK, Step.NOTE) and self._is_too_much()):
            return
        match step:
            case Step.ASK:
                state, card = EventState.ASKED, self._new_card()
                self._put(replace(event, state=state, card=card, told_at=self._now))
            case Step.NOTE:
                self._note(event)
            case Step.DECLINE:
                self._put(replace(event, state=EventState.DECLINED))
            case Step.KNOW:
                self._put(event)
            case _:
                self._change(step, event, seen)

    def _change(self, step: Step, event: CalendarEvent, seen: Seen | None) -> None:
        """Of an event that is known."""
        match step:
            case Step.LOSE:
                self._put(replace(event, state=EventState.GONE))
            case Step.RESHAPE if seen:
                self._put(replace(event, when=seen.when), event.card)
            case Step.WITHDRAW:
                self._put(replace(event, state=EventState.GONE), event.card)
            case Step.WARN:
                self._warn(event, seen)
            case Step.CARRY:
                self._carry(event, seen)
            case Step.SETTLE:
                self._put(replace(event, becomes=None, ends=False), event.notice)
            case _:
                pass

    def _fresh(self, event: CalendarEvent | None, seen: Seen) -> CalendarEvent:
        """One that was not known, or no longer."""
        state = EventState.KNOWN
        fresh = CalendarEvent(0, self._source.id, seen.key, seen.series, seen.when, state)
        return replace(fresh, id=event.id, card=event.card) if event else fresh

    def _is_too_much(self) -> bool:
        if self._source.kind is SourceKind.ADDRESS:
            return False
        told = [e.told_at for e in self._known.values() if e.told_at]
        return sum(at > self._now - DAY for at in told) >= MOST_A_DAY

    def _put(self, event: CalendarEvent, card: int = 0) -> None:
        self._known[event.key] = replace(event, id=self._tx.calendars.put(event))
        if card:
            self._anew.add(card)

    def _note(self, event: CalendarEvent) -> None:
        """On the card that asked, if one did: then that says so in its place."""
        asked = self._known.get(event.key)
        before = asked.card if asked and asked.state is EventState.ASKED else 0
        noted = note(self._tx, self._source, self._member, event, None, self._now)
        self._remember(noted)
        self._put(replace(noted, card=before or self._new_card(), told_at=self._now), before)

    def _warn(self, event: CalendarEvent, seen: Seen | None) -> None:
        before = event.notice if event.becomes or event.ends else 0
        becomes = seen.when if seen else None
        warned = replace(event, becomes=becomes, ends=seen is None, told_at=self._now)
        self._put(replace(warned, notice=self._new_card()), before)

    def _carry(self, event: CalendarEvent, seen: Seen | None) -> None:
        becomes = seen.when if seen else None
        notice = event.notice if event.becomes or event.ends else self._new_card()
        changed = carry(self._tx, self._source, self._member, event, becomes, None, self._now)
        self._remember(changed)
        self._put(replace(changed, notice=notice), notice)

    def _remember(self, event: CalendarEvent) -> None:
        away = self._tx.aways.find(event.away_id) if event.away_id else None
        if away is not None:
            self._aways[away.id] = away

    # ---- saying it ------------------------------------------------------------------------------

    def _new_card(self) -> int:
        self._card = self._card or self._source.cards + 1
        return self._card

    def _say(self) -> None:
        tx, now, member, source = self._tx, self._now, self._member, self._source
        if self._card:
            tx.calendars.change(source.id, cards=self._card)
        # who has just changed their status is awake
        waking = next_waking(now, member.zone, member.quiet_from, member.quiet_to, weekend=())
        due_at = now if source.kind is SourceKind.STATUS else waking
        for card in sorted(self._anew | {self._card} - {0}):
            occasion = occasion_of(source.id, card)
            tx.outbox.owe_anew(CALENDAR, occasion, self._to, None, due_at=due_at, now=now)


# ---- what answers do, too ----------------------------------------------------------------------


def source_of(source: Source, key: str) -> absence.Source:
    kind = absence.CALENDAR if source.kind is SourceKind.ADDRESS else absence.STATUS
    return absence.Source(kind, f"{source.id}:{key}")


def note(
    tx: Transaction,
    source: Source,
    member: Member,
    event: CalendarEvent,
    actor_id: int | None,
    now: datetime,
) -> CalendarEvent:
    """An absence comes of it; not where its days are none that an absence may have."""
    try:
        gone = absence.go_away(
            tx,
            member,
            _times(event.when),
            source_of(source, event.key),
            now,
            actor_id=actor_id,
        )
    except Refusal:
        return replace(event, state=EventState.DECLINED, becomes=None, ends=False)
    return replace(event, state=EventState.NOTED, away_id=gone.away.id, becomes=None, ends=False)


def carry(
    tx: Transaction,
    source: Source,
    member: Member,
    event: CalendarEvent,
    becomes: Stretch | None,
    actor_id: int | None,
    now: datetime,
) -> CalendarEvent:
    """The absence moves to these days, or (None) ends now."""
    if becomes is not None:
        return note(tx, source, member, replace(event, when=becomes), actor_id, now)
    end(tx, member, event, actor_id, now)
    return replace(event, state=EventState.GONE, becomes=None, ends=False)


def end(
    tx: Transaction, member: Member, event: CalendarEvent, actor_id: int | None, now: datetime
) -> Away | None:
    """The absence that came of it is over, if it stands: what it was."""
    away = tx.aways.find(event.away_id) if event.away_id else None
    if away is not None and away.span.end > now:
        left = absence.what_is_over(away, None, now, member.zone)
        absence.end_away(tx, away, left, actor_id, now)
    return away


def _times(when: Stretch) -> absence.Times:
    return absence.Times(when.span, when.first_day, when.last_day, when.whole_days)
