"""The card of one reading: what the calendar says, and what has come of it.

What an event is called is not known here: it is not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.app import offer
from bot.calendars.requests import (
    AnswerAll,
    AnswerEvent,
    FollowEvent,
    ShowCalendars,
)
from bot.cards import Button, Card, Confirm, Controls, Element, Small, Style, Text
from bot.errors import Refusal
from bot.ports.calendars import CalendarEvent, EventState, Source, SourceKind, Stretch
from bot.reader import Reader
from bot.weeks import say_days, say_span

MOST = 12  # events with their own buttons; all of them can be answered at once


@dataclass(frozen=True, slots=True)
class Line:
    """`held`: turns the member holds in that time. `stands`: the absence that came of it does."""

    event: CalendarEvent
    stands: bool
    held: int = 0
    is_over: bool = False

    @property
    def is_asked(self) -> bool:
        return self.event.state is EventState.ASKED and not self.is_over

    @property
    def is_pending(self) -> bool:
        """Something is about to change, unless they say no."""
        changes = self.event.becomes is not None or self.event.ends
        return changes and self.stands and self.event.state is EventState.NOTED


def what(source: Source) -> str:
    return "calendar" if source.kind is SourceKind.ADDRESS else "status"


def when_text(when: Stretch, reader: Reader) -> str:
    """`Fri 4 – Mon 7 Dec 2026`; hours with their zone."""
    if when.whole_days:
        return say_days(when.first_day, when.last_day)
    return say_span(when.span, reader.zone)


def card(source: Source, number: int, lines: Sequence[Line], reader: Reader) -> Card:
    """`number`: the card's own; an event is asked on one and its change told on another."""
    asked = [line for line in lines if line.is_asked and line.event.card == number]
    body: list[Element] = []
    if len(lines) == 1:
        body += _alone(source, lines[0], number, reader)
    else:
        if len(asked) > 1:
            body.append(_all_buttons(source, number))
        for line in lines[:MOST]:
            body += _row(source, line, number, reader)
        if len(lines) > MOST:
            body.append(Small((f"{len(lines) - MOST} more.",)))
    if asked:
        body.append(Small(("I keep the days only, not what it is called.",)))
    return Card(_title(source, number, lines, asked, reader), tuple(body))


def superseded(source: Source) -> Card:
    """What this card told was told anew since."""
    return Card(f"Your {what(source)} has changed again; a later message of mine says how.")


def _title(
    source: Source, number: int, lines: Sequence[Line], asked: Sequence[Line], reader: Reader
) -> str:
    said = f"Your {what(source)} says"
    if len(asked) == 1:
        return f"{said} away {when_text(asked[0].event.when, reader)}. Shall I note it?"
    if asked:
        return f"{said} away {len(asked)} times. Shall I note these?"
    if any(line.is_pending for line in lines):
        return f"Your {what(source)} has changed."
    if len(lines) == 1:
        return _outcome(source, lines[0], number, reader)
    return f"Your absence, as your {what(source)} says."


def _alone(source: Source, line: Line, number: int, reader: Reader) -> list[Element]:
    event = line.event
    if line.is_pending and event.notice == number:
        return _pending(line, reader)
    if line.is_asked:
        yes = Button(
            "Yes, note it", AnswerEvent(event=event.id, yes=True, card=number), Style.PRIMARY
        )
        no = Button("No", AnswerEvent(event=event.id, card=number))
        return [*_held(line), Controls((yes, no, _always(source, number)))]
    return [*_held(line), *_change_of_mind(line, number, reader)]


def _row(source: Source, line: Line, number: int, reader: Reader) -> list[Element]:
    if line.is_pending and line.event.notice == number:
        return _pending(line, reader)
    when = when_text(line.event.when, reader)
    if not line.is_asked:
        said = Text((_outcome(source, line, number, reader),))
        return [said, *_held(line), *_change_of_mind(line, number, reader)]
    yes = Button(
        "Note it", AnswerEvent(event=line.event.id, yes=True, card=number), about=f"Note {when}"
    )
    no = Button("No", AnswerEvent(event=line.event.id, card=number), about=f"Do not note {when}")
    return [Text((f"{when}.",)), *_held(line), Controls((yes, no))]


