"""What the holder does about cover: asks for it, looks, takes it back."""

from __future__ import annotations

from datetime import datetime

from bot.app import Visit
from bot.cards import Reply
from bot.claims.requests import Release, release_part
from bot.cover.requests import (
    FindCover,
    FindCoverForMany,
    KeepIt,
    OpenFindCover,
    ShowCover,
    WithdrawCover,
)
from bot.cover.usecases.composing import ask_of, cover_of, told, wanted_by
from bot.cover.usecases.following import advance
from bot.cover.usecases.loading import Case, load_case
from bot.cover.words import asking, leading, refusing
from bot.cover.words import holding as words
from bot.cover.words.asking import Wanted
from bot.covering import HOLDER, has_card, need_cover, say_anew, withdraw_cover
from bot.ending import lock_turns_of
from bot.fields import read_lines
from bot.held import freed
from bot.holding import load_turn
from bot.model import Change, Claim, Duty, Role
from bot.notify import refresh_panels
from bot.ports.covers import CoverState, Why
from bot.ports.store import Transaction
from bot.weeks import Span

NOTE_MOST = words.MOST_NOTE


def find_cover(tx: Transaction, visit: Visit, request: FindCover) -> Reply:
    note = read_lines(request.note, "note", NOTE_MOST)
    found = _find_mine(tx, visit, request.claim, request.begin, request.end)
    if found is None:
        raise words.not_yours()
    claim, part = found
    if not _is_needed(tx, visit, claim, part):
        raise words.not_needed(_duty(tx, claim), release_part(claim, part, note))
    cover_id, change = _begin(tx, visit, claim, part, note)
    case = load_case(tx, cover_of(tx, cover_id), visit.now)
    one = wanted_by(tx, case, visit.me, visit.now)
    card = words.begun(one, case.asks, told(case), change, visit.reader)
    return Reply(card=card, replaces=True, home=True)


def open_find_cover(tx: Transaction, visit: Visit, request: OpenFindCover) -> Reply:
    claim = tx.claims.find(request.claim)
    turn = tx.roster.find_turn(claim.turn_id) if claim else None
    if turn is None or claim is None or claim.member_id != visit.me.id:
        raise words.not_yours()
    wish = FindCover(claim=claim.id, begin=request.begin, end=request.end)
    return Reply(form=words.note_form(load_turn(tx, turn).duty, wish, request.note))


def find_cover_for_many(tx: Transaction, visit: Visit, request: FindCoverForMany) -> Reply:
    """Those of them that are still mine, and for which somebody is wanted."""
    lock_turns_of(tx, visit.me.id, request.claims)
    rows: list[tuple[Wanted, int]] = []
    free: list[tuple[Duty, Release]] = []
    for claim_id in sorted(set(request.claims)):
        found = _find_mine(tx, visit, claim_id, request.begin, request.end)
        if found is None:
            continue
        if not _is_needed(tx, visit, *found):
            free.append((_duty(tx, found[0]), release_part(*found)))
            continue
        cover_id, change = _begin(tx, visit, *found, "")
        case = load_case(tx, cover_of(tx, cover_id), visit.now)
        rows.append((wanted_by(tx, case, visit.me, visit.now), change))
    if not rows:
        raise words.not_needed(*free[0]) if free else words.not_yours()
    return Reply(card=words.begun_many(rows, free, visit.reader), replaces=True, home=True)


def _is_needed(tx: Transaction, visit: Visit, claim: Claim, part: Span) -> bool:
    """Whether somebody would be wanted without me: others may hold it since the card was drawn."""
    turn = tx.roster.find_turn(claim.turn_id)
    assert turn is not None  # it is locked
    return freed(load_turn(tx, turn), visit.me.id, [part]).is_open(visit.now)


def _duty(tx: Transaction, claim: Claim) -> Duty:
    turn = tx.roster.find_turn(claim.turn_id)
    assert turn is not None  # it is locked
    return load_turn(tx, turn).duty


def _begin(tx: Transaction, visit: Visit, claim: Claim, part: Span, note: str) -> tuple[int, int]:
    """The request's id, and the change that can be taken back."""
    why = Why.RELEASE.value
    cover_id = need_cover(tx, visit.me.id, claim, part, why, visit.now, note)
    if not cover_id:
        raise words.not_yours()
    change = tx.record.of_subject(f"cover:{cover_id}")[-1]
    advance(tx, cover_id, visit.now)
    return cover_id, change.id


