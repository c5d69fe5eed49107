"""What a platform said of a member, as the record keeps it."""

from __future__ import annotations

from typing import Any

from bot.model import Member
from bot.ports.store import Transaction


def last_seen(tx: Transaction, member_id: int, workspace_id: int) -> dict[str, Any]:
    """The latest there: name, email, zone, guest; or nothing. bot.people writes it (`seen`)."""
    for change in reversed(tx.record.of_subject(f"member:{member_id}")):
        # before there could be a second place, none was written down
        if "seen" in change.after and change.after.get("workspace", workspace_id) == workspace_id:
            return dict(change.after["seen"])
    return {}


def is_guest(tx: Transaction, member: Member) -> bool:
    """Whether any platform on which the member is linked calls them a guest."""
    return any(
        bool(last_seen(tx, member.id, identity.workspace_id).get("guest"))
        for identity in member.identities
    )
