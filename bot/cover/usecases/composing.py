"""The cards of a request, composed at the moment they are said."""

from __future__ import annotations

from datetime import datetime

from bot.cards import Card
from bot.claims.rules import free_for
from bot.cover.usecases.loading import Case, load_case
from bot.cover.words import asking, holding, leading, refusing
from bot.cover.words.asking import Wanted
from bot.covering import ASK, HOLDER
from bot.model import Delivery, Member, Role
from bot.ports.covers import Ask, AskState, Cover, CoverState
from bot.ports.store import Transaction
from bot.reader import reader_for
from bot.weeks import Span


def compose(tx: Transaction, delivery: Delivery, now: datetime) -> Card | None:
    """What a delivery of bot.covering's kinds says now; None: nothing any more.

    What was not said before it closed is not said after.
    """
    key, _, times = delivery.occasion.partition(".")
    cover = tx.covers.find(int(key))
    member = tx.people.find(delivery.recipient.member_id or 0)
    is_new = delivery.address is None
    if cover is None or member is None or (is_new and cover.state is not CoverState.OPEN):
        return None
    case = load_case(tx, cover, now)
    one, reader = wanted_by(tx, case, member, now), reader_for(member, tx.task_force)
    if delivery.kind == HOLDER:
        return holding.state(one, case.asks, told(case), reader)
    if delivery.kind != ASK:
        return leading.state(one, case.asks, reader)
    mine = next((ask for ask in case.asks if ask.member_id == member.id), None)
    if mine is None or (is_new and mine.state not in _ASKED):
        return None
    return asking.asked_again() if int(times) < mine.times else asking.ask(one, mine, reader)


_ASKED = frozenset((AskState.ASKED, AskState.LATER))  # who has answered gets no new question


def wanted_by(tx: Transaction, case: Case, reader: Member, now: datetime) -> Wanted:
    """What is asked for, as this member sees it."""
    cover, held = case.cover, case.held
    holder = tx.people.find(cover.member_id)
    span = case.span
    mine = [c for c in held.turn.claims if c.member_id == cover.member_id and c.span.overlaps(span)]
    department = held.duty.department_id
    free = free_for(held, reader.id, tx.aways.overlapping(span, [reader.id]), now)
    return Wanted(
        cover,
        held,
        span,
        case.minutes or held.wanted(now),
        name_of(holder),
        mine[0].id if mine else 0,
        department is not None and department == reader.department_id,
        _held_now(case, span),
        held.is_open(now) and any(part.overlaps(span) for part in free),
    )


def _held_now(case: Case, span: Span) -> list[str]:
    """Who holds the time by now; of one that was covered, who took it."""
    takers = {ask.member_id for ask in case.asks if ask.minutes}
    holders = [h for h in case.held.holders if h.claim.span.overlaps(span)]
    others = [h for h in holders if h.member.id != case.cover.member_id]
    if case.cover.state is CoverState.TAKEN:
        others = [h for h in others if h.member.id in takers] or others
    return list(dict.fromkeys(h.name for h in others or holders))


def told(case: Case) -> list[str]:
    """Who knows of it besides those who were asked."""
    cover = case.cover
    people = case.leads if cover.lead_at and case.leads else ()
    if cover.chair_at or (cover.lead_at and not case.leads):
        people = (*people, *case.chairs)
    return list(dict.fromkeys(member.name for member in people))


def name_of(member: Member | None) -> str:
    if member is None:
        return "Somebody"
    return member.name + (" (partner)" if member.role is Role.PARTNER else "")


def ask_of(case: Case, member_id: int) -> Ask | None:
    return next((ask for ask in case.asks if ask.member_id == member_id), None)


def cover_of(tx: Transaction, cover_id: int) -> Cover:
    """Raises Refusal for one that is no longer there."""
    cover = tx.covers.find(cover_id)
    if cover is None:
        raise refusing.unknown()
    return cover
