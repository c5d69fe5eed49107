"""The one way in which a member comes to hold a turn: locked, decided, saved."""

from __future__ import annotations

from bot.app import Visit
from bot.claims.rules import OVERRULED, No, may_take, share
from bot.claims.words import refusing
from bot.claims.words.limits import Around
from bot.covering import look_again, settle_turn
from bot.held import Held
from bot.holding import load_turn
from bot.model import Claim, Member, MemberState, Role
from bot.notify import chairs, refresh_panels, watch_edges
from bot.people.rules import check_chair
from bot.ports.store import Transaction
from bot.standing import load_standings
from bot.weeks import Span


def lock_held(tx: Transaction, visit: Visit, turn_id: int, member_id: int = 0) -> Held:
    """The turn as it stays until the end, and nobody changes the claimer either.

    `member_id`: who is to hold it, if not the asker. Raises Refusal if it is not there. The member
    is locked first: see bot.ports.people.People.lock.
    """
    claimer = tx.people.lock(member_id or visit.me.id)
    turn = tx.roster.lock_turn(turn_id)
    if turn is None or claimer is None or claimer.state is not MemberState.ACTIVE:
        raise refusing.gone()
    return load_turn(tx, turn)


def take(
    tx: Transaction,
    visit: Visit,
    held: Held,
    part: Span,
    minutes: int,
    override: str = "",
    member: Member | None = None,
) -> Claim:
    """Hold a part of a locked turn; 0 minutes: what is fair. Raises Refusal with the way out.

    `member`: who is to hold it, if not the asker. `override`: the chair's reason why they may
    although it is more than they should carry (bot.claims.rules.OVERRULED); recorded.
    """
    claimer = tx.people.find((member or visit.me).id)  # as it is since it was locked
    assert claimer is not None
    now, rest = visit.now, held.rest(visit.now)
    if rest is None:
        raise refusing.refusal(No("over"), held, part, visit.reader, Around())
    clipped = part.overlap(rest)
    if clipped is None:
        raise refusing.outside(held, rest, visit.reader)
    minutes = minutes or share(held, clipped, now)
    standing = load_standings(tx, held, [claimer], now)[claimer.id]
    no = may_take(held, claimer, clipped, minutes, standing, now)
    overruled = _overruled(visit, no, override)
    if no and not overruled:
        around = _around(tx, visit, claimer, no, minutes)
        raise refusing.refusal(no, held, clipped, visit.reader, around)
    draft = Claim(0, held.turn.id, claimer.id, minutes, clipped, now)
    claim_id = tx.claims.add(draft)
    settle_turn(tx, held.turn.id, now)
    look_again(tx, claimer.id, now)
    if no:
        after = {"limit": no.code, "reason": override, "member": claimer.id}
        tx.record.add(now, visit.me.id, "claims.override", f"claim:{claim_id}", {}, after)
    if clipped != held.turn.span:
        watch_edges(tx, clipped, now)
    refresh_panels(tx, now)
    return Claim(claim_id, held.turn.id, claimer.id, minutes, clipped, now)


def _around(tx: Transaction, visit: Visit, claimer: Member, no: No, minutes: int) -> Around:
    """What the refusal has to say beside the rule."""
    near = tx.roster.find_duty(no.near.duty_id) if no.near else None
    return Around(
        "" if claimer.id == visit.me.id else claimer.name,
        claimer.id,
        minutes,
        [chair.name for chair in chairs(tx)],
        near.name if near else "",
        visit.me.role is Role.CHAIR,
    )


def _overruled(visit: Visit, no: No | None, reason: str) -> bool:
    """Whether the chair lets it pass. Raises Refusal for anybody else's wish to."""
    if no is None or not reason.strip():
        return False
    check_chair(visit.me)
    return no.code in OVERRULED
