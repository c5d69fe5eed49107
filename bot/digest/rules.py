"""What changed in a week, as counts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.model import Change

# recorded action → how the digest counts it: one, several
COUNTED = {
    "claims.claim": ("turn claimed", "turns claimed"),
    "claims.release": ("turn given back", "turns given back"),
    "people.join": ("newcomer", "newcomers"),
    "people.let_in": ("newcomer", "newcomers"),
    "people.leave": ("person left", "people left"),
    "setup.duty.add": ("new duty", "new duties"),
    "setup.duty.retire": ("duty retired", "duties retired"),
    "setup.duty.change": ("duty changed", "duties changed"),
}


def count_changes(changes: Iterable[Change]) -> tuple[str, ...]:
    """Like “12 turns claimed”; what was undone does not count. In the order of COUNTED."""
    listed = list(changes)
    undone = {change.after.get("of") for change in listed if change.action == "undo"}
    counts: Counter[tuple[str, str]] = Counter()
    for change in listed:
        if change.action in COUNTED and change.id not in undone:
            counts[COUNTED[change.action]] += 1
    names = dict.fromkeys(COUNTED.values())
    return tuple(
        f"{counts[name]} {name[0] if counts[name] == 1 else name[1]}"
        for name in names
        if counts[name]
    )
