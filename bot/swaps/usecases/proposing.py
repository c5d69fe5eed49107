"""Proposing an exchange: by words, by form, or as a trade for what a colleague holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.app import Visit
from bot.cards import Reply
from bot.claims.rules import OVERRULED
from bot.grammar import Exchange, read_exchange
from bot.model import Away, Member, Recipient
from bot.naming import check_active, find_member, shown_name
from bot.notify import watch_edges
from bot.ports.store import Transaction
from bot.ports.swaps import Swap as Proposed
from bot.reader import Reader
from bot.swapping import SWAP, say_swap
from bot.swaps.requests import Swap
from bot.swaps.rules import expires, may_act_for
from bot.swaps.usecases.agreeing import agree
from bot.swaps.usecases.choosing import NONE, Holding, by_id, by_words, holdings
from bot.swaps.usecases.composing import ASKED, card_for
from bot.swaps.usecases.moving import Move, find_obstacle, find_piece, lock
from bot.swaps.words import asking, forms, noting, refusing
from bot.understanding import load_known
from bot.weeks import Span, next_waking, to_local


@dataclass(frozen=True, slots=True)
class Wish:
    """All that was said: who gives what to whom, for what."""

    giver: Member
    other: Member
    gives: Holding
    wants: Holding | None = None


def swap(tx: Transaction, visit: Visit, request: Swap) -> Reply:
    known = load_known(tx)
    people = [member.name for member in tx.people.all()]
    said = read_exchange(request.words, people, known.names)
    giver = _giver(tx, visit, request, said)
    mine = holdings(tx, visit, giver.id)
    other = _other(tx, visit, request, said)
    if other is None or (not request.words.strip() and not request.claim):
        chosen = by_id(mine, request.claim)
        found = [chosen] if chosen else []
        if said.mine and not found:
            found = by_words(tx, visit, mine, said.mine, giver)
        first = found[0].claim.id if len(found) == 1 else 0
        return swap_form(tx, visit, giver, mine, first)
    if giver.id == other.id:
        raise refusing.self_()
    gives = _choose(tx, visit, request, mine, said.mine, giver, of_giver=True)
    if isinstance(gives, Reply):
        return gives
    check_may_give(visit, giver, gives)
    wants: Holding | Reply | None = None
    if request.wants != NONE and (request.wants or said.theirs):
        theirs = holdings(tx, visit, other.id)
        wants = _choose(tx, visit, request, theirs, said.theirs or "", other, of_giver=False)
    if isinstance(wants, Reply):
        return wants
    return propose(tx, visit, Wish(giver, other, gives, wants))


def _giver(tx: Transaction, visit: Visit, request: Swap, said: Exchange) -> Member:
    if request.giver:
        found = tx.people.find(request.giver)
        if found is None:
            raise refusing.gone()
        return check_active(found)
    if not said.whose:
        return visit.me
    return find_member(tx, visit, said.whose[0], lambda m: replace(request, giver=m.id))


def _other(tx: Transaction, visit: Visit, request: Swap, said: Exchange) -> Member | None:
    if request.member:
        found = tx.people.find(request.member)
        return check_active(found) if found else None
    if len(said.others) > 1:
        raise refusing.several_people([mention.value for mention in said.others])
    if not said.others:
        return None
    return find_member(tx, visit, said.others[0], lambda m: replace(request, member=m.id))


def swap_form(
    tx: Transaction, visit: Visit, giver: Member, mine: Sequence[Holding], chosen: int
) -> Reply:
    """Of the giver's turns; with one of them chosen already."""
    name = "" if giver.id == visit.me.id else giver.name
    if name:  # of others, those on which the asker may act for them
        mine = [one for one in mine if may_act_for(visit.me, one.duty)]
    if not mine:
        raise refusing.nothing_held(name)
    people = [member for member in tx.people.all() if member.id != giver.id]
    whose = (giver.id, f"{name}'s") if name else (0, "your")
    return Reply(form=forms.swap_form(mine, people, chosen, whose, visit.reader))


def check_may_give(visit: Visit, giver: Member, gives: Holding) -> None:
    """Raises Refusal for who acts for somebody else and may not."""
    if giver.id != visit.me.id and not may_act_for(visit.me, gives.duty):
        raise refusing.may_not_act(gives.duty)


