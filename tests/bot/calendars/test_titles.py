"""Which words mean that somebody is away, and which events and statuses count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendars.rules import (
    LONGEST_PAUSE,
    SPREAD,
    Facts,
    Saying,
    WrongAddressError,
    counts,
    gives_up,
    next_reading,
    read_address,
    read_title,
    status_counts,
)
from tests.bot.cast import MONDAY

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "title",
    [
        "Vacation",
        "Urlaub",
        "OOO",
        "Out of office",
        "out-of-office!",
        "Sommerurlaub 🌴",
        "Weihnachtsurlaub 2026",
        "Nicht im Büro",
        "Außer Haus",
        "Krank",
        "Sick :(",
        "my holidays!!",
        "Annual leave (approved)",
        "Urlaub (genehmigt)",
        "Elternzeit",
        "PTO",
        "Not working",
        "Congés",
        "Vacaciones",
        "Férias",
        "Ferie",
        "Verlof",
        "Urlop",
        "Fuori ufficio",
    ],
)
def test_titles_that_say_nothing_but_absence(title: str):
    assert read_title(title).saying is Saying.ALONE


@pytest.mark.parametrize(
    "title",
    ["Anna on vacation", "Urlaub Mallorca", "OOO until Monday, call Kim", "Maria’s holiday"],
)
def test_titles_with_more_in_them(title: str):
    assert read_title(title).saying is Saying.AMONG_OTHERS


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Weekly sync",
        "Vacation planning",
        "Urlaubsplanung",
        "Urlaubsantrag stellen",
        "Holiday party",
        "Bank holiday",
        "Public holiday: Reformation Day",
        "School holidays",
        "Schulferien",
        "Back from vacation",
        "Zurück aus dem Urlaub",
        "No vacation this week",
        "Half day off",
        "Besuch im Krankenhaus",
        "Leave for the airport",
        "Cover for Kim’s holiday",
        "Semester begins",
        "Illustration review",
        "Sickle cell webinar",
        "Ferienwohnung buchen",
        "Holiday campaign",
    ],
)
def test_titles_that_are_no_absence(title: str):
    assert read_title(title).saying is Saying.NOTHING


@given(st.text(max_size=400))
def test_any_title_can_be_read(title: str):
    assert read_title(title).saying in Saying


def facts(title: str = "", **more: object) -> Facts:
    plain = Facts(title, "", False, False, True, DAY)
    return Facts(**{name: more.get(name, getattr(plain, name)) for name in Facts.__slots__})


@pytest.mark.parametrize(
    ("event", "is_absence"),
    [
        (facts("Anything", busy="OOF"), True),
        (facts("", busy="OOF", whole_days=False, lasts=timedelta(hours=1)), True),
        (facts("", busy="OOF", whole_days=False, lasts=timedelta(minutes=30)), False),
        (facts("Vacation", busy="OOF", cancelled=True), False),
        (facts("Vacation", busy="TENTATIVE"), False),
        (facts("Vacation", busy="WORKINGELSEWHERE"), False),
        (facts("Vacation"), True),
        (facts("Vacation in Rome"), True),
        # as free: calendars propose that for whole days, one's own and others'
        (facts("Vacation", transparent=True), True),
        (facts("Vacation", busy="FREE"), True),
        (facts("Anna on vacation", transparent=True), False),
        (facts("Anna on vacation", busy="FREE"), False),
        # hours
        (facts("OOO", whole_days=False, lasts=timedelta(hours=2)), True),
        (facts("OOO", whole_days=False, lasts=timedelta(hours=2), transparent=True), False),
        (facts("Sick", whole_days=False, lasts=timedelta(hours=2)), False),
        (facts("Sick", whole_days=False, lasts=timedelta(hours=8)), True),
        (facts("Weekly sync", whole_days=False, lasts=timedelta(hours=1)), False),
        (facts("Conference"), False),
    ],
)
def test_which_events_are_absence(event: Facts, is_absence: bool):
    assert counts(event) is is_absence


@pytest.mark.parametrize(
    ("emoji", "text", "is_away"),
    [
        ("palm_tree", "Vacationing", True),
        ("palm_tree", "", True),
        ("face_with_thermometer", "Out sick", True),
        ("no_entry", "Out of office • Calendar", True),
        ("", "Urlaub bis 7.12.", True),
        ("palm_tree", "Back on Monday", True),
        ("", "On vacation, back on Monday", True),
        ("", "", False),
        ("house_with_garden", "Working remotely", False),
        ("spiral_calendar_pad", "In a meeting", False),
        ("bus", "Commuting", False),
        ("palm_tree", "Working from Bali", False),
        ("", "Back from vacation", False),
        ("tada", "Holiday party", False),
    ],
)
def test_which_statuses_are_absence(emoji: str, text: str, is_away: bool):
    assert status_counts(emoji, text) is is_away


@pytest.mark.parametrize(
    ("written", "url", "host"),
    [
        (" https://cal.example/a.ics ", "https://cal.example/a.ics", "cal.example"),
        ("webcal://cal.example/a%40b/c.ics", "https://cal.example/a%40b/c.ics", "cal.example"),
        ("<HTTPS://Cal.Example:443/x?k=1#f>", "https://Cal.Example:443/x?k=1", "cal.example"),
        ("“https://cal.example/a”", "https://cal.example/a", "cal.example"),
    ],
)
def test_addresses_as_people_paste_them(written: str, url: str, host: str):
    found = read_address(written)
    assert (found.url, found.host) == (url, host)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("http://cal.example/a.ics", "no_https"),
        ("cal.example/a.ics", "no_address"),
        ("ftp://cal.example/a", "no_address"),
        ("file:///etc/passwd", "no_address"),
        ("https://", "no_address"),
        ("https://calendar", "no_address"),
        ("https://cal.example/a b", "no_address"),
        ("https://cal.example/\x00", "no_address"),
        ("https://[::1", "no_address"),
        ("https://ann:word@cal.example/a", "password"),
        ("https://ann@cal.example/a", "password"),
        ("https://cal.example:8443/a", "port"),
        ("https://cal.example:99999/a", "no_address"),
        ("https://localhost/a", "private"),
        ("https://metadata.google.internal/a", "private"),
        ("https://printer.local/a", "private"),
        ("https://cal.example/" + "a" * 2000, "too_long"),
    ],
)
def test_addresses_that_are_not_asked(written: str, code: str):
    with pytest.raises(WrongAddressError) as wrong:
        read_address(written)
    assert wrong.value.code == code


@given(st.text(max_size=200))
def test_any_text_is_an_address_or_refused(written: str):
    try:
        found = read_address(written)
    except WrongAddressError:
        return
    assert found.url.startswith("https://")


@given(st.integers(0, 60), st.floats(0, 1), st.integers(0, 10**7) | st.none())
def test_pauses_grow_up_to_a_day_and_are_spread(failures: int, chance: float, wait: int | None):
    asked = timedelta(seconds=wait) if wait is not None else None
    pause = next_reading(MONDAY, failures, chance, asked) - MONDAY
    assert timedelta(hours=1.5) <= pause <= LONGEST_PAUSE * (1 + SPREAD)


def test_it_gives_up_after_six_failures_over_two_days():
    assert not gives_up(5, MONDAY, MONDAY + 9 * DAY)
    assert not gives_up(6, MONDAY, MONDAY + DAY)
    assert gives_up(6, MONDAY, MONDAY + 2 * DAY)
