from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from bot.errors import Refusal
from bot.model import Account, Claim, Duty, Turn
from bot.weeks import Span, Window
from storage import open_store
from storage.tables import duties
from storage.turns import LONGEST
from tests.storage.stage import HOUR, NOW, SPAN, WEEK, Stage, part, set_stage


def test_a_duty_comes_back_as_it_went_in(ours: Stage):
    with ours.write() as tx:
        account = tx.roster.add_account(Account(0, "Facebook page", "facebook", "https://x.test"))
        duty = Duty(
            id=0,
            name="Moderate the page",
            kind="moderate",
            minutes_a_week=600,
            people_least=1,
            people_most=3,
            windows=(Window(0, 540, 720), Window(5, 1320, 120)),
            account_id=account,
            department_id=ours.department,
            description="Kindly.",
        )
        key = tx.roster.add_duty(duty)
        assert tx.roster.find_duty(key) == replace(duty, id=key)
        tx.roster.change_duty(key, windows=(), retired_at=NOW, name="Retired")
        changed = replace(duty, id=key, windows=(), retired_at=NOW, name="Retired")
        assert tx.roster.find_duty(key) == changed
        assert tx.roster.duties() == []
        assert tx.roster.duties(retired=True) == [changed]
        assert tx.roster.find_duty(404) is None


def test_duties_are_told_apart_as_people_would(ours: Stage):
    ours.duty(name="Réspond on X")
    other = ours.duty(name="write")
    with pytest.raises(Refusal) as refused:
        ours.duty(name="respond  on x")
    assert (refused.value.code, refused.value.field) == ("name_taken", "name")
    with pytest.raises(Refusal), ours.write() as tx:
        tx.roster.change_duty(other, name="RESPOND ON X")
    with pytest.raises(Refusal) as refused, ours.write() as tx:
        tx.roster.change_duty(404, name="x")
    assert refused.value.code == "gone"
    with ours.read() as tx:
        assert [duty.name for duty in tx.roster.duties()] == ["Réspond on X", "write"]


def test_an_account_has_its_custodians(ours: Stage):
    ada, bob, cem = (ours.member() for _ in range(3))
    with ours.write() as tx:
        key = tx.roster.add_account(Account(0, "Blog", "blog", "", (ada, bob)))
        tx.roster.add_account(Account(0, "a handle", "x", ""))
        assert [a.name for a in tx.roster.accounts()] == ["a handle", "Blog"]
        tx.roster.set_custodians(key, [cem, bob])
        assert tx.roster.accounts()[1].custodian_ids == (bob, cem)
        tx.roster.set_custodians(key, [])
        tx.roster.change_account(key, url="https://blog.test")
        assert tx.roster.accounts()[1] == Account(key, "Blog", "blog", "https://blog.test")
    with pytest.raises(Refusal) as refused, ours.write() as tx:
        tx.roster.add_account(Account(0, "BLOG", "", ""))
    assert refused.value.code == "name_taken"
    with pytest.raises(Refusal) as refused, ours.write() as tx:
        tx.roster.change_account(404, kind="x")
    assert refused.value.code == "gone"


def test_a_turn_is_made_once(ours: Stage):
    duty = ours.duty()
    turn = Turn(0, duty, WEEK, SPAN, 600, 1, 2)
    with ours.write() as tx:
        tx.roster.add_turns([])
        tx.roster.add_turns([turn, turn])
        tx.roster.add_turns([replace(turn, minutes=60)])
        (made,) = tx.roster.turns(SPAN)
        assert made == replace(turn, id=made.id)
        assert tx.roster.find_turn(made.id) == tx.roster.lock_turn(made.id) == made
        assert tx.roster.find_turn(404) is tx.roster.lock_turn(404) is None