def _all_buttons(source: Source, number: int) -> Controls:
    yes = AnswerAll(source=source.id, card=number, yes=True)
    no = AnswerAll(source=source.id, card=number)
    return Controls(
        (
            Button("Note all of these", yes, Style.PRIMARY),
            Button("None of these", no),
            _always(source, number),
        )
    )


def _always(source: Source, number: int) -> Button:
    text = (
        f"From now on I note what your {what(source)} says without asking, and tell you each time."
    )
    request = AnswerAll(source=source.id, card=number, yes=True, always=True)
    return Button(
        "Always note it", request, confirm=Confirm("Always note it?", text, "Always", "Ask me")
    )


def _held(line: Line) -> list[Element]:
    if not line.held or not (line.is_asked or line.stands):
        return []
    turns = "one turn" if line.held == 1 else f"{line.held} turns"
    them = "it" if line.held == 1 else "them"
    if line.is_asked:
        text = f"You hold {turns} in that time; I would look for somebody to take {them}."
    else:
        text = f"You hold {turns} in that time, until somebody takes {them}."
    return [Text((text,))]


def _outcome(source: Source, line: Line, number: int, reader: Reader) -> str:
    event, when = line.event, when_text(line.event.when, reader)
    if event.state is EventState.NOTED and line.stands:
        changed = "Changed: you" if event.notice == number else "Noted: you"
        return f"{changed} are away {when}."
    match event.state:
        case EventState.NOTED:
            return f"Taken back: you are here {when}."
        case EventState.DECLINED:
            return f"Not noted: {when}."
        case EventState.GONE if event.away_id:
            return f"Your {what(source)} no longer says {when}: your absence has ended."
        case EventState.GONE:
            return f"Your {what(source)} no longer says {when}."
        case EventState.KEPT:
            return f"It stays as it is: you are away {when}."
        case _:
            return f"It is over: {when}."


def _change_of_mind(line: Line, number: int, reader: Reader) -> list[Element]:
    event, when = line.event, when_text(line.event.when, reader)
    if line.is_over:
        return []
    if event.state in (EventState.NOTED, EventState.KEPT) and line.stands:
        here = AnswerEvent(event=event.id, card=number)
        return [Controls((Button("I am here then", here, about=f"I am here {when}"),))]
    if event.state is EventState.DECLINED:
        yes = AnswerEvent(event=event.id, yes=True, card=number)
        return [Controls((Button("Note it after all", yes, about=f"Note {when} after all"),))]
    return []


def _pending(line: Line, reader: Reader) -> list[Element]:
    """Told before it is done."""
    event, was = line.event, when_text(line.event.when, reader)
    if event.becomes is not None:
        new = when_text(event.becomes, reader)
        text = f"It says away {new}, and no longer {was}. I change your absence when I next look."
        yes, no = "Change it now", "Leave it as it is"
    else:
        text = f"It no longer says away {was}. I end that absence when I next look."
        yes, no = "End it now", "I am away all the same"
    buttons = (
        Button(yes, FollowEvent(event=event.id, yes=True, card=event.notice), Style.PRIMARY),
        Button(no, FollowEvent(event=event.id, card=event.notice)),
    )
    return [
        Text((text,)),
        Controls(buttons),
        Small(("I look again in about two hours, and not before half an hour is over.",)),
    ]


# ---- answers that are too late --------------------------------------------------------------


def no_such_event() -> Refusal:
    return Refusal(
        "no_event",
        "This is no longer asked.",
        "The calendar it came from is not read any more.",
        "Say it yourself: `/muster away fri..mon`.",
        offers=(offer("Where my absence is read", ShowCalendars()),),
    )


def not_yours() -> Refusal:
    return Refusal(
        "not_yours",
        "This was asked of somebody else.",
        "It is their calendar.",
        "What yours says is asked of you in a message of your own.",
    )


def over(event: CalendarEvent, reader: Reader) -> Refusal:
    return Refusal("over", f"This is over: {when_text(event.when, reader)}.")


def no_longer_there(event: CalendarEvent, reader: Reader) -> Refusal:
    return Refusal(
        "event_gone",
        f"{when_text(event.when, reader)} is no longer in your calendar.",
        "It was moved or taken out there.",
        "Say it yourself if you are away: `/muster away fri..mon`.",
    )
