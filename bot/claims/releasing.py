"""Giving a turn back. The past of a running claim stays: it ends now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.app import Visit
from bot.cards import Reply
from bot.claims import words
from bot.claims.requests import Claim as ClaimRequest
from bot.claims.requests import Release, ReleaseMany
from bot.claims.usecases import as_data, claim
from bot.errors import Refusal
from bot.holding import load_turn
from bot.model import Change, Duty, Turn
from bot.model import Claim as Holding
from bot.notify import refresh_panels
from bot.ports.store import Transaction
from bot.turns import HORIZON_WEEKS
from bot.understanding import understand, when_of
from bot.weeks import Span, say_span

Mine = tuple[Duty, Turn, Holding]


def release(tx: Transaction, visit: Visit, request: Release) -> Reply:
    if request.claim:
        mine = _one(tx, visit, request.claim)
        return _give_back(tx, visit, mine, "")
    return _release_by_words(tx, visit, request.words)


def _release_by_words(tx: Transaction, visit: Visit, said: str) -> Reply:
    ahead = _my_claims(tx, visit)
    if not ahead:
        raise Refusal(
            "nothing_held",
            "You hold nothing that could be given back.",
            "Your past turns stay as they were.",
            "Type `/muster open` to see what is open.",
            offers=(words.SEE_OPEN,),
        )
    mine_first = list({duty.id: duty for duty, _t, _c in ahead}.values())
    meant = understand(said, mine_first if not said else _known(tx, mine_first))
    chosen = ahead
    if meant.duties:
        ids = {duty.id for duty in meant.duties}
        chosen = [m for m in ahead if m[0].id in ids]
    if meant.parts.when is not None:
        span = when_of(meant.parts, visit).span
        chosen = [m for m in chosen if m[2].span.overlaps(span)]
    if not chosen:
        raise _not_yours(meant.duties, visit)
    if len(chosen) > 1:
        return Reply(card=words.which_release(chosen, visit.zone))
    return _give_back(tx, visit, chosen[0], meant.parts.note or "")


def _known(tx: Transaction, mine: Sequence[Duty]) -> list[Duty]:
    """One's own duties first; the others so that a name is recognised and said to be not ours."""
    ids = {duty.id for duty in mine}
    return [*mine, *(d for d in tx.roster.duties() if d.id not in ids)]


def _my_claims(tx: Transaction, visit: Visit) -> list[Mine]:
    ahead = Span(visit.now, visit.now + timedelta(weeks=HORIZON_WEEKS + 2))
    duties = {duty.id: duty for duty in tx.roster.duties(retired=True)}
    found = tx.claims.of_member(visit.me.id, ahead)
    return [(duties[turn.duty_id], turn, c) for turn, c in found]


def _not_yours(duties: Sequence[Duty], visit: Visit) -> Refusal:
    name = duties[0].name if duties else "That"
    return Refusal(
        "not_yours",
        f"{name} is not yours then.",
        "Only what you hold, and is not over, can be given back.",
        "Type `/muster mine` to see what you hold.",
        offers=(words.SEE_OPEN,),
    )


def _one(tx: Transaction, visit: Visit, claim_id: int) -> Mine:
    holding = tx.claims.find(claim_id)
    turn = tx.roster.lock_turn(holding.turn_id) if holding else None
    if holding is None or turn is None or holding.member_id != visit.me.id:
        raise _not_yours((), visit)
    duty = load_turn(tx, turn).duty
    return duty, turn, holding


def _give_back(tx: Transaction, visit: Visit, mine: Mine, note: str) -> Reply:
    _, turn, holding = mine
    held = load_turn(tx, tx.roster.lock_turn(turn.id) or turn)
    change = give_back(tx, holding, visit.me.id, visit.now, note)
    return Reply(card=words.released(held, holding, change, visit.zone, note), home=True)


def give_back(
    tx: Transaction, holding: Holding, actor_id: int | None, now: datetime, note: str
) -> int:
    """Release, or end a running claim now. The change's id. Raises Refusal if too late."""
    if holding.span.end <= now:
        raise Refusal(
            "over",
            "This turn is over.",
            "The past stays as it was.",
            "Correct your hours with `/muster hours`.",
        )
    if holding.span.start < now:
        done = holding.minutes * Span(holding.span.start, now).minutes // holding.span.minutes
        tx.claims.end_early(holding.id, now, max(1, done))
    elif not tx.claims.release(holding.id, now):
        raise Refusal("already", "It was given back already.", "", "There is nothing left to do.")
    before, subject = as_data(holding.id, holding), f"claim:{holding.id}"
    change = tx.record.add(now, actor_id, "claims.release", subject, before, {"note": note})
    refresh_panels(tx, now)
    return change


def release_many(tx: Transaction, visit: Visit, request: ReleaseMany) -> Reply:
    names = []
    for claim_id in dict.fromkeys(request.claims):
        duty, _turn, holding = _one(tx, visit, claim_id)
        give_back(tx, holding, visit.me.id, visit.now, "")
        names.append(f"{duty.name}, {say_span(holding.span, visit.zone)}")
    return Reply(card=words.released_many(names), replaces=True, home=True)


def undo_release(tx: Transaction, visit: Visit, change: Change) -> Reply:
    """The turn is taken again as it was, if its place is still free; all rules apply."""
    was = change.before
    begin = max(datetime.fromisoformat(was["begin"]), visit.now)
    end = datetime.fromisoformat(was["end"])
    turn = int(was["turn"])
    again = ClaimRequest(
        turn=turn, minutes=int(was["minutes"]), begin=begin.isoformat(), end=end.isoformat()
    )
    claim(tx, visit, again)
    tx.record.add(visit.now, visit.me.id, "undo", change.subject, change.after, {"of": change.id})
    found = tx.roster.find_turn(turn)
    assert found is not None
    name = load_turn(tx, found).duty.name
    return Reply(
        card=words.undone_release(name, say_span(Span(begin, end), visit.zone)),
        replaces=True,
        home=True,
    )
