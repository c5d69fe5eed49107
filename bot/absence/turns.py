"""What a member holds while away: asked for at once, and kept where they come back in time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.covering import need_cover, say_anew, wake, wanted, withdraw_cover
from bot.ending import ahead
from bot.held import DAY, STEP, minutes_in, without
from bot.holding import load_turn
from bot.model import Away, Change, Claim, Turn
from bot.ports.covers import Cover, Why
from bot.ports.store import Transaction
from bot.weeks import Span

LITTLE = 30  # minutes: nobody is asked to take less (see bot.cover)


@dataclass(frozen=True, slots=True)
class Part:
    """Of a turn that the member holds, what an absence touches. `cover`: the request for it."""

    turn: Turn
    span: Span
    cover: int


@dataclass(frozen=True, slots=True)
class Lost:
    """Of what cover was sought for, what somebody else holds by now."""

    turn: Turn
    span: Span
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """`now`, `before`: for which cover is sought since now, or was. `later`: can be done later."""

    now: tuple[Part, ...] = ()
    before: tuple[Part, ...] = ()
    later: tuple[Part, ...] = ()


def ask(tx: Transaction, away: Away, actor_id: int | None, now: datetime) -> Asked:
    """Cover for all that the member holds in it and is to come.

    The member is to be locked; turns are, in the order of their ids.
    """
    asked: list[Part] = []
    before: list[Part] = []
    later: list[Part] = []
    for turn, claim in lock_claims(tx, away.member_id, away.span, now):
        part = claim.span.overlap(away.span)
        coming = part and part.overlap(Span(now, max(now, part.end)))
        if coming is None:
            continue
        waiting = [c for c in tx.covers.open_of_turn(turn.id) if c.member_id == away.member_id]
        found = ((c, c.span.overlap(coming)) for c in waiting)
        before += (Part(turn, span, c.id) for c, span in found if span)
        for span in without((coming,), [c.span for c in waiting]):
            if _can_wait(claim, span):
                later.append(Part(turn, span, 0))
                continue
            cover = need_cover(tx, actor_id, claim, span, Why.AWAY.value, now)
            if cover:  # less than a step is nobody's business
                asked.append(Part(turn, span, cover))
    return Asked(_in_order(asked), _in_order(before), _in_order(later))


def _can_wait(claim: Claim, part: Span) -> bool:
    """Of a turn of several days people choose their hours: a little can be done on another day."""
    long, all_of = claim.span.minutes > DAY, claim.span.end <= part.end
    return long and not all_of and minutes_in(claim, part) < LITTLE


def keep(
    tx: Transaction, member_id: int, freed: Collection[Span], actor_id: int | None, now: datetime
) -> tuple[Part, ...]:
    """Nobody is asked any more for what lies in no absence now and nobody has taken; the parts.

    Only what an absence had asked for: what the member gave up in another way is still sought.
    """
    free = _in_no_absence(tx, member_id, freed, now)
    kept: list[Part] = []
    for turn_id in sorted({c.turn_id for c in _of_absence(tx, member_id, free)}):
        turn = tx.roster.lock_turn(turn_id)
        if turn is None:
            continue
        held = load_turn(tx, turn)
        for cover in tx.covers.open_of_turn(turn_id):
            if cover.member_id != member_id or cover.why is not Why.AWAY:
                continue
            theirs = wanted(cover, held, now)
            found = [part for one in theirs for span in free if (part := one.overlap(span))]
            kept += (Part(turn, span, cover.id) for span in found)
            _shrink(tx, cover, turn, free, actor_id, now)
    return _in_order(kept)


def lost(
    tx: Transaction, changes: Iterable[Change], freed: Collection[Span], now: datetime
) -> tuple[Lost, ...]:
    """What is to come of the parts that these changes asked cover for, and others hold now."""
    asked = {
        (int(part["turn"]), _span(part)): int(change.after["member"])
        for change in changes
        for part in change.after.get("asked", ())
    }
    found = []
    for (turn_id, span), member_id in asked.items():
        turn = tx.roster.find_turn(turn_id)
        if turn is None or turn.span.end <= now:
            continue
        held = load_turn(tx, turn)
        mine = [c.span for c in turn.claims if c.member_id == member_id]
        inside = [p for one in freed if (p := one.overlap(span)) and p.end > now]
        for gone in without(inside, mine):
            coming = Span(max(gone.start, now), gone.end)
            others = [h for h in held.holders if h.claim.span.overlaps(coming)]
            names = dict.fromkeys(h.name for h in others if h.member.id != member_id)
            if names and coming.minutes >= STEP:
                found.append(Lost(turn, coming, tuple(names)))
    return tuple(sorted(found, key=lambda one: (one.span.start, one.turn.id)))


def as_record(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Parts as the record keeps them."""
    return [
        {"turn": p.turn.id, "begin": p.span.start.isoformat(), "end": p.span.end.isoformat()}
        for p in parts
    ]


def lock_claims(
    tx: Transaction, member_id: int, span: Span, now: datetime
) -> Iterator[tuple[Turn, Claim]]:
    """Claims of the member that overlap the span and are to come, each turn locked first."""
    part = span.overlap(ahead(now))
    found = tx.claims.of_member(member_id, part) if part else ()
    for turn_id in sorted({turn.id for turn, _claim in found}):
        turn = tx.roster.lock_turn(turn_id)
        for claim in turn.claims if turn else ():
            if turn and claim.member_id == member_id and claim.span.overlaps(span):
                yield turn, claim


def _of_absence(tx: Transaction, member_id: int, free: Collection[Span]) -> Iterator[Cover]:
    for cover in tx.covers.open():
        mine = cover.member_id == member_id and cover.why is Why.AWAY
        if mine and any(cover.span.overlaps(span) for span in free):
            yield cover


def _in_no_absence(
    tx: Transaction, member_id: int, freed: Collection[Span], now: datetime
) -> tuple[Span, ...]:
    coming = [Span(max(span.start, now), span.end) for span in freed if span.end > now]
    if not coming:
        return ()
    whole = Span(min(s.start for s in coming), max(s.end for s in coming))
    others = tx.aways.overlapping(whole, [member_id])
    return without(coming, [away.span for away in others])


def _shrink(
    tx: Transaction,
    cover: Cover,
    turn: Turn,
    free: Collection[Span],
    actor_id: int | None,
    now: datetime,
) -> None:
    """The request without what is free; closed if nothing is left of it."""
    coming = cover.span.overlap(Span(now, max(now, cover.span.end)))
    left = [s for s in without((coming,), free) if s.minutes >= STEP] if coming else []
    if left == [coming]:
        return
    if not left:
        withdraw_cover(tx, cover.id, actor_id, now)
        return
    tx.covers.change(cover.id, span=left[0], next_at=now)
    wake(tx, now)
    say_anew(tx, cover.id, now)
    for span in left[1:]:
        claim = next((c for c in turn.claims if _holds(c, cover.member_id, span)), None)
        if claim is not None:
            need_cover(tx, actor_id, claim, span, Why.AWAY.value, now, cover.note)


def _holds(claim: Claim, member_id: int, span: Span) -> bool:
    return claim.member_id == member_id and claim.span.overlaps(span)


def _span(part: dict[str, Any]) -> Span:
    return Span(datetime.fromisoformat(part["begin"]), datetime.fromisoformat(part["end"]))


def _in_order(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=lambda part: (part.span.start, part.turn.id)))
