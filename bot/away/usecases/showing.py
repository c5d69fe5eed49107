"""The turns that an absence touches, as its cards show them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.absence import Lost, Part
from bot.away.words.turns import Shown, ShownLost, ShownPart
from bot.model import Duty
from bot.ports.store import Transaction


def load_shown(
    tx: Transaction, first: Sequence[Part], second: Sequence[Part], lost: Sequence[Lost] = ()
) -> Shown:
    """With the names of their duties."""
    duties = (
        {duty.id: duty for duty in tx.roster.duties(retired=True)}
        if first or second or lost
        else {}
    )
    return Shown(
        tuple(_part(duties, part) for part in first),
        tuple(_part(duties, part) for part in second),
        tuple(ShownLost(duties[one.turn.duty_id].name, one.span, one.names) for one in lost),
    )


def _part(duties: dict[int, Duty], part: Part) -> ShownPart:
    return ShownPart(duties[part.turn.duty_id].name, part.span, part.cover)
