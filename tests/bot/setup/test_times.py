from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.model import TimetableKind
from bot.setup.requests import EditDeadline, EditTime, SaveTime, ShowTimes
from bot.setup.rules import SETTABLE, WEEKLY
from tests.bot.cast import Cast, labels, text


def row(cast: Cast, kind: TimetableKind):
    with cast.read() as tx:
        return tx.timetable.find(kind)


def change(cast: Cast, kind: TimetableKind, **answers: object):
    return cast.submit("cara", cast.press("cara", EditTime(kind.value)), **answers)


def test_the_times_say_when_each_thing_goes_and_comes_next(cast: Cast, chair: int):
    card = cast.press("cara", ShowTimes())
    shown = text(card)
    assert "Question about hours (one message to each member): Mondays at 09:00" in shown
    assert "each one's own time" in shown
    assert "Digest (the week, in the rooms that get it): Mondays at 10:00, Europe/Berlin." in shown
    assert "Next: Mon 23 Nov 2026 10:00 (Europe/Berlin)" in shown
    assert "Hours are on time until Wednesday 17:00 (Europe/Berlin)" in shown
    assert labels(card).count("Change") == len(SETTABLE) + 1


def test_a_new_time_is_planned_at_once(cast: Cast, chair: int):
    cast.clock.forward(days=1)
    with cast.write() as tx:
        tx.timetable.set_next(TimetableKind.DIGEST, datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
    reply = change(cast, TimetableKind.DIGEST, weekday="2", time="15:30")
    assert "Digest: Wednesdays at 15:30" in text(reply)
    assert row(cast, TimetableKind.DIGEST).next_run_at == datetime(2026, 12, 2, 14, 30, tzinfo=UTC)
    undone = cast.push("cara", reply, "Undo")
    assert "Digest is as before" in text(undone)
    assert row(cast, TimetableKind.DIGEST).next_run_at == datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("kind", SETTABLE)
def test_each_can_be_switched_off_and_on(cast: Cast, chair: int, kind: TimetableKind):
    assert ": off." in text(change(cast, kind, goes="off"))
    assert (row(cast, kind).enabled, row(cast, kind).next_run_at) == (False, None)
    assert "off" in text(cast.press("cara", ShowTimes()))
    change(cast, kind, goes="on")
    assert row(cast, kind).enabled
    assert row(cast, kind).next_run_at is not None


@pytest.mark.parametrize("kind", SETTABLE)
def test_only_what_goes_once_a_week_has_a_day(cast: Cast, chair: int, kind: TimetableKind):
    form = cast.press("cara", EditTime(kind.value)).form
    assert ("weekday" in [one.name for one in form.inputs]) == (kind in WEEKLY)
    change(cast, kind, time="07:05")
    assert row(cast, kind).minute == 7 * 60 + 5
    assert (row(cast, kind).weekday is not None) == (kind in WEEKLY)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"time": "25:00"}, "time"),
        ({"time": "soon"}, "time"),
        ({"time": "24:00"}, "time"),
        ({"time": None}, "time"),
        ({"weekday": "7"}, "weekday"),
        ({"weekday": None}, "weekday"),
        ({"goes": "perhaps"}, "goes"),
    ],
)
def test_times_are_bounded(cast: Cast, chair: int, answers: dict, field: str):
    before = row(cast, TimetableKind.PROMPT)
    reply = change(cast, TimetableKind.PROMPT, **answers)
    assert list(reply.errors) == [field]
    assert row(cast, TimetableKind.PROMPT) == before


def test_what_cannot_be_set_is_answered(cast: Cast, chair: int):
    for kind in ("turns", "panel", "", "☃"):
        assert "nothing to set" in text(cast.press("cara", EditTime(kind)))
        assert "nothing to set" in text(cast.press("cara", SaveTime(kind, "0", "09:00", "on")))


def test_saving_the_same_changes_nothing(cast: Cast, chair: int):
    assert "Nothing was changed" in text(change(cast, TimetableKind.STATUS))


def test_the_deadline_is_changed_and_undone(cast: Cast, chair: int):
    form = cast.press("cara", EditDeadline())
    reply = cast.submit("cara", form, weekday="4", time="12:00")
    assert "Wednesday 17:00 (Europe/Berlin) → Friday 12:00 (Europe/Berlin)" in text(reply)
    with cast.read() as tx:
        assert (tx.task_force.deadline_weekday, tx.task_force.deadline_minute) == (4, 720)
    cast.push("cara", reply, "Undo")
    with cast.read() as tx:
        assert (tx.task_force.deadline_weekday, tx.task_force.deadline_minute) == (2, 1020)
    assert list(cast.submit("cara", form, time="99").errors) == ["time"]
    assert "Nothing was changed" in text(cast.submit("cara", form))
