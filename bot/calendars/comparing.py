"""What is to be done about one event, by what is known of it and what the calendar says now. Pure.

Nothing is asked twice. Nothing that the member has been told less than half an hour ago is done,
so that there is time to say no; a calendar that was empty by mistake for one reading costs nobody
their absence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.calendars.finding import Seen
from bot.ports.calendars import CalendarEvent, EventState

NOTICE = timedelta(minutes=30)


class Step(StrEnum):
    NOTHING = "nothing"
    ASK = "ask"
    NOTE = "note"  # an absence comes of it
    DECLINE = "decline"  # as was answered for others of its series
    KNOW = "know"  # it lies in what is known
    RESHAPE = "reshape"  # the question is of other days now
    WITHDRAW = "withdraw"  # the question is over
    WARN = "warn"  # the absence is going to move, or to end
    CARRY = "carry"  # and now it does
    SETTLE = "settle"  # it does not, after all
    LOSE = "lose"  # it is no longer there; nobody has to know


@dataclass(frozen=True, slots=True)
class Circumstances:
    """`answer`: to the last one of its series. `covered`: what is known covers it.

    `stands`: the absence that came of it does. `heard`: what the member was told of has arrived.
    """

    always: bool
    answer: EventState | None
    covered: bool
    stands: bool
    heard: bool
    now: datetime


def decide(event: CalendarEvent | None, seen: Seen | None, so: Circumstances) -> Step:
    """One of the two is there."""
    if seen is None:
        return _missing(event, so) if event else Step.NOTHING
    if event is None or event.state in (EventState.GONE, EventState.KNOWN):
        return _new(so)
    moved = event.when != seen.when
    match event.state:
        case EventState.ASKED:
            return Step.NOTE if so.always else Step.RESHAPE if moved else Step.NOTHING
        case EventState.NOTED if so.stands:
            return _moved(event, seen, so)
        case _:
            return Step.NOTHING


def _new(so: Circumstances) -> Step:
    if so.covered:
        return Step.KNOW
    if so.answer is EventState.DECLINED:
        return Step.DECLINE
    return Step.NOTE if so.always or so.answer is EventState.NOTED else Step.ASK


def _moved(event: CalendarEvent, seen: Seen, so: Circumstances) -> Step:
    if event.when == seen.when:
        return Step.SETTLE if event.becomes or event.ends else Step.NOTHING
    if so.always:
        return Step.CARRY
    if event.becomes != seen.when:
        return Step.WARN
    return Step.CARRY if _was_told(event, so) else Step.NOTHING


def _missing(event: CalendarEvent, so: Circumstances) -> Step:
    match event.state:
        case EventState.ASKED:
            return Step.WITHDRAW
        case EventState.KNOWN:
            return Step.LOSE
        case EventState.NOTED if so.stands:
            if so.always or (event.ends and _was_told(event, so)):
                return Step.CARRY
            return Step.NOTHING if event.ends else Step.WARN
        case _:
            return Step.NOTHING


def _was_told(event: CalendarEvent, so: Circumstances) -> bool:
    return so.heard and event.told_at is not None and so.now - event.told_at >= NOTICE
