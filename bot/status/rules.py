"""What the chair should look at. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.held import Hole
from bot.model import Delivery

SOON = timedelta(hours=24)  # what ends within it cannot wait until tomorrow


def urgent_first(holes: Iterable[Hole], now: datetime) -> tuple[Hole, ...]:
    """What ends within a day, then what runs already, then the rest; else in their order."""

    def rank(hole: Hole) -> int:
        span = hole.held.turn.span
        if span.end <= now + SOON:
            return 0
        return 1 if span.start <= now else 2

    return tuple(sorted(holes, key=rank))


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
