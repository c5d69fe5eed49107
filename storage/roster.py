"""Accounts with their custodians, duties, and the turns they make."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.model import Account, Duty, Turn
from bot.names import fold
from bot.weeks import Span, Window, format_windows, parse_windows
from storage.replanning import drop_turns
from storage.scope import AnyRow, Scope, gone, known, named, of_task_force
from storage.tables import accounts, custodians, duties, turns
from storage.turns import (
    FIND_TURN,
    FIND_TURNS,
    LONGEST,
    NEXT_EDGES,
    find_turns,
    turn_values,
    turns_of,
)

_DUTY = (
    duties.c.id,
    duties.c.name,
    duties.c.kind,
    duties.c.minutes_a_week,
    duties.c.people_least,
    duties.c.people_most,
    duties.c.windows,
    duties.c.account_id,
    duties.c.department_id,
    duties.c.description,
    duties.c.retired_at,
    duties.c.clearances,
)
_DUTY_FIELDS = frozenset(column.name for column in _DUTY) - {"id"}
_DUTIES = select(*_DUTY).where(duties.c.task_force_id == of_task_force())
_FIND_DUTY = _DUTIES.where(duties.c.id == bindparam("duty"))
_ADD_DUTY = insert(duties).values(task_force_id=of_task_force())
_CHANGE_DUTY = update(duties).where(
    duties.c.task_force_id == of_task_force(), duties.c.id == bindparam("duty")
)

_ACCOUNT_FIELDS = frozenset({"name", "kind", "url"})
_ACCOUNTS = (
    select(accounts.c.id, accounts.c.name, accounts.c.kind, accounts.c.url, custodians.c.member_id)
    .select_from(
        accounts.outerjoin(
            custodians,
            (custodians.c.account_id == accounts.c.id)
            & (custodians.c.task_force_id == of_task_force()),
        )
    )
    .where(accounts.c.task_force_id == of_task_force())
    .order_by(accounts.c.id, custodians.c.id)
)
_ADD_ACCOUNT = insert(accounts).values(task_force_id=of_task_force())
_CHANGE_ACCOUNT = update(accounts).where(
    accounts.c.task_force_id == of_task_force(), accounts.c.id == bindparam("account")
)
_ADD_CUSTODIAN = upsert(custodians).values(task_force_id=of_task_force()).on_conflict_do_nothing()
_DROP_CUSTODIANS = delete(custodians).where(
    custodians.c.task_force_id == of_task_force(),
    custodians.c.account_id == bindparam("account"),
    custodians.c.member_id.not_in(bindparam("kept", expanding=True)),
)

_TURN_FIELDS = frozenset({"minutes", "people_least", "people_most"})
_NEW_TURN = upsert(turns).values(task_force_id=of_task_force())
# one that the plan did not have any more is planned again, with the numbers of today
_ADD_TURN = _NEW_TURN.on_conflict_do_update(
    index_elements=[turns.c.duty_id, turns.c.starts_at, turns.c.ends_at],
    set_={
        name: _NEW_TURN.excluded[name]
        for name in ("week", "minutes", "people_least", "people_most", "planned")
    },
    where=(turns.c.task_force_id == of_task_force()) & ~turns.c.planned,
)
_CHANGE_TURN = update(turns).where(
    turns.c.task_force_id == of_task_force(), turns.c.id == bindparam("turn")
)
_TURN = select(turns.c.id).where(
    turns.c.task_force_id == of_task_force(), turns.c.id == bindparam("turn")
)
_LOCK_TURN = _TURN.with_for_update(key_share=True)  # NO KEY UPDATE: see storage.triggers
_TRY_LOCK_TURN = _TURN.with_for_update(key_share=True, skip_locked=True)


class Roster:
    """bot.ports.roster.Roster."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def duties(self, *, retired: bool = False) -> Sequence[Duty]:
        """Ordered by name as it is compared; the retired ones only when asked for."""
        found = self._scope.keep("duties", self._duties)
        return found if retired else [duty for duty in found if duty.retired_at is None]

    def _duties(self) -> Sequence[Duty]:
        found = [_duty(row) for row in self._scope.run(_DUTIES).all()]
        return sorted(found, key=lambda duty: (fold(duty.name), duty.id))

    def find_duty(self, duty_id: int) -> Duty | None:
        return self._scope.keep(("duty", duty_id), lambda: self._find_duty(duty_id))

    def _find_duty(self, duty_id: int) -> Duty | None:
        row = self._scope.run(_FIND_DUTY, duty=duty_id).first()
        return _duty(row) if row else None

    def add_duty(self, duty: Duty) -> int:
        """Raises Refusal if the name is taken (a retired duty keeps its), or a text too long."""
        fields = {name: getattr(duty, name) for name in _DUTY_FIELDS}
        self._scope.forget()
        return self._scope.added(_ADD_DUTY, **_duty_values(fields))

    def change_duty(self, duty_id: int, **fields: Any) -> None:
        """Set columns by their names in bot.model.Duty. Raises Refusal as `add_duty` does."""
        values = _duty_values(known(fields, _DUTY_FIELDS))
        self._scope.forget()
        if not self._scope.changed(_CHANGE_DUTY.values(values), duty=duty_id):
            raise gone("duty")

    def accounts(self) -> Sequence[Account]:
        """Ordered by name as it is compared."""
        return self._scope.keep("accounts", self._accounts)

    def _accounts(self) -> Sequence[Account]:
        keepers: dict[int, list[int]] = {}
        rows = {}
        for row in self._scope.run(_ACCOUNTS).all():
            rows[row[0]] = row
            keepers.setdefault(row[0], []).extend([] if row[4] is None else [row[4]])
        found = [
            Account(key, row[1], row[2], row[3], tuple(keepers[key])) for key, row in rows.items()
        ]
        return sorted(found, key=lambda account: (fold(account.name), account.id))

    def add_account(self, account: Account) -> int:
        """With its custodians. Raises Refusal if the name is taken, or a text too long."""
        fields = {name: getattr(account, name) for name in _ACCOUNT_FIELDS}
        self._scope.forget()
        account_id = self._scope.added(_ADD_ACCOUNT, **named(accounts, fields))
        self._add_custodians(account_id, account.custodian_ids)
        return account_id

    def change_account(self, account_id: int, **fields: Any) -> None:
        """Set columns by their names in bot.model.Account. Raises Refusal as `add_account` does."""
        values = named(accounts, known(fields, _ACCOUNT_FIELDS))
        self._scope.forget()
        if not self._scope.changed(_CHANGE_ACCOUNT.values(values), account=account_id):
            raise gone("account")

    def set_custodians(self, account_id: int, member_ids: Collection[int]) -> None:
        self._scope.forget()
        self._scope.run(_DROP_CUSTODIANS, account=account_id, kept=list(member_ids))
        self._add_custodians(account_id, member_ids)

    def _add_custodians(self, account_id: int, member_ids: Collection[int]) -> None:
        rows = ({"account_id": account_id, "member_id": member} for member in member_ids)
        self._scope.run_many(_ADD_CUSTODIAN, rows)

    def turns(
        self,
        span: Span,
        *,
        duty_ids: Collection[int] | None = None,
        turn_ids: Collection[int] | None = None,
    ) -> Sequence[Turn]:
        """Turns that overlap the span, with the claims held, ordered by start, then duty."""
        statement, values = find_turns(duty_ids, turn_ids)
        rows = self._scope.run(
            statement,
            since=span.start,
            until=span.end,
            earliest=span.start - LONGEST,
            **values,
        )
        return turns_of(rows)

    def find_turn(self, turn_id: int) -> Turn | None:
        return next(iter(turns_of(self._scope.run(FIND_TURN, turn=turn_id))), None)

    def turns_by_id(self, turn_ids: Collection[int]) -> Mapping[int, Turn]:
        found = turns_of(self._scope.run(FIND_TURNS, turns=list(turn_ids)))
        return {turn.id: turn for turn in found}

    def lock_turn(self, turn_id: int) -> Turn | None:
        """The turn as nobody else can change it until this transaction ends.

        Whoever locks several locks them in the order of their ids, else two wait for each other.
        """
        if not self._scope.is_sqlite:  # there, whoever writes is alone
            # two statements: having waited, only the second one sees the claims made meanwhile
            self._scope.run(_LOCK_TURN, turn=turn_id)
        return self.find_turn(turn_id)

    def try_lock_turn(self, turn_id: int) -> Turn | None:
        """As `lock_turn`, but None if somebody else has it locked: nobody is waited for."""
        if not self._scope.is_sqlite:
            locked = self._scope.run(_TRY_LOCK_TURN, turn=turn_id).first()
            if locked is None:
                return None
        return self.find_turn(turn_id)

    def next_edge(self, after: datetime) -> datetime | None:
        """The first later instant at which a turn, or a claim that is held, begins or ends."""
        [found] = self._scope.ask(NEXT_EDGES, after=after, earliest=after - LONGEST)
        return min((instant for instant in found[:-1] if instant is not None), default=None)

    def add_turns(self, turns: Collection[Turn]) -> None:
        """Those not there yet, or dropped before; the others are left as they are.

        Raises Refusal for fewer people than hold one at once, ValueError for one past 8 days.
        """
        self._scope.run_many(_ADD_TURN, [turn_values(turn) for turn in turns])

    def change_turn(self, turn_id: int, **fields: Any) -> None:
        """Set minutes, people_least and people_most.

        Raises Refusal for fewer people than hold it at once, and for a turn that has ended where
        the transaction knows the time (bot.ports.store.Store.write).
        """
        statement = _CHANGE_TURN.values(dict(known(fields, _TURN_FIELDS)))
        if self._scope.now is not None:
            statement = statement.where(turns.c.ends_at > self._scope.now)
        if not self._scope.changed(statement, turn=turn_id):
            raise gone("turn")

    def drop_turns(self, duty_id: int, after: datetime, kept: Collection[int] = ()) -> None:
        """The plan has changed: turns that start later are no longer part of it.

        Those that nobody ever held go, but for `kept`, which are about to be planned again; the
        others stay for as long as somebody holds them.
        """
        drop_turns(self._scope, duty_id, after, kept)


def _duty_values(fields: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(fields)
    if "windows" in values:
        values["windows"] = format_windows(values["windows"])
    return named(duties, values)


def _duty(row: AnyRow) -> Duty:
    return Duty(
        id=row[0],
        name=row[1],
        kind=row[2],
        minutes_a_week=row[3],
        people_least=row[4],
        people_most=row[5],
        windows=_windows(row[6]),
        account_id=row[7],
        department_id=row[8],
        description=row[9],
        retired_at=row[10],
        clearances=row[11],
    )


@lru_cache(maxsize=4096)
def _windows(text: str) -> tuple[Window, ...]:
    """Read once: a task force's duties share few texts and are loaded with every answer."""
    return parse_windows(text)
