"""What those answer who are asked: take it, take a part, not me, ask me later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.app import Visit
from bot.cards import Reply
from bot.claims.requests import Claim as ClaimTurn
from bot.cover.requests import AskMeLater, NotMe, OpenCoverPart, TakeCover, TakeCoverPart
from bot.cover.rules import ask_again_at
from bot.cover.usecases.composing import ask_of, cover_of, name_of, wanted_by
from bot.cover.usecases.following import advance
from bot.cover.usecases.loading import Case, load_case, load_wish
from bot.cover.words import answering as words
from bot.cover.words import holding, refusing
from bot.covering import close, say_anew, wake
from bot.ending import as_data, give_back
from bot.errors import Refusal
from bot.fields import FromTo
from bot.grammar import hours
from bot.held import STEP, Held, minutes_in, without
from bot.holding import load_turn
from bot.model import Claim
from bot.notify import refresh_panels, tell
from bot.ports.covers import Ask, AskState, CoverState
from bot.ports.store import Transaction
from bot.reader import reader_for
from bot.weeks import Span

Take = Callable[[Transaction, Visit, Held, Span, int], Claim]


def make_take_cover(take: Take) -> Callable[[Transaction, Visit, TakeCover], Reply]:
    """The use-case, given the one way in which a member comes to hold a turn."""

    def take_cover(tx: Transaction, visit: Visit, request: TakeCover) -> Reply:
        visit, case = lock_open(tx, visit, request.cover)
        return _take(tx, visit, case, [(span, 0) for span in case.spans], take)

    return take_cover


def make_take_part(take: Take) -> Callable[[Transaction, Visit, TakeCoverPart], Reply]:
    """As `make_take_cover`; each refusal names the input at fault."""

    def take_part(tx: Transaction, visit: Visit, request: TakeCoverPart) -> Reply:
        visit, case = lock_open(tx, visit, request.cover)
        one = wanted_by(tx, case, visit.me, visit.now)
        minutes = _minutes(request.hours)
        written = FromTo(request.from_day, request.from_time, request.to_day, request.to_time)
        part = written.read(visit.zone, case.span)
        spans = [span for each in case.spans if (span := each.overlap(part))]
        if not spans:
            raise refusing.outside(one, visit.reader)
        most = sum(case.minutes_of(span) for span in spans) or spans[0].minutes
        if minutes > most:
            raise refusing.too_much(most)
        if minutes and minutes < most and tuple(spans) == case.spans:
            if not case.held.has_place(spans[0]):
                raise refusing.one_at_a_time(one)
            return _share(tx, visit, case, minutes, take)
        return _take(tx, visit, case, _portions(case, spans, minutes), take)

    return take_part


def _portions(case: Case, spans: Sequence[Span], minutes: int) -> list[tuple[Span, int]]:
    """The hours that were said, shared among the stretches as the holder's are; 0: all of those."""
    theirs = [case.minutes_of(span) or span.minutes for span in spans]
    portions, given = list[tuple[Span, int]](), 0
    for number, span in enumerate(spans, 1):
        some = minutes * sum(theirs[:number]) // sum(theirs) - given
        given += some
        portions.append((span, max(1, some) if minutes else 0))
    return portions


def open_part(tx: Transaction, visit: Visit, request: OpenCoverPart) -> Reply:
    case = _open_case(tx, visit, load_case(tx, cover_of(tx, request.cover), visit.now))
    return Reply(form=words.part_form(wanted_by(tx, case, visit.me, visit.now), visit.reader))


def not_me(tx: Transaction, visit: Visit, request: NotMe) -> Reply:
    """Nobody needs a reason. The next one is asked at once."""
    case, mine = _lock_asked(tx, visit, request.cover)
    _answer(tx, visit, replace(mine, state=AskState.NO, until=None, later_at=None))
    return Reply(card=words.declined(wanted_by(tx, case, visit.me, visit.now), visit.reader))


