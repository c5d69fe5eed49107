"""What an import starts from, and what it would do. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.exchange.cells import Finding, Level
from bot.model import Account, Department, Duty, Member

T = TypeVar("T")

MEMBER_FIELDS = (
    "name",
    "email",
    "role",
    "zone",
    "country",
    "usual_minutes",
    "company",
    "state",
    "clearances",
)
MEMBER_COLUMNS = {
    "role": "role",
    "time_zone": "zone",
    "country": "country",
    "usual_hours": "usual_minutes",
    "company": "company",
    "email": "email",
    "clearances": "clearances",
}
DUTY_COLUMNS = {
    "kind": "kind",
    "people_least": "people_least",
    "people_most": "people_most",
    "windows": "windows",
    "description": "description",
    "clearance": "clearances",
}
DUTY_FIELDS = (
    "name",
    "kind",
    "minutes_a_week",
    "people_least",
    "people_most",
    "windows",
    "description",
    "retired_at",
    "clearances",
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is there now."""

    departments: Sequence[Department]
    members: Sequence[Member]  # in every state
    accounts: Sequence[Account]
    duties: Sequence[Duty]  # retired ones too
    zone: str
    guests: Collection[int] = ()  # ids of partners who are guests of the workspace


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """One row to be carried out. `changed` names the fields; empty with an `old`: nothing to do.

    The value's `department_id` and `account_id` are not set: their names are beside it.
    """

    row: int
    value: T
    old: T | None
    changed: tuple[str, ...]
    department: str = ""
    account: str = ""
    custodians: tuple[str, ...] | None = None  # e-mail addresses; None: the sheet does not say

    @property
    def is_new(self) -> bool:
        return self.old is None


@dataclass(frozen=True, slots=True)
class Plan:
    departments: tuple[str, ...]  # to be made
    members: tuple[Step[Member], ...]
    accounts: tuple[Step[Account], ...]
    duties: tuple[Step[Duty], ...]
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> int:
        """How many rows cannot be taken."""
        return len({(f.kind, f.row) for f in self.findings if f.level is Level.REFUSED})

    @property
    def has_work(self) -> bool:
        steps: tuple[Step[Any], ...] = (*self.members, *self.accounts, *self.duties)
        return any(step.is_new or step.changed for step in steps)
