"""What can be asked about holding turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request
from bot.model import Claim as Holding
from bot.model import Turn
from bot.weeks import Span


@dataclass(frozen=True, slots=True)
class Claim(Request):
    """Hold a turn: named by words, or by its id from a button; whole, or a part.

    `begin` and `end` are ISO instants of a part; `minutes` 0 means the rest.
    """

    ACTION: ClassVar[str] = "claim.1"
    words: str = ""
    duty: int = 0  # chosen among several that the words could mean
    turn: int = 0
    minutes: int = 0
    begin: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class OpenClaimForm(Request):
    """Show the form that claims a part: by hours, or from–to. Without a turn: choose the duty."""

    ACTION: ClassVar[str] = "claim.form.1"
    FORM: ClassVar[bool] = True
    turn: int = 0


@dataclass(frozen=True, slots=True)
class ClaimByForm(Request):
    ACTION: ClassVar[str] = "claim.part.1"
    turn: int = 0
    duty: str = ""
    hours: str = ""
    from_day: str = ""
    from_time: str = ""
    to_day: str = ""
    to_time: str = ""


@dataclass(frozen=True, slots=True)
class OverrideForm(Request):
    """The chair wants somebody (0: themself) to hold a part of a turn beyond a limit: ask why."""

    ACTION: ClassVar[str] = "claim.override.form.1"
    FORM: ClassVar[bool] = True
    turn: int = 0
    begin: str = ""  # ISO instants of a part; empty: all that is to come
    end: str = ""
    minutes: int = 0  # 0: what is fair
    member: int = 0


@dataclass(frozen=True, slots=True)
class ClaimAnyway(Request):
    """The chair lets it pass; the fields of OverrideForm, and why."""

    ACTION: ClassVar[str] = "claim.override.1"
    turn: int = 0
    begin: str = ""
    end: str = ""
    minutes: int = 0
    member: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Release(Request):
    """Give a turn back: named by words, or by the claim's id from a button."""

    ACTION: ClassVar[str] = "release.1"
    words: str = ""
    claim: int = 0
    begin: str = ""  # ISO instants of the part to be given back; empty: all of it
    end: str = ""
    note: str = ""  # for whoever takes it, where the words before it needed a question


@dataclass(frozen=True, slots=True)
class ReleaseMany(Request):
    """Give back several claims at once, or what of them lies between `begin` and `end`."""

    ACTION: ClassVar[str] = "release.many.1"
    claims: tuple[int, ...] = ()
    begin: str = ""
    end: str = ""


def claim_part(turn: Turn, part: Span, minutes: int = 0) -> Claim:
    """The request to hold a part of a turn, or all of it."""
    if part == turn.span:
        return Claim(turn=turn.id, minutes=minutes)
    begin, end = part.start.isoformat(), part.end.isoformat()
    return Claim(turn=turn.id, minutes=minutes, begin=begin, end=end)


def release_part(claim: Holding, part: Span, note: str = "") -> Release:
    """The request to give back a part of what is held, or all of it."""
    if part == claim.span:
        return Release(claim=claim.id, note=note)
    begin, end = part.start.isoformat(), part.end.isoformat()
    return Release(claim=claim.id, begin=begin, end=end, note=note)
