"""Who may take which turn of a week: from people, pledges and turns to numbers. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice

from bot.claims.rules import Limits, Standing, Stint, ceiling, free_for, may_take
from bot.held import DAY, STEP, Held
from bot.model import Away, Member, Pledge
from bot.plan.problem import LEAST, QUARTER, Fit, Person, Problem, Wanted
from bot.presence import expected, is_away, next_present
from bot.weeks import Span

CANDIDATES = 40  # for one turn: more would not find a better roster, only a later one
TO_ANSWER = timedelta(days=1)  # that somebody has who comes back, before a turn begins
OWN_DEPARTMENT, KNOWS_IT = 2, 1  # how well a turn suits somebody


@dataclass(frozen=True, slots=True)
class Situation:
    """A week as it is before anybody is asked. Minutes; by member unless it says otherwise."""

    now: datetime
    turns: Sequence[Held]
    members: Sequence[Member]
    pledges: Mapping[int, Pledge]
    aways: Collection[Away] = ()
    carried: Mapping[int, int] = field(default_factory=dict)  # in the twelve weeks before
    last: Mapping[int, frozenset[int]] = field(default_factory=dict)  # by duty: its last holders
    knows: Mapping[int, frozenset[int]] = field(default_factory=dict)  # by duty: who ever held it
    near: Mapping[int, Sequence[Stint]] = field(default_factory=dict)  # this week and around
    weeks: Mapping[int, Collection[date]] = field(default_factory=dict)  # see Standing
    limits: Limits = field(default_factory=Limits)


def offered(member: Member, situation: Situation) -> int:
    """Minutes: what was answered; from those who have not answered yet, what they usually give.

    Absence in a part of the week lowers it in proportion.
    """
    aways = [away for away in situation.aways if away.member_id == member.id]
    week = situation.turns[0].turn.week if situation.turns else None
    pledge = situation.pledges.get(member.id)
    if week is None or not aways:
        return pledge.minutes if pledge else member.usual_minutes
    return expected(member, pledge, aways, week)


def make_problem(
    situation: Situation, seed: int = 1, asked: Collection[tuple[int, int]] = ()
) -> Problem:
    """Everybody with hours left, every turn that wants somebody, and who may take which.

    `asked`: by person and turn, who was chosen before, and may still if others now fit better.
    """
    turns = tuple(_wanted(held, situation.now) for held in _open(situation))
    people = tuple(_people(situation))
    fits = tuple(_fits(situation, {person.id: person for person in people}, asked))
    return Problem(people, turns, fits, situation.limits.rest, seed)


def _open(situation: Situation) -> list[Held]:
    return [held for held in situation.turns if held.is_open(situation.now)]


def _wanted(held: Held, now: datetime) -> Wanted:
    rest = held.rest(now)
    assert rest is not None  # an open turn is not over
    people = held.people_wanted(now)
    need = max(held.wanted(now) // QUARTER, people * LEAST)
    places = held.turn.people_most - len({claim.member_id for claim in held.turn.claims})
    return Wanted(held.turn.id, rest, need, people, max(places, 0), is_short(held))


def is_short(held: Held) -> bool:
    """Of such turns nobody holds two at a time."""
    return held.turn.span.minutes < DAY


def _people(situation: Situation) -> Iterator[Person]:
    mine = _held(situation)
    for member in situation.members:
        pledge = situation.pledges.get(member.id)
        gives = offered(member, situation)
        most = min(gives, ceiling(member, pledge.minutes if pledge else 0))
        left = (most - mine[member.id]) // QUARTER
        if left > 0:
            carried = situation.carried.get(member.id, 0) // QUARTER
            spans = tuple(stint.span for stint in situation.near.get(member.id, ()))
            yield Person(member.id, left, gives // QUARTER, carried, spans)


def _fits(
    situation: Situation, people: Mapping[int, Person], asked: Collection[tuple[int, int]]
) -> Iterator[Fit]:
    standings = _standings(situation)
    members = [member for member in situation.members if member.id in people]
    asked_of: dict[int, set[int]] = defaultdict(set)
    for person, turn in asked:
        asked_of[turn].add(person)
    ranked: dict[int, list[tuple[Fit, Member]]] = {}  # by duty: its turns suit people alike
    for held in _open(situation):
        key = held.duty.id
        if key not in ranked:
            ranked[key] = _ranked(held, members, situation, people)
        first = asked_of[held.turn.id]
        order = (
            sorted(ranked[key], key=lambda one: one[1].id not in first) if first else ranked[key]
        )
        # whether somebody may is asked only of the best: it costs more than all the rest
        able = (f for f, m in order if _may(held, m, standings[m.id], situation.now))
        best = sorted(islice(able, CANDIDATES), key=lambda fit: fit.person)
        yield from (replace(fit, turn=held.turn.id) for fit in best)


def _ranked(
    held: Held, members: Sequence[Member], situation: Situation, people: Mapping[int, Person]
) -> list[tuple[Fit, Member]]:
    """How well a turn of the duty suits each, the best first."""
    found = [(_fit(held, member, situation), member) for member in members]
    return sorted(found, key=lambda o: (-o[0].again, -o[0].likes, -people[o[1].id].left, o[1].id))


def _held(situation: Situation) -> dict[int, int]:
    """Minutes of the week by member."""
    mine: dict[int, int] = defaultdict(int)
    for held in situation.turns:
        for claim in held.turn.claims:
            mine[claim.member_id] += claim.minutes
    return mine


def _standings(situation: Situation) -> dict[int, Standing]:
    mine, aways = _held(situation), defaultdict[int, list[Away]](list)
    for away in situation.aways:
        aways[away.member_id].append(away)
    standings = {}
    for key in (member.id for member in situation.members):
        pledge = situation.pledges.get(key)
        standings[key] = Standing(
            mine[key],
            pledge.minutes if pledge else 0,
            aways[key],
            situation.near.get(key, ()),
            situation.weeks.get(key, ()),
            situation.limits,
        )
    return standings


def _may(held: Held, member: Member, standing: Standing, now: datetime) -> bool:
    """Whether they could take a part of it that is worth asking them for."""
    part = part_for(held, member.id, standing.aways, now)
    if part is None or not _can_be_asked(standing.aways, part, now):
        return False
    return may_take(held, member, part, STEP, standing, now) is None


def _can_be_asked(aways: Collection[Away], part: Span, now: datetime) -> bool:
    """Nobody is asked while away, nor for what begins as soon as they are back.

    What lasts for days may have begun, if most of it is still to come.
    """
    if not is_away(aways, now):
        return True
    latest = part.start if part.minutes < DAY else part.start + (part.end - part.start) / 2
    return next_present(aways, now) + TO_ANSWER <= latest


def part_for(held: Held, member_id: int, aways: Collection[Away], now: datetime) -> Span | None:
    """What of a turn somebody would hold; None: it is not for them.

    All of a short one; the longest stretch of a longer one, if they are there for half of it.
    """
    rest, free = held.rest(now), free_for(held, member_id, aways, now)
    if rest is None or not free:
        return None
    if free == (rest,):
        return rest
    there = sum(span.minutes for span in free)
    if is_short(held) or 2 * there < rest.minutes:
        return None
    return max(free, key=lambda span: span.minutes)


def _fit(held: Held, member: Member, situation: Situation) -> Fit:
    duty = held.duty
    own = duty.department_id is not None and duty.department_id == member.department_id
    known = member.id in situation.knows.get(duty.id, frozenset())
    likes = OWN_DEPARTMENT * own + KNOWS_IT * known
    again = member.id in situation.last.get(duty.id, frozenset())
    return Fit(member.id, held.turn.id, again, likes)
