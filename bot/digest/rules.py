"""What changed in a week, as counts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.model import Change, MemberState

NEWCOMER, LEFT = ("newcomer", "newcomers"), ("person left", "people left")
NEW_DUTY, CHANGED_DUTY = ("new duty", "new duties"), ("duty changed", "duties changed")
# recorded action → how the digest counts it: one, several
COUNTED = {
    "claims.claim": ("turn claimed", "turns claimed"),
    "acting.claim": ("turn claimed", "turns claimed"),
    "claims.release": ("turn given back", "turns given back"),
    "cover.take": ("turn covered", "turns covered"),
    "swaps.swap": ("swap", "swaps"),
    "swaps.takeover": ("turn taken over", "turns taken over"),
    "people.ask": NEWCOMER,  # where nobody has to let them in; see _counts
    "people.let_in": NEWCOMER,
    "people.add": NEWCOMER,
    "exchange.member.add": NEWCOMER,
    "people.leave": LEFT,
    "people.remove": LEFT,
    "people.deactivated": LEFT,
    "setup.duty.add": NEW_DUTY,
    "exchange.duty.add": NEW_DUTY,
    "setup.duty": CHANGED_DUTY,
    "exchange.duty.change": CHANGED_DUTY,
    "setup.duty.retire": ("duty retired", "duties retired"),
    "setup.duty.restore": ("duty brought back", "duties brought back"),
}


def count_changes(changes: Iterable[Change]) -> tuple[str, ...]:
    """Like “12 turns claimed”; what was undone does not count. In the order of COUNTED."""
    listed = list(changes)
    undone = {change.after.get("of") for change in listed if change.action == "undo"}
    counts = Counter(
        COUNTED[change.action] for change in listed if change.id not in undone and _counts(change)
    )
    return tuple(
        f"{counts[name]} {name[0] if counts[name] == 1 else name[1]}"
        for name in dict.fromkeys(COUNTED.values())
        if counts[name]
    )


def _counts(change: Change) -> bool:
    """Not what is one deed with another line of the record: who asks to join, and is let in."""
    if change.action == "people.ask":
        return change.after.get("state") == MemberState.ACTIVE
    if change.action == "claims.release" and change.after.get("cover"):
        return False  # somebody took it, which is another line
    return change.action in COUNTED