def _find_mine(
    tx: Transaction, visit: Visit, claim_id: int, begin: str, end: str
) -> tuple[Claim, Span] | None:
    """My claim, locked, and what is meant of it; None if it is not mine (any more) or is over."""
    tx.people.lock(visit.me.id)
    claim = tx.claims.find(claim_id)
    turn = tx.roster.lock_turn(claim.turn_id) if claim else None
    claim = next((c for c in turn.claims if c.id == claim_id), None) if turn else None
    if claim is None or claim.member_id != visit.me.id or claim.span.end <= visit.now:
        return None
    part = claim.span.overlap(read_span(begin, end, claim.span))
    coming = part and part.overlap(Span(visit.now, claim.span.end))
    return (claim, coming) if coming else None


def read_span(begin: str, end: str, default: Span) -> Span:
    """The part that a button names; raises Refusal for what is none."""
    if not begin:
        return default
    try:
        return Span(datetime.fromisoformat(begin), datetime.fromisoformat(end))
    except ValueError:
        raise words.not_yours() from None


def keep_it(tx: Transaction, visit: Visit, request: KeepIt) -> Reply:
    return Reply(card=words.keep(), replaces=True)


def show_cover(tx: Transaction, visit: Visit, request: ShowCover) -> Reply:
    """To each what they can do about it."""
    case = load_case(tx, cover_of(tx, request.cover), visit.now)
    one, me = wanted_by(tx, case, visit.me, visit.now), visit.me
    if case.cover.member_id == me.id:
        return Reply(card=words.state(one, case.asks, told(case), visit.reader))
    mine = ask_of(case, me.id)
    if case.cover.state is not CoverState.OPEN or not case.spans:
        raise refusing.no_longer(one, visit.reader)
    if me.role is Role.CHAIR or me.id in {lead.id for lead in case.leads}:
        return Reply(card=leading.state(one, case.asks, visit.reader))
    if mine is not None:
        return Reply(card=asking.ask(one, mine, visit.reader))
    return Reply(card=asking.offered(one, visit.reader))


def withdraw(tx: Transaction, visit: Visit, request: WithdrawCover) -> Reply:
    return _withdraw(tx, visit, request.cover)


def undo_ask(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """Taking back that cover was asked for, or for more than before; by the holder alone."""
    cover_id = int(change.subject.partition(":")[2])
    return _shrink(tx, visit, cover_id, change) if change.before else _withdraw(tx, visit, cover_id)


def _shrink(tx: Transaction, visit: Visit, cover_id: int, change: Change) -> Reply:
    case = _lock_own(tx, visit, cover_id)
    if case.cover.state is not CoverState.OPEN:
        raise words.closed_already(wanted_by(tx, case, visit.me, visit.now))
    was = change.before
    span = read_span(was["begin"], was["end"], case.cover.span)
    tx.covers.change(cover_id, span=span, why=Why(was["why"]), note=was["note"])
    tx.record.add(visit.now, visit.me.id, "undo", change.subject, change.after, {"of": change.id})
    advance(tx, cover_id, visit.now)
    say_anew(tx, cover_id, visit.now)
    refresh_panels(tx, visit.now)
    case = load_case(tx, cover_of(tx, cover_id), visit.now)
    one = wanted_by(tx, case, visit.me, visit.now)
    card = words.state(one, case.asks, told(case), visit.reader)
    return Reply(card=card, replaces=True, home=True)


def _lock_own(tx: Transaction, visit: Visit, cover_id: int) -> Case:
    """Raises Refusal for what somebody else asks."""
    cover = cover_of(tx, cover_id)
    if cover.member_id != visit.me.id:
        raise words.not_yours()
    tx.people.lock(visit.me.id)
    tx.roster.lock_turn(cover.turn_id)
    return load_case(tx, cover_of(tx, cover_id), visit.now)


def _withdraw(tx: Transaction, visit: Visit, cover_id: int) -> Reply:
    case = _lock_own(tx, visit, cover_id)
    one = wanted_by(tx, case, visit.me, visit.now)
    if withdraw_cover(tx, cover_id, visit.me.id, visit.now) is None:
        raise words.closed_already(one)
    refresh_panels(tx, visit.now)
    beside = has_card(tx, HOLDER, cover_id, visit.me.id)
    return Reply(card=words.kept(one, visit.reader), replaces=not beside, home=True)
