"""Before a turn: on the last working day, once, with the note of whoever had it before."""

from __future__ import annotations

from datetime import date

import pytest

from bot.cards import Reply
from bot.cover.requests import SetFree
from bot.hours.requests import PauseMe
from bot.model import DeliveryState, MemberState, Reminding
from bot.plain import plain_text
from bot.reminders.rules import reminder_day, start_days
from tests.bot.cast import labels, text
from tests.bot.company import Company

MON, TUE, FRI, SAT, SUN = (date(2026, 11, day) for day in (23, 24, 27, 28, 29))


def when(company: Company, user: str) -> list[str]:
    found = company.asked("reminder").get(user, [])
    return [f"{company.local(user, d.due_at):%a %d %H:%M}" for d in found]


def set_free(company: Company, user: str, note: str = "") -> Reply:
    """What the person claimed last is open again, at once; with a note of theirs."""
    claim = max(company.claims_of(user), key=lambda c: c.id)
    return company.press("farah", SetFree(claim=claim.id, note=note))


def test_it_comes_the_working_day_before_in_the_holders_own_afternoon(company: Company):
    company.say("ada", "claim careers thu")  # Thursday 10:00
    company.say("goran", "claim night watch on the support handle 26 nov")  # Kolkata: 01:30
    company.travel(28)
    assert when(company, "ada") == ["Wed 25 16:00"]
    assert when(company, "goran") == ["Wed 25 16:00"]


def test_for_a_monday_it_comes_on_friday_and_for_the_weekend_the_day_before(company: Company):
    company.say("ada", "claim facebook next week")  # from Monday 00:00
    company.say("bao", "claim night watch on the support handle sun")
    company.say("uma", "claim night watch on the support handle sat")
    company.travel(31)
    assert when(company, "ada") == ["Fri 27 16:00"]
    assert when(company, "bao") == ["Sat 28 16:00"]
    assert when(company, "uma") == ["Fri 27 16:00"]


def test_all_that_begins_then_is_one_card(company: Company):
    company.say("ada", "claim facebook next week")
    company.say("ada", "claim vimeo next week")
    company.travel(28)
    assert when(company, "ada") == ["Fri 27 16:00"]
    assert plain_text(company.last("reminder", "ada")).splitlines() == [
        "Coming up: Moderate the Facebook page and 1 more",
        "Moderate the Facebook page: week of Mon 30 Nov – Sun 6 Dec 2026, 6 h [I can't]",
        "Welcome newcomers, answer questions, hide abuse, pass complaints on",
        "Keep the Vimeo channel: week of Mon 30 Nov – Sun 6 Dec 2026, 1 h [I can't]",
        "Mirror what is evergreen",
        "[My turns]",
    ]


def test_i_cant_says_what_follows_and_finds_somebody_else(company: Company):
    company.say("ada", "claim facebook next week")
    company.travel(28)
    reply = company.push("ada", company.last("reminder", "ada"), "I can't")
    assert "Before you give back Moderate the Facebook page" in text(reply)
    assert "Find cover" in labels(reply)


def test_the_note_of_who_gave_it_back_goes_to_who_took_it(company: Company):
    company.say("bao", "claim facebook next week")
    set_free(company, "bao", "the spam filter is off")
    taken = company.says("ada", "claim facebook next week")
    assert "Bao Xu left a note: the spam filter is off" in taken
    company.travel(28)
    shown = plain_text(company.last("reminder", "ada"))
    assert "Bao Xu left a note: the spam filter is off" in shown


def test_ones_own_an_undone_and_an_old_note_are_not_told(company: Company):
    company.say("ada", "claim facebook next week")
    set_free(company, "ada", "see the spam filter")
    assert "left a note" not in company.says("ada", "claim facebook next week")
    company.say("bao", "claim vimeo next week")
    company.push("farah", set_free(company, "bao", "never mind"), "Undo")
    set_free(company, "bao")
    assert "left a note" not in company.says("ada", "claim vimeo next week")
    company.say("bao", "claim copywriting next week")
    set_free(company, "bao", "the drafts are in the folder")
    company.at(60)
    assert "left a note" not in company.says("ada", "claim copywriting next week")


def test_why_somebody_left_is_no_note(company: Company):
    company.say("bao", "claim facebook next week")
    home = company.say("bao", "")
    company.push("bao", home, "Leave the task force")
    assert "left a note" not in company.says("ada", "claim facebook next week")


def test_who_claims_after_the_time_of_the_reminder_is_not_reminded(company: Company):
    company.travel(25, 17)
    company.say("ada", "claim careers thu")
    company.travel(27)
    assert when(company, "ada") == []


def test_late_after_downtime_it_still_comes_but_never_at_night_nor_after_the_beginning(
    company: Company,
):
    company.say("ada", "claim careers thu")
    company.say("goran", "claim night watch on the support handle wed")
    company.at(25, 23)  # nothing ran since Monday morning
    company.travel(25, 23, 30)
    assert when(company, "ada") == ["Thu 26 08:00"]
    assert when(company, "goran") == []  # it began at 21:00
    [delivery] = company.asked("reminder")["ada"]
    assert delivery.state is DeliveryState.DUE


@pytest.mark.parametrize("how", ["away", "paused", "none", "left", "given back"])
def test_who_is_not_to_be_disturbed_is_not(company: Company, how: str):
    company.say("ada", "claim careers thu")
    match how:
        case "away":
            company.say("ada", "away wed..thu")
        case "paused":
            company.press("ada", PauseMe(weeks=1))
        case "none":
            company.change("ada", reminding=Reminding.NONE)
        case "left":
            company.change("ada", state=MemberState.LEFT)
        case "given back":
            set_free(company, "ada")
    company.travel(27)
    assert when(company, "ada") == []


def test_who_is_back_before_it_begins_is_reminded_then(company: Company):
    company.say("ada", "claim careers thu")
    company.say("ada", "away wed")
    company.travel(27)
    assert when(company, "ada") == ["Thu 26 08:00"]


def test_gentle_is_reminded(company: Company):
    company.change("ada", reminding=Reminding.GENTLE)
    company.say("ada", "claim careers thu")
    company.travel(27)
    assert when(company, "ada") == ["Wed 25 16:00"]


def test_a_holiday_is_no_working_day(company: Company):
    company.say("dana", "claim careers thu")  # New York; for a turn on Thanksgiving itself
    company.say("anke", "claim night watch on the support handle fri")
    company.travel(29)
    assert when(company, "dana") == ["Wed 25 16:00"]
    assert when(company, "anke") == ["Wed 25 16:00"]


def test_a_long_card_is_cut(company: Company):
    company.change("ada", ceiling_minutes=2400)
    for number in range(22):
        duty = company.duty(f"Task {number}", minutes_a_week=30)
        company.hold(company.ids["ada"], company.turns(duty)[1], 30)
    company.travel(28)
    assert "2 more." in plain_text(company.last("reminder", "ada"))


@pytest.mark.parametrize(
    ("start", "holidays", "day"),
    [
        (TUE, (), MON),
        (date(2026, 11, 30), (), FRI),
        (SAT, (), FRI),
        (SUN, (), SAT),
        (TUE, (MON,), date(2026, 11, 20)),
        (TUE, (TUE,), MON),
        (FRI, tuple(date(2026, 11, d) for d in range(20, 27)), date(2026, 11, 26)),
    ],
)
def test_the_day_of_the_reminder(start: date, holidays: tuple[date, ...], day: date):
    assert reminder_day(start, holidays) == day
    assert start in start_days(day, holidays)
