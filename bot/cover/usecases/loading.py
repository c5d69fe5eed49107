"""A request for cover as it stands: what is wanted still, who could take it, who was asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.burdens import load_burdens
from bot.claims.rules import Standing, may_take, share
from bot.cover.rules import NEAR, Asked, Candidate, Rhythm, Wish, plan
from bot.covering import wanted
from bot.held import Held, freed, minutes_in
from bot.holding import load_holding, load_turn
from bot.model import Away, Member, Reminding
from bot.notify import chairs, leads
from bot.ports.covers import Ask, AskState, Cover
from bot.ports.store import Transaction
from bot.presence import by_member, next_awake
from bot.publicdays import holidays_around
from bot.standing import load_standings
from bot.weeks import Span, next_waking, to_local, to_utc

LOOK_BACK = timedelta(weeks=12)  # who held a duty then knows it
OWN_DEPARTMENT, KNOWS_IT = 2, 1  # how well a turn suits somebody, as in a proposed roster
PART = 30  # minutes: nobody is asked to take less
MINUTE = timedelta(minutes=1)
ALL_REST = 7 * 24 * 60  # minutes: longer rest is no better


@dataclass(frozen=True, slots=True)
class Case:
    """`spans`: what is wanted still; `free`: the turn as if its holder did not hold those."""

    cover: Cover
    held: Held
    spans: tuple[Span, ...]
    free: Held
    asks: Sequence[Ask]
    leads: tuple[Member, ...]  # of the duty's department, besides the holder
    chairs: tuple[Member, ...]

    @property
    def span(self) -> Span:
        """From the beginning to the end of what is wanted; of the request once nothing is."""
        if not self.spans:
            return self.cover.span
        return Span(self.spans[0].start, self.spans[-1].end)

    @property
    def minutes(self) -> int:
        """Of the turn's hours, in what is wanted."""
        return sum(self.minutes_of(span) for span in self.spans)

    def minutes_of(self, span: Span) -> int:
        """What the holder holds within the span; where nobody does, 0: what is fair."""
        mine = (c for c in self.held.turn.claims if c.member_id == self.cover.member_id)
        return sum(minutes_in(claim, span) for claim in mine if claim.span.overlaps(span))


def load_case(tx: Transaction, cover: Cover, now: datetime) -> Case:
    turn = tx.roster.find_turn(cover.turn_id)
    assert turn is not None  # its requests go with it
    held = load_turn(tx, turn)
    spans = wanted(cover, held, now)
    department = held.duty.department_id
    those = leads(tx, department) if department else ()
    return Case(
        cover,
        held,
        spans,
        freed(held, cover.member_id, spans),
        tx.covers.asks(cover.id),
        tuple(member for member in those if member.id != cover.member_id),
        tuple(member for member in chairs(tx) if member.id != cover.member_id),
    )


def load_wish(tx: Transaction, case: Case) -> Wish:
    """With when the lead and the chair are to be told, by their own clocks."""
    cover, force = case.cover, tx.task_force
    span = Span(min(cover.span.start, case.span.start), case.span.end)
    lead, chair = (_rhythm(those, force.zone) for those in (case.leads or case.chairs, case.chairs))
    return replace(
        plan(span, cover.opened_at, force.zone, lead, chair),
        everybody=cover.all_at is not None,
        lead_at=cover.lead_at,
        chair_at=cover.chair_at,
    )


def _rhythm(people: Sequence[Member], zone: str) -> Rhythm:
    """Of the first of them; where there is nobody, no hour is a bad one."""
    if not people:
        return Rhythm(zone, 0, 0)
    return Rhythm(people[0].zone, people[0].quiet_from, people[0].quiet_to)


def load_candidates(tx: Transaction, case: Case, now: datetime) -> list[Candidate]:
    """Everybody who may take it, or a part, and may be written to of Muster's own accord."""
    people = [m for m in tx.people.all() if _may_be_asked(m, case, now)]
    standings = load_standings(tx, case.free, people, now)
    waits = _asked_elsewhere(tx, case, now)
    knows, burdens = _knows(tx, case, now), load_burdens(tx, now, members=people)
    aways = by_member(tx.aways.overlapping(Span(now, max(now + MINUTE, case.span.end))))
    found = []
    for member in people:
        standing = standings[member.id]
        able = _able(case, member, standing, now)
        if able is None:
            continue
        works_at, up_at = _wakes(member, aways[member.id], now, tx.task_force.country)
        fit = _fit(case, member, knows)
        rested = _rested(standing, case.span)
        found.append(
            Candidate(
                member.id,
                able,
                fit,
                burdens[member.id].weight,
                rested,
                works_at,
                up_at,
                Rhythm(member.zone, member.quiet_from, member.quiet_to),
                waits.get(member.id),
            )
        )
    return found


