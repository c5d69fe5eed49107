"""What can be asked about cover: by the holder, by those who are asked, by leads and the chair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class FindCover(Request):
    """Ask others to take a claim of mine, or the part between `begin` and `end` (ISO instants)."""

    ACTION: ClassVar[str] = "cover.find.1"
    claim: int = 0
    begin: str = ""
    end: str = ""
    note: str = ""  # for whoever takes it


@dataclass(frozen=True, slots=True)
class OpenFindCover(Request):
    """Show the form that asks for cover with a note."""

    ACTION: ClassVar[str] = "cover.find.form.1"
    FORM: ClassVar[bool] = True
    claim: int = 0
    begin: str = ""
    end: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FindCoverForMany(Request):
    """The same for several claims, or what of them lies between `begin` and `end`."""

    ACTION: ClassVar[str] = "cover.find.many.1"
    claims: tuple[int, ...] = ()
    begin: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class KeepIt(Request):
    """After all, the turn stays with its holder; nothing was begun yet."""

    ACTION: ClassVar[str] = "cover.keep.1"


@dataclass(frozen=True, slots=True)
class WithdrawCover(Request):
    """The holder keeps it, and nobody is asked any more."""

    ACTION: ClassVar[str] = "cover.withdraw.1"
    cover: int = 0


@dataclass(frozen=True, slots=True)
class ShowCover(Request):
    """How a request stands, with what the asker can do about it."""

    ACTION: ClassVar[str] = "cover.show.1"
    cover: int = 0


@dataclass(frozen=True, slots=True)
class TakeCover(Request):
    """Hold what cover is wanted for, instead of whoever asked for it."""

    ACTION: ClassVar[str] = "cover.take.1"
    cover: int = 0


@dataclass(frozen=True, slots=True)
class OpenCoverPart(Request):
    ACTION: ClassVar[str] = "cover.part.form.1"
    FORM: ClassVar[bool] = True
    cover: int = 0


@dataclass(frozen=True, slots=True)
class TakeCoverPart(Request):
    """A part of it: by hours, or from–to in the asker's zone."""

    ACTION: ClassVar[str] = "cover.part.1"
    cover: int = 0
    hours: str = ""
    from_day: str = ""
    from_time: str = ""
    to_day: str = ""
    to_time: str = ""


@dataclass(frozen=True, slots=True)
class NotMe(Request):
    ACTION: ClassVar[str] = "cover.no.1"
    cover: int = 0


@dataclass(frozen=True, slots=True)
class AskMeLater(Request):
    ACTION: ClassVar[str] = "cover.later.1"
    cover: int = 0


@dataclass(frozen=True, slots=True)
class AskEverybody(Request):
    """A lead or the chair does not wait any longer."""

    ACTION: ClassVar[str] = "cover.everybody.1"
    cover: int = 0


@dataclass(frozen=True, slots=True)
class SetFree(Request):
    """A lead or the chair makes a turn open at once: its holder is not responsible any more."""

    ACTION: ClassVar[str] = "cover.free.1"
    claim: int = 0
    begin: str = ""  # ISO instants of a part; empty: all that is still to come
    end: str = ""
    note: str = ""
