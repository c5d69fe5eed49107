"""The holder says what is open, or that nothing is; corrects it, takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.app import Visit
from bot.cards import Reply
from bot.fields import read_lines
from bot.handover.requests import NothingNotable, OpenHandover, WriteHandover
from bot.handover.rules import WRITABLE, Following, read_links
from bot.handover.usecases.loading import load_endings
from bot.handover.usecases.telling import refresh, tell_next
from bot.handover.words import asking, telling
from bot.handover.words.asking import Ending
from bot.holding import load_turn
from bot.model import Change, Claim, Turn
from bot.ports.handovers import TEXT_MOST, Note
from bot.ports.store import Transaction
from bot.weeks import Span

MINUTE = timedelta(minutes=1)
MOST_CHOICES = 25  # of a form: whoever has more turns writes from their buttons


def open_handover(tx: Transaction, visit: Visit, request: OpenHandover) -> Reply:
    endings = [_find(tx, visit, request.claim)] if request.claim else load_mine(tx, visit)
    if not endings:
        raise telling.nothing_held()
    return Reply(form=asking.form(endings, visit.now, visit.reader))


def load_mine(tx: Transaction, visit: Visit) -> list[Ending]:
    """What runs now, the first to end first; else what ended last."""
    found = tx.claims.of_member(visit.me.id, Span(visit.now - WRITABLE, visit.now + MINUTE))
    running = [(turn, claim) for turn, claim in found if claim.span.end > visit.now]
    last = max((claim.span.end for _turn, claim in found), default=None)
    chosen = running or [(turn, claim) for turn, claim in found if claim.span.end == last]
    return load_endings(tx, chosen)[:MOST_CHOICES]


def write_handover(tx: Transaction, visit: Visit, request: WriteHandover) -> Reply:
    one = _find(tx, visit, request.claim, lock=True)
    me, now = visit.me.id, visit.now
    texts = {
        "left_open": read_lines(request.left_open, "left_open", TEXT_MOST),
        "watch": read_lines(request.watch, "watch", TEXT_MOST),
    }
    note = Note(one.turn.id, me, **texts, links=read_links(request.links), written_at=now)
    if one.note and replace(one.note, written_at=now) == note:
        return Reply(card=telling.unchanged(one))
    change = _save(tx, visit, [one], [note])
    told = tell_next(tx, one, note, now)
    card = telling.saved(replace(one, note=note), change, told, again=one.note is not None)
    return Reply(card=card, home=True)


def nothing_notable(tx: Transaction, visit: Visit, request: NothingNotable) -> Reply:
    """For those without a note; what is not the asker's any more is left out, or refused."""
    now = visit.now
    tx.people.lock(visit.me.id)
    claims = {key: tx.claims.find(key) for key in set(request.claims)}
    # turns are locked in the order of their ids everywhere: else two wait for each other
    order = sorted(claims, key=lambda key: (claim.turn_id if (claim := claims[key]) else 0, key))
    found = [_find(tx, visit, key, lock=True) for key in order]
    held = [one for one in found if _holds(one)]
    if not held:
        raise _passed_on(tx, found[0]) if found else telling.gone()
    new = [one for one in held if one.note is None]
    if not new:
        return Reply(card=telling.nothing_new())
    notes = [Note(one.turn.id, visit.me.id, "", "", (), now) for one in new]
    change = _save(tx, visit, new, notes)
    return Reply(card=telling.nothing(new, change), home=True)


def _holds(one: Ending) -> bool:
    return any(claim.id == one.claim.id for claim in one.turn.claims)


def _passed_on(tx: Transaction, one: Ending) -> Exception:
    return telling.passed_on(one.duty, one.nexts, one.claim.id)


