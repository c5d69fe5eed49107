"""Proposed rosters: who is asked for which turn, and whose process is solving one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

SOLVING_LEASE = timedelta(seconds=20)  # who has not been heard of for so long is taken for dead
MOST_ATTEMPTS = 3  # of a plan whose solving fails each time


class PlanState(StrEnum):
    ASKED = "asked"  # nobody is solving it yet
    SOLVING = "solving"
    DRAFT = "draft"  # the chair looks at it
    SHARED = "shared"  # people are asked
    DROPPED = "dropped"


class LineState(StrEnum):
    PROPOSED = "proposed"  # in a draft
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DROPPED = "dropped"  # taken out, or it could not be any more


@dataclass(frozen=True, slots=True)
class Plan:
    """`levels`: (name, value, bound) as in bot.plan.problem.Level. `stop`: the best so far will do.

    `progress`: what is being done, or why it ended, as a sentence.
    """

    id: int
    week: date
    state: PlanState
    asked_by: int
    made_at: datetime
    stop: bool = False
    progress: str = ""
    levels: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanLine:
    """Somebody is proposed, or asked, for so many minutes of a turn; `why` is one sentence."""

    id: int
    plan_id: int
    turn_id: int
    member_id: int
    minutes: int
    state: LineState
    why: str = ""


@dataclass(frozen=True, slots=True)
class WaitingPlan:
    """Nobody is solving it, or whoever was is taken for dead."""

    id: int
    task_force_id: int


class Plans(Protocol):
    def standing(self, week: date) -> Plan | None:
        """The one of this week that was not dropped."""
        ...

    def standing_for(self, turn_id: int) -> Plan | None:
        """The same, of the turn's week."""
        ...

    def find(self, plan_id: int) -> Plan | None: ...

    def lock(self, plan_id: int) -> Plan | None:
        """The plan as nobody else can change it or its lines until this transaction ends.

        It is locked before members and turns.
        """
        ...

    def add(self, week: date, asked_by: int, now: datetime) -> int: ...

    def change(self, plan_id: int, **fields: Any) -> None: ...

    # ---- solving: False if it is somebody else's by now, or is no longer wanted

    def take(self, plan_id: int, owner: str, now: datetime) -> int:
        """The lease for 20 s; which attempt it is. 0: somebody else has it."""
        ...

    def beat(self, plan_id: int, owner: str, progress: str, now: datetime) -> bool:
        """Another 20 s, and what is being done; whether to go on: not once it is to stop."""
        ...

    def hand_back(self, plan_id: int, owner: str) -> None:
        """Somebody else is to solve it."""
        ...

    def finish(
        self, plan_id: int, owner: str, state: PlanState, levels: Sequence[Sequence[Any]]
    ) -> bool: ...

    # ---- lines

    def lines(self, plan_id: int) -> Sequence[PlanLine]: ...

    def find_line(self, line_id: int) -> PlanLine | None: ...

    def put_lines(self, lines: Collection[PlanLine]) -> None:
        """Insert or replace by plan, turn and member; their ids are not looked at."""
        ...

    def change_line(self, line_id: int, state: LineState, why: str | None = None) -> None: ...


class PlanDesk(Protocol):
    """What a solver asks across task forces; a short transaction of its own."""

    def waiting(self, now: datetime) -> Sequence[WaitingPlan]:
        """The oldest first."""
        ...
