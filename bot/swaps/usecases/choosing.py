"""Which turn of somebody's is meant: by words, or by its number from a button or a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.app import Visit
from bot.ending import ahead
from bot.errors import Refusal
from bot.grammar import split
from bot.model import Claim, Duty, Member, Turn
from bot.ports.store import Transaction
from bot.ports.swaps import Given
from bot.swaps.words import refusing
from bot.understanding import Known, Understood, load_known, understand, when_of
from bot.weeks import Span

NONE = -1  # in the place of a claim's id: nothing is wanted


@dataclass(frozen=True, slots=True)
class Holding:
    """A claim of somebody's, and the part of it that is meant: what is still to come."""

    duty: Duty
    turn: Turn
    claim: Claim
    part: Span

    @property
    def id(self) -> int:
        """The claim's."""
        return self.claim.id

    @property
    def given(self) -> Given:
        return Given(self.turn.id, self.part)


def holdings(tx: Transaction, visit: Visit, member_id: int) -> list[Holding]:
    """What the member holds from now on, in order of time."""
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    return [
        Holding(duties[turn.duty_id], turn, claim, _to_come(claim.span, visit))
        for turn, claim in tx.claims.of_member(member_id, ahead(visit.now))
    ]


def _to_come(span: Span, visit: Visit) -> Span:
    return Span(max(span.start, visit.now), span.end)


def by_id(held: Sequence[Holding], claim_id: int, part: Span | None = None) -> Holding | None:
    """`part`: of it, where not all of it is meant."""
    found = next((one for one in held if one.claim.id == claim_id), None)
    if found is None or part is None:
        return found
    clipped = found.part.overlap(part)
    return replace(found, part=clipped) if clipped else None


def by_words(
    tx: Transaction, visit: Visit, held: Sequence[Holding], words: str, whose: Member
) -> list[Holding]:
    """Those of what somebody holds that the words fit. Raises Refusal where none does."""
    name = "" if whose.id == visit.me.id else whose.name
    if not held:
        raise refusing.nothing_held(name)
    meant = _understand(tx, words, held)
    ids = {duty.id for duty in meant.duties}
    found = [one for one in held if not ids or one.duty.id in ids]
    if meant.parts.when is None:
        this_week = [one for one in found if one.turn.week == visit.week]
        found = this_week if len(this_week) == 1 else found
    else:
        found = [cut for one in found if (cut := _cut(one, meant, visit))]
    if not found:
        raise refusing.not_held(name, meant.duties[0].name if meant.duties else "")
    return found


def _cut(one: Holding, meant: Understood, visit: Visit) -> Holding | None:
    """What of it lies in the time that was named: all of it where that is a week or an instant."""
    when, minutes = when_of(meant.parts, visit), meant.parts.minutes
    span = when.span
    if when.kind == "instant" and minutes:
        span = Span(span.start, span.start + timedelta(minutes=minutes))
    if not one.part.overlaps(span):
        return None
    whole = when.kind == "week" or (when.kind == "instant" and not minutes)
    return one if whole else replace(one, part=one.part.overlap(span) or one.part)


def _understand(tx: Transaction, words: str, held: Sequence[Holding]) -> Understood:
    """A name is looked for among what they hold; else among all, to say that it is not theirs."""
    every = load_known(tx)
    theirs = {one.duty.id: one.duty for one in held}
    accounts = {key: name for key, name in every.accounts.items() if key in theirs}
    try:
        return understand(words, Known(tuple(theirs.values()), (), accounts))
    except Refusal as refusal:
        if refusal.code != "unknown_duty":
            raise
    return understand(words, every, also_retired=True)


def part_by_words(visit: Visit, holding: Holding, words: str, field: str) -> Holding:
    """A part of it, as somebody wrote it into a form; all of it if nothing was written."""
    if not words.strip():
        return holding
    parts = split(words, ()).check()
    if parts.when is None or parts.name:
        raise refusing.bad_part(field)
    part = holding.part.overlap(when_of(parts, visit).span)
    if part is None or part.is_empty:
        raise refusing.bad_part(field)
    return replace(holding, part=part)


def read_part(begin: str, end: str) -> Span | None:
    """The part that a button names; None: all of it. Raises Refusal for what is no part."""
    if not begin:
        return None
    try:
        return Span(datetime.fromisoformat(begin), datetime.fromisoformat(end))
    except ValueError:
        raise refusing.gone() from None