def _find(tx: Transaction, visit: Visit, claim_id: int, *, lock: bool = False) -> Ending:
    """A claim of the asker's about which a note can be written. Raises Refusal."""
    if lock:
        tx.people.lock(visit.me.id)
    claim = tx.claims.find(claim_id)
    if claim is None:
        raise telling.gone()
    if claim.member_id != visit.me.id:
        raise telling.not_yours()
    turn = tx.roster.lock_turn(claim.turn_id) if lock else tx.roster.find_turn(claim.turn_id)
    if turn is None:
        raise telling.gone()
    claim = next((c for c in turn.claims if c.id == claim_id), claim)
    one = load_endings(tx, [(turn, claim)])[0]
    if not any(c.id == claim_id for c in turn.claims):
        one = _given_back(tx, one, turn, claim)
        until = turn.span.end
    else:
        until = claim.span.end + WRITABLE
    if visit.now >= until:
        raise telling.too_late(one.duty, visit.reader.span(claim.span))
    return one


def _given_back(tx: Transaction, one: Ending, turn: Turn, claim: Claim) -> Ending:
    """Not theirs any more: a note goes to whoever holds the turn in their stead."""
    others = [
        holder
        for holder in load_turn(tx, turn).holders
        if holder.member.id != claim.member_id and holder.claim.span.overlaps(claim.span)
    ]
    then = Following(claim.span.start, tuple(holder.claim for holder in others))
    return replace(one, then=then, nexts=tuple(dict.fromkeys(h.name for h in others)))


def _save(tx: Transaction, visit: Visit, endings: Sequence[Ending], notes: Sequence[Note]) -> int:
    """Written down, and every card about it brought up to date; the change."""
    for note in notes:
        tx.handovers.put(note)
    for one in endings:
        refresh(tx, one, visit.now)
    before = {"member": visit.me.id, "notes": [_as_data(one.note) for one in endings if one.note]}
    after = {"member": visit.me.id, "notes": [_as_data(note) for note in notes]}
    first, more = notes[0].turn_id, len(notes) - 1
    subject = f"handover:{first}:{visit.me.id}" + (f"+{more}" if more else "")
    return tx.record.add(visit.now, visit.me.id, "handover.write", subject, before, after)


def _as_data(note: Note) -> dict[str, object]:
    """A note as the record keeps it."""
    return {
        "turn": note.turn_id,
        "left_open": note.left_open,
        "watch": note.watch,
        "links": [list(link) for link in note.links],
    }


def undo_write(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """As it was before, unless it was changed since."""
    me, now = visit.me.id, visit.now
    tx.people.lock(me)
    before = {int(data["turn"]): data for data in change.before["notes"]}
    endings = []
    for data in sorted(change.after["notes"], key=lambda one: int(one["turn"])):
        turn_id = int(data["turn"])
        turn = tx.roster.lock_turn(turn_id)
        note = tx.handovers.find(turn_id, me)
        if turn is None or note is None or _as_data(note) != data:
            raise telling.changed_since()
        was = before.get(turn_id)
        if was is None:
            tx.handovers.remove(turn_id, me)
        else:
            tx.handovers.put(_from_data(was, me, note))
        endings.append(_ending(tx, turn, me, note))
    for one in endings:
        refresh(tx, one, now)
    after = {"of": change.id, "notes": change.before["notes"]}
    tx.record.add(now, me, "undo", change.subject, change.after, after)
    card = telling.undone([_as_now(tx, one, me) for one in endings])
    return Reply(card=card, replaces=True, home=True)


def _from_data(data: Mapping[str, Any], member_id: int, note: Note) -> Note:
    links = tuple((str(url), str(label)) for url, label in data["links"])
    return Note(note.turn_id, member_id, data["left_open"], data["watch"], links, note.written_at)


def _ending(tx: Transaction, turn: Turn, member_id: int, note: Note) -> Ending:
    """Of the claim the note is about; of one that is gone, as far as anybody is to be told."""
    mine = [claim for claim in turn.claims if claim.member_id == member_id]
    instant = Span(turn.span.end - MINUTE, turn.span.end)
    claim = mine[-1] if mine else Claim(0, turn.id, member_id, 1, instant, note.written_at)
    return load_endings(tx, [(turn, claim)])[0]


def _as_now(tx: Transaction, one: Ending, member_id: int) -> Ending:
    return replace(one, note=tx.handovers.find(one.turn.id, member_id))
