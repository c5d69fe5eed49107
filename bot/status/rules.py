"""What the chair should look at. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from bot.held import Held
from bot.model import Delivery, Duty


def untouched(
    duties: Iterable[Duty],
    turns: Collection[Held],
    worked: Collection[int | None],
    since: datetime,
) -> tuple[Duty, ...]:
    """Duties whose turns nobody held from `since` on, and for which no hour was logged.

    `turns`: also those of the week before; a duty that had none by then is too new to tell.
    """
    begun = {held.duty.id for held in turns if held.turn.span.start <= since}
    recent = [held for held in turns if held.turn.span.end > since]
    had = {held.duty.id for held in recent}
    touched = {held.duty.id for held in recent if held.turn.claims} | set(worked)
    return tuple(d for d in duties if d.id in begun & had and d.id not in touched)


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
