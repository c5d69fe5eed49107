"""What a platform said of a member, as the record keeps it."""

from __future__ import annotations

from typing import Any

from bot.ports.store import Transaction


def last_seen(tx: Transaction, member_id: int) -> dict[str, Any]:
    """The latest: name, email, zone, guest; or nothing. bot.people writes it (`seen`)."""
    for change in reversed(tx.record.of_subject(f"member:{member_id}")):
        if "seen" in change.after:
            return dict(change.after["seen"])
    return {}
