"""What the chair should look at. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from bot.held import Held
from bot.model import Delivery, Duty


def untouched(
    duties: Iterable[Duty],
    recent: Iterable[Held],
    worked: Collection[int | None],
    since: datetime,
) -> tuple[Duty, ...]:
    """Duties that had turns from `since` on, which nobody held, and no hour was logged for.

    `recent`: turns of the time looked at. A duty whose first turn began later is too new to tell.
    """
    turns = list(recent)
    begun = {held.duty.id for held in turns if held.turn.span.start <= since}
    touched = {held.duty.id for held in turns if held.turn.claims} | set(worked)
    return tuple(duty for duty in duties if duty.id in begun and duty.id not in touched)


def not_reached(
    failed: Iterable[Delivery], reached: Mapping[str, datetime]
) -> tuple[Delivery, ...]:
    """The latest failure of each recipient to whom nothing was said since. First due first."""
    latest = {delivery.recipient.key: delivery for delivery in failed}
    return tuple(
        delivery
        for key, delivery in latest.items()
        if key not in reached or reached[key] < delivery.due_at
    )
