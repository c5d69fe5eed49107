from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.errors import Refusal
from bot.model import Claim
from bot.weeks import Span
from tests.storage.stage import HOUR, NOW, SPAN, Stage, part


def test_a_claim_comes_back_as_it_went_in(ours: Stage):
    ada, turn = ours.member(), ours.turn()
    claim = Claim(0, turn, ada, 90, part(10, 12), NOW - HOUR)
    with ours.write() as tx:
        key = tx.claims.add(claim)
        assert tx.claims.find(key) == replace(claim, id=key)
        assert tx.claims.find(404) is None
        ((held, mine),) = tx.claims.of_member(ada, SPAN)
    assert (held.id, held.claims, mine.id) == (turn, (), key)


def test_forty_at_once_and_one_of_them_has_it(ours: Stage):
    turn = ours.turn()
    members = [ours.member() for _ in range(40)]
    start, outcomes = threading.Barrier(40), []

    def claim(member: int) -> None:
        start.wait()
        try:
            ours.claim(turn, member)
        except Refusal as refusal:
            outcomes.append(refusal.code)
        else:
            outcomes.append("mine")

    threads = [threading.Thread(target=claim, args=(member,)) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["mine"] + ["taken"] * 39
    assert len(ours.held(turn)) == 1


def test_who_locks_a_turn_sees_the_claim_it_waited_for(ours: Stage):
    turn, ada = ours.turn(), ours.member()
    locked, seen = threading.Event(), []

    def second() -> None:
        locked.wait()
        with ours.write() as tx:
            seen.append(len(tx.roster.lock_turn(turn).claims))

    thread = threading.Thread(target=second)
    thread.start()
    with ours.write() as tx:
        assert tx.roster.lock_turn(turn).claims == ()
        locked.set()
        tx.claims.add(Claim(0, turn, ada, 60, SPAN, NOW))
    thread.join()
    assert seen == [1]


def test_the_database_counts_parts_that_overlap_and_not_those_that_touch(ours: Stage):
    turn = ours.turn(most=2)
    for first, last in ((0, 50), (50, 100), (0, 168)):
        ours.claim(turn, ours.member(), part(first, last))
    with pytest.raises(Refusal) as refused:
        ours.claim(turn, ours.member(), part(99, 101))
    assert refused.value.code == "taken"
    assert refused.value.what.endswith(".")
    ours.claim(turn, ours.member(), part(100, 168))


def test_a_member_holds_parts_of_a_turn_that_do_not_overlap(ours: Stage):
    turn, ada = ours.turn(most=3), ours.member()
    monday = ours.claim(turn, ada, part(0, 24))
    ours.claim(turn, ada, part(48, 72))
    ours.claim(turn, ada, part(24, 30))  # beside each other is not twice
    for first, last in ((0, 24), (23, 25), (40, 50), (71, 168), (0, 168)):
        with pytest.raises(Refusal) as refused:
            ours.claim(turn, ada, part(first, last))
        assert refused.value.code == "held"
    with ours.write() as tx:
        assert tx.claims.release(monday, NOW)
    ours.claim(turn, ada, part(0, 10))
    assert len(ours.held(turn)) == 3


def test_a_claim_is_released_once_and_stays_in_memory(ours: Stage):
    turn, ada = ours.turn(), ours.member()
    key = ours.claim(turn, ada)
    with ours.write() as tx:
        assert tx.claims.release(key, NOW)
        assert not tx.claims.release(key, NOW)
        assert not tx.claims.release(404, NOW)
        assert tx.claims.find(key).id == key
        assert tx.claims.of_member(ada, SPAN) == []
    assert ours.held(turn) == ()
    ours.claim(turn, ours.member())  # the place is free again


def test_who_ends_early_keeps_what_was_and_frees_what_comes(ours: Stage):
    turn, ada = ours.turn(), ours.member()
    key = ours.claim(turn, ada)
    with ours.write() as tx:
        tx.claims.end_early(key, NOW, 20)
        assert tx.claims.find(key) == Claim(key, turn, ada, 20, Span(SPAN.start, NOW), NOW)
    ours.claim(turn, ours.member(), Span(NOW, SPAN.end))
    with ours.write() as tx:
        tx.claims.release(key, NOW)
    with pytest.raises(Refusal) as refused, ours.write() as tx:
        tx.claims.end_early(key, NOW, 10)
    assert refused.value.code == "gone"


def test_claims_of_a_member_are_found_by_the_time_they_share(ours: Stage):
    ada, turn, second = ours.member(), ours.turn(), ours.turn()
    first = ours.claim(turn, ada, part(0, 10))
    other = ours.claim(second, ada, part(10, 20))
    ours.claim(turn, ours.member(), part(10, 20))
    with ours.read() as tx:
        assert [c.id for _, c in tx.claims.of_member(ada, SPAN)] == [first, other]
        assert [c.id for _, c in tx.claims.of_member(ada, part(9, 10))] == [first]
        assert [c.id for _, c in tx.claims.of_member(ada, part(10, 11))] == [other]
        assert tx.claims.of_member(ada, part(20, 30)) == []


@pytest.mark.parametrize(("first", "last"), [(-1, 25), (160, 169), (-1, 169)])
def test_a_claim_lies_within_its_turn(ours: Stage, first: float, last: float):
    turn = ours.turn()
    with pytest.raises(IntegrityError, match="claims_outside_turn"):
        ours.claim(turn, ours.member(), part(first, last))


def test_nobody_claims_what_begins_after_the_duty_was_retired(ours: Stage):
    duty = ours.duty()
    running, coming = ours.turn(duty, span=part(0, 20)), ours.turn(duty, span=part(20, 40))
    held = ours.claim(coming, ours.member(), part(20, 30))
    with ours.write() as tx:
        tx.roster.change_duty(duty, retired_at=NOW)
    with pytest.raises(Refusal) as refused:
        ours.claim(coming, ours.member(), part(30, 40))
    assert refused.value.code == "retired"
    ours.claim(running, ours.member(), part(0, 20))
    with ours.write() as tx:
        assert tx.claims.release(held, NOW)


@pytest.mark.parametrize("claims_first", [True, False])
def test_a_duty_is_retired_before_or_after_a_claim_and_never_beside_it(
    ours: Stage, claims_first: bool
):
    duty = ours.duty()
    turn, ada = ours.turn(duty, span=part(20, 40)), ours.member()
    begun, outcomes = threading.Event(), []

    def claim() -> None:
        begun.wait()
        try:
            ours.claim(turn, ada, part(20, 40))
        except Refusal as refusal:
            outcomes.append(refusal.code)

    def retire() -> None:
        begun.wait()
        with ours.write() as tx:
            tx.roster.change_duty(duty, retired_at=NOW)
            outcomes.append(len(tx.roster.find_turn(turn).claims))

    thread = threading.Thread(target=retire if claims_first else claim)
    thread.start()
    with ours.write() as tx:
        if claims_first:
            tx.claims.add(Claim(0, turn, ada, 60, part(20, 40), NOW))
        else:
            tx.roster.change_duty(duty, retired_at=NOW)
        begun.set()
        thread.join(0.05)
    thread.join()
    assert outcomes == ([1] if claims_first else ["retired"])


def test_what_is_over_is_neither_claimed_nor_released(ours: Stage):
    turn = ours.turn()
    with pytest.raises(Refusal) as refused:
        ours.claim(turn, ours.member(), part(0, 10), at=SPAN.start + 11 * HOUR)
    assert refused.value.code == "past"
    key = ours.claim(turn, ours.member())
    with pytest.raises(Refusal) as refused, ours.write() as tx:
        tx.claims.release(key, SPAN.end + timedelta(seconds=1))
    assert refused.value.code == "past"
