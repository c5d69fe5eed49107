"""Claims that end, with what comes after them and what was noted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from bot.handover.rules import ask_day, following
from bot.handover.words.asking import Ending
from bot.model import Claim, Member, TimetableKind, Turn
from bot.ports.store import Transaction
from bot.publicdays import holidays_around
from bot.weeks import Span, days_span

ASKED_AT = 14 * 60  # minute of the day, in a task force whose timetable does not say
# between a turn and the next one of its duty: a week without a window, and a clock change
_NEXT_WITHIN = timedelta(days=15)
_AROUND = timedelta(days=9)  # no turn is longer; so a claim asked about on a day is near it


def asked_at(tx: Transaction) -> int:
    """At which minute of their day people are asked at the latest."""
    row = tx.timetable.find(TimetableKind.HANDOVER)
    return ASKED_AT if row is None else min(row.minute, 1439)


def holidays_of(tx: Transaction, member: Member, day: date) -> frozenset[date]:
    return holidays_around(member.country or tx.task_force.country, day)


def load_endings(tx: Transaction, found: Sequence[tuple[Turn, Claim]]) -> list[Ending]:
    """In the order in which they end."""
    if not found:
        return []
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    around = Span(
        min(claim.span.end for _turn, claim in found) - timedelta(minutes=1),
        max(claim.span.end for _turn, claim in found) + _NEXT_WITHIN,
    )
    by_duty: dict[int, list[Turn]] = defaultdict(list)
    for turn in tx.roster.turns(around, duty_ids=sorted({t.duty_id for t, _claim in found})):
        by_duty[turn.duty_id].append(turn)
    written = tx.handovers.of_turns(sorted({turn.id for turn, _claim in found}))
    notes = {(note.turn_id, note.member_id): note for note in written}
    names: dict[int, str] = {}
    endings = []
    for turn, claim in sorted(found, key=lambda one: (one[1].span.end, one[1].id)):
        then = following(claim, turn, by_duty[turn.duty_id])
        for other in then.claims if then else ():
            if other.member_id not in names:
                member = tx.people.find(other.member_id)
                names[other.member_id] = member.name if member else ""
        nexts = tuple(dict.fromkeys(names[c.member_id] for c in then.claims)) if then else ()
        note = notes.get((turn.id, claim.member_id))
        endings.append(Ending(duties[turn.duty_id], turn, claim, then, nexts, note))
    return endings


def load_asked(tx: Transaction, member: Member, day: date) -> list[Ending]:
    """What the one card of this day is about: turns that go to somebody else, or have a note."""
    span = days_span(day - _AROUND, day + _AROUND, member.zone)
    minute, holidays = asked_at(tx), holidays_of(tx, member, day - _AROUND)
    found = [
        (turn, claim)
        for turn, claim in tx.claims.of_member(member.id, span)
        if ask_day(claim.span, member, holidays, minute) == day
    ]
    return [one for one in load_endings(tx, found) if one.is_wanted or one.note]
