"""What can be asked about people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class AskToJoin(Request):
    """Show the form for joining: department, hours a week."""

    ACTION: ClassVar[str] = "people.ask.1"
    FORM: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Join(Request):
    """The form's answers: the asker waits for a yes, or is in at once where joining is open."""

    ACTION: ClassVar[str] = "people.join.1"
    department: int = 0
    hours: str = ""


@dataclass(frozen=True, slots=True)
class LetIn(Request):
    ACTION: ClassVar[str] = "people.let_in.1"
    member: int = 0


@dataclass(frozen=True, slots=True)
class Decline(Request):
    ACTION: ClassVar[str] = "people.decline.1"
    member: int = 0


@dataclass(frozen=True, slots=True)
class Leave(Request):
    """I leave the task force myself."""

    ACTION: ClassVar[str] = "people.leave.1"


@dataclass(frozen=True, slots=True)
class ListPeople(Request):
    """A page of the members; those who wait first. `find`: only names and addresses with it.

    `inside`: asked from a card of the set-up, whose place the answer takes.
    """

    ACTION: ClassVar[str] = "people.list.1"
    skip: int = 0
    find: str = ""
    inside: bool = False


@dataclass(frozen=True, slots=True)
class FindPeople(Request):
    """Show the form that looks for a member by a part of a name or address."""

    ACTION: ClassVar[str] = "people.find.1"
    FORM: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ShowMember(Request):
    ACTION: ClassVar[str] = "people.show.1"
    member: int = 0
    inside: bool = False


@dataclass(frozen=True, slots=True)
class EditMember(Request):
    """Show the form with a member's role, department and hours; without one: of somebody new."""

    ACTION: ClassVar[str] = "people.edit.1"
    FORM: ClassVar[bool] = True
    member: int = 0


@dataclass(frozen=True, slots=True)
class SaveMember(Request):
    ACTION: ClassVar[str] = "people.save.1"
    member: int = 0  # 0: somebody new
    name: str = ""
    email: str = ""
    department: int = 0
    role: str = ""
    company: str = ""
    usual: str = ""
    ceiling: str = ""
    zone: str = ""
    country: str = ""
    weeks: str = ""
    clearances: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemoveMember(Request):
    ACTION: ClassVar[str] = "people.remove.1"
    member: int = 0


# ---- one person, several identities -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LinkMe(Request):
    """`link`: show a code; `link CODE`, typed on the other platform: be the one who was shown it.

    `code`: as the form sends it.
    """

    ACTION: ClassVar[str] = "people.link.1"
    words: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class TypeLinkCode(Request):
    """Show the form that takes the code."""

    ACTION: ClassVar[str] = "people.link.form.1"
    FORM: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Unlink(Request):
    """Take an identity off: one's own, or as chair another member's.

    `change`: the record of its being linked, where the button is an Undo: no other one goes.
    """

    ACTION: ClassVar[str] = "people.unlink.1"
    workspace: int = 0
    member: int = 0  # 0: oneself
    change: int = 0
