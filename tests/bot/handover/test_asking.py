"""Before a turn ends: one card a day, at a waking hour, once again, and never to who goes on."""

from __future__ import annotations

import pytest

from bot.hours.requests import PauseMe
from bot.model import DeliveryState, MemberState, Reminding, TimetableKind
from bot.plain import plain_text
from bot.setup.requests import EditTime
from tests.bot.cast import labels, text
from tests.bot.company import Company
from tests.bot.handover.stage import speak

ASK, NUDGE = "handover", "handover.nudge"


def when(company: Company, user: str, kind: str = ASK) -> list[str]:
    found = company.asked(kind).get(user, [])
    return [f"{company.local(user, d.due_at):%a %d %H:%M}" for d in found]


def test_it_is_asked_on_the_last_working_day_of_the_turn_in_the_holders_own_afternoon(
    company: Company,
):
    company.say("ada", "claim facebook")  # the week until Sunday
    company.say("goran", "claim vimeo")  # Kolkata: until Monday 04:30
    company.travel(30)
    assert when(company, "ada") == ["Fri 27 14:00"]
    assert when(company, "goran") == ["Fri 27 14:00"]


def test_of_a_short_turn_it_is_asked_an_hour_before_the_end(company: Company):
    company.say("ada", "claim careers thu")  # 10:00 to 12:00
    company.travel(27)
    assert when(company, "ada") == ["Thu 26 11:00"]
    assert plain_text(company.last(ASK, "ada")).splitlines() == [
        "Anything to hand over? Answer candidates",
        "What is unfinished, what to watch, a link: a line helps whoever comes next.",
        (
            "Answer candidates, Thu 26 Nov 2026 10:00–12:00 (Europe/Berlin)."
            " It is over. Next: nobody yet, from Tue 1 Dec 10:00. [Write a note]"
        ),
        "[Nothing notable] [My turns]",
    ]


def test_all_turns_that_end_on_a_day_are_on_one_card(company: Company):
    company.say("ada", "claim facebook")
    company.say("ada", "claim vimeo")
    company.say("ada", "claim copywriting fri 9-11 1h")
    company.travel(30)
    assert when(company, "ada") == ["Fri 27 10:00"]
    shown = plain_text(company.last(ASK, "ada"))
    assert "Anything to hand over? Copywriting and 2 more" in shown
    assert shown.count("[Write a note]") == 3
    assert labels(company.last(ASK, "ada")).count("Nothing notable") == 1


def test_who_goes_on_next_week_is_not_asked_and_may_write_all_the_same(company: Company):
    company.say("ada", "claim facebook")
    company.say("ada", "claim facebook next week")
    company.travel(30)
    assert when(company, "ada") == []
    company.at(29)
    form = company.push("ada", company.say("ada", "mine"), "Handover note").form
    assert form is not None
    company.submit("ada", form, left_open="Two threads")
    assert "Ada Brandt left a note: Two threads" in company.says("bao", "who facebook")


def test_the_card_says_who_has_it_next(company: Company):
    company.say("ada", "claim facebook")
    company.say("bao", "claim facebook next week")
    company.travel(27, 15)
    assert "Next: Bao Xu, from Mon 30 Nov 00:00." in plain_text(company.last(ASK, "ada"))


def test_who_passes_a_part_of_a_turn_on_is_asked_at_the_end_of_the_part(company: Company):
    company.say("ada", "claim facebook mon..wed 2h")
    company.travel(30)
    assert when(company, "ada") == ["Wed 25 14:00"]


def test_a_turn_of_the_night_is_asked_about_in_the_evening_before_not_in_it(company: Company):
    company.say("ada", "claim night watch on the support handle wed")  # 21:00 to 23:00
    company.travel(27)
    assert when(company, "ada") == ["Thu 26 08:00"]  # quiet from 20:00 to 08:00


