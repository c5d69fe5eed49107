"""A turn that cannot be taken: what the person reads, and the ways out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.claims.requests import Claim, OpenClaimForm
from bot.weeks import day_span
from tests.bot.cast import ZONE, labels, text
from tests.bot.company import WEEK, Company, berlin

HOUR = timedelta(hours=1)


def test_the_second_is_told_by_whom_it_is_held_and_what_else_is_open(company: Company):
    company.say("bao", "claim vimeo")
    reply = company.say("ada", "claim vimeo")
    lines = text(reply).splitlines()
    assert lines[0].startswith("Keep the Vimeo channel, Mon 23 Nov 2026 09:00 – Sun 29 Nov 24:00")
    assert lines[0].endswith("is taken.")
    assert lines[1:3] == [
        "Held by Bao Xu; this duty has one person at a time.",
        "Something else may be open.",
    ]
    assert labels(reply) == ["Later turns of this duty", "See what is open"]
    later = company.push("ada", reply, "Later turns of this duty")
    assert "Keep the Vimeo channel: week of Mon 30 Nov – Sun 6 Dec 2026, 1 h [Claim]" in text(later)
    assert "Copywriting" in text(company.push("ada", reply, "See what is open"))
    assert company.claims_of("ada") == []


def test_a_third_person_on_a_duty_for_two_is_told_who_the_two_are(company: Company):
    for user in ("bao", "northlight"):
        company.say(user, "claim brand 2h")
    said = company.says("ada", "claim brand")
    assert "Held by Bao Xu, Northlight Studio (duty desk) (partner)" in said
    assert "at most 2 people at a time" in said


def test_a_part_that_is_free_is_offered_and_can_be_taken(company: Company):
    company.say("bao", "claim vimeo wed..thu")
    reply = company.say("ada", "claim vimeo")
    assert "A part of it is free." in text(reply)
    assert labels(reply)[:2] == [
        "Take Mon 23 Nov 2026 09:00 – Tue 24 Nov 24:00 (Europe/Berlin)",
        "Take Fri 27 – Sun 29 Nov 2026",
    ]
    assert "30 min, Fri 27 – Sun 29 Nov 2026" in text(
        company.push("ada", reply, "Take Fri 27 – Sun 29 Nov 2026")
    )
    company.at(28)
    assert "Now: Ada Brandt." in company.says("bao", "who vimeo")


def test_what_is_mine_is_not_taken_twice_but_another_part_of_it_is(company: Company):
    company.say("ada", "claim facebook mon")
    reply = company.say("ada", "claim facebook")
    assert "You hold Moderate the Facebook page already." in text(reply)
    assert labels(reply) == ["Give it back", "Take Tue 24 – Sun 29 Nov 2026", "See what is open"]
    assert "1 h, Wed 25 Nov 2026" in company.says("ada", "claim facebook wed")
    assert "already" in company.says("ada", "claim facebook tue..wed")
    assert len(company.claims_of("ada")) == 2
    before = company.push("ada", reply, "Give it back")
    assert "Before you give back" in text(before)
    assert "Undone" in text(company.push("ada", before, "Undo that I took it"))
    assert [c.span for c in company.claims_of("ada")] == [day_span(WEEK + 2 * HOUR * 24, ZONE)]


def test_all_turns_that_are_mine_are_said_to_be_mine(company: Company):
    for part in ("9-13", "13-17"):
        company.say("ada", f"claim answer on the support handle tue {part}")
    said = company.says("ada", "claim answer on the support handle tue")
    assert "You hold all of Answer on the support handle already, Tue 24 Nov 2026." in said


def test_several_turns_that_are_all_covered_name_their_holders(company: Company):
    company.change_duty("Answer on the support", people_least=1, people_most=1)
    for part in ("9-13", "13-17"):
        company.say("bao", f"claim answer on the support handle tue {part}")
    said = company.says("ada", "claim answer on the support handle tue")
    assert "Its turns then are covered, by Bao Xu." in said


def test_while_away_a_part_outside_those_days_or_being_back_is_the_way_out(company: Company):
    company.say("ada", "away wed..fri")
    reply = company.say("ada", "claim facebook")
    assert "You are away: Wed 25 – Fri 27 Nov 2026." in text(reply)
    assert labels(reply) == [
        "Take Mon 23 Nov 2026 09:00 – Tue 24 Nov 24:00 (Europe/Berlin)",
        "Take Sat 28 – Sun 29 Nov 2026",
        "I am back",
        "See what is open",
    ]
    company.push("ada", reply, "I am back")
    assert "You hold" in company.says("ada", "claim facebook")


def test_all_of_it_while_away_has_only_being_back_as_a_way_out(company: Company):
    company.say("ada", "away mon..sun")
    reply = company.say("ada", "claim facebook")
    assert labels(reply) == ["I am back", "See what is open"]
    assert company.claims_of("ada") == []


def test_over_ones_own_ceiling_what_is_left_of_it_is_offered(company: Company):
    company.say("ada", "claim facebook")
    reply = company.say("ada", "claim brand")
    assert "Your limit is 8 h a week, and 2 h of it is left." in text(reply)
    assert labels(reply) == ["Take 2 h of it", "My settings", "My turns"]
    company.push("ada", reply, "Take 2 h of it")
    full = company.say("ada", "claim action plan")
    assert "Your limit is 8 h a week, and you hold that already." in text(full)
    assert labels(full) == ["My turns", "My settings"]
    assert "You hold" in company.says("ada", "claim action plan next week")


def test_the_ceiling_is_ones_own_and_never_less_than_what_one_offers(company: Company):
    company.say("ada", "hours 10")
    assert "You hold" in company.says("ada", "claim brand")
    assert "You hold" in company.says("ada", "claim facebook 3h")
    company.change("bao", ceiling_minutes=60)
    assert "Your limit is 1 h a week" in company.says("bao", "claim copywriting 90m")


def test_more_hours_than_there_are_is_refused_with_all_of_them(company: Company):
    reply = company.say("ada", "claim vimeo 3h")
    assert "All of it needs only 1 h." in text(reply)
    assert "1 h," in text(company.push("ada", reply, "Take 1 h"))
    assert "It lasts only 2 h." in company.says("ada", "claim facebook tue 9-11 3h")


def test_the_past_is_not_claimed(company: Company):
    assert "is over" in company.says("ada", "claim facebook yesterday")
    turn = company.turn("Facebook")
    company.at(30)
    reply = company.press("ada", Claim(turn=turn.id))
    assert "Moderate the Facebook page, week of Mon 23 – Sun 29 Nov 2026, is over." in text(reply)
    assert "Later turns of this duty" in labels(reply)


def test_beyond_the_roster_it_is_said_how_far_it_reaches(company: Company):
    refused = company.says("ada", "claim facebook 29 feb")
    assert "Moderate the Facebook page, Tue 29 Feb 2028, is further than the roster" in refused
    assert "It is open through Sun 21 Feb 2027." in company.says("ada", "claim facebook 1 mar 2027")


def test_a_day_without_a_turn_says_so(company: Company):
    reply = company.say("ada", "claim careers wed")
    assert "It has no turn then that is still to come." in text(reply)
    assert "Later turns of this duty" in labels(reply)


def test_a_retired_duty_is_said_to_be_retired(company: Company):
    turn = company.turn("Copywriting", week=1)
    company.at(24)
    with company.write() as tx:
        tx.roster.change_duty(turn.duty_id, retired_at=company.clock.now())
    said = company.says("ada", "claim copywriting")
    assert "Copywriting is no longer a duty." in said
    assert "It was retired on Tue 24 Nov 2026." in said
    assert "no longer" in text(company.press("ada", Claim(turn=turn.id)))
    assert "no longer a duty" in text(company.press("ada", Claim(duty=turn.duty_id)))


def test_a_button_for_a_turn_that_is_gone_says_so(company: Company):
    assert "no longer on the roster" in text(company.press("ada", Claim(turn=999)))
    turn = company.turn("Copywriting", week=1)
    company.say("bao", "claim copywriting next week")
    with company.write() as tx:
        tx.roster.drop_turns(turn.duty_id, company.clock.now())
    assert "no longer on the roster" in text(company.press("ada", Claim(turn=turn.id)))
    assert "There is no duty called “that duty”." in text(company.press("ada", Claim(duty=999)))
    assert "no longer on the roster" in text(company.press("ada", OpenClaimForm(turn=999)))


@pytest.mark.parametrize(("begin", "end"), [("soon", "late"), ("2026-11-24", ""), ("9", "3")])
def test_a_part_that_is_none_is_refused(company: Company, begin: str, end: str):
    request = Claim(turn=company.turn("Facebook").id, begin=begin, end=end)
    assert "cannot be read" in text(company.press("ada", request))


def test_a_part_at_another_time_than_the_turn_is_refused(company: Company):
    begin, end = berlin(30).isoformat(), berlin(30, 12).isoformat()
    reply = company.press("ada", Claim(turn=company.turn("Facebook").id, begin=begin, end=end))
    assert "This turn of Moderate the Facebook page is at another time." in text(reply)


def test_in_the_last_seconds_of_a_turn_there_is_nothing_to_take(company: Company):
    turn = company.turn("Facebook")
    company.clock.instant = turn.span.end - timedelta(seconds=30)
    assert "is over" in text(company.press("ada", Claim(turn=turn.id)))


def test_an_unknown_name_suggests_and_does_nothing(company: Company):
    reply = company.say("ada", "claim fazebuk pagge")
    assert company.claims_of("ada") == [] or "You hold Moderate the Facebook" in text(reply)
    reply = company.say("ada", "claim knitting")
    assert "There is no duty called “knitting”." in text(reply)
    assert "All duties" in labels(reply)
    assert "Week of Mon 23" in text(company.push("ada", reply, "All duties"))


def test_hours_of_absence_are_said_as_hours(company: Company):
    company.say("ada", "away tue 10-12")
    said = company.says("ada", "claim careers tue")
    assert "You are away: Tue 24 Nov 2026 10:00–12:00 (Europe/Berlin)." in said
