from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bot.model import Claim, Role, TimetableKind, Turn
from bot.setup.requests import EditBasics
from bot.setup.rules import moves, shifted
from bot.weeks import Span, parse_windows, to_local, week_span
from tests.bot.cast import Cast, text

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def move_to(cast: Cast, zone: str):
    return cast.submit("cara", cast.press("cara", EditBasics()), zone=zone)


def test_turns_and_who_holds_them_move_to_the_same_hours_of_the_new_clock(cast: Cast, chair: int):
    ada = cast.member("ada")
    duty = cast.duty("Answer", windows=parse_windows("Mon-Fri 09:00-13:00"))
    thursday = cast.turns(duty)[3]
    whole = cast.hold(ada, thursday, 45)
    reply = move_to(cast, "America/New_York")
    assert "Zone: Europe/Berlin → America/New_York" in text(reply)
    ((turn, claim),) = cast.held_by(ada)
    assert to_local(turn.span.start, "America/New_York").strftime("%a %H:%M") == "Thu 09:00"
    assert (claim.span, claim.minutes) == (turn.span, 45)
    assert claim.id != whole
    (card,) = cast.told(ada)
    assert "Cara changed the task force's zone from Europe/Berlin to America/New_York" in text(card)
    assert "Answer: Thu 26 Nov 2026 09:00–13:00 (Europe/Berlin) → Thu 26 Nov 2026 15:00–19:00" in (
        text(card)
    )
    local = [to_local(t.span.start, "America/New_York").hour for t in cast.turns(duty)[1:]]
    assert set(local) == {9}


def test_no_hour_is_needed_twice_after_a_move(cast: Cast, chair: int):
    ada = cast.member("ada")
    week, hours = cast.duty("Week"), cast.duty("Hours", windows=parse_windows("daily 08:00-20:00"))
    for duty in (week, hours):
        for turn in cast.turns(duty)[1:6]:
            cast.hold(ada, turn, 15)
    for zone in ("Europe/London", "Asia/Tokyo", "America/Los_Angeles", "Europe/Berlin"):
        move_to(cast, zone)
        assert len(cast.held_by(ada)) == 10
        for duty in (week, hours):
            turns = cast.turns(duty)
            for one, other in pairwise(turns):
                shared = one.span.overlap(other.span)
                # only a turn that was running when its clock changed reaches into the next one
                most = 0.5 if one.span.start <= cast.clock.now() else 0
                assert (shared.minutes / other.span.minutes if shared else 0) <= most
            assert len(turns) >= 13


def test_a_running_turn_ends_as_it_was(cast: Cast, chair: int):
    ada = cast.member("ada")
    duty = cast.duty()
    running = cast.turns(duty)[0]
    cast.hold(ada, running, 60)
    move_to(cast, "Asia/Tokyo")
    assert [(t.id, c.span) for t, c in cast.held_by(ada)] == [(running.id, running.span)]
    assert cast.told(ada) == []


def test_a_part_moves_with_its_turn(cast: Cast, chair: int):
    ada = cast.member("ada")
    duty = cast.duty("Answer", windows=parse_windows("Tue 09:00-13:00"))
    turn = cast.turns(duty)[1]
    cast.hold(ada, turn, 30, Span(turn.span.start + HOUR, turn.span.start + 3 * HOUR))
    move_to(cast, "Europe/London")
    ((moved, claim),) = cast.held_by(ada)
    assert claim.span.start - moved.span.start == HOUR
    assert claim.span.minutes == 120


def test_a_zone_with_the_same_clock_moves_and_tells_nothing(cast: Cast, chair: int):
    ada = cast.member("ada")
    claim = cast.hold(ada, cast.turns(cast.duty())[2])
    move_to(cast, "Europe/Paris")
    assert [c.id for _t, c in cast.held_by(ada)] == [claim]
    assert cast.told(ada) == []


def test_the_next_digest_goes_by_the_new_clock(cast: Cast, chair: int):
    cast.clock.forward(hours=5)
    with cast.write() as tx:
        tx.timetable.set_next(TimetableKind.DIGEST, datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
    move_to(cast, "America/New_York")
    with cast.read() as tx:
        following = tx.timetable.find(TimetableKind.DIGEST).next_run_at
    assert following == datetime(2026, 11, 30, 15, 0, tzinfo=UTC)


def test_a_move_is_undone_with_all_its_turns(cast: Cast, chair: int):
    ada = cast.member("ada")
    duty = cast.duty("Answer", windows=parse_windows("Tue 09:00-13:00"))
    turn = cast.turns(duty)[1]
    cast.hold(ada, turn, 30)
    cast.push("cara", move_to(cast, "Asia/Tokyo"), "Undo")
    assert [(t.id, c.span) for t, c in cast.held_by(ada)] == [(turn.id, turn.span)]
    assert len(cast.told(ada)) == 2


def test_everybody_who_holds_something_is_told_but_who_did_it(cast: Cast, chair: int):
    members = [cast.member(user) for user in ("ada", "ben")]
    duty = cast.duty(people_most=3)
    for member in (*members, chair):
        cast.hold(member, cast.turns(duty)[1], 60)
    move_to(cast, "Asia/Kolkata")
    assert [len(cast.told(m)) for m in (*members, chair)] == [1, 1, 0]
    assert Role.CHAIR in {m.role for m in cast.members()}


def _turn(key: int, start: float, end: float, *claims: Claim) -> Turn:
    span = Span(NOW + start * HOUR, NOW + end * HOUR)
    return Turn(key, 1, NOW.date(), span, 60, 1, 2, claims)


def _claim(key: int, start: float, end: float) -> Claim:
    return Claim(key, 1, key, 30, Span(NOW + start * HOUR, NOW + end * HOUR), NOW)


def test_twins_are_counted_from_the_end_of_the_week():
    old = [_turn(1, 0, 2, _claim(1, 0, 2)), _turn(2, 10, 12, _claim(2, 11, 12))]
    moved, left = moves(old, [_turn(9, 15, 17)])
    assert [(m.claim.id, m.to.id, m.span.minutes) for m in moved] == [(2, 9, 60)]
    assert [claim.id for claim in left] == [1]


def test_a_part_beyond_a_turn_that_a_clock_change_shortens_is_cut_or_lost():
    old, short = _turn(1, 0, 4).span, _turn(2, 10, 13).span
    assert shifted(_claim(1, 2, 4).span, old, short).minutes == 60
    assert shifted(_claim(1, 3, 4).span, old, short) is None
    assert shifted(old, old, short) == short
    assert week_span(NOW.date(), "UTC").minutes == 7 * 24 * 60


def test_a_turn_that_is_over_by_the_new_clock_is_off_and_its_holder_told(cast: Cast, chair: int):
    ada = cast.member("ada")
    duty = cast.duty("Answer", windows=parse_windows("Mon 10:00-11:00; Tue 10:00-11:00"))
    monday, tuesday = cast.turns(duty)[:2]
    for turn in (monday, tuesday):
        cast.hold(ada, turn, 30)
    move_to(cast, "Asia/Tokyo")
    ((turn, _claim),) = cast.held_by(ada)
    assert to_local(turn.span.start, "Asia/Tokyo").strftime("%a %H:%M") == "Tue 10:00"
    assert "→ off, since it is over or left out by the new clock" in text(cast.told(ada)[0])
