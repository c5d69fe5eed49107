"""The one way in which a member comes to hold a turn: locked, decided, saved."""

from __future__ import annotations

from bot.app import Visit
from bot.claims.rules import No, Standing, decide, share
from bot.claims.words import refusing
from bot.covering import look_again, settle_turn
from bot.held import Held
from bot.holding import load_turn
from bot.model import Claim, MemberState
from bot.notify import refresh_panels, watch_edges
from bot.ports.store import Transaction
from bot.weeks import Span, week_span


def lock_held(tx: Transaction, visit: Visit, turn_id: int) -> Held:
    """The turn as it stays until the end, and nobody changes the claimer either.

    Raises Refusal if it is not there. The member is locked first: see bot.ports.people.People.lock.
    """
    me = tx.people.lock(visit.me.id)
    turn = tx.roster.lock_turn(turn_id)
    if turn is None or me is None or me.state is not MemberState.ACTIVE:
        raise refusing.gone()
    return load_turn(tx, turn)


def take(tx: Transaction, visit: Visit, held: Held, part: Span, minutes: int) -> Claim:
    """Hold a part of a locked turn; 0 minutes: what is fair. Raises Refusal with the way out."""
    me, now, rest = visit.me, visit.now, held.rest(visit.now)
    if rest is None:
        raise refusing.refusal(No("over"), held, part, visit.reader)
    clipped = part.overlap(rest)
    if clipped is None:
        raise refusing.outside(held, rest, visit.reader)
    minutes = minutes or share(held, clipped, now)
    no = decide(held, me, clipped, minutes, _standing(tx, visit, held, rest), now)
    if no:
        raise refusing.refusal(no, held, clipped, visit.reader)
    draft = Claim(0, held.turn.id, me.id, minutes, clipped, now)
    claim_id = tx.claims.add(draft)
    settle_turn(tx, held.turn.id, now)
    look_again(tx, me.id, now)
    refresh_panels(tx, now)
    if clipped != held.turn.span:
        watch_edges(tx, clipped, now)
    return Claim(claim_id, held.turn.id, me.id, minutes, clipped, now)


def _standing(tx: Transaction, visit: Visit, held: Held, rest: Span) -> Standing:
    me, week = visit.me, held.turn.week
    mine = tx.claims.of_member(me.id, week_span(week, tx.task_force.zone))
    pledge = tx.hours.pledge(me.id, week)
    return Standing(
        sum(claim.minutes for turn, claim in mine if turn.week == week),
        pledge.minutes if pledge else 0,
        tx.aways.overlapping(rest, [me.id]),
    )
