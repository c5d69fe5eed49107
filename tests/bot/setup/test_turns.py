from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model import Turn
from bot.turns import coming_weeks, make_turns, planned, remake_turns
from bot.weeks import Span, Window
from tests.bot.cast import MONDAY, Cast

_numbers = count(1)
days = st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True)
# one window a day, so that those of one plan never overlap; none at all: the whole week
windows = st.just(()) | st.builds(
    lambda on, start, hours: tuple(Window(d, start * 60, (start + hours) * 60) for d in sorted(on)),
    days,
    st.integers(0, 12),
    st.integers(1, 12),
)
RARELY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def overlapped(turn: Turn, others: list[Turn]) -> int:
    return sum(
        part.minutes for o in others if o.id != turn.id and (part := o.span.overlap(turn.span))
    )


@RARELY
@given(
    before=windows, after=windows, hours_later=st.integers(0, 200), held=st.sets(st.integers(0, 9))
)
def test_after_an_edit_the_coming_weeks_are_as_planned_and_nothing_held_is_lost(
    cast: Cast, before: tuple, after: tuple, hours_later: int, held: set[int]
):
    cast.clock.instant = MONDAY
    member = (cast.by_user("ada") and cast.by_user("ada").id) or cast.member("ada")
    duty = cast.duty(f"Edited {next(_numbers)}", windows=before, minutes_a_week=600)
    turns = cast.turns(duty)
    claims = {cast.hold(member, turns[n], 15): turns[n].id for n in held if n < len(turns)}
    cast.clock.forward(hours=hours_later)
    now = cast.clock.now()
    edited = replace(duty, windows=after, minutes_a_week=300)
    with cast.write() as tx:
        tx.roster.change_duty(duty.id, windows=after, minutes_a_week=300)
        left = remake_turns(tx, edited, now)
        once = tx.roster.turns(Span(now, now + timedelta(weeks=20)), duty_ids=[duty.id])
        make_turns(tx, now, edited)
        make_turns(tx, now)
        twice = tx.roster.turns(Span(now, now + timedelta(weeks=20)), duty_ids=[duty.id])
        task_force = tx.task_force
    # what was held and is not over is held still, by the same claims
    assert {c.id: t.id for t in twice for c in t.claims} == {
        key: turn for key, turn in claims.items() if _ends(turns, turn) > now
    }
    assert {t.id for t in left} <= set(claims.values())
    # the nightly run adds nothing that the edit has not made, but in the week that runs
    week = coming_weeks(task_force, now)[0]
    assert {t.span for t in twice} - {t.span for t in once} <= {
        t.span for t in planned(edited, week, task_force)
    }
    # in the weeks to come stands the plan, and what is held beside it
    plan = {
        t.span for w in coming_weeks(task_force, now)[2:] for t in planned(edited, w, task_force)
    }
    off = [t for t in twice if not t.planned]
    assert all(t.claims for t in off)
    standing = {t.span for t in twice if t.planned}
    missing = [span for span in plan if span not in standing]
    assert all(
        2 * sum(p.minutes for t in off if (p := t.span.overlap(s))) >= s.minutes for s in missing
    )
    # nothing is needed twice at the same time
    for turn in twice:
        if turn.span.start > now and turn.planned:
            assert 2 * overlapped(turn, list(twice)) < turn.span.minutes


def _ends(turns: list[Turn], key: int):
    return next(t.span.end for t in turns if t.id == key)
