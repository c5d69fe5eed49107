"""What can be asked about who carries what, and of the limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request
from bot.fairness.rules import USUAL


@dataclass(frozen=True, slots=True)
class ShowLoad(Request):
    """What each department carried in so many weeks. `inside`: in place of the card it is on."""

    ACTION: ClassVar[str] = "load.1"
    weeks: int = USUAL
    inside: bool = False


@dataclass(frozen=True, slots=True)
class ShowPeoplesLoad(Request):
    """What the people of a department (0: of all) carried, for the chair alone; by name."""

    ACTION: ClassVar[str] = "load.people.1"
    weeks: int = USUAL
    department: int = 0
    skip: int = 0


@dataclass(frozen=True, slots=True)
class ShowMyLoad(Request):
    """What I carried, over several numbers of weeks."""

    ACTION: ClassVar[str] = "load.mine.1"


@dataclass(frozen=True, slots=True)
class AskOthers(Request):
    """A duty lives on one person: ask some who carry little whether they would share it."""

    ACTION: ClassVar[str] = "load.others.1"
    duty: int = 0


@dataclass(frozen=True, slots=True)
class AskClearance(Request):
    """I would like to hold the duty: ask the chairs for the clearance that it wants."""

    ACTION: ClassVar[str] = "clearance.ask.1"
    duty: int = 0


@dataclass(frozen=True, slots=True)
class GiveClearance(Request):
    """What the duty asks for and the member lacks."""

    ACTION: ClassVar[str] = "clearance.give.1"
    member: int = 0
    duty: int = 0


@dataclass(frozen=True, slots=True)
class EditLimits(Request):
    """Rest between turns and weeks in a row, as they are for everybody."""

    ACTION: ClassVar[str] = "setup.limits.form.1"
    FORM: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class SaveLimits(Request):
    """`rest`: hours, 0 for none; `weeks`: empty for any number."""

    ACTION: ClassVar[str] = "setup.limits.1"
    rest: str = ""
    weeks: str = ""
