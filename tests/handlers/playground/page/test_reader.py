"""Names and dates as one person is shown them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.playground.objects import SLACKBOT
from handlers.playground.page.reader import date_tokens

NOW = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "token", "said"),
    [
        (NOW, "date_num", "2026-11-23"),
        (NOW, "date", "November 23rd, 2026"),
        (NOW.replace(day=11), "date", "November 11th, 2026"),
        (NOW.replace(day=1), "date", "November 1st, 2026"),
        (NOW, "date_short", "Nov 23, 2026"),
        (NOW, "date_long", "Monday, November 23rd, 2026"),
        (NOW, "date_pretty", "today"),
        (NOW - timedelta(days=1), "date_short_pretty", "yesterday"),
        (NOW + timedelta(days=1), "date_long_pretty", "tomorrow"),
        (NOW + timedelta(days=2), "date_pretty", "November 25th, 2026"),
        (NOW, "time", "09:05"),
        (NOW, "time_secs", "09:05:00"),
        (NOW, "ago", "just now"),
        (NOW - timedelta(hours=2), "ago", "2 hours ago"),
        (NOW + timedelta(days=1), "ago", "in 1 day"),
    ],
)
def test_slacks_tokens(at, token, said):
    assert date_tokens(at, NOW)[token] == said


def test_days_are_named_by_the_readers_own_calendar(ada, ravi):
    late = datetime(
        2026, 11, 22, 19, 0, tzinfo=UTC
    ).timestamp()  # 20:00 in Berlin, 00:30 in Kolkata
    assert ada.day(late) == "Yesterday"
    assert ravi.day(late) == "Today"
    assert ada.day(late - 86400) == "Saturday, 21 November 2026"


def test_a_direct_message_is_named_after_the_others_in_it(ada, ravi, workspace):
    channel = workspace.direct_between({ada.user, ravi.user})
    assert ada.room_name(channel.id) == "Ravi Menon"
    assert ravi.room_name(channel.id) == "Ada Brandt"
    assert ada.room_name(workspace.direct(ada.user).id) == "Muster"
    assert ada.room_name("C0") == ""


def test_slackbot_has_a_name(ada):
    assert ada.person_name(SLACKBOT) == "Slackbot"
