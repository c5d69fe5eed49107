"""A request goes its way, with any people and times: nobody is woken, nobody asked too often."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.cover.rules import (
    LEAST,
    MOST,
    TIMES,
    Asked,
    Candidate,
    Step,
    Wish,
    next_step,
    plan,
)
from bot.weeks import Span
from tests.bot.cover.candidates import (
    BERLIN,
    DAY,
    HOUR,
    MONDAY,
    candidate,
    instants,
    leads,
    rhythms,
    wish_of,
)

# ---- steps ---------------------------------------------------------------------------------------


class Asking:
    """A request as it goes its way; nobody answers unless a test does."""

    def __init__(self, wish: Wish, people: list[Candidate], now: datetime) -> None:
        self.wish, self.people, self.now = wish, people, now
        self.asked: dict[int, Asked] = {}
        self.messages: list[tuple[datetime, int]] = []
        self.lead_at: datetime | None = None
        self.chair_at: datetime | None = None

    def step(self) -> Step:
        wish = replace(self.wish, lead_at=self.lead_at, chair_at=self.chair_at)
        people = [replace(c, works_at=max(c.works_at, self.now)) for c in self.people]
        people = [
            replace(c, works_at=c.rhythm.next_up(self.now), up_at=c.rhythm.next_up(self.now, ()))
            for c in people
        ]
        step = next_step(wish, people, list(self.asked.values()), self.now)
        for member_id, until in step.ask:
            times = self.asked[member_id].times + 1 if member_id in self.asked else 1
            again = (self.now + DAY).replace(hour=8, minute=0)
            self.asked[member_id] = Asked(member_id, "asked", until, None, times, again)
            self.messages.append((self.now, member_id))
        self.lead_at = self.now if step.tell_lead else self.lead_at
        self.chair_at = self.now if step.tell_chair else self.chair_at
        return step

    def run(self, most: int = 400) -> None:
        """Until it ends: only when a step says to look again."""
        for _ in range(most):
            step = self.step()
            again = self.step()
            assert not again.ask, "the same instant asks nobody twice"
            assert not again.tell_lead
            assert not again.tell_chair
            if step.next_at is None or step.next_at >= self.wish.span.end:
                return
            assert step.next_at > self.now
            self.now = step.next_at
        raise AssertionError("it is looked at too often")


people_lists = st.lists(
    st.builds(candidate, st.integers(1, 500), fit=st.integers(0, 3), rhythm=rhythms),
    unique_by=lambda c: c.member_id,
    max_size=6,
)


@given(instants, leads, people_lists)
def test_nobody_gets_more_than_one_message_a_day_nor_more_than_three(opened, ahead, people):
    asking = Asking(wish_of(opened, ahead), people, opened)
    asking.run()
    for one in people:
        mine = [at for at, member_id in asking.messages if member_id == one.member_id]
        assert len(mine) <= TIMES
        assert len({at.date() for at in mine}) == len(mine)


@given(instants, leads, people_lists)
def test_nobody_is_woken(opened, ahead, people):
    asking = Asking(wish_of(opened, ahead), people, opened)
    asking.run()
    by_id = {c.member_id: c for c in people}
    assert all(by_id[member_id].rhythm.is_up(at) for at, member_id in asking.messages)


@given(instants, leads, people_lists)
def test_lead_and_chair_are_always_told_while_nobody_takes_it(opened, ahead, people):
    asking = Asking(wish_of(opened, ahead), people, opened)
    asking.run()
    latest = max(opened, asking.wish.span.start)
    assert asking.lead_at is not None
    assert asking.lead_at <= latest
    assert asking.chair_at is not None
    assert asking.chair_at <= latest


@given(instants, st.integers(4, 14), people_lists)
def test_one_after_another_while_there_is_time(opened, days, people):
    asking = Asking(wish_of(opened, days * DAY), people, opened)
    asking.run()
    early = [at for at, _ in asking.messages if at < asking.wish.near_at]
    assert len(set(early)) == len(early), "one at a time"
    assert all(later - at >= LEAST for at, later in pairwise(early))
    assert all(later - at <= MOST + 4 * DAY for at, later in pairwise(early))


def test_when_it_is_near_all_who_are_awake_are_asked_and_the_lead_at_once():
    people = [candidate(n) for n in range(1, 6)]
    wish = wish_of(MONDAY, 2 * HOUR)
    step = next_step(wish, people, [], MONDAY)
    assert [member_id for member_id, _ in step.ask] == [1, 2, 3, 4, 5]
    assert all(until is None for _, until in step.ask)
    assert step.everybody
    assert step.tell_lead


def test_who_is_asleep_is_asked_when_they_wake_if_it_still_helps():
    morning = datetime(2026, 11, 23, 5, 40, tzinfo=UTC)  # 06:40 in Berlin
    wake = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    sleeper = candidate(1, works_at=wake, up_at=wake, rhythm=BERLIN)
    wish = plan(Span(wake, wake + 3 * HOUR), morning, BERLIN.zone, BERLIN, BERLIN)
    step = next_step(wish, [sleeper], [], morning)
    assert step.ask == ()
    assert step.tell_lead  # at once, though asleep: it cannot wait
    assert step.next_at == wake
    assert [who for who, _ in next_step(wish, [sleeper], [], wake).ask] == [1]


def test_with_nobody_to_ask_the_lead_is_told_at_once_and_the_chair_after():
    step = next_step(wish_of(MONDAY, 6 * DAY), [], [], MONDAY)
    assert step.tell_lead
    assert not step.tell_chair
    assert step.next_at is not None
    assert MONDAY < step.next_at < MONDAY + 6 * DAY


def test_who_may_not_take_it_any_more_is_let_off():
    asked = Asked(7, "asked", MONDAY + HOUR, None, 1, MONDAY + DAY)
    step = next_step(wish_of(MONDAY, 6 * DAY), [candidate(8)], [asked], MONDAY)
    assert step.cannot == (7,)
    assert [who for who, _ in step.ask] == [8]


def test_nobody_answers_two_questions_at_a_time_while_there_is_time():
    busy = candidate(1, fit=3, free_at=MONDAY + 5 * HOUR)
    wish = wish_of(MONDAY, 6 * DAY)
    assert [who for who, _ in next_step(wish, [busy, candidate(2)], [], MONDAY).ask] == [2]
    alone = next_step(wish, [busy], [], MONDAY)
    assert alone.ask == ()
    assert alone.next_at == MONDAY + 5 * HOUR
    assert not alone.tell_lead