def ask_me_later(tx: Transaction, visit: Visit, request: AskMeLater) -> Reply:
    """Others are asked meanwhile."""
    case, mine = _lock_asked(tx, visit, request.cover)
    one = wanted_by(tx, case, visit.me, visit.now)
    at = ask_again_at(load_wish(tx, case), visit.now)
    if at is None:
        raise refusing.too_near(one)
    _answer(tx, visit, replace(mine, state=AskState.LATER, until=None, later_at=at))
    return Reply(card=words.later(one, at, visit.reader))


def _answer(tx: Transaction, visit: Visit, ask: Ask) -> None:
    tx.covers.put_ask(ask)
    action = "cover.no" if ask.state is AskState.NO else "cover.later"
    tx.record.add(visit.now, visit.me.id, action, f"ask:{ask.cover_id}.{ask.member_id}")
    say_anew(tx, ask.cover_id, visit.now)
    advance(tx, ask.cover_id, visit.now)


def lock_open(tx: Transaction, visit: Visit, cover_id: int) -> tuple[Visit, Case]:
    """The asker and the request as nobody else can change them. Raises Refusal once it is closed.

    The asker, who may have left while they were waited for, is locked before the turn: see
    bot.ports.people.People.lock.
    """
    cover = cover_of(tx, cover_id)
    visit = replace(visit, member=tx.people.lock(visit.me.id))
    tx.roster.lock_turn(cover.turn_id)
    return visit, _open_case(tx, visit, load_case(tx, cover_of(tx, cover_id), visit.now))


def _open_case(tx: Transaction, visit: Visit, case: Case) -> Case:
    one = wanted_by(tx, case, visit.me, visit.now)
    if case.cover.state is not CoverState.OPEN or not case.spans:
        ended = replace(case.cover, state=_ended(case, visit.now))
        raise refusing.no_longer(replace(one, cover=ended), visit.reader)
    if case.cover.member_id == visit.me.id:
        raise refusing.your_own(one)
    return case


def _ended(case: Case, now: datetime) -> CoverState:
    """Of one whose end nobody has looked at yet."""
    if case.cover.state is not CoverState.OPEN:
        return case.cover.state
    return CoverState.OVER if case.cover.span.end <= now else CoverState.ENDED


def _lock_asked(tx: Transaction, visit: Visit, cover_id: int) -> tuple[Case, Ask]:
    visit, case = lock_open(tx, visit, cover_id)
    mine = ask_of(case, visit.me.id)
    if mine is None:
        raise refusing.not_asked()
    if mine.state is AskState.TOOK:
        raise refusing.took_a_part(case.held.duty)
    return case, mine


# ---- taking --------------------------------------------------------------------------------------


def _take(
    tx: Transaction, visit: Visit, case: Case, parts: Sequence[tuple[Span, int]], take: Take
) -> Reply:
    """The first one has it: the request is closed by conditional write, the turn is locked."""
    cover, now = case.cover, visit.now
    left = without(case.spans, [span for span, _ in parts])
    left = tuple(span for span in left if span.minutes >= STEP)
    wake(tx, now)  # before the panels, as everywhere: else two wait for each other
    if not left and not close(tx, cover.id, CoverState.TAKEN, now):
        raise refusing.no_longer(wanted_by(tx, case, visit.me, now), visit.reader)
    given = [piece for span, _ in parts for piece in _give_back(tx, visit, case, span)]
    made = []
    for span, minutes in parts:
        turn = tx.roster.find_turn(cover.turn_id)
        assert turn is not None  # it is locked
        some = minutes or case.minutes_of(span)
        made.append(_hold(tx, visit, case, load_turn(tx, turn), span, some, take))
    return _taken(tx, visit, case, (given, made), left)


