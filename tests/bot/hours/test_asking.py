"""Who is asked for hours, when, and when not: prompts, nudges, the chair's hand, and a pause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from bot.cards import Card
from bot.hours.requests import AskAgain, PauseMe
from bot.hours.rules import asked_week, deadline
from bot.jobs import reschedule
from bot.model import Delivery, MemberState, Recipient, Reminding, TaskForce, TimetableKind
from bot.plain import plain_text
from tests.bot.cast import labels, text
from tests.bot.company import Company, berlin

ZONES = {
    "ada": "Europe/Berlin",
    "niklas": "Europe/London",
    "anke": "America/New_York",
    "rosa": "America/Los_Angeles",
    "goran": "Asia/Kolkata",
    "leila": "Australia/Lord_Howe",
}


def only(company: Company, users: Iterable[str]) -> None:
    """Everybody else has left: what the others get is not asked about."""
    for user in set(company.ids) - set(users):
        company.change(user, state=MemberState.LEFT)


def when(company: Company, user: str, kind: str) -> list[str]:
    """The local times at which messages of a kind are due, of those not dropped."""
    found: list[Delivery] = company.asked(kind).get(user, [])
    return [f"{company.local(user, d.due_at):%a %d %H:%M}" for d in found if d.state != "dropped"]


# ---- the prompt ---------------------------------------------------------------------------------


def test_everybody_is_asked_at_nine_of_their_own_monday(company: Company):
    only(company, ZONES)
    company.at(29)
    company.travel(31)
    for user in ZONES:
        assert when(company, user, "prompt") == ["Mon 30 09:00"], user


def test_it_shows_the_last_answer_and_asks_what_became_of_last_weeks(company: Company):
    only(company, ["ada", "farah"])
    company.say("ada", "hours 4")
    company.at(29)
    company.travel(30, 9)
    shown = plain_text(company.last("prompt", "ada"))
    assert shown.splitlines()[:3] == [
        "How many hours can you give this week?",
        (
            "For the week of Mon 30 Nov – Sun 6 Dec 2026. One tap is enough; you can change it"
            " until Wed 2 Dec 2026 17:00 (Europe/Berlin)."
        ),
        "[Same as last time: 4 h] [1 h] [2 h] [3 h] [5 h] [Other] [Not this week] [Pause me]",
    ]
    assert "you offered 4 h. Did you do them?" in shown
    assert "Did you do them?" not in plain_text(company.last("prompt", "farah"))
    assert "[As usual: 3 h]" in plain_text(company.last("prompt", "farah"))
    answer = company.push("ada", company.last("prompt", "ada"), "Same as last time: 4 h")
    assert answer.replaces
    assert "You offer 4 h." in text(answer)


def test_who_answered_before_is_away_paused_or_wants_none_is_not_asked(company: Company):
    users = ["ada", "bao", "uma", "felix", "kwame"]
    only(company, users)
    company.say("ada", "hours 3 next week")
    company.say("bao", "away 30 nov to 2 dec")
    company.press("uma", PauseMe(weeks=2))
    company.change("felix", reminding=Reminding.NONE)
    company.at(29)
    company.travel(32)
    asked = {user for user in users if when(company, user, "prompt")}
    assert asked == {"kwame"}
    assert when(company, "kwame", "prompt") == ["Mon 30 09:00"]


def test_at_night_on_a_holiday_or_at_the_weekend_it_waits(company: Company):
    users = ["ada", "anke", "niklas"]
    only(company, users)
    company.change("ada", quiet_from=0, quiet_to=11 * 60)
    company.change("niklas", country="GB")
    company.at(29 + 28, 9)  # 28 December 2026 is a substitute for Boxing Day in Britain
    company.travel(30 + 30)
    assert when(company, "ada", "prompt") == ["Mon 28 11:00"]
    assert when(company, "anke", "prompt") == ["Mon 28 09:00"]
    assert when(company, "niklas", "prompt") == ["Tue 29 08:00"]


def test_the_task_forces_country_counts_for_who_has_none(company: Company):
    only(company, ["ada"])
    company.change("ada", country="")
    with company.write() as tx:
        tx.change_task_force(country="DE")
    company.at(29 + 112, 12)  # Easter Monday, 29 March 2027
    company.travel(30 + 120)
    assert when(company, "ada", "prompt")[-1].startswith("Tue 30")


def test_a_prompt_is_owed_once_however_often_it_is_looked_at(company: Company):
    only(company, ["ada"])
    company.at(29)
    for hour in (9, 10, 12, 18):
        company.travel(30, hour)
    assert len(company.asked("prompt")["ada"]) == 1


def test_asked_on_a_friday_it_is_about_next_week(company: Company):
    only(company, ["ada"])
    with company.write() as tx:
        row = tx.timetable.find(TimetableKind.PROMPT)
        tx.timetable.put(replace(row, weekday=4, next_run_at=None))
        reschedule(tx, company.clock.now())
    company.travel(28)
    shown = plain_text(company.last("prompt", "ada"))
    assert shown.startswith("How many hours can you give next week?\nFor the week of Mon 30 Nov")
    company.travel(31)
    assert len(company.asked("prompt")["ada"]) == 1


def test_rules_of_weeks_and_deadlines():
    force = TaskForce(1, "Acme", "Europe/Berlin")
    assert deadline(date(2026, 11, 23), force) == berlin(25, 17)
    sunday = TaskForce(1, "Acme", "Europe/Berlin", first_weekday=6, deadline_weekday=2)
    assert deadline(date(2026, 11, 22), sunday) == berlin(25, 17)
    assert [asked_week(date(2026, 11, day), 0).day for day in (23, 26, 27, 29, 30)] == [
        23, 23, 30, 30, 30,
    ]  # fmt: skip


# ---- nudges -------------------------------------------------------------------------------------


def test_only_the_silent_are_nudged_until_the_deadline_and_twice_at_most(company: Company):
    users = ["ada", "bao", "uma", "felix"]
    only(company, users)
    company.change("uma", reminding=Reminding.GENTLE)
    company.change("felix", reminding=Reminding.NONE)
    company.at(29)
    company.travel(30, 12)
    company.say("bao", "hours none")
    company.travel(36)
    assert when(company, "ada", "nudge") == ["Tue 01 10:00", "Wed 02 10:00"]
    assert all(when(company, user, "nudge") == [] for user in ("bao", "uma", "felix"))


def test_after_the_deadline_nobody_is_nudged(company: Company):
    only(company, ["ada"])
    with company.write() as tx:
        tx.change_task_force(deadline_weekday=1, deadline_minute=9 * 60)
    company.at(29)
    company.travel(36)
    assert when(company, "ada", "nudge") == []


def test_a_later_deadline_does_not_make_more_than_two(company: Company):
    only(company, ["ada"])
    with company.write() as tx:
        tx.change_task_force(deadline_weekday=4, deadline_minute=17 * 60)
    company.at(29)
    company.travel(36)
    assert when(company, "ada", "nudge") == ["Tue 01 10:00", "Wed 02 10:00"]


def test_no_nudge_on_a_day_off_or_in_quiet_hours_or_away(company: Company):
    users = ["anke", "bao", "ada"]
    only(company, users)
    company.change("ada", quiet_from=9 * 60 + 30, quiet_to=12 * 60)
    with company.write() as tx:
        tx.change_task_force(deadline_weekday=6, deadline_minute=17 * 60)
    company.at(29)
    company.travel(30, 12)
    company.say("bao", "away 1 dec")
    company.travel(36)
    assert when(company, "bao", "nudge") == ["Wed 02 10:00", "Thu 03 10:00"]
    # ten o'clock is within their quiet hours
    assert when(company, "ada", "nudge") == ["Tue 01 12:00", "Wed 02 12:00"]


def test_a_holiday_is_no_day_to_nudge(company: Company):
    only(company, ["anke"])
    # Thanksgiving is the Thursday of this week: asked on Monday, nudged on Tuesday and Wednesday
    with company.write() as tx:
        tx.change_task_force(deadline_weekday=5)
    company.travel(28)
    assert "Thu 26 10:00" not in when(company, "anke", "nudge")


# ---- by the chair's hand ------------------------------------------------------------------------


def test_the_chair_asks_those_who_are_silent_and_nobody_twice_a_day(company: Company):
    only(company, ["farah", "ada", "bao", "uma"])
    company.say("bao", "hours 3")
    company.say("uma", "away mon..fri")
    company.at(24)
    reply = company.push("farah", company.say("farah", "status"), "Ask them again")
    assert "I ask 2 people again." in text(reply)
    assert when(company, "ada", "nudge") == ["Tue 24 09:00"]
    again = company.push("farah", company.say("farah", "status"), "Ask them again")
    assert "Nobody is left to ask today." in text(again)
    company.travel(24, 12)
    assert when(company, "ada", "nudge") == ["Tue 24 09:00"]
    card = company.last("nudge", "ada")
    assert "Open until Wed 25 Nov 2026 17:00 (Europe/Berlin)." in plain_text(card)
    assert "[As usual: 2 h]" in plain_text(card)
    assert "You offer 2 h." in text(company.push("ada", card, "As usual: 2 h"))


def test_asked_after_the_deadline_the_answer_still_counts(company: Company):
    only(company, ["farah", "ada"])
    company.at(26, 10)
    company.push("farah", company.say("farah", "status"), "Ask them again")
    assert "The deadline is over, but your answer still counts" in plain_text(
        company.last("nudge", "ada")
    )


def test_at_the_weekend_it_is_too_late_for_that_week(company: Company):
    only(company, ["farah", "ada"])
    company.at(28, 10)
    reply = company.push("farah", company.say("farah", "status"), "Ask them again")
    assert "Nobody is left to ask today." in text(reply)
    assert company.asked("nudge") == {}


def test_at_night_they_are_asked_in_the_morning(company: Company):
    only(company, ["farah", "ada"])
    company.at(24, 23)
    company.push("farah", company.say("farah", "status"), "Ask them again")
    assert when(company, "ada", "nudge") == ["Wed 25 08:00"]
    company.travel(25, 12)
    assert when(company, "ada", "nudge") == ["Wed 25 08:00"]


def test_only_the_chair_asks_everybody(company: Company):
    assert "Only the chair" in text(company.press("ada", AskAgain()))
    assert company.asked("nudge") == {}


# ---- a pause ------------------------------------------------------------------------------------


def test_a_pause_keeps_what_nobody_asked_for_and_resuming_ends_it(company: Company):
    only(company, ["ada"])
    now, to = company.clock.now(), Recipient(member_id=company.ids["ada"])
    with company.write() as tx:
        tx.outbox.owe("nudge", "x", to, Card("Hello"), due_at=now, now=now)
    reply = company.press("ada", PauseMe())
    assert text(reply).startswith("Paused until Mon 21 Dec 2026.")
    assert company.asked("nudge")["ada"][0].state == "dropped"
    company.travel(45)
    assert when(company, "ada", "prompt") == []
    company.push("ada", reply, "Resume now")
    assert company.me("ada").paused_until is None
    company.travel(52)
    assert len(when(company, "ada", "prompt")) == 1


def test_a_pause_is_undone_and_so_is_its_end(company: Company):
    reply = company.press("ada", PauseMe())
    until = company.me("ada").paused_until
    resumed = company.press("ada", PauseMe(weeks=0))
    assert text(resumed).startswith("You hear from me again.")
    assert "Paused until" in text(company.push("ada", resumed, "Undo"))
    assert company.me("ada").paused_until == until
    assert "no longer" in text(company.push("ada", reply, "Undo"))
    first = company.press("bao", PauseMe())
    assert "You hear from me again." in text(company.push("bao", first, "Undo"))


@pytest.mark.parametrize(("weeks", "until"), [(9999, date(2027, 11, 22)), (-5, None)])
def test_a_forged_pause_stays_within_a_year(company: Company, weeks: int, until: date | None):
    company.press("ada", PauseMe(weeks=weeks))
    assert company.me("ada").paused_until == until


def test_the_pause_in_the_prompt_is_one_tap(company: Company):
    only(company, ["ada"])
    company.at(29)
    company.travel(30, 9)
    assert "Pause me" in labels(company.last("prompt", "ada"))
    company.push("ada", company.last("prompt", "ada"), "Pause me")
    company.travel(36)
    assert when(company, "ada", "nudge") == []
