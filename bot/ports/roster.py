"""Questions about accounts, duties, turns and who holds them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from bot.model import Account, Claim, Duty, Turn
from bot.weeks import Span


class Roster(Protocol):
    def duties(self, *, retired: bool = False) -> Sequence[Duty]:
        """Ordered by name; the retired ones only when asked for."""
        ...

    def find_duty(self, duty_id: int) -> Duty | None: ...

    def add_duty(self, duty: Duty) -> int: ...

    def change_duty(self, duty_id: int, **fields: Any) -> None: ...

    def accounts(self) -> Sequence[Account]: ...

    def add_account(self, account: Account) -> int: ...

    def change_account(self, account_id: int, **fields: Any) -> None: ...

    def set_custodians(self, account_id: int, member_ids: Collection[int]) -> None: ...

    def turns(
        self,
        span: Span,
        *,
        duty_ids: Collection[int] | None = None,
        turn_ids: Collection[int] | None = None,
    ) -> Sequence[Turn]:
        """Turns that overlap the span, with the claims on them, ordered by start, then duty."""
        ...

    def find_turn(self, turn_id: int) -> Turn | None: ...

    def turns_by_id(self, turn_ids: Collection[int]) -> Mapping[int, Turn]:
        """Without those that are not there."""
        ...

    def lock_turn(self, turn_id: int) -> Turn | None:
        """The turn as nobody else can change it until this transaction ends."""
        ...

    def try_lock_turn(self, turn_id: int) -> Turn | None:
        """As `lock_turn`, but None if somebody else has it locked: nobody is waited for."""
        ...

    def next_edge(self, after: datetime) -> datetime | None:
        """The first later instant at which a turn, or a claim that is held, begins or ends."""
        ...

    def add_turns(self, turns: Collection[Turn]) -> None:
        """Those not there yet, or dropped before; the others are left as they are."""
        ...

    def change_turn(self, turn_id: int, **fields: Any) -> None: ...

    def drop_turns(self, duty_id: int, after: datetime, kept: Collection[int] = ()) -> None:
        """The plan has changed: turns that start later are no longer part of it.

        Those that nobody ever held go, but for `kept`, which are about to be planned again; the
        others stay for as long as somebody holds them.
        """
        ...


class Claims(Protocol):
    def find(self, claim_id: int) -> Claim | None:
        """Also a released one."""
        ...

    def add(self, claim: Claim) -> int:
        """Raises bot.errors.Refusal with code 'taken' if the database says there is no place."""
        ...

    def release(self, claim_id: int, at: datetime) -> bool:
        """False if it was released already."""
        ...

    def end_early(self, claim_id: int, at: datetime, minutes: int) -> None:
        """The claim's past stays: it now ends at `at` with `minutes` of the turn's hours."""
        ...

    def of_member(self, member_id: int, span: Span) -> Sequence[tuple[Turn, Claim]]:
        """Claims held whose own span overlaps, with the turn (without its other claims)."""
        ...

    def of_members(
        self, member_ids: Collection[int], span: Span
    ) -> Mapping[int, Sequence[tuple[Turn, Claim]]]:
        """The same of several members, by their ids; those who hold nothing are left out."""
        ...

    def weeks_held(
        self,
        member_ids: Collection[int],
        first: date,
        last: date,
        besides: Collection[int] = (),
    ) -> Mapping[int, frozenset[date]]:
        """Weeks, of these, in which each member holds something, by their ids.

        `besides`: claims that do not count.
        """
        ...
