"""What a lead or the chair does about a request; and taking back that somebody covered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.app import Visit
from bot.cards import Reply
from bot.claims.rules import SLIP
from bot.cover.requests import AskEverybody, SetFree
from bot.cover.usecases.composing import cover_of, name_of, wanted_by
from bot.cover.usecases.following import advance
from bot.cover.usecases.holding import NOTE_MOST, read_span
from bot.cover.usecases.loading import load_case
from bot.cover.words import answering, holding, refusing
from bot.cover.words import leading as words
from bot.covering import LEAD, ask_again, has_card, say_anew, settle_turn, wake
from bot.ending import as_data, give_back
from bot.held import Held
from bot.holding import load_turn
from bot.model import Change, Claim, Member, MemberState, Role
from bot.notes import take_back_words_of
from bot.notify import refresh_panels, tell
from bot.ports.covers import AskState, CoverState, Why
from bot.ports.store import Transaction
from bot.reader import reader_for
from bot.weeks import Span


def ask_everybody(tx: Transaction, visit: Visit, request: AskEverybody) -> Reply:
    """Nobody has the first say any more."""
    cover = cover_of(tx, request.cover)
    tx.roster.lock_turn(cover.turn_id)
    case = load_case(tx, cover_of(tx, request.cover), visit.now)
    check_leads(visit.me, case.held)
    if case.cover.state is not CoverState.OPEN or not case.spans:
        raise refusing.no_longer(wanted_by(tx, case, visit.me, visit.now), visit.reader)
    if case.cover.all_at is None:
        tx.covers.change(cover.id, all_at=visit.now)
        tx.record.add(visit.now, visit.me.id, "cover.everybody", f"ask:{cover.id}")
        advance(tx, cover.id, visit.now)
        say_anew(tx, cover.id, visit.now)
    case = load_case(tx, cover_of(tx, cover.id), visit.now)
    one = wanted_by(tx, case, visit.me, visit.now)
    return Reply(card=words.state(one, case.asks, visit.reader), replaces=True)


def check_leads(me: Member, held: Held) -> None:
    """The chair, or the lead of the duty's department. Raises Refusal."""
    if me.role is Role.CHAIR:
        return
    if me.role is not Role.LEAD or me.department_id != held.duty.department_id:
        raise words.may_not(held)


def set_free(tx: Transaction, visit: Visit, request: SetFree) -> Reply:
    """What somebody holds is open at once; they are told, and requests for it are closed."""
    claim = tx.claims.find(request.claim)
    if claim is not None:
        tx.people.lock(claim.member_id)
    turn = tx.roster.lock_turn(claim.turn_id) if claim else None
    if turn is None:
        raise refusing.unknown()
    held = load_turn(tx, turn)
    check_leads(visit.me, held)
    claim = next((c for c in turn.claims if c.id == request.claim), None)
    if claim is None or claim.span.end <= visit.now:
        raise words.not_held(held.duty)
    part = read_span(request.begin, request.end, claim.span)
    after: dict[str, object] = {"why": "set free"}
    if request.note:
        after["note"] = request.note[:NOTE_MOST]
    told = [has_card(tx, LEAD, c.id, visit.me.id) for c in tx.covers.open_of_turn(turn.id)]
    given = give_back(tx, claim, part, visit.me.id, visit.now, after)
    if given is None:
        raise words.not_held(held.duty)
    before = tx.record.find(given)
    assert before is not None
    return replace(_freed(tx, visit, held, before), replaces=not any(told))


def _freed(tx: Transaction, visit: Visit, held: Held, release: Change) -> Reply:
    now, was = visit.now, claim_from(release.before, visit.now)
    before = dict(release.before) | {"releases": [release.id]}
    change = tx.record.add(now, visit.me.id, "cover.free", release.subject, before)
    refresh_panels(tx, now)
    holder = tx.people.find(was.member_id)
    if holder and holder.id != visit.me.id:
        card = words.freed_for_you(name_of(visit.me), held, was, reader_for(holder, tx.task_force))
        tell(tx, holder.id, change, card, now)
    name = name_of(holder) if holder and holder.id != visit.me.id else ""
    return Reply(card=words.freed(held, was, name, change, visit.reader), replaces=True, home=True)


