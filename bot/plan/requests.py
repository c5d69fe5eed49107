"""What can be asked about a proposed roster: by the chair, and by those whom it asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class PlanWeek(Request):
    """Propose who holds what in a week, the next one unless another is named; or show what is."""

    ACTION: ClassVar[str] = "plan.1"
    words: str = ""


@dataclass(frozen=True, slots=True)
class PlanAgain(Request):
    """Drop this one, and propose anew."""

    ACTION: ClassVar[str] = "plan.again.1"
    plan: int = 0


@dataclass(frozen=True, slots=True)
class StopPlan(Request):
    """The best so far will do."""

    ACTION: ClassVar[str] = "plan.stop.1"
    plan: int = 0


@dataclass(frozen=True, slots=True)
class DropPlan(Request):
    ACTION: ClassVar[str] = "plan.drop.1"
    plan: int = 0


@dataclass(frozen=True, slots=True)
class SharePlan(Request):
    """Ask everybody in it."""

    ACTION: ClassVar[str] = "plan.share.1"
    plan: int = 0


@dataclass(frozen=True, slots=True)
class ChooseLine(Request):
    """Which line of the draft is to be changed; `skip`: those shown before."""

    ACTION: ClassVar[str] = "plan.lines.1"
    plan: int = 0
    skip: int = 0


@dataclass(frozen=True, slots=True)
class ShowLine(Request):
    """One line of the draft, and who could have it instead."""

    ACTION: ClassVar[str] = "plan.line.1"
    line: int = 0


@dataclass(frozen=True, slots=True)
class TakeOut(Request):
    ACTION: ClassVar[str] = "plan.out.1"
    line: int = 0


@dataclass(frozen=True, slots=True)
class GiveTo(Request):
    """Somebody else is proposed for the line's turn."""

    ACTION: ClassVar[str] = "plan.give.1"
    line: int = 0
    member: int = 0


@dataclass(frozen=True, slots=True)
class AcceptAll(Request):
    ACTION: ClassVar[str] = "plan.accept.all.1"
    plan: int = 0


@dataclass(frozen=True, slots=True)
class AcceptLine(Request):
    ACTION: ClassVar[str] = "plan.accept.1"
    line: int = 0


@dataclass(frozen=True, slots=True)
class DeclineLine(Request):
    ACTION: ClassVar[str] = "plan.decline.1"
    line: int = 0