def _choose(
    tx: Transaction,
    visit: Visit,
    request: Swap,
    held: Sequence[Holding],
    words: str,
    whose: Member,
    *,
    of_giver: bool,
) -> Holding | Reply:
    """The one that is meant; a question if several could be."""
    found = by_words(tx, visit, held, words, whose)
    chosen = request.claim if of_giver else request.wants
    if chosen:
        one = by_id(found, chosen) or by_id(held, chosen)
        if one is None:
            raise refusing.gone()
        return one
    if len(found) == 1:
        return found[0]
    options = [
        (
            f"{one.duty.name}, {visit.reader.span(one.part)}",
            replace(request, claim=one.id) if of_giver else replace(request, wants=one.id),
        )
        for one in found
    ]
    name = "" if whose.id == visit.me.id else whose.name
    return Reply(card=noting.which(name, options, gives=of_giver))


def propose(tx: Transaction, visit: Visit, wish: Wish) -> Reply:
    """Ask the other one, unless they have asked the same already: then it is done."""
    giver, other, now = wish.giver, wish.other, visit.now
    turns = [wish.gives.turn.id, *([wish.wants.turn.id] if wish.wants else [])]
    people = lock(tx, [giver.id, other.id], turns)
    if people is None:
        raise refusing.gone()
    giver, other = people[giver.id], people[other.id]
    moves = _moves(tx, wish, giver, other, now)
    standing = _look_for_same(tx, visit, wish)
    if standing is not None:
        return standing
    _check_possible(tx, visit, moves, is_gift=wish.wants is None)
    parts = [move.piece.part for move in moves]
    acted = visit.me.id if visit.me.id not in (giver.id, other.id) else None
    gives, wants = wish.gives.given, wish.wants.given if wish.wants else None
    draft = Proposed(0, giver.id, other.id, gives, wants, now, expires(now, *parts), acted_by=acted)
    swap_id = tx.swaps.add(draft)
    made = tx.swaps.find(swap_id)
    assert made is not None
    after = {"from": giver.id, "to": other.id, "turns": turns}
    tx.record.add(now, visit.me.id, ASKED, f"swap:{swap_id}", {}, after)
    watch_edges(tx, Span(now, made.expires_at), now)
    _tell_other(tx, made, other, now)
    if acted:
        say_swap(tx, made, giver.id, now)
    card = card_for(tx, made, visit.me.id, visit.reader, now)
    return Reply(card=asking.with_notes(card, _notes(tx, other, now, visit.reader)), home=True)


def _moves(tx: Transaction, wish: Wish, giver: Member, other: Member, now: datetime) -> list[Move]:
    gives = find_piece(tx, giver.id, wish.gives.given, now)
    wants = find_piece(tx, other.id, wish.wants.given, now) if wish.wants else None
    if gives is None or (wish.wants and wants is None):
        raise refusing.gone()
    return [Move(gives, giver, other), *([Move(wants, other, giver)] if wants else [])]


def _look_for_same(tx: Transaction, visit: Visit, wish: Wish) -> Reply | None:
    """What the two have asked each other already: twice is once, and crossing is agreeing."""
    gives, wants = wish.gives.given, wish.wants.given if wish.wants else None
    for one in tx.swaps.open():
        again = (one.asker_id, one.other_id) == (wish.giver.id, wish.other.id)
        same = one.gives.turn_id == gives.turn_id and one.gives.span.overlaps(gives.span)
        if again and same:
            raise refusing.asked_already(one.id, shown_name(wish.other))
        crossing = (one.asker_id, one.other_id) == (wish.other.id, wish.giver.id)
        if crossing and (one.gives, one.wants) == (wants, gives):
            return agree(tx, visit, one)
    return None


def _check_possible(tx: Transaction, visit: Visit, moves: Sequence[Move], *, is_gift: bool) -> None:
    """Raises Refusal. Of a gift, what is only too much may still be made up for in return."""
    found = find_obstacle(tx, moves, visit.now)
    if found is None or (is_gift and found.no.code in OVERRULED):
        return
    who, piece = found.move.receiver, found.move.piece
    raise refusing.cannot(found.no, who, visit.me.id, piece, visit.reader)


def _tell_other(tx: Transaction, made: Proposed, other: Member, now: datetime) -> None:
    """Not in their quiet hours, unless it would be too late then."""
    due = next_waking(now, other.zone, other.quiet_from, other.quiet_to, weekend=())
    if due >= made.expires_at:
        due = now
    to = Recipient(member_id=other.id)
    tx.outbox.owe(SWAP, str(made.id), to, None, due_at=due, now=now, until=made.expires_at)


def _notes(tx: Transaction, other: Member, now: datetime, reader: Reader) -> tuple[str, ...]:
    """Why the answer may take a while."""
    found = tx.aways.overlapping(Span(now, now + timedelta(minutes=1)), [other.id])
    away: Away | None = next(iter(found), None)
    return noting.about(other, away, to_local(now, other.zone).date(), reader)
