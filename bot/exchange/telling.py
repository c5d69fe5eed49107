"""Who holds turns of a duty that an import changed is told what that means for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.ending import ahead
from bot.exchange import words
from bot.model import Claim, Duty, Turn
from bot.notify import tell
from bot.ports.store import Transaction
from bot.reader import reader_for


@dataclass(frozen=True, slots=True)
class Source:
    """Where a change comes from: whose (None: the operator's), its line in the record, when."""

    actor_id: int | None
    change: int
    now: datetime


def tell_holders(
    tx: Transaction, before: Duty, after: Duty, left: Collection[Turn], source: Source
) -> None:
    """`left`: held turns that the plan no longer has. Whoever imports knows what they did."""
    off = {turn.id for turn in left}
    held: dict[int, list[Claim]] = defaultdict(list)
    for turn in tx.roster.turns(ahead(source.now), duty_ids=[after.id]):
        for claim in turn.claims:
            if claim.span.start > source.now and claim.member_id != source.actor_id:
                held[claim.member_id].append(claim)
    actor = tx.people.find(source.actor_id) if source.actor_id else None
    by = actor.name if actor else "The operator"
    for member_id, claims in held.items():
        member = tx.people.find(member_id)
        assert member is not None
        yours = [claim for claim in claims if claim.turn_id not in off]
        gone = [claim for claim in claims if claim.turn_id in off]
        reader = reader_for(member, tx.task_force)
        card = words.changed_for_you(by, (before, after), yours, gone, reader)
        tell(tx, member_id, source.change, card, source.now)
