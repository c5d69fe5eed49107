"""What a roster must keep, what it is worth, and a simple one to begin with. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.plan.problem import LEAST, QUARTER, TIERS, Fit, Given, Goal, Person, Problem, Wanted
from bot.weeks import Span


@dataclass(frozen=True, slots=True)
class Pair:
    """A fit with both of its sides, and the least and the most that may be given of it."""

    fit: Fit
    person: Person
    turn: Wanted
    least: int  # quarter hours: nobody comes for less
    most: int


def pairs(problem: Problem) -> tuple[Pair, ...]:
    """Every fit of which something can be given, in the problem's order."""
    people = {person.id: person for person in problem.people}
    turns = {turn.id: turn for turn in problem.turns}
    rest = timedelta(minutes=problem.rest)
    found = []
    for fit in problem.fits:
        person, turn = people[fit.person], turns[fit.turn]
        wanted = min(turn.need, turn.span.minutes // QUARTER)
        least, most = min(LEAST, wanted, person.offered), min(wanted, person.left)
        busy = turn.short and any(clash(turn.span, span, rest) for span in person.busy)
        if 0 < least <= most and turn.most > 0 and not busy:
            found.append(Pair(fit, person, turn, least, most))
    return tuple(found)


def clash(one: Span, other: Span, rest: timedelta) -> bool:
    """Whether nobody may hold both: they overlap, or leave too little rest between them."""
    return one.start < other.end + rest and other.start < one.end + rest


def exclusive(found: Sequence[Pair], rest: int) -> Iterator[tuple[int, ...]]:
    """Groups of indexes of pairs of which one person can be given one at most.

    Those that are on (or being rested from) at the moment at which one of them begins.
    """
    pause = timedelta(minutes=rest)
    mine: dict[int, list[int]] = defaultdict(list)
    for index, pair in enumerate(found):
        if pair.turn.short:
            mine[pair.person.id].append(index)
    for indexes in mine.values():
        groups = set()
        for start in {found[index].turn.span.start for index in indexes}:
            on = (i for i in indexes if _is_on(found[i].turn.span, start, pause))
            groups.add(tuple(on))
        yield from sorted(group for group in groups if len(group) > 1)


def _is_on(span: Span, instant: object, pause: timedelta) -> bool:
    return span.start <= instant < span.end + pause  # type: ignore[operator]


def dearness(person: Person) -> tuple[tuple[int, int], ...]:
    """What their hours cost in fairness: (quarter hours, cost of each), the cheapest first.

    Each further part of what somebody offered is dearer, and all of it is dearer for those who
    have carried more of what they offered in the last weeks.
    """
    offered = max(1, person.offered)
    carried = min(TIERS - 1, person.carried * TIERS // (12 * offered))
    used = max(0, person.offered - person.left)
    steps = []
    for tier in range(TIERS):
        begin, end = offered * tier // TIERS, offered * (tier + 1) // TIERS
        room = end - max(begin, used)
        if room > 0:
            steps.append((room, tier + carried))
    over = person.left - sum(room for room, _ in steps)
    return (*steps, (over, TIERS + carried)) if over > 0 else tuple(steps)


def unfairness(person: Person, quarters: int) -> int:
    """What giving somebody so many quarter hours costs in fairness."""
    cost = 0
    for room, each in dearness(person):
        taken = min(room, quarters)
        cost += taken * each
        quarters -= taken
    return cost


def goal_of(problem: Problem, given: Iterable[Given]) -> Goal:
    """What a roster is worth. It is not asked whether it may be: see `broken`."""
    lines = list(given)
    per_person, per_turn, heads = sums(lines)
    fits = {(fit.person, fit.turn): fit for fit in problem.fits}
    wanted = {turn.id: turn for turn in problem.turns}
    present = sum(min(count, wanted[turn].least) for turn, count in heads.items())
    chosen = [fits[line.person, line.turn] for line in lines]
    return Goal(
        sum(per_turn.values()) + present,
        -sum(unfairness(p, per_person.get(p.id, 0)) for p in problem.people),
        sum(fit.again for fit in chosen),
        sum(fit.likes for fit in chosen),
    )


def sums(lines: Iterable[Given]) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """Quarter hours by person and by turn, and people by turn."""
    per_person: dict[int, int] = defaultdict(int)
    per_turn: dict[int, int] = defaultdict(int)
    heads: dict[int, int] = defaultdict(int)
    for line in lines:
        per_person[line.person] += line.quarters
        per_turn[line.turn] += line.quarters
        heads[line.turn] += 1
    return per_person, per_turn, heads


def broken(problem: Problem, given: Sequence[Given]) -> tuple[str, ...]:
    """Every hard rule that a roster breaks, as a sentence; none: it may be proposed."""
    known = {(pair.person.id, pair.turn.id): pair for pair in pairs(problem)}
    lines = {(line.person, line.turn): line for line in given}
    wrong = [f"{key} is given twice" for key in _twice(given)]
    for key, line in lines.items():
        pair = known.get(key)
        if pair is None:
            wrong.append(f"{key} does not fit")
        elif not pair.least <= line.quarters <= pair.most:
            wrong.append(f"{key} is given {line.quarters}")
    per_person, per_turn, heads = sums(given)
    wrong += [f"person {p.id} has too much" for p in problem.people if per_person[p.id] > p.left]
    for turn in problem.turns:
        if per_turn[turn.id] > turn.need or heads[turn.id] > turn.most:
            wrong.append(f"turn {turn.id} is over-full")
    ordered = list(known.values())
    for group in exclusive(ordered, problem.rest):
        held = [i for i in group if (ordered[i].person.id, ordered[i].turn.id) in lines]
        if len(held) > 1:
            wrong.append(f"person {ordered[held[0]].person.id} would hold two at a time")
    return tuple(wrong)


def _twice(given: Sequence[Given]) -> list[tuple[int, int]]:
    keys = [(line.person, line.turn) for line in given]
    return (
        sorted({key for key in keys if keys.count(key) > 1}) if len(set(keys)) < len(keys) else []
    )


@dataclass(slots=True)
class _Filling:
    """What a greedy roster has used up so far."""

    left: dict[int, int]
    need: dict[int, int]
    places: dict[int, int]
    held: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))


