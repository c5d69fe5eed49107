from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.home.requests import OpenSettings, SaveSettings
from bot.home.rules import LEAST_AWAKE, check_quiet
from bot.model import Member, Reminding, Role, TimetableKind
from tests.bot.cast import Cast, text


def save(cast: Cast, user: str = "ada", **answers: object):
    return cast.submit(user, cast.press(user, OpenSettings()), **answers)


def settings(member: Member) -> dict:
    names = [
        "quiet_from",
        "quiet_to",
        "reminding",
        "paused_until",
        "zone",
        "country",
        "usual_minutes",
        "ceiling_minutes",
    ]
    return {name: getattr(member, name) for name in names}


def test_all_settings_are_saved_shown_and_undone(cast: Cast):
    ada = cast.member("ada")
    before = settings(cast.find(ada))
    reply = save(
        cast,
        quiet_from="19:30",
        quiet_to="09:15",
        reminding="gentle",
        paused_until="2026-12-24",
        zone="new york",
        country="us",
        usual="2,5",
        ceiling="6h",
    )
    assert settings(cast.find(ada)) == {
        "quiet_from": 19 * 60 + 30,
        "quiet_to": 9 * 60 + 15,
        "reminding": Reminding.GENTLE,
        "paused_until": date(2026, 12, 24),
        "zone": "America/New_York",
        "country": "US",
        "usual_minutes": 150,
        "ceiling_minutes": 360,
    }
    for line in (
        "Quiet hours: 19:30–09:15",
        "Reminders: gentle",
        "Pause: until Thu 24 Dec 2026",
        "At most a week: 6 h",
    ):
        assert line in text(reply)
    assert reply.home
    assert "Quiet hours: 19:30–09:15" in text(cast.home("ada"))
    assert "as before" in text(cast.push("ada", reply, "Undo"))
    assert settings(cast.find(ada)) == before


def test_undoing_brings_back_a_pause_too(cast: Cast):
    ada = cast.member("ada", paused_until=date(2026, 12, 1), reminding=Reminding.NONE)
    reply = save(cast, paused_until=None, reminding="normal")
    assert "Pause: none" in text(reply)
    cast.push("ada", reply, "Undo")
    assert cast.find(ada).paused_until == date(2026, 12, 1)
    assert cast.find(ada).reminding is Reminding.NONE


def test_saving_the_same_changes_nothing(cast: Cast):
    ada = cast.member("ada", quiet_from=0, quiet_to=0, ceiling_minutes=0, usual_minutes=75)
    assert "as they were" in text(save(cast))
    assert cast.recorded(f"member:{ada}") == []
    assert "Quiet hours: none" in text(cast.home("ada"))


def test_another_zone_has_the_clock_planned_anew(cast: Cast):
    cast.member("ada")
    cast.clock.forward(days=2)
    with cast.write() as tx:
        tx.timetable.set_next(TimetableKind.PROMPT, datetime(2026, 11, 30, 8, 0, tzinfo=UTC))
    save(cast, zone="Asia/Tokyo")
    with cast.read() as tx:
        following = tx.timetable.find(TimetableKind.PROMPT).next_run_at
    assert following == datetime(2026, 11, 30, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("quiet_from", None, "not a time of day"),
        ("quiet_from", "24:00", "not a time of day"),
        ("quiet_to", "9 o'clock", "not a time of day"),
        ("quiet_to", "19:00", "less than two hours"),
        ("reminding", "never", "choose one"),
        ("paused_until", "2026-11-23", "over already"),
        ("paused_until", "2020-01-01", "over already"),
        ("paused_until", "2028-01-01", "a year at most"),
        ("paused_until", "soon", "not a date"),
        ("zone", "Narnia", "no time zone"),
        ("zone", None, "no time zone"),
        ("country", "ZZ", "no country"),
        ("usual", "41", "0 to 40"),
        ("ceiling", "☃", "not a number of hours"),
    ],
)
def test_each_setting_is_bounded_with_a_sentence_beside_it(
    cast: Cast, field: str, value: object, sentence: str
):
    ada = cast.member("ada")
    before = cast.find(ada)
    reply = save(cast, **{field: value})
    assert list(reply.errors) == [field]
    assert sentence in text(reply)
    assert settings(cast.find(ada)) == settings(before)


def test_a_pause_that_is_over_does_not_stand_in_the_form(cast: Cast):
    cast.member("ada", paused_until=date(2026, 11, 1))
    form = cast.press("ada", OpenSettings()).form
    assert next(one for one in form.inputs if one.name == "paused_until").initial == ""
    assert "saved" in text(save(cast))


def test_settings_are_ones_own(cast: Cast):
    ada = cast.member("ada")
    cast.member("cara", Role.CHAIR)
    reply = save(cast, usual="5")
    assert "Only the person whose it is" in text(cast.push("cara", reply, "Undo"))
    assert cast.find(ada).usual_minutes == 300
    cast.user("nia")
    for request in (OpenSettings(), SaveSettings()):
        assert "not in the task force yet" in text(cast.press("nia", request))


@given(st.integers(0, 1439), st.integers(0, 1439))
def test_quiet_hours_always_leave_time_to_say_something(start: int, end: int):
    awake = 1440 - (end - start) % 1440
    if awake >= LEAST_AWAKE:
        check_quiet(start, end)
        return
    with pytest.raises(Refusal) as refused:
        check_quiet(start, end)
    assert refused.value.field == "quiet_to"
