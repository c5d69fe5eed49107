"""Giving a turn back, or a part of it. The past of a running claim stays: it ends now.

Where somebody is wanted in the holder's place, the consequence is explained first; the turn stays
theirs, and cover is asked for (bot.cover).
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.app import Visit
from bot.cards import Reply
from bot.claims.requests import Release, ReleaseMany
from bot.claims.rules import SLIP
from bot.claims.usecases.claiming import read_part
from bot.claims.words import releasing as words
from bot.claims.words.releasing import Before, Mine
from bot.ending import ahead, give_back, lock_turns_of
from bot.errors import Refusal
from bot.grammar import tidy
from bot.held import freed
from bot.holding import load_turn
from bot.model import Claim, Duty, Role
from bot.notify import refresh_panels
from bot.ports.store import Transaction
from bot.understanding import Known, Understood, load_known, understand, when_of
from bot.weeks import Span

NOTE_MOST = 300  # characters: what a button can carry beside the rest, and a reader reads
ALL = frozenset(("all", "everything", "all of them"))


def release(tx: Transaction, visit: Visit, request: Release) -> Reply:
    if request.claim:
        mine = _find(tx, visit, request.claim, read_part(request.begin, request.end))
        if mine is None:
            raise words.not_yours()
        return _give_back(tx, visit, mine, request.note[:NOTE_MOST])
    return _release_by_words(tx, visit, request.words)


def _release_by_words(tx: Transaction, visit: Visit, said: str) -> Reply:
    held = _held(tx, visit)
    if not held:
        raise words.nothing_held()
    if tidy(said).casefold() in ALL:
        return Reply(card=words.which(held, visit.reader))
    meant = _understand(tx, said, held)
    ids = {duty.id for duty in meant.duties} or {mine.duty.id for mine in held}
    chosen = [mine for mine in held if mine.duty.id in ids]
    if meant.parts.when is not None:
        when = when_of(meant.parts, visit)
        whole = when.kind in ("week", "instant")
        chosen = [m.within(m.part if whole else when.span) for m in chosen if m.overlaps(when.span)]
    note = (meant.parts.note or "")[:NOTE_MOST]
    if not chosen:
        raise words.not_yours(meant.duties[0].name if meant.duties else "")
    if len(chosen) > 1:
        return Reply(card=words.which(chosen, visit.reader, note))
    return _give_back(tx, visit, chosen[0], note)


def _understand(tx: Transaction, said: str, held: Sequence[Mine]) -> Understood:
    """A name is looked for among what one holds; else among all, to say that it is not ours."""
    every = load_known(tx)
    mine: dict[int, Duty] = {one.duty.id: one.duty for one in held}
    accounts = {key: name for key, name in every.accounts.items() if key in mine}
    try:
        return understand(said, Known(tuple(mine.values()), (), accounts))
    except Refusal as refusal:
        if refusal.code != "unknown_duty":
            raise
    return understand(said, every, also_retired=True)


def _held(tx: Transaction, visit: Visit) -> list[Mine]:
    """What is mine from now on."""
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    found = tx.claims.of_member(visit.me.id, ahead(visit.now))
    return [Mine(duties[t.duty_id], c, _to_come(c.span, visit)) for t, c in found]


def _to_come(span: Span, visit: Visit) -> Span:
    return Span(max(span.start, visit.now), span.end)


def _find(tx: Transaction, visit: Visit, claim_id: int, part: Span | None) -> Mine | None:
    """What is still to come of a claim, locked; None if it is not mine (any more) or is over."""
    tx.people.lock(visit.me.id)
    claim = tx.claims.find(claim_id)
    turn = tx.roster.lock_turn(claim.turn_id) if claim else None
    if turn is None:
        return None
    claim = next((c for c in turn.claims if c.id == claim_id), None)
    if claim is None or claim.member_id != visit.me.id or claim.span.end <= visit.now:
        return None
    mine = Mine(load_turn(tx, turn).duty, claim, _to_come(claim.span, visit))
    if part is None:
        return mine
    return mine.within(part) if mine.overlaps(part) else None


def _give_back(tx: Transaction, visit: Visit, mine: Mine, note: str) -> Reply:
    locked = _find(tx, visit, mine.claim.id, mine.part)
    if locked is None:
        raise words.not_yours(mine.duty.name)
    if (asked := _asked_for(tx, locked)) is not None:
        return Reply(card=words.asked_already(locked, asked, visit.reader))
    if _is_needed(tx, visit, locked):
        return Reply(card=words.consequence(_before(tx, visit, locked, note), visit.reader))
    change = _save(tx, visit, locked, note)
    refresh_panels(tx, visit.now)
    return Reply(card=words.released(locked, change, note, visit.reader), home=True)


def _asked_for(tx: Transaction, mine: Mine) -> int | None:
    """The open request that asks for all of it already."""
    for cover in tx.covers.open_of_turn(mine.claim.turn_id):
        if cover.member_id == mine.claim.member_id and cover.span.covers(mine.part):
            return cover.id
    return None


def _is_needed(tx: Transaction, visit: Visit, mine: Mine) -> bool:
    """Whether somebody would be wanted without them."""
    turn = tx.roster.find_turn(mine.claim.turn_id)
    assert turn is not None  # it is locked
    return freed(load_turn(tx, turn), visit.me.id, [mine.part]).is_open(visit.now)


def _before(tx: Transaction, visit: Visit, mine: Mine, note: str) -> Before:
    me, department = visit.me, mine.duty.department_id
    leads_it = me.role is Role.LEAD and me.department_id == department
    return Before(
        mine,
        note,
        visit.now,
        is_lead=leads_it or me.role is Role.CHAIR,
        undo=_just_claimed(tx, visit, mine.claim),
    )


def _just_claimed(tx: Transaction, visit: Visit, claim: Claim) -> int | None:
    """The change by which they took it, while it may have been a slip."""
    change = next(reversed(tx.record.of_subject(f"claim:{claim.id}")), None)
    if change is None or change.action != "claims.claim" or change.actor_id != visit.me.id:
        return None
    return change.id if visit.now - change.at <= SLIP else None


def _save(tx: Transaction, visit: Visit, mine: Mine, note: str) -> int:
    after: dict[str, object] = {"note": note} if note else {}
    change = give_back(tx, mine.claim, mine.part, visit.me.id, visit.now, after)
    assert change is not None  # it is locked, and has not ended
    return change


def release_many(tx: Transaction, visit: Visit, request: ReleaseMany) -> Reply:
    """Those of them that are still mine; each with its own way back.

    Where others are wanted instead of some, nothing is given back before they have said so.
    """
    part = read_part(request.begin, request.end)
    lock_turns_of(tx, visit.me.id, request.claims)
    found = [_find(tx, visit, key, part) for key in sorted(set(request.claims))]
    needed: list[Mine] = []
    given: list[tuple[Mine, int]] = []
    for one in (one for one in found if one):
        if _is_needed(tx, visit, one):  # beside what was given back before it
            needed.append(one)
        else:
            given.append((one, _save(tx, visit, one, "")))
    if not needed and not given:
        raise words.not_yours()
    refresh_panels(tx, visit.now)
    card = words.released_many(given, needed, request, visit.now, visit.reader)
    return Reply(card=card, replaces=True, home=True)
