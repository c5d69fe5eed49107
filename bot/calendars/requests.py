"""What can be asked about calendars and statuses in which absence is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class OpenCalendarForm(Request):
    """Show the form: an address, the status, whether to ask first."""

    ACTION: ClassVar[str] = "calendars.form.1"
    FORM: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class SaveCalendar(Request):
    """`address`: nothing leaves the one there is. `status`, `mode`: values of bot.calendars.words.

    The address is a secret: the form alone carries it.
    """

    ACTION: ClassVar[str] = "calendars.save.1"
    address: str = ""
    status: str = ""
    mode: str = ""


@dataclass(frozen=True, slots=True)
class ShowCalendars(Request):
    """Where my absence is read, and how that goes."""

    ACTION: ClassVar[str] = "calendars.show.1"


@dataclass(frozen=True, slots=True)
class StopReading(Request):
    """Read it no longer, and forget the address."""

    ACTION: ClassVar[str] = "calendars.stop.1"
    source: int = 0


@dataclass(frozen=True, slots=True)
class ReadNow(Request):
    """Read it now; one that is switched off is switched on."""

    ACTION: ClassVar[str] = "calendars.read.1"
    source: int = 0


@dataclass(frozen=True, slots=True)
class AnswerEvent(Request):
    """Whether what the calendar says is noted as an absence. `card`: the number of the card."""

    ACTION: ClassVar[str] = "calendars.answer.1"
    event: int = 0
    yes: bool = False
    card: int = 0


@dataclass(frozen=True, slots=True)
class AnswerAll(Request):
    """The same for all that one card still asks; `always`: and for all to come."""

    ACTION: ClassVar[str] = "calendars.answer.all.1"
    source: int = 0
    card: int = 0
    yes: bool = False
    always: bool = False


@dataclass(frozen=True, slots=True)
class FollowEvent(Request):
    """Whether a noted absence follows what has changed in the calendar; else it stays."""

    ACTION: ClassVar[str] = "calendars.follow.1"
    event: int = 0
    yes: bool = False
    card: int = 0
