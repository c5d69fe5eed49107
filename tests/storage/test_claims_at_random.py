"""Whatever people do in whatever order: at no instant do more hold a turn than can."""

from __future__ import annotations

import random
import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.model import Claim
from bot.weeks import Span
from tests.storage.stage import HOUR, NOW, SPAN, Stage

HOURS = 24  # the turn's, from now on
TURN = Span(NOW, NOW + HOURS * HOUR)

PARTS = st.tuples(st.integers(0, HOURS), st.integers(0, HOURS)).filter(lambda p: p[0] < p[1])
CLAIM = st.tuples(st.just("claim"), st.integers(0, 5), PARTS)
RELEASE = st.tuples(st.just("release"), st.integers(0, 5), st.none())
END_EARLY = st.tuples(st.just("end early"), st.integers(0, 5), st.integers(1, HOURS))
MOST = st.tuples(st.just("most"), st.integers(1, 4), st.none())
DEEDS = st.lists(CLAIM | RELEASE | END_EARLY | MOST, max_size=15)


def part(first: int, last: int) -> Span:
    return Span(NOW + first * HOUR, NOW + last * HOUR)


def busiest(spans: Sequence[Span]) -> int:
    return max((sum(s.contains(one.start) for s in spans) for one in spans), default=0)


@dataclass
class Model:
    """What should be: who holds which parts, the earlier first."""

    most: int
    held: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))

    @property
    def all(self) -> list[Span]:
        return [span for spans in self.held.values() for span in spans]

    def allows(self, kind: str, who: int, what: object) -> bool:
        if kind == "most":
            return busiest(self.all) <= who
        if kind == "claim":
            assert isinstance(what, tuple)
            new = part(*what)
            twice = any(span.overlaps(new) for span in self.held[who])
            return not twice and busiest([*self.all, new]) <= self.most
        return bool(self.held[who])

    def follow(self, kind: str, who: int, what: object) -> None:
        if kind == "most":
            self.most = who
        elif kind == "claim":
            assert isinstance(what, tuple)
            self.held[who] = sorted([*self.held[who], part(*what)])
        elif kind == "release":
            self.held[who].pop(0)
        else:
            assert isinstance(what, int)
            self.held[who][0] = Span(self.held[who][0].start, NOW + what * HOUR)


@pytest.fixture
def members(ours: Stage) -> list[int]:
    return [ours.member() for _ in range(6)]


@given(most=st.integers(1, 3), deeds=DEEDS)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_database_allows_what_the_model_allows(
    ours: Stage, members: list[int], most: int, deeds: list[tuple[str, int, object]]
):
    turn, model = ours.turn(most=most, span=TURN), Model(most)
    for kind, who, what in deeds:
        if kind == "end early" and model.held[who] and not _shortens(model.held[who][0], what):
            continue
        allowed = model.allows(kind, who, what)
        assert did(ours, turn, members, kind, who, what) == allowed, (kind, who, what, model)
        if allowed:
            model.follow(kind, who, what)
        held = sorted((members.index(c.member_id), c.span) for c in ours.held(turn))
        assert held == sorted((who, span) for who, spans in model.held.items() for span in spans)


def _shortens(held: Span, hour: object) -> bool:
    """A claim ends early within its own time, and not before it begins."""
    assert isinstance(hour, int)
    return held.start < NOW + hour * HOUR <= held.end


def did(ours: Stage, turn: int, members: list[int], kind: str, who: int, what: object) -> bool:
    """Do it to the database; whether it let us."""
    try:
        with ours.write() as tx:
            if kind == "most":
                tx.roster.change_turn(turn, people_most=who)
                return True
            member = members[who]
            if kind == "claim":
                assert isinstance(what, tuple)
                tx.claims.add(Claim(0, turn, member, 60, part(*what), NOW))
                return True
            mine = [c for c in tx.roster.find_turn(turn).claims if c.member_id == member]
            if not mine:
                return False
            if kind == "release":
                return tx.claims.release(mine[0].id, NOW)
            assert isinstance(what, int)
            tx.claims.end_early(mine[0].id, NOW + what * HOUR, 1)
            return True
    except Refusal:
        return False


@pytest.mark.parametrize("seed", range(4))
def test_many_at_once_never_break_the_limit(ours: Stage, seed: int):
    most, turn = 2, ours.turn(most=2, span=TURN)
    members = [ours.member() for _ in range(8)]
    watching, seen, failed = threading.Event(), [0], []

    def act(number: int) -> None:
        dice = random.Random(seed * 100 + number)
        for _ in range(12):
            kind = dice.choice(("claim", "claim", "release"))
            first = dice.randrange(HOURS)
            what = (first, dice.randint(first + 1, HOURS))
            try:
                did(ours, turn, members, kind, number, what)
            except Exception as error:  # noqa: BLE001 - such as a deadlock: the test is to say it
                failed.append(error)

    def watch() -> None:
        while not watching.is_set():
            seen.append(busiest([claim.span for claim in ours.held(turn)]))

    threads = [threading.Thread(target=act, args=(number,)) for number in range(8)]
    watcher = threading.Thread(target=watch)
    for thread in [watcher, *threads]:
        thread.start()
    for thread in threads:
        thread.join()
    watching.set()
    watcher.join()
    assert not failed
    assert 1 <= max(seen) <= most


def test_the_week_of_the_stage_holds_the_turn():
    assert SPAN.covers(TURN)
    assert timedelta(hours=HOURS) == TURN.end - TURN.start