def test_turns_are_found_by_the_time_they_share(ours: Stage):
    early, late = ours.duty(), ours.duty()
    first = ours.turn(early, span=part(0, 10))
    second = ours.turn(late, span=part(10, 20))
    with ours.read() as tx:

        def found(first: float, last: float, **which: list[int]) -> list[int]:
            return [turn.id for turn in tx.roster.turns(part(first, last), **which)]

        assert found(0, 168) == [first, second]
        assert found(9.99, 10) == [first]  # the end is not part of it
        assert found(10, 11) == [second]
        assert found(20, 30) == found(-5, 0) == []
        assert found(0, 168, duty_ids=[late]) == [second]
        assert found(0, 168, turn_ids=[first, 404]) == [first]
        assert found(0, 168, duty_ids=[late], turn_ids=[first]) == []
        assert found(0, 168, duty_ids=[]) == found(0, 168, turn_ids=[]) == []


def test_the_longest_turn_is_found_at_its_last_moment(ours: Stage):
    span = Span(SPAN.start, SPAN.start + LONGEST)
    turn = ours.turn(span=span)
    last = Span(span.end - timedelta(microseconds=1), span.end)
    with ours.read() as tx:
        assert [found.id for found in tx.roster.turns(last)] == [turn]
    with pytest.raises(ValueError, match="longer"):
        ours.turn(span=Span(span.start, span.end + HOUR))


def test_a_turn_comes_with_the_claims_held_and_not_with_the_others(ours: Stage):
    ada, bob = ours.member(), ours.member()
    turn, other = ours.turn(most=2), ours.turn()
    released = ours.claim(turn, ada)
    with ours.write() as tx:
        tx.claims.release(released, NOW)
    late, early = ours.claim(turn, bob, part(50, 168)), ours.claim(turn, ada)
    with ours.read() as tx:
        found = {t.id: [c.id for c in t.claims] for t in tx.roster.turns(SPAN)}
        assert found == {turn: [early, late], other: []}


def test_numbers_of_a_turn_change_unless_more_hold_it(ours: Stage):
    turn = ours.turn(most=3)
    for first, last in ((0, 168), (100, 168), (0, 50)):  # two at a time
        ours.claim(turn, ours.member(), part(first, last))
    with ours.write(now=NOW) as tx:
        tx.roster.change_turn(turn, people_most=2, minutes=30)
        assert tx.roster.find_turn(turn).minutes == 30
    with pytest.raises(Refusal) as refused, ours.write() as tx:
        tx.roster.change_turn(turn, people_most=1)
    assert refused.value.code == "held_beyond"
    with pytest.raises(TypeError), ours.write() as tx:
        tx.roster.change_turn(turn, week=WEEK)


def test_a_turn_that_is_over_is_not_changed_any_more(ours: Stage):
    turn = ours.turn()
    with pytest.raises(Refusal) as refused, ours.write(now=SPAN.end) as tx:
        tx.roster.change_turn(turn, minutes=30)
    assert refused.value.code == "gone"


def test_of_dropped_turns_those_stay_that_somebody_holds(ours: Stage):
    duty, other = ours.duty(), ours.duty()
    past = ours.turn(duty, span=part(0, 5))
    now = ours.turn(duty, span=part(8, 20))
    free = ours.turn(duty, span=part(20, 30))
    held, released = ours.turn(duty, span=part(40, 50)), ours.turn(duty, span=part(60, 70))
    foreign = ours.turn(other, span=part(80, 90))
    ada = ours.member()
    ours.claim(held, ada, part(40, 50))
    claim = ours.claim(released, ada, part(60, 70))
    with ours.write() as tx:
        tx.claims.release(claim, NOW)
        tx.roster.drop_turns(duty, SPAN.start + 8 * HOUR)
        left = {turn.id: turn.planned for turn in tx.roster.turns(SPAN)}
        assert tx.roster.find_turn(free) is None
        assert tx.roster.find_turn(released) is not None  # its claim is remembered
    assert left == {past: True, now: True, held: False, foreign: True}


