"""Requests for cover, as everything that moves turns needs them: one is opened, or settled.

Whom to ask, and when, is decided by bot.cover, which the clock wakes as soon as this has committed.
Until somebody takes it, the turn stays with its holder.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.held import STEP, Held
from bot.holding import load_turn
from bot.model import Claim, DeliveryState, Recipient, TimetableKind
from bot.notify import refresh_panels
from bot.planned import refresh_plan
from bot.ports.covers import Cover, CoverState, Why
from bot.ports.store import Transaction
from bot.swapping import settle_swaps
from bot.weeks import Span

ASK = "cover.ask"  # kinds of deliveries: to whom it is offered …
LEAD = "cover.lead"  # … what the lead and the chair see …
HOLDER = "cover.holder"  # … and whose it is until somebody takes it
ASKED, WITHDRAWN = "cover.ask", "cover.withdraw"  # actions of the record


def need_cover(
    tx: Transaction,
    actor_id: int | None,
    claim: Claim,
    part: Span,
    why: str,
    now: datetime,
    note: str = "",
) -> int:
    """Ask for somebody else to hold a part of a claim; the request's id. 0: nothing of it is left.

    `why` is one of bot.ports.covers.Why; after "leaver" the claim has ended already. A request
    for time that touches an open one joins it. The claim's turn is to be locked. Recorded as
    `cover.ask` of `cover:<id>`, whose inverse takes the request back, or what joined it.
    """
    coming = part.overlap(Span(now, max(now, claim.span.end)))
    if coming is None or coming.minutes < STEP:
        return 0
    cover = Cover(0, claim.turn_id, claim.member_id, coming, Why(why), note, actor_id, now)
    joined = next(
        (one for one in tx.covers.open_of_turn(claim.turn_id) if _touch(one, cover)), None
    )
    before: dict[str, object] = {}
    if joined is None:
        cover_id = tx.covers.add(cover)
    else:
        cover_id, coming = joined.id, _hull(joined.span, coming)
        if coming != joined.span:
            before = _as_data(joined.turn_id, joined.member_id, joined.span, joined.why.value)
            before |= {"note": joined.note}
        tx.covers.change(cover_id, span=coming, why=cover.why, note=note or joined.note)
    tx.covers.change(cover_id, next_at=now)
    after = _as_data(claim.turn_id, claim.member_id, coming, why)
    tx.record.add(now, actor_id, ASKED, f"cover:{cover_id}", before, after)
    wake(tx, now)
    refresh_panels(tx, now)
    return cover_id


def _as_data(turn_id: int, member_id: int, span: Span, why: str) -> dict[str, object]:
    """A request as the record keeps it."""
    begin, end = span.start.isoformat(), span.end.isoformat()
    return {"turn": turn_id, "member": member_id, "begin": begin, "end": end, "why": why}


def _touch(one: Cover, other: Cover) -> bool:
    same = one.member_id == other.member_id
    return same and one.span.start <= other.span.end and other.span.start <= one.span.end


def _hull(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))


def withdraw_cover(
    tx: Transaction, cover_id: int, actor_id: int | None, now: datetime
) -> int | None:
    """Nobody is asked any more, and the holder keeps it; the change. None: it was closed already.

    The request's turn is to be locked.
    """
    if not close(tx, cover_id, CoverState.WITHDRAWN, now):
        return None
    return tx.record.add(now, actor_id, WITHDRAWN, f"cover:{cover_id}")


def settle_covers(tx: Transaction, claim_id: int, now: datetime) -> None:
    """After a claim moved or ended in any way: as `settle_turn`, of the claim's turn."""
    claim = tx.claims.find(claim_id)
    if claim is not None:
        settle_turn(tx, claim.turn_id, now)


def settle_turn(tx: Transaction, turn_id: int, now: datetime) -> None:
    """Requests of which nothing is wanted any more are closed; what people see of them follows.

    Called by whatever gives or takes claims on the (locked) turn, in the same transaction.
    """
    settle_swaps(tx, now, turn_id)
    refresh_plan(tx, turn_id, now)
    waiting = tx.covers.open_of_turn(turn_id)
    turn = tx.roster.find_turn(turn_id) if waiting else None
    held = load_turn(tx, turn) if turn else None
    for cover in waiting:
        if held is None or not wanted(cover, held, now):
            over = cover.span.end <= now
            close(tx, cover.id, CoverState.OVER if over else CoverState.ENDED, now)
        else:
            tx.covers.change(cover.id, next_at=now)
            wake(tx, now)
            say_anew(tx, cover.id, now)


def ask_again(tx: Transaction, turn_id: int, at: datetime, now: datetime) -> bool:
    """After a change of that instant was undone: requests that ended with it stand again.

    As far as anything of them is wanted; whether there is any. The turn is to be locked.
    """
    again = [cover.id for cover in tx.covers.ended(turn_id, at) if tx.covers.reopen(cover.id, now)]
    settle_turn(tx, turn_id, now)
    return any(cover.id in again for cover in tx.covers.open_of_turn(turn_id))


def ask_for_leaver(
    tx: Transaction, actor_id: int | None, ended: Iterable[Claim], now: datetime
) -> None:
    """What somebody held who has left is open at once; where it is wanted, others are asked."""
    for claim in ended:
        turn = tx.roster.find_turn(claim.turn_id)
        if turn and load_turn(tx, turn).is_open(now):
            need_cover(tx, actor_id, claim, claim.span, Why.LEAVER.value, now)


