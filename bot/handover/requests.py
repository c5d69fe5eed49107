"""What can be asked about handing over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class OpenHandover(Request):
    """The form for a note; without a claim: for what the asker holds now, or held last."""

    ACTION: ClassVar[str] = "handover.form.1"
    FORM: ClassVar[bool] = True
    claim: int = 0


@dataclass(frozen=True, slots=True)
class WriteHandover(Request):
    """The form's answers; all empty: nothing notable. A second note replaces the first."""

    ACTION: ClassVar[str] = "handover.write.1"
    claim: int = 0
    left_open: str = ""
    watch: str = ""
    links: str = ""  # one a line, with or without words beside it


@dataclass(frozen=True, slots=True)
class NothingNotable(Request):
    """For all of these claims that have no note yet."""

    ACTION: ClassVar[str] = "handover.nothing.1"
    claims: tuple[int, ...] = ()