def _may_be_asked(member: Member, case: Case, now: datetime) -> bool:
    """Not who wants nothing of Muster's own accord, or pauses."""
    if member.id == case.cover.member_id or member.reminding is Reminding.NONE:
        return False
    today = to_local(now, member.zone).date()
    return member.paused_until is None or member.paused_until <= today


def _able(case: Case, member: Member, standing: Standing, now: datetime) -> bool | None:
    """Whether they may take all of it, or only a part; None: neither."""
    if any(one.span.overlaps(span) for one in standing.near for span in case.spans):
        return None  # they are somewhere else then
    whole = True
    for span in case.spans:
        minutes = case.minutes_of(span) or share(case.free, span, now)
        no = may_take(case.free, member, span, minutes, standing, now)
        if no is None:
            continue
        some = no.code == "ceiling" and no.left_minutes >= PART
        some = some or (no.code == "away" and any(part.minutes >= PART for part in no.free))
        if not some:
            return None
        whole = False
    return whole


def _fit(case: Case, member: Member, knows: Collection[int]) -> int:
    department = case.held.duty.department_id
    own = department is not None and department == member.department_id
    return OWN_DEPARTMENT * own + KNOWS_IT * (member.id in knows)


def _knows(tx: Transaction, case: Case, now: datetime) -> frozenset[int]:
    """Who held the duty lately."""
    before = load_holding(tx, Span(now - LOOK_BACK, now), [case.held.duty.id])
    return frozenset(claim.member_id for held in before for claim in held.turn.claims)


def _rested(standing: Standing, span: Span) -> int:
    """Minutes since what they held last before it ended."""
    ends = [one.span.end for one in standing.near if one.span.end <= span.start]
    return min(ALL_REST, Span(max(ends), span.start).minutes) if ends else ALL_REST


def _wakes(
    member: Member, aways: Sequence[Away], now: datetime, country: str
) -> tuple[datetime, datetime]:
    """When they can be asked in working time, and at all: not while away."""
    zone, quiet = member.zone, (member.quiet_from, member.quiet_to)

    def works(at: datetime) -> datetime:
        holidays = holidays_around(member.country or country, to_local(at, zone).date())
        return next_waking(at, zone, *quiet, holidays)

    def is_up(at: datetime) -> datetime:
        return next_waking(at, zone, *quiet, weekend=())

    return next_awake(aways, now, works), next_awake(aways, now, is_up)


def _asked_elsewhere(tx: Transaction, case: Case, now: datetime) -> dict[int, datetime]:
    """Until when others' requests wait for an answer of each member: one question at a time."""
    until: dict[int, datetime] = defaultdict(lambda: now)
    others = {one.id: one for one in tx.covers.open() if one.id != case.cover.id}
    for ask in tx.covers.asks(*others) if others else ():
        if ask.state is AskState.ASKED:
            other = others[ask.cover_id]
            same_time = other.span.overlaps(case.span)
            end = ask.until or (other.span.end if same_time else now)
            until[ask.member_id] = max(until[ask.member_id], end)
    return dict(until)


def asked_of(case: Case, members: Mapping[int, Member]) -> list[Asked]:
    """Those who were asked, and when each may be written to again."""
    return [
        Asked(
            ask.member_id,
            ask.state.value,
            ask.until,
            ask.later_at,
            ask.times,
            _tomorrow(members.get(ask.member_id), ask.asked_at),
        )
        for ask in case.asks
    ]


def _tomorrow(member: Member | None, asked_at: datetime) -> datetime:
    """The first working moment of the next day of theirs."""
    if member is None:
        return asked_at + NEAR
    day = to_local(asked_at, member.zone).date() + timedelta(days=1)
    quiet = (member.quiet_from, member.quiet_to)
    return next_waking(to_utc(day, 0, member.zone), member.zone, *quiet)