def test_a_dropped_turn_that_is_planned_again_has_the_numbers_of_today(ours: Stage):
    duty = ours.duty()
    held, released = ours.turn(duty, span=part(40, 50)), ours.turn(duty, span=part(60, 70))
    ada = ours.member()
    ours.claim(held, ada, part(40, 50))
    claim = ours.claim(released, ada, part(60, 70))
    with ours.write() as tx:
        tx.claims.release(claim, NOW)
        tx.roster.drop_turns(duty, NOW)
        tx.roster.add_turns(
            [Turn(0, duty, WEEK, span, 30, 1, 2) for span in (part(40, 50), part(60, 70))]
        )
        found = {turn.id: turn for turn in tx.roster.turns(SPAN)}
    assert found.keys() == {held, released}
    assert all(t.planned and t.minutes == 30 and t.people_most == 2 for t in found.values())


def test_a_kept_turn_is_planned_again_under_its_id_though_nobody_ever_held_it(ours: Stage):
    duty = ours.duty()
    kept, gone = ours.turn(duty, span=part(40, 50)), ours.turn(duty, span=part(60, 70))
    ours.turn()
    with ours.write() as tx:
        tx.roster.drop_turns(duty, NOW, [kept])
        assert tx.roster.turns(SPAN, duty_ids=[duty]) == []
        assert tx.roster.find_turn(gone) is None
        tx.roster.add_turns([Turn(0, duty, WEEK, part(40, 50), 30, 1, 2)])
        [again] = tx.roster.turns(SPAN, duty_ids=[duty])
        assert (again.id, again.minutes) == (kept, 30)


def test_the_id_of_a_turn_that_went_is_given_to_no_other(ours: Stage):
    duty = ours.duty()
    for start in range(0, 50, 10):
        turn = ours.turn(duty, span=part(start, start + 5))
        with ours.write() as tx:
            tx.roster.drop_turns(duty, SPAN.start - HOUR)
            assert tx.roster.turns(SPAN) == []
        assert ours.turn(duty, span=part(start + 5, start + 9)) > turn


@pytest.mark.postgres
def test_who_drops_turns_waits_for_who_is_claiming_one(migrated_postgres: str):
    store = open_store(migrated_postgres)
    ours = set_stage(store)
    duty = ours.duty()
    turn, ada = ours.turn(duty, span=part(20, 30)), ours.member()
    claiming = threading.Event()

    def drop() -> None:
        claiming.wait()
        with ours.write() as tx:
            tx.roster.drop_turns(duty, NOW)

    thread = threading.Thread(target=drop)
    thread.start()
    with ours.write() as tx:
        tx.roster.lock_turn(turn)
        claiming.set()
        tx.claims.add(Claim(0, turn, ada, 60, part(20, 30), NOW))
        thread.join(0.05)  # it stands at the lock by now, or comes to it later: both must do
    thread.join()
    assert len(ours.held(turn)) == 1
    store.close()


def test_a_duty_is_not_forgotten_while_it_has_turns(ours: Stage):
    turn = ours.turn()
    with pytest.raises(IntegrityError), ours.store.database.write() as connection:
        connection.execute(delete(duties).execution_options(across_task_forces=True))
    assert ours.held(turn) == ()


def test_the_next_edge_is_the_first_of_all_that_begin_and_end(ours: Stage):
    duty, member, gave_back = ours.duty(), ours.member(), ours.member()
    spans = [part(0, 168), part(2, 9), part(5, 7), part(9, 11), part(160, 168)]
    turns = {span: ours.turn(duty, most=3, span=span) for span in spans}
    turns[Span(SPAN.start, SPAN.start + LONGEST)] = ours.turn(
        ours.duty(), span=Span(SPAN.start, SPAN.start + LONGEST)
    )
    for held in (part(3, 6), part(6, 8.5)):
        ours.claim(turns[spans[1]], member, held, at=SPAN.start)
    released = ours.claim(turns[spans[4]], gave_back, part(161, 162), at=SPAN.start)
    edges = {edge for span in (*turns, part(3, 6), part(6, 8.5)) for edge in (span.start, span.end)}
    with ours.write() as tx:
        tx.claims.release(released, NOW)
        for half_hours in range(-2, 2 * 8 * 24 + 2):
            after = SPAN.start + half_hours * HOUR / 2
            expected = min((edge for edge in edges if edge > after), default=None)
            assert tx.roster.next_edge(after) == expected, half_hours
