"""What is open for whom, in the order in which they should see it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.claims.rules import free_for, lacking
from bot.held import Held, find_hole
from bot.model import Away, Member
from bot.weeks import Span


@dataclass(frozen=True, slots=True)
class Opening:
    """A turn that still wants somebody: the parts that the asker could take, and what is wanted."""

    held: Held
    parts: tuple[Span, ...]
    minutes: int  # still wanted; 0: the hours are covered, but not by enough people
    people: int
    fits: bool  # it is usually the asker's department's
    whole: bool  # all that is left of the turn is free

    @property
    def span(self) -> Span:
        """The one part there is; the turn's own time if that is all of it, or there are several."""
        return self.held.turn.span if self.whole or len(self.parts) > 1 else self.parts[0]


def open_for(
    turns: Iterable[Held], member: Member, aways: Collection[Away], now: datetime
) -> tuple[Opening, ...]:
    """What the member could take, their department's duties first, then by time and name.

    Not what they hold already, not what is in the days they are away, and not what asks for
    clearance that they do not have.
    """
    found = []
    for held in turns:
        hole = None if lacking(held.duty, member) else find_hole(held, now)
        parts = free_for(held, member.id, aways, now) if hole else ()
        if hole and parts:
            fits = held.duty.department_id == member.department_id
            whole = parts == (held.rest(now),)
            found.append(Opening(held, parts, hole.minutes, hole.people, fits, whole))
    return tuple(sorted(found, key=_order))


def closed_to(turns: Iterable[Held], member: Member, now: datetime) -> dict[str, int]:
    """How many open turns ask for each clearance that the member does not have."""
    lacked = ((held, lacking(held.duty, member)) for held in turns)
    return dict(Counter(n for held, names in lacked if names and held.is_open(now) for n in names))


def _order(opening: Opening) -> tuple[bool, datetime, str]:
    return not opening.fits, opening.span.start, opening.held.duty.name.casefold()