def move_cover(tx: Transaction, cover: Cover, old: Claim, new: Claim, now: datetime) -> None:
    """The request follows a claim whose turn was made anew at another time (the zone changed)."""
    shift = new.span.start - old.span.start
    part = Span(cover.span.start + shift, cover.span.end + shift).overlap(new.span)
    if part and cover.member_id == new.member_id and cover.span.overlaps(old.span):
        need_cover(tx, cover.opened_by, new, part, cover.why.value, now, cover.note)


def look_again(tx: Transaction, member_id: int, now: datetime) -> None:
    """The member may by now not be able to take what they were asked about."""
    if tx.covers.waiting_for(member_id):
        wake(tx, now)  # whoever follows them just now is waited for, before they are touched
        tx.covers.look_again(member_id, now)


def close(tx: Transaction, cover_id: int, state: CoverState, now: datetime) -> bool:
    """By conditional write: False if it was closed before. Everybody's card says so."""
    if not tx.covers.close(cover_id, state, now):
        return False
    say_anew(tx, cover_id, now)
    refresh_panels(tx, now)
    return True


def say_anew(tx: Transaction, cover_id: int, now: datetime) -> None:
    """Cards about it that people have are edited; those not said yet are composed when they are."""
    said = [
        (ASK, occasion(cover_id, n), ask.member_id)
        for ask in tx.covers.asks(cover_id)
        for n in range(1, ask.times + 1)
    ]
    for kind in (LEAD, HOLDER):
        told = sorted(tx.outbox.recipients(kind, str(cover_id)))
        said += [(kind, str(cover_id), member_id) for member_id in told]
    for kind, key, member_id in said:
        to = Recipient(member_id=member_id)
        delivery = tx.outbox.find(kind, key, to)
        if delivery and (delivery.address or delivery.state in _BEING_SAID):
            tx.outbox.owe_anew(kind, key, to, None, due_at=now, now=now)


def has_card(tx: Transaction, kind: str, cover_id: int, member_id: int) -> bool:
    """Whether they have a card about it that is edited.

    What they are answered, with its Undo, stands beside such a card: in its place it would be
    written over at once.
    """
    return tx.outbox.find(kind, str(cover_id), Recipient(member_id=member_id)) is not None


_BEING_SAID = (DeliveryState.TAKEN, DeliveryState.IN_DOUBT)


def occasion(cover_id: int, times: int) -> str:
    """Of the first, second … message to one person about one request."""
    return f"{cover_id}.{times}"


def wake(tx: Transaction, now: datetime) -> None:
    """The clock looks at the requests as soon as this has committed."""
    tx.timetable.bring_forward({TimetableKind.COVER: now})


def wanted(cover: Cover, held: Held, now: datetime) -> tuple[Span, ...]:
    """The stretches from now on for which somebody is still to be found, in order."""
    rest = held.rest(now)
    part = cover.span.overlap(rest) if rest else None
    if part is None or not held.is_on or cover.state is not CoverState.OPEN:
        return ()
    spans = [c.span for c in held.turn.claims if c.member_id == cover.member_id]
    if cover.why is Why.LEAVER:
        back = any(span.overlaps(part) for span in spans)  # they are, and took it again
        spans = list(held.free(now)) if held.is_open(now) and not back else []
    found = sorted(
        (span for one in spans if (span := one.overlap(part))), key=lambda span: span.start
    )
    return tuple(span for span in found if span.minutes >= STEP)


def load_wanted(tx: Transaction) -> Mapping[int, tuple[Cover, ...]]:
    """Open requests by turn: whoever shows who holds a turn says that cover is wanted."""
    found: dict[int, list[Cover]] = defaultdict(list)
    for cover in tx.covers.open():
        found[cover.turn_id].append(cover)
    return {turn_id: tuple(covers) for turn_id, covers in found.items()}


def requests_for(tx: Transaction, claims: Iterable[Claim]) -> dict[int, int]:
    """The open request in which somebody else is asked to take each claim, by its id."""
    waiting = tx.covers.open()
    return {
        claim.id: cover.id
        for claim in claims
        for cover in waiting
        if cover.turn_id == claim.turn_id
        and cover.member_id == claim.member_id
        and cover.span.overlaps(claim.span)
    }


@dataclass(frozen=True, slots=True)
class Sought:
    """An open request in a list: of which duty, when, whose, and how many were asked."""

    cover: int
    duty: str
    span: Span
    name: str
    asked: int


def load_sought(tx: Transaction) -> tuple[Sought, ...]:
    """All open requests, the nearest first."""
    covers = tx.covers.open()
    if not covers:
        return ()
    duties = {duty.id: duty.name for duty in tx.roster.duties(retired=True)}
    turns = tx.roster.turns_by_id({cover.turn_id for cover in covers})
    people = tx.people.several({cover.member_id for cover in covers})
    asked = Counter(ask.cover_id for ask in tx.covers.asks(*(cover.id for cover in covers)))
    return tuple(
        Sought(
            cover.id,
            duties[turns[cover.turn_id].duty_id],
            cover.span,
            people[cover.member_id].name,
            asked[cover.id],
        )
        for cover in covers
    )