def claim_from(data: Mapping[str, Any], now: datetime) -> Claim:
    """A claim as the record kept it (bot.ending.as_data), from now on."""
    span = Span(datetime.fromisoformat(data["begin"]), datetime.fromisoformat(data["end"]))
    coming = span.overlap(Span(now, max(now, span.end))) or span
    minutes = max(1, int(data["minutes"]) * coming.minutes // max(1, span.minutes))
    return Claim(int(data["claim"]), int(data["turn"]), int(data["member"]), minutes, coming, now)


def undo_free(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """Its holder, who is told, has it again and asks for cover as before, if it is open still."""
    was = claim_from(change.before, visit.now)
    holder = tx.people.lock(was.member_id)
    turn = tx.roster.lock_turn(was.turn_id)
    if holder is None or turn is None:
        raise refusing.unknown()
    held = load_turn(tx, turn)
    check_leads(visit.me, held)
    if holder.state is not MemberState.ACTIVE or not held.is_on or was.span.end <= visit.now:
        raise words.cannot_be_again(held.duty)
    claim = replace(was, id=tx.claims.add(was))
    subject, after = f"claim:{change.before['claim']}", as_data(claim) | {"of": change.id}
    again = tx.record.add(visit.now, visit.me.id, "undo", subject, {}, after)
    take_back_words_of(tx, int(change.before["claim"]))
    for release in change.before["releases"]:
        _undo_release(tx, visit, int(release))
    sought = ask_again(tx, turn.id, change.at, visit.now)
    refresh_panels(tx, visit.now)
    if holder.id != visit.me.id:
        reader = reader_for(holder, tx.task_force)
        card = words.back_again(name_of(visit.me), held, claim, reader, sought=sought)
        tell(tx, holder.id, again, card, visit.now)
    card = words.undone(held, claim, name_of(holder), visit.reader)
    return Reply(card=card, replaces=True, home=True)


# ---- taking back a cover ------------------------------------------------------------------------


def undo_take(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """Within some minutes: whose it was holds it again, and others are asked."""
    taker, holder = int(change.after["member"]), int(change.before["member"])
    for member_id in sorted({taker, holder}):
        tx.people.lock(member_id)
    turn = tx.roster.lock_turn(int(change.after["turn"]))
    now = visit.now
    made = [c for c in turn.claims if c.id in change.after["claims"]] if turn else []
    if turn is None:
        raise refusing.unknown()
    held = load_turn(tx, turn)
    if len(made) != len(change.after["claims"]) or not held.is_on:
        raise words.cannot_be_again(held.duty)
    if now - change.at > SLIP:
        raise refusing.too_late_to_undo(held.duty)
    for claim in made:
        tx.claims.release(claim.id, now)
    after = {"of": change.id, "member": holder}
    again = tx.record.add(now, visit.me.id, "undo", change.subject, change.after, after)
    for release in change.before["releases"]:
        _undo_release(tx, visit, int(release))
    back = _restore(tx, change, held, now)
    for was in change.before["claims"]:
        take_back_words_of(tx, int(was["claim"]))
    settle_turn(tx, turn.id, now)
    _ask_again(tx, change, back, now)
    refresh_panels(tx, now)
    member = tx.people.find(holder)
    if member and back:
        reader = reader_for(member, tx.task_force)
        card = holding.yours_again(name_of(visit.me), held.duty, back, reader)
        tell(tx, holder, again, card, now)
    case = load_case(tx, cover_of(tx, int(change.after["cover"])), now)
    one = wanted_by(tx, case, visit.me, now)
    return Reply(card=answering.undone(one, visit.reader), replaces=True, home=True)


def _undo_release(tx: Transaction, visit: Visit, change_id: int) -> None:
    """It does not count as given back."""
    release = tx.record.find(change_id)
    assert release is not None  # the record is kept
    after = {"of": change_id}
    tx.record.add(visit.now, visit.me.id, "undo", release.subject, release.after, after)


def _restore(tx: Transaction, change: Change, held: Held, now: datetime) -> list[Span]:
    """What the holder had, as it was; of what somebody left, nothing."""
    holder = tx.people.find(int(change.before["member"]))
    if holder is None or holder.state is not MemberState.ACTIVE:
        return []
    back = []
    for data in change.before["claims"]:
        was = claim_from(data, now)
        if was.span.end <= now:
            continue
        if change.after.get("shared"):
            mine = next((c for c in held.turn.claims if c.id == was.id), None)
            if mine is not None:
                tx.claims.end_early(mine.id, mine.span.end, mine.minutes + int(data["minutes"]))
        else:
            tx.claims.add(was)
        back.append(was.span)
    return back


def _ask_again(tx: Transaction, change: Change, back: Sequence[Span], now: datetime) -> None:
    """Others are asked; of a request that ended meanwhile, for what its holder has `back`."""
    cover = cover_of(tx, int(change.after["cover"]))
    asks = tx.covers.asks(cover.id)
    mine = next((ask for ask in asks if ask.member_id == int(change.after["member"])), None)
    if mine is not None:  # they may have taken another part before
        left = max(0, mine.minutes - int(change.after["minutes"]))
        state = AskState.TOOK if left else AskState.NO
        tx.covers.put_ask(replace(mine, state=state, minutes=left, until=None))
    if cover.state is CoverState.TAKEN:
        tx.covers.reopen(cover.id, now)
    elif cover.state is not CoverState.OPEN and back:
        whole = Span(min(span.start for span in back), max(span.end for span in back))
        tx.covers.change(cover.id, span=whole)
        tx.covers.reopen(cover.id, now)
    holder = tx.people.find(cover.member_id)
    if holder is None or holder.state is not MemberState.ACTIVE:
        tx.covers.change(cover.id, why=Why.LEAVER)
    wake(tx, now)
    say_anew(tx, cover.id, now)
    advance(tx, cover.id, now)
