"""What can be asked about hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class SayHours(Request):
    """Hours for a week: offered if it runs or is to come, done if it is over.

    Words, or (from a button) `week` as an ISO date with `minutes`; -1 minutes: not said.
    """

    ACTION: ClassVar[str] = "hours.1"
    words: str = ""
    week: str = ""
    minutes: int = -1


@dataclass(frozen=True, slots=True)
class SayDone(Request):
    """Hours done, also in the week that runs; without words: the form."""

    ACTION: ClassVar[str] = "hours.done.1"
    words: str = ""


@dataclass(frozen=True, slots=True)
class OpenHoursForm(Request):
    ACTION: ClassVar[str] = "hours.form.1"
    FORM: ClassVar[bool] = True
    week: str = ""  # ISO date; empty: this week


@dataclass(frozen=True, slots=True)
class HoursByForm(Request):
    ACTION: ClassVar[str] = "hours.pledge.1"
    week: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class OpenLogForm(Request):
    ACTION: ClassVar[str] = "hours.log.form.1"
    FORM: ClassVar[bool] = True
    week: str = ""


@dataclass(frozen=True, slots=True)
class LogByForm(Request):
    """Hours done in a week, on one duty or in all."""

    ACTION: ClassVar[str] = "hours.log.1"
    week: str = ""
    duty: str = ""
    hours: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PauseMe(Request):
    """No prompts, nudges and reminders for some weeks; 0 weeks: resume."""

    ACTION: ClassVar[str] = "pause.1"
    weeks: int = 4


@dataclass(frozen=True, slots=True)
class AskAgain(Request):
    """The chair asks those who have not said their hours; never more than one message a day."""

    ACTION: ClassVar[str] = "hours.ask_again.1"