def _hold(
    tx: Transaction, visit: Visit, case: Case, held: Held, span: Span, minutes: int, take: Take
) -> Claim:
    """A refusal's way out is a part of this: what it offers else is held by somebody."""
    try:
        return take(tx, visit, held, span, minutes)
    except Refusal as no:
        others = (one for one in no.offers if not isinstance(one.request, ClaimTurn))
        no.offers = (refusing.offer_part(case.cover.id), *others)
        raise


def _give_back(tx: Transaction, visit: Visit, case: Case, span: Span) -> list[tuple[Claim, int]]:
    """What the holder held of it, as it was, and the changes of the record."""
    cover = case.cover
    given = []
    turn = tx.roster.find_turn(cover.turn_id)
    for claim in turn.claims if turn else ():
        part = claim.span.overlap(span)
        if claim.member_id == cover.member_id and part:
            after: dict[str, object] = {"cover": cover.id}
            after |= {"note": cover.note} if cover.note else {}
            release = give_back(tx, claim, part, visit.me.id, visit.now, after)
            assert release is not None  # it is locked, and to come
            piece = replace(claim, span=part, minutes=minutes_in(claim, part))
            given.append((piece, release))
    return given


def _share(tx: Transaction, visit: Visit, case: Case, minutes: int, take: Take) -> Reply:
    """Some of the hours, beside the holder, who keeps the rest of them."""
    left, given = minutes, list[tuple[Claim, int]]()
    for claim in case.held.turn.claims:
        if claim.member_id == case.cover.member_id and left and claim.span.overlaps(case.span):
            some = min(left, claim.minutes - 1)
            tx.claims.end_early(claim.id, claim.span.end, claim.minutes - some)
            given.append((replace(claim, minutes=some), 0))
            left -= some
    turn = tx.roster.find_turn(case.cover.turn_id)
    assert turn is not None
    part = case.spans[0]
    made = [_hold(tx, visit, case, load_turn(tx, turn), part, minutes - left, take)]
    return _taken(tx, visit, case, (given, made), case.spans, shared=True)


def _taken(
    tx: Transaction,
    visit: Visit,
    case: Case,
    moved: tuple[Sequence[tuple[Claim, int]], Sequence[Claim]],
    left: Sequence[Span],
    *,
    shared: bool = False,
) -> Reply:
    """Written down and told; `moved`: what was given back, and what is held for it."""
    cover, (given, made) = case.cover, moved
    mine = ask_of(case, visit.me.id) or Ask(
        0, cover.id, visit.me.id, AskState.TOOK, visit.now, times=1
    )
    minutes = mine.minutes + sum(claim.minutes for claim in made)
    tx.covers.put_ask(replace(mine, state=AskState.TOOK, until=None, minutes=minutes))
    before = {
        "claims": [as_data(claim) for claim, _ in given],
        "releases": [release for _, release in given if release],
        "member": cover.member_id,
    }
    after = as_data(made[0]) | {
        "claims": [claim.id for claim in made],
        "minutes": sum(claim.minutes for claim in made),
        "cover": cover.id,
        "shared": shared,
    }
    subject = f"claim:{made[0].id}"
    change = tx.record.add(visit.now, visit.me.id, "cover.take", subject, before, after)
    holder = tx.people.find(cover.member_id)
    if holder and given:
        reader = reader_for(holder, tx.task_force)
        who, duty = name_of(visit.me), case.held.duty
        card = holding.covered(who, duty, made, left, given[0][0], reader)
        tell(tx, holder.id, change, card, visit.now)
    say_anew(tx, cover.id, visit.now)
    refresh_panels(tx, visit.now)
    advance(tx, cover.id, visit.now)
    card = words.took(case.held, made, name_of(holder), cover.note, change, visit.reader)
    return Reply(card=card, home=True)


# ---- what the form says --------------------------------------------------------------------------


def _minutes(said: str) -> int:
    """0: not said. Raises Refusal for what is no number of hours."""
    if not said.strip():
        return 0
    minutes = hours(said)
    if not minutes:
        raise refusing.bad_hours()
    return minutes
