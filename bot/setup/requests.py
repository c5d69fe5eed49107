"""What the chair can ask of the set-up.

`inside`: asked from a card of the set-up, whose place the answer takes. Forms come in pairs: Edit…
shows one, Save… takes its answers; an id of 0 is something new.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class OpenSetup(Request):
    """Everything that can be set up, with a button each; `/muster setup`."""

    ACTION: ClassVar[str] = "setup.1"
    words: str = ""
    inside: bool = False


# ---- basics -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EditBasics(Request):
    """Name, zone, week, country, joining."""

    ACTION: ClassVar[str] = "setup.basics.form.1"
    FORM: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class SaveBasics(Request):
    """`joining`: `open` or `asked`."""

    ACTION: ClassVar[str] = "setup.basics.1"
    name: str = ""
    zone: str = ""
    first_weekday: str = ""
    country: str = ""
    joining: str = ""


# ---- rooms --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShowRooms(Request):
    """The rooms Muster posts in."""

    ACTION: ClassVar[str] = "setup.rooms.1"
    inside: bool = False


@dataclass(frozen=True, slots=True)
class EditRoom(Request):
    """What a room gets; without a room: the choice of one more."""

    ACTION: ClassVar[str] = "setup.room.form.1"
    FORM: ClassVar[bool] = True
    room: int = 0


@dataclass(frozen=True, slots=True)
class SaveRoom(Request):
    """`channel`: the platform's id, for a new one; `gets`: of `panel` and `digest`."""

    ACTION: ClassVar[str] = "setup.room.1"
    room: int = 0
    channel: str = ""
    gets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UseThisRoom(Request):
    """Panel and digest in the room where this is pressed; also `/muster setup here`."""

    ACTION: ClassVar[str] = "setup.room.here.1"


@dataclass(frozen=True, slots=True)
class RemoveRoom(Request):
    """Muster posts there no more."""

    ACTION: ClassVar[str] = "setup.room.remove.1"
    room: int = 0


# ---- times --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShowTimes(Request):
    """When prompts, nudges, reminders, digests and status go, and the deadline for hours."""

    ACTION: ClassVar[str] = "setup.times.1"
    inside: bool = False


@dataclass(frozen=True, slots=True)
class EditTime(Request):
    """`kind`: of bot.model.TimetableKind."""

    ACTION: ClassVar[str] = "setup.time.form.1"
    FORM: ClassVar[bool] = True
    kind: str = ""


@dataclass(frozen=True, slots=True)
class SaveTime(Request):
    """`weekday`: 0 to 6, or `daily`; `time`: HH:MM; `goes`: `on` or `off`."""

    ACTION: ClassVar[str] = "setup.time.1"
    kind: str = ""
    weekday: str = ""
    time: str = ""
    goes: str = ""


@dataclass(frozen=True, slots=True)
class EditDeadline(Request):
    """Until when the week's hours are on time."""

    ACTION: ClassVar[str] = "setup.deadline.form.1"
    FORM: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class SaveDeadline(Request):
    """`weekday`: 0 to 6; `time`: HH:MM."""

    ACTION: ClassVar[str] = "setup.deadline.1"
    weekday: str = ""
    time: str = ""


# ---- departments and accounts -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListDepartments(Request):
    """A page of the departments."""

    ACTION: ClassVar[str] = "setup.departments.1"
    skip: int = 0
    inside: bool = False


@dataclass(frozen=True, slots=True)
class EditDepartment(Request):
    """Its name."""

    ACTION: ClassVar[str] = "setup.department.form.1"
    FORM: ClassVar[bool] = True
    department: int = 0


@dataclass(frozen=True, slots=True)
class SaveDepartment(Request):
    """Add or rename."""

    ACTION: ClassVar[str] = "setup.department.1"
    department: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class ListAccounts(Request):
    """A page of the accounts with their custodians."""

    ACTION: ClassVar[str] = "setup.accounts.1"
    skip: int = 0
    inside: bool = False


@dataclass(frozen=True, slots=True)
class EditAccount(Request):
    """Name, kind, link, custodians."""

    ACTION: ClassVar[str] = "setup.account.form.1"
    FORM: ClassVar[bool] = True
    account: int = 0


@dataclass(frozen=True, slots=True)
class SaveAccount(Request):
    """`custodians`: member ids."""

    ACTION: ClassVar[str] = "setup.account.1"
    account: int = 0
    name: str = ""
    kind: str = ""
    url: str = ""
    custodians: tuple[int, ...] = ()


# ---- duties -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListDuties(Request):
    """A page of the duties, or of the retired ones."""

    ACTION: ClassVar[str] = "setup.duties.1"
    skip: int = 0
    retired: bool = False
    inside: bool = False


@dataclass(frozen=True, slots=True)
class ShowDuty(Request):
    """One duty with everything that can be changed about it."""

    ACTION: ClassVar[str] = "setup.duty.show.1"
    duty: int = 0
    inside: bool = False


@dataclass(frozen=True, slots=True)
class EditDuty(Request):
    """The form of a duty."""

    ACTION: ClassVar[str] = "setup.duty.form.1"
    FORM: ClassVar[bool] = True
    duty: int = 0


@dataclass(frozen=True, slots=True)
class SaveDuty(Request):
    """The form's answers as they were written; `account` and `department` 0: none."""

    ACTION: ClassVar[str] = "setup.duty.1"
    duty: int = 0
    name: str = ""
    kind: str = ""
    account: int = 0
    department: int = 0
    hours: str = ""
    least: str = ""
    most: str = ""
    windows: str = ""
    description: str = ""
    clearances: str = ""


@dataclass(frozen=True, slots=True)
class RetireDuty(Request):
    """No more turns from now on."""

    ACTION: ClassVar[str] = "setup.duty.retire.1"
    duty: int = 0


@dataclass(frozen=True, slots=True)
class RestoreDuty(Request):
    """A retired duty makes turns again."""

    ACTION: ClassVar[str] = "setup.duty.restore.1"
    duty: int = 0
