from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import fields
from bot.errors import Refusal

READERS = [
    lambda said: fields.read_text(said, "f", 20),
    lambda said: fields.read_lines(said, "f", 20),
    lambda said: fields.read_hours(said, "f"),
    lambda said: fields.read_number(said, "f", 1, 9),
    lambda said: fields.read_zone(said, "f"),
    lambda said: fields.read_country(said, "f"),
    lambda said: fields.read_time(said, "f"),
    lambda said: fields.read_weekday(said, "f"),
    lambda said: fields.read_day(said, "f"),
]


@given(st.text() | st.from_regex(r"[\d:.,hm +-]{0,9}"), st.sampled_from(READERS))
def test_whatever_is_written_is_read_or_refused_beside_its_input(said: str, read):
    try:
        read(said)
    except Refusal as no:
        refused = no
    else:
        return
    assert refused.field == "f"
    assert refused.what.endswith(".")


@pytest.mark.parametrize(
    ("said", "minute"),
    [
        ("09:00", 540),
        ("9:00", 540),
        ("9.30", 570),
        ("23:59", 1439),
        ("00:00", 0),
        ("09:00:00", 540),
    ],
)
def test_times_are_read_as_pickers_and_people_write_them(said: str, minute: int):
    assert fields.read_time(said, "f") == minute


ARABIC_NINE = "\u0660\u0669:\u0660\u0660"


@pytest.mark.parametrize("said", ["24:00", "9", "9:60", "-1:00", ARABIC_NINE, "", "noon"])
def test_other_times_are_refused(said: str):
    with pytest.raises(Refusal) as refused:
        fields.read_time(said, "f")
    assert refused.value.code == "bad_time"


def test_the_end_of_the_day_is_a_time_only_where_it_may_be():
    assert fields.read_time("24:00", "f", latest=1440) == 1440


@pytest.mark.parametrize(
    ("said", "minutes"), [("", None), ("  ", None), ("0", 0), ("2,5", 150), ("40", 2400)]
)
def test_hours_a_week(said: str, minutes: int | None):
    assert fields.read_hours(said, "f") == minutes


def test_hours_have_a_least_and_a_most_that_are_said():
    with pytest.raises(Refusal) as refused:
        fields.read_hours("10m", "f", 168, 15)
    assert "15 minutes to 168" in refused.value.what
    with pytest.raises(Refusal) as refused:
        fields.read_hours("40h1m", "f")
    assert "A full working week" in refused.value.why


def test_texts_lose_stray_space_and_lines_keep_their_breaks():
    assert fields.read_text("  a \n\t b  ", "f", 9) == "a b"
    assert fields.read_lines(" a  b \r\n\r\n c ", "f", 9) == "a b\n\nc"
    with pytest.raises(Refusal) as refused:
        fields.read_text("   ", "f", 9, needed=True)
    assert refused.value.code == "empty"
    with pytest.raises(Refusal) as refused:
        fields.read_text("x" * 12_345, "f", 9)
    assert "12,345 characters" in refused.value.what


def test_countries_zones_days_and_weekdays():
    assert fields.read_country(" de ", "f") == "DE"
    assert fields.read_country("", "f") == ""
    assert fields.read_zone("calcutta", "f") == "Asia/Kolkata"
    assert fields.read_day("2026-12-01", "f") == date(2026, 12, 1)
    assert fields.read_day("", "f") is None
    assert fields.read_weekday("6", "f") == 6
    for wrong in ("7", "", "Mon", "-1"):
        with pytest.raises(Refusal):
            fields.read_weekday(wrong, "f")
