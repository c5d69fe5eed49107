"""Requests for cover go their way: whoever is next is asked, the lead and the chair are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.claims.rules import SLIP
from bot.cover.rules import Step, next_step
from bot.cover.usecases.loading import Case, asked_of, load_candidates, load_case, load_wish
from bot.cover.words import holding as words
from bot.covering import ASK, HOLDER, LEAD, close, occasion, say_anew, settle_turn
from bot.ending import give_back
from bot.jobs import next_after
from bot.model import Member, MemberState, Recipient, TimetableRow
from bot.notify import refresh_panels, tell
from bot.occasions import Occasion
from bot.ports.covers import Ask, AskState, Cover, CoverState, Why
from bot.ports.store import Transaction
from bot.reader import reader_for
from bot.weeks import Span, next_waking

MINUTE = timedelta(minutes=1)


def follow_up(tx: Transaction, _occasion: Occasion, now: datetime) -> None:
    """Each request that is to be looked at now.

    Whoever is changing one of these turns wakes the clock in the end: to wait for them here would
    be to wait for each other.
    """
    for cover in tx.covers.due(now):
        if tx.roster.try_lock_turn(cover.turn_id) is not None:
            advance(tx, cover.id, now)


def next_look(tx: Transaction, row: TimetableRow, now: datetime) -> datetime | None:
    """When the first of them is to be looked at; else at night."""
    return tx.covers.next_at() or next_after(tx, row, now)


def advance(tx: Transaction, cover_id: int, now: datetime) -> None:
    """Do what is due for a request, and say when to look again. Its turn is locked.

    Doing it again does nothing more.
    """
    cover = tx.covers.find(cover_id)
    if cover is None or cover.state is not CoverState.OPEN:
        return
    case = load_case(tx, cover, now)
    if not case.spans:
        settle_turn(tx, cover.turn_id, now)
    elif cover.why is not Why.LEAVER and not case.free.is_open(now):
        _let_go(tx, case, now)
    else:
        _follow(tx, case, now)


def _let_go(tx: Transaction, case: Case, now: datetime) -> None:
    """Others have taken so much of the turn that nobody is wanted in the holder's place."""
    cover = case.cover
    close(tx, cover.id, CoverState.TAKEN, now)
    changes = [
        give_back(tx, claim, span, None, now, {"cover": cover.id, "why": "no longer wanted"})
        for span in case.spans
        for claim in case.held.turn.claims
        if claim.member_id == cover.member_id and claim.span.overlaps(span)
    ]
    refresh_panels(tx, now)
    holder, change = tx.people.find(cover.member_id), next((c for c in changes if c), None)
    if holder and change:
        card = words.no_longer_wanted(case.held.duty, case.span, reader_for(holder, tx.task_force))
        tell(tx, holder.id, change, card, now)


def _follow(tx: Transaction, case: Case, now: datetime) -> None:
    members = {member.id: member for member in tx.people.all(tuple(MemberState))}
    wish, asked = load_wish(tx, case), asked_of(case, members)
    step = next_step(wish, load_candidates(tx, case, now), asked, now)
    cover = case.cover
    known = {ask.member_id: ask for ask in case.asks}
    for member_id in step.cannot:
        tx.covers.put_ask(replace(known[member_id], state=AskState.CANNOT, until=None))
    for member_id, until in step.ask:
        _ask(tx, case, known.get(member_id), member_id, until, now)
    fields = _marks(cover, step, now)
    tx.covers.change(cover.id, next_at=step.next_at or cover.span.end, **fields)
    _escalate(tx, case, step, now)
    if step.ask or step.cannot or fields:
        say_anew(tx, cover.id, now)
    if fields and now - cover.opened_at > SLIP:  # before, they have just read it
        _tell_holder(tx, cover, now)


def _marks(cover: Cover, step: Step, now: datetime) -> dict[str, datetime]:
    marks = {
        "all_at": step.everybody and cover.all_at is None,
        "lead_at": step.tell_lead,
        "chair_at": step.tell_chair,
    }
    return {name: now for name, is_new in marks.items() if is_new}


def _ask(
    tx: Transaction,
    case: Case,
    before: Ask | None,
    member_id: int,
    until: datetime | None,
    now: datetime,
) -> None:
    """One message more to them; the cards of earlier ones say where to answer."""
    cover, times = case.cover, before.times + 1 if before else 1
    tx.covers.put_ask(Ask(0, cover.id, member_id, AskState.ASKED, now, until, None, times))
    to = Recipient(member_id=member_id)
    key = occasion(cover.id, times)
    tx.outbox.owe(ASK, key, to, None, due_at=now, now=now, until=cover.span.end)


def _escalate(tx: Transaction, case: Case, step: Step, now: datetime) -> None:
    """The lead of the duty's department, who may be nobody: then the chair at once."""
    told: Iterable[Member] = ()
    if step.tell_lead:
        told = case.leads or case.chairs
    if step.tell_chair:
        told = (*told, *case.chairs)
    for member_id in sorted({member.id for member in told}):
        to = Recipient(member_id=member_id)
        key = str(case.cover.id)
        tx.outbox.owe(LEAD, key, to, None, due_at=now, now=now, until=case.cover.span.end)


def _tell_holder(tx: Transaction, cover: Cover, now: datetime) -> None:
    """How their request stands, when it gets serious; not while they are away, nor asleep."""
    away = tx.aways.overlapping(Span(now, now + MINUTE), [cover.member_id])
    holder = tx.people.find(cover.member_id)
    if holder and holder.state is MemberState.ACTIVE and not away:
        to, due = Recipient(member_id=holder.id), now
        delivery = tx.outbox.find(HOLDER, str(cover.id), to)
        if delivery is None or delivery.address is None:  # what is edited wakes nobody
            quiet = (holder.quiet_from, holder.quiet_to)
            due = next_waking(now, holder.zone, *quiet, weekend=())
        tx.outbox.owe_anew(HOLDER, str(cover.id), to, None, due_at=due, now=now)
