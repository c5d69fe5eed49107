"""Who holds what: the one answer that every message, form, feed and chart uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from bot.held import Held, Holder, holders_of
from bot.model import Turn
from bot.ports.covers import Cover
from bot.ports.store import Transaction
from bot.weeks import Span

__all__ = ["Held", "Holder", "held_of", "load_holding", "load_turn", "load_wanting"]


def load_holding(
    tx: Transaction, span: Span, duty_ids: Collection[int] | None = None
) -> tuple[Held, ...]:
    """Every turn that overlaps the span, in order of start and duty name, with its holders.

    Retired duties count where their turns are held or past; people who have left keep their past.
    """
    return held_of(tx, tx.roster.turns(span, duty_ids=duty_ids), span)


def held_of(tx: Transaction, turns: Sequence[Turn], span: Span) -> tuple[Held, ...]:
    """The same of turns that are loaded already."""
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    members = tx.people.several({claim.member_id for turn in turns for claim in turn.claims})
    covers: dict[int, list[Cover]] = defaultdict(list)
    for cover in tx.covers.open():
        covers[cover.turn_id].append(cover)
    found = (
        Held(duties[t.duty_id], t, holders_of(t, members, span, _sought(t, covers.get(t.id, ()))))
        for t in turns
    )
    return _in_order(found)


def load_wanting(
    tx: Transaction, first: date, last: date, now: datetime, listed: date
) -> tuple[Held, ...]:
    """The turns of these weeks that may still want somebody, in the same order.

    Without their holders, and after the week `listed` without those that nobody holds: they are
    only counted (bot.figures.coverage).
    """
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    turns = tx.loads.wanting(first, last, now, listed)
    return _in_order(Held(duties[t.duty_id], t, ()) for t in turns)


def _in_order(turns: Iterable[Held]) -> tuple[Held, ...]:
    return tuple(sorted(turns, key=lambda h: (h.turn.span.start, h.duty.name.casefold())))


def load_turn(tx: Transaction, turn: Turn) -> Held:
    """One turn (as it was loaded or locked in this transaction) with its holders."""
    duty = tx.roster.find_duty(turn.duty_id)
    assert duty is not None
    members = tx.people.several({claim.member_id for claim in turn.claims})
    sought = _sought(turn, tx.covers.open_of_turn(turn.id))
    return Held(duty, turn, holders_of(turn, members, turn.span, sought))


def _sought(turn: Turn, covers: Iterable[Cover]) -> dict[int, int]:
    """Which claims on the turn somebody else is asked to take: the request, by claim."""
    return {
        claim.id: cover.id
        for cover in covers
        for claim in turn.claims
        if claim.member_id == cover.member_id and claim.span.overlaps(cover.span)
    }