@pytest.mark.parametrize("how", ["away", "paused", "none", "left", "written"])
def test_who_is_not_to_be_disturbed_or_has_answered_is_not_asked(company: Company, how: str):
    company.only(TimetableKind.HANDOVER)
    company.say("ada", "claim facebook")
    match how:
        case "away":
            company.say("ada", "away thu..fri")
            company.say("ada", "away 28 nov to 6 dec")
        case "paused":
            company.press("ada", PauseMe(weeks=2))
        case "none":
            company.change("ada", reminding=Reminding.NONE)
        case "left":
            company.change("ada", state=MemberState.LEFT)
        case "written":
            company.submit(
                "ada", company.push("ada", company.say("ada", "mine"), "Handover note"), watch="It"
            )
    company.travel(31)
    assert when(company, "ada") == []


def test_it_is_said_again_once_on_the_next_working_day(company: Company):
    company.only(TimetableKind.HANDOVER)
    company.say("ada", "claim facebook")
    company.travel(27, 15)
    speak(company)
    company.travel(41)
    assert when(company, "ada") == ["Fri 27 14:00"]
    assert when(company, "ada", NUDGE) == ["Mon 30 14:00"]
    company.at(30, 14)
    shown = plain_text(company.last(NUDGE, "ada"))
    assert shown.startswith("Still to hand over: Moderate the Facebook page")
    assert "I ask no more." in shown


@pytest.mark.parametrize("how", ["answered", "gentle", "away", "paused", "holiday", "not said"])
def test_it_is_not_said_again(company: Company, how: str):
    company.only(TimetableKind.HANDOVER)
    company.say("ada", "claim facebook")
    company.travel(27, 15)
    if how != "not said":
        speak(company)
    match how:
        case "answered":
            company.push("ada", company.last(ASK, "ada"), "Nothing notable")
        case "gentle":
            company.change("ada", reminding=Reminding.GENTLE)
        case "away":
            company.say("ada", "away mon..wed")
        case "paused":
            company.press("ada", PauseMe(weeks=2))
        case "holiday":
            company.change("ada", country="")
    company.travel(34)
    expected = ["Mon 30 14:00"] if how == "holiday" else []
    assert when(company, "ada", NUDGE) == expected


def test_never_two_nudges_on_a_day_whatever_they_are_about(company: Company):
    company.say("ada", "claim careers tue")  # until Tuesday noon; the hours are not said
    company.travel(24, 13)
    speak(company)
    company.travel(30)
    nudges = when(company, "ada", "nudge") + when(company, "ada", NUDGE)
    assert "Tue 24 10:00" in nudges  # about hours
    assert len({day[:6] for day in nudges}) == len(nudges)


def test_after_downtime_it_is_asked_late_but_not_for_what_is_long_over(company: Company):
    company.say("ada", "claim careers thu")
    company.say("bao", "claim careers tue")
    company.at(26, 16)  # nothing ran since Monday morning
    company.travel(26, 16, 30)
    assert when(company, "ada") == ["Thu 26 16:00"]
    assert when(company, "bao") == []


def test_the_chair_can_move_it_and_switch_it_off(company: Company):
    company.only(TimetableKind.HANDOVER)
    company.say("ada", "claim facebook")
    times = company.push("farah", company.say("farah", "setup"), "Times")
    assert "Handover notes" in text(times)
    form = company.press("farah", EditTime("handover")).form
    assert form is not None
    company.submit("farah", form, time="11:30")
    company.travel(28)
    assert when(company, "ada") == ["Fri 27 11:30"]
    company.submit("farah", form, goes="off")
    company.say("ada", "claim facebook next week")
    company.travel(38)
    assert when(company, "ada") == ["Fri 27 11:30"]


def test_what_is_taken_later_that_day_comes_onto_the_same_card(company: Company):
    company.say("ada", "claim vimeo")
    company.travel(27, 14, 30)
    speak(company)
    company.say("ada", "claim copywriting fri 15:00 - 18:00 2h")
    company.travel(27, 17, 30)
    [delivery] = company.asked(ASK)["ada"]
    assert delivery.state is DeliveryState.DUE  # to be edited
    assert "Copywriting" in plain_text(company.last(ASK, "ada"))
