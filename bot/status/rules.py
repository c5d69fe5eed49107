"""What the chair should look at. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.held import Held
from bot.model import Duty


def untouched(
    duties: Iterable[Duty], recent: Iterable[Held], worked: Collection[int | None]
) -> tuple[Duty, ...]:
    """Duties whose recent turns nobody held and for which nobody logged an hour."""
    turns = list(recent)
    had = {held.duty.id for held in turns}
    touched = {held.duty.id for held in turns if held.turn.claims} | set(worked)
    return tuple(duty for duty in duties if duty.id in had and duty.id not in touched)
