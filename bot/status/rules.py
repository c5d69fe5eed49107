"""What the chair should look at. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.model import Delivery


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
