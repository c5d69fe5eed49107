from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Refusal
from bot.model import Away, Logged, Pledge
from bot.weeks import Span
from tests.storage.stage import HOUR, NOW, SPAN, WEEK, Stage, part

AFTER = WEEK + timedelta(days=7)


def test_a_pledge_is_given_and_given_anew(ours: Stage):
    ada, bob = ours.member(), ours.member()
    first = Pledge(ada, WEEK, 120, NOW)
    anew = Pledge(ada, WEEK, 0, NOW + HOUR, late=True)
    with ours.write() as tx:
        assert tx.hours.pledge(ada, WEEK) is None
        tx.hours.put_pledge(first)
        tx.hours.put_pledge(Pledge(bob, WEEK, 60, NOW))
        assert tx.hours.pledge(ada, WEEK) == first
        tx.hours.put_pledge(anew)
        assert tx.hours.pledges(WEEK) == [anew, Pledge(bob, WEEK, 60, NOW)]
        assert tx.hours.last_pledge(ada, WEEK) is None
        assert tx.hours.last_pledge(ada, AFTER) == anew
        tx.hours.put_pledge(replace(first, week=AFTER))
        assert tx.hours.last_pledge(ada, AFTER + timedelta(days=70)).week == AFTER
        tx.hours.drop_pledge(ada, WEEK)
        assert [pledge.member_id for pledge in tx.hours.pledges(WEEK)] == [bob]


def test_hours_are_logged_once_for_each_duty_and_once_for_none(ours: Stage):
    ada, duty = ours.member(), ours.duty()
    with ours.write() as tx:
        plain = tx.hours.put_logged(Logged(0, ada, WEEK, 60), NOW)
        on_duty = tx.hours.put_logged(Logged(0, ada, WEEK, 30, duty, "quiet"), NOW)
        assert tx.hours.put_logged(Logged(0, ada, WEEK, 90, None, "busy"), NOW) == plain
        assert tx.hours.put_logged(Logged(0, ada, WEEK, 45, duty), NOW) == on_duty
        assert tx.hours.logged(ada, WEEK) == [
            Logged(plain, ada, WEEK, 90, None, "busy"),
            Logged(on_duty, ada, WEEK, 45, duty, ""),
        ]
        assert tx.hours.logged(ada, AFTER) == []
        tx.hours.drop_logged(plain)
        assert [entry.id for entry in tx.hours.logged(ada, WEEK)] == [on_duty]


def test_a_note_too_long_is_refused(ours: Stage):
    ada = ours.member()
    with pytest.raises(Refusal) as refused, ours.write() as tx:
        tx.hours.put_logged(Logged(0, ada, WEEK, 60, None, "x" * 501), NOW)
    assert (refused.value.code, refused.value.field) == ("too_long", "note")


def test_a_period_away_is_kept_shortened_and_cancelled(ours: Stage):
    ada, bob = ours.member(), ours.member()
    away = Away(0, ada, part(0, 48), WEEK, WEEK + timedelta(days=1), "dentist")
    with ours.write() as tx:
        key = tx.aways.add(away)
        later = tx.aways.add(replace(away, member_id=bob, span=part(40, 90)))
        assert tx.aways.find(key) == replace(away, id=key)
        assert [a.id for a in tx.aways.overlapping(SPAN)] == [key, later]
        assert [a.id for a in tx.aways.overlapping(SPAN, [bob])] == [later]
        assert tx.aways.overlapping(SPAN, []) == []
        assert [a.id for a in tx.aways.overlapping(part(48, 49))] == [later]
        tx.aways.move(replace(away, id=key, span=Span(SPAN.start, NOW), last_day=WEEK))
        shorter = tx.aways.find(key)
        assert (shorter.last_day, shorter.span) == (WEEK, Span(SPAN.start, NOW))
        assert tx.aways.overlapping(Span(NOW, SPAN.end), [ada]) == []
        assert tx.aways.cancel(key, NOW)
        assert not tx.aways.cancel(key, NOW)
        assert tx.aways.find(key) is None
        assert [a.id for a in tx.aways.overlapping(SPAN)] == [later]
    with pytest.raises(Refusal) as refused, ours.write() as tx:
        tx.aways.move(replace(away, id=key))
    assert refused.value.code == "gone"


def test_a_cancelled_period_stands_again_at_the_times_it_is_given(ours: Stage):
    ada, bob = ours.member(), ours.member()
    said = Away(0, ada, part(0, 3), WEEK, WEEK, "", False, "calendar", "a@b", bob, NOW)
    with ours.write() as tx:
        kept = replace(said, id=tx.aways.add(said))
        tx.aways.cancel(kept.id, NOW)
        assert tx.aways.of_source(ada, "calendar") == []
        tx.aways.restore(replace(kept, span=part(1, 2)))
        assert tx.aways.find(kept.id) == replace(kept, span=part(1, 2))
        assert tx.aways.of_source(ada, "calendar") == [replace(kept, span=part(1, 2))]
        assert tx.aways.of_source(ada, "status") == tx.aways.of_source(bob, "calendar") == []
    with pytest.raises(Refusal), ours.write() as tx:
        tx.aways.restore(replace(kept, id=999))


def test_what_a_source_calls_an_absence_stands_once_for_a_member(ours: Stage):
    ada, bob = ours.member(), ours.member()
    said = Away(0, ada, part(0, 3), WEEK, WEEK, source="calendar", source_key="a@b")
    with ours.write() as tx:
        first = tx.aways.add(said)
        tx.aways.add(replace(said, member_id=bob))
        tx.aways.add(replace(said, source="status"))
        tx.aways.cancel(first, NOW)
        tx.aways.add(said)
    with pytest.raises(Refusal, match="already_away"), ours.write() as tx:
        tx.aways.add(said)
