"""The turns that an absence touches, as its cards show them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.absence import Gone, Lost, Part
from bot.away.words.turns import Shown, ShownLost, ShownPart
from bot.model import Duty
from bot.ports.store import Transaction


def show_gone(tx: Transaction, gone: Gone) -> Shown:
    """What comes of it while somebody is away."""
    duties, parts = _duties(tx), (gone.asked, gone.before, gone.later)
    first, before, later = (tuple(_part(duties, part) for part in some) for some in parts)
    return Shown(first, before, later)


def show_kept(tx: Transaction, kept: Sequence[Part], lost: Sequence[Lost]) -> Shown:
    """What goes on as before, and what is somebody else's by now."""
    duties = _duties(tx)
    return Shown(
        first=tuple(_part(duties, part) for part in kept),
        lost=tuple(ShownLost(duties[one.turn.duty_id].name, one.span, one.names) for one in lost),
    )


def _duties(tx: Transaction) -> dict[int, Duty]:
    return {duty.id: duty for duty in tx.roster.duties(retired=True)}


def _part(duties: dict[int, Duty], part: Part) -> ShownPart:
    return ShownPart(duties[part.turn.duty_id].name, part.span, part.cover)