def greedy(problem: Problem) -> tuple[Given, ...]:
    """Turn by turn, the hardest to fill first; of those who fit, who has most left comes first."""
    by_turn: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs(problem):
        by_turn[pair.turn.id].append(pair)
    now = _Filling(
        {p.id: p.left for p in problem.people},
        {t.id: t.need for t in problem.turns},
        {t.id: t.most for t in problem.turns},
    )
    order = sorted(by_turn.values(), key=lambda all_of: len(all_of) / all_of[0].turn.need)
    return tuple(line for all_of in order for line in _fill(all_of, now, problem.rest))


def _fill(all_of: Sequence[Pair], now: _Filling, rest: int) -> Iterator[Given]:
    pause = timedelta(minutes=rest)
    for pair in sorted(all_of, key=lambda p: (-now.left[p.person.id], p.person.id)):
        person, turn = pair.person.id, pair.turn
        quarters = min(now.left[person], now.need[turn.id], pair.most)
        if quarters < pair.least or not now.places[turn.id]:
            continue
        if turn.short and any(clash(turn.span, span, pause) for span in now.held[person]):
            continue
        now.left[person] -= quarters
        now.need[turn.id] -= quarters
        now.places[turn.id] -= 1
        if turn.short:
            now.held[person].append(turn.span)
        yield Given(person, turn.id, quarters)


def by_person(given: Iterable[Given]) -> Mapping[int, tuple[Given, ...]]:
    """The roster as each person sees it."""
    mine: dict[int, list[Given]] = defaultdict(list)
    for line in given:
        mine[line.person].append(line)
    return {person: tuple(lines) for person, lines in mine.items()}


NEAR = 12  # turns that are solved together


def neighbourhoods(problem: Problem) -> Iterator[frozenset[int]]:
    """All turns, a few at a time: such as want the same people, since these can be exchanged."""
    fitting: dict[int, set[int]] = defaultdict(set)
    for fit in problem.fits:
        fitting[fit.turn].add(fit.person)
    left = sorted(fitting)
    while left:
        first = fitting[left[0]]
        near = sorted(left, key=lambda turn: (-len(first & fitting[turn]), turn))[:NEAR]
        yield frozenset(near)
        left = [turn for turn in left if turn not in set(near)]


def restrict(problem: Problem, given: Iterable[Given], turns: frozenset[int]) -> Problem:
    """The problem of these turns alone, while all else stays as it is given."""
    others = by_person(line for line in given if line.turn not in turns)
    spans = {turn.id: turn.span for turn in problem.turns if turn.short}
    fits = tuple(fit for fit in problem.fits if fit.turn in turns)
    wanted = {fit.person for fit in fits}
    people = []
    for person in problem.people:
        if person.id in wanted:
            lines = others.get(person.id, ())
            busy = (spans[line.turn] for line in lines if line.turn in spans)
            left = person.left - sum(line.quarters for line in lines)
            people.append(replace(person, left=left, busy=(*person.busy, *busy)))
    kept = tuple(turn for turn in problem.turns if turn.id in turns)
    return replace(problem, people=tuple(people), turns=kept, fits=fits)
