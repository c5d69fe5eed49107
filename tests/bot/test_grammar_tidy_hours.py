"""Texts put in order, and hours however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar import LONGEST, hours, split_tail, tidy
from bot.weeks import say_minutes


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("  claim   facebook\u00a0page \n fri. ", "claim facebook page fri"),
        ("“Friday summary” it’s", '"Friday summary" it\'s'),
        ("hours\u200b \uff13\ufeff", "hours 3"),
        ("hours ٣", "hours 3"),
        ("away 21.12.–4.1.", "away 21.12.–4.1."),
        ("away 1.12.", "away 1.12."),
        ("hours 2.5...", "hours 2.5"),
        ("status …", "status"),
        ("...", ""),
        ("", ""),
        ("e\u0301", "é"),
        ("👩\u200d💻 on", "👩\u200d💻 on"),
        ("a\u200db", "ab"),
        ("\ud800x", "x"),
    ],
)
def test_what_keyboards_leave_is_taken_out(typed, tidied):
    assert tidy(typed) == tidied


@given(st.text(st.characters(), max_size=200))
def test_tidying_twice_changes_nothing_more(text):
    once = tidy(text)
    assert tidy(once) == once
    assert once == once.strip()


def test_a_letter_is_cut_to_the_length_of_a_command():
    assert len(tidy("long " * 5000)) <= LONGEST
    assert tidy("\u200b" * 3000 + "claim") == "claim"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("3", 180), ("3h", 180), ("3 h", 180), ("3 hours", 180), ("3.", 180), ("2.5", 150),
        ("2,5", 150), ("2,5h", 150), ("1h30", 90), ("1h 30m", 90), ("1:30", 90), ("0:45", 45),
        ("90m", 90), ("90 min", 90), ("90 minutes", 90), ("½", 30), ("1½ h", 90), ("1 1/2 h", 90),
        ("three", 180), ("Three hours", 180), ("two and a half hours", 150), ("0", 0),
        ("half an hour", 30), ("an hour", 60), ("an hour and a half", 90), ("3 hrs", 180),
        ("1 hour and 20 minutes", 80), ("0.25", 15), ("1.33", 80), ("\uff19", 540), ("400", 24000),
    ],
)  # fmt: skip
def test_hours_are_read_however_they_are_written(text, minutes):
    assert hours(text) == minutes
    if (
        text.casefold() != "three" and text != "1.33"
    ):  # a name may hold one; the other is a date too
        assert split_tail(f"xylophone {text}").minutes == minutes


@pytest.mark.parametrize(
    "text",
    ["", "-3", "nan", "inf", "1e3", "9" * 400, "12345", "about two", "1:75", "1h75", "3 weeks",
     "2.5.1", "1,000", "3h3h", "h", "½½", "0x3", "3%", "three four", "1/3"],
)  # fmt: skip
def test_what_is_no_number_of_hours_is_none(text):
    assert hours(text) is None


@given(st.integers(0, 9999 * 60))
def test_hours_said_are_hours_read(minutes):
    assert hours(say_minutes(minutes)) == minutes


@given(st.integers(0, 99), st.integers(0, 59))
def test_clock_and_unit_styles_agree(whole, rest):
    assert hours(f"{whole}:{rest:02d}") == hours(f"{whole}h{rest:02d}") == whole * 60 + rest


@given(st.text(max_size=80))
def test_any_text_is_hours_or_none(text):
    found = hours(text)
    assert found is None or 0 <= found <= 100_000 * 60
