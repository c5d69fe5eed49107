"""Proposed exchanges of turns, and how each of them ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, insert, literal_column, select, update

from bot.ports.swaps import Given, Swap, SwapState
from bot.weeks import Span
from storage.scope import AnyRow, Question, Scope, known, of_task_force
from storage.tables import swaps

_SWAP = (
    swaps.c.id,
    swaps.c.asker_id,
    swaps.c.other_id,
    swaps.c.turn_id,
    swaps.c.starts_at,
    swaps.c.ends_at,
    swaps.c.other_turn_id,
    swaps.c.other_starts_at,
    swaps.c.other_ends_at,
    swaps.c.made_at,
    swaps.c.expires_at,
    swaps.c.state,
    swaps.c.acted_by,
    swaps.c.why,
)
_OURS = swaps.c.task_force_id == of_task_force()
_FIND = select(*_SWAP).where(_OURS, swaps.c.id == bindparam("swap"))
# literal, not bound, so that the index of what is open fits
_IS_OPEN = swaps.c.state == literal_column(f"'{SwapState.OPEN}'")
_OPEN = Question(select(*_SWAP).where(_IS_OPEN).order_by(swaps.c.id), swaps.c.task_force_id)
_ADD = insert(swaps).values(task_force_id=of_task_force())
_CHANGE = update(swaps).where(
    _OURS, swaps.c.id == bindparam("swap"), swaps.c.state == bindparam("was")
)
_CHANGEABLE = frozenset(("state", "why"))
_MOST = 300  # characters of `why`


class Swaps:
    """bot.ports.swaps.Swaps."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def find(self, swap_id: int) -> Swap | None:
        row = self._scope.run(_FIND, swap=swap_id).first()
        return _swap(row) if row else None

    def add(self, swap: Swap) -> int:
        return self._scope.added(
            _ADD,
            state=swap.state.value,
            asker_id=swap.asker_id,
            other_id=swap.other_id,
            acted_by=swap.acted_by,
            made_at=swap.made_at,
            expires_at=swap.expires_at,
            why=swap.why[:_MOST],
            **_given("", swap.gives),
            **_given("other_", swap.wants),
        )

    def change(self, swap_id: int, was: SwapState, **fields: Any) -> bool:
        values = dict(known(fields, _CHANGEABLE))
        if "state" in values:
            values["state"] = values["state"].value
        if "why" in values:
            values["why"] = values["why"][:_MOST]
        return bool(self._scope.changed(_CHANGE.values(values), swap=swap_id, was=was.value))

    def open(self) -> Sequence[Swap]:
        return [_swap(row) for row in self._scope.ask(_OPEN)]


def _given(prefix: str, given: Given | None) -> dict[str, Any]:
    return {
        f"{prefix}turn_id": given.turn_id if given else None,
        f"{prefix}starts_at": given.span.start if given else None,
        f"{prefix}ends_at": given.span.end if given else None,
    }


def _swap(row: AnyRow) -> Swap:
    wants = None if row[6] is None else Given(row[6], Span(row[7], row[8]))
    return Swap(
        id=row[0],
        asker_id=row[1],
        other_id=row[2],
        gives=Given(row[3], Span(row[4], row[5])),
        wants=wants,
        made_at=row[9],
        expires_at=row[10],
        state=SwapState(row[11]),
        acted_by=row[12],
        why=row[13],
    )
