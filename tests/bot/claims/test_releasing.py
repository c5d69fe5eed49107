"""Giving back: all or a part, what of the past stays, and taking it back again.

Uma holds all of the same turns, so that nobody is wanted in the place of whoever gives back; where
somebody is, see tests/bot/cover.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.claims.requests import Release, ReleaseMany
from bot.undo.requests import Undo
from bot.weeks import Span, day_span, week_span
from tests.bot.cast import ZONE, labels, text
from tests.bot.company import Company, berlin

NEXT = week_span(date(2026, 11, 30), ZONE)


@pytest.fixture(autouse=True)
def uma_beside(company: Company):
    company.change_duty("Vimeo", people_most=2)
    for part in ("Facebook", "Vimeo"):
        for week in range(2):
            turn = company.turn(part, week)
            company.hold(company.ids["uma"], turn, turn.minutes)


def spans(company: Company, user: str) -> list[Span]:
    return [claim.span for claim in company.claims_of(user)]


def test_ones_only_turn_is_given_back_without_naming_it(company: Company):
    company.say("ada", "claim facebook next week")
    reply = company.say("ada", "release")
    assert text(reply).splitlines() == [
        "You gave back Moderate the Facebook page.",
        "6 h, week of Mon 30 Nov – Sun 6 Dec 2026. Nobody is wanted in your place.",
        "[Undo] [Leave a note] [My turns]",
    ]
    assert company.claims_of("ada") == []
    assert "Uma Moreau (6 h of 6 h)" in company.says("ada", "who facebook next week")


def test_of_several_it_is_asked_which_or_all(company: Company):
    for words in ("facebook", "facebook next week", "vimeo next week"):
        company.say("ada", f"claim {words}")
    reply = company.say("ada", "release")
    assert text(reply).startswith("Which one do you want to give back?")
    assert len([label for label in labels(reply) if label == "Give back"]) == 3
    two = company.say("ada", "release facebook")
    assert labels(two) == ["Give back", "Give back", "Give back all 2"]
    company.push("ada", two, "Give back", 1)
    assert "You gave back Keep the Vimeo" in company.says("ada", "release vimeo next week")
    assert len(company.claims_of("ada")) == 1


def test_all_of_them_at_once_each_with_its_way_back(company: Company):
    for words in ("facebook next week", "vimeo next week"):
        company.say("ada", f"claim {words}")
    reply = company.push("ada", company.say("ada", "release all"), "Give back all 2")
    assert text(reply).splitlines() == [
        "You gave back 2 turns.",
        "Moderate the Facebook page: week of Mon 30 Nov – Sun 6 Dec 2026, 6 h [Undo]",
        "Keep the Vimeo channel: week of Mon 30 Nov – Sun 6 Dec 2026, 1 h [Undo]",
        "[My turns]",
    ]
    assert company.claims_of("ada") == []
    company.push("ada", reply, "Undo")
    assert len(company.claims_of("ada")) == 1


def test_all_of_one_is_that_one(company: Company):
    company.say("ada", "claim facebook next week")
    reply = company.say("ada", "release all")
    assert labels(reply) == ["Give back"]


def test_more_than_a_list_can_show_asks_for_a_name_or_a_day(company: Company):
    company.change("ada", ceiling_minutes=2400)
    for number in range(21):
        duty = company.duty(f"Task {number}", minutes_a_week=30)
        company.hold(company.ids["ada"], company.turns(duty)[1], 30)
    reply = company.say("ada", "release")
    assert "1 more; name a duty or a day to see them." in text(reply)
    assert set(labels(reply)) == {"Give back"}


def test_of_a_running_turn_the_past_stays(company: Company):
    company.say("ada", "claim facebook")
    company.at(26, 9)
    said = company.says("ada", "release facebook")
    assert "2.5 h" in said or "What you held until then stays." in said
    [kept] = company.claims_of("ada")
    assert kept.span.end == company.clock.now()
    assert 0 < kept.minutes < 360
    assert "Ada Brandt" in company.says("bao", "who facebook 24 nov")
    assert "Now: Uma Moreau." in company.says("bao", "who facebook")


def test_only_the_named_days_are_given_back(company: Company):
    company.say("ada", "claim facebook next week")
    reply = company.say("ada", "release facebook 1 dec to 2 dec")
    assert "You gave back a part of Moderate the Facebook page." in text(reply)
    assert "place. The rest of it stays yours." in text(reply)
    tue, wed = day_span(date(2026, 12, 1), ZONE), day_span(date(2026, 12, 2), ZONE)
    assert spans(company, "ada") == [Span(NEXT.start, tue.start), Span(wed.end, NEXT.end)]
    assert sum(claim.minutes for claim in company.claims_of("ada")) == pytest.approx(257, abs=2)
    assert "You hold" in company.says("bao", "claim facebook 1 dec")
    company.push("ada", reply, "Undo")
    assert sum(claim.minutes for claim in company.claims_of("ada")) == 360
    now_holding = company.says("ada", "who facebook 2 dec")
    assert "Ada Brandt" in now_holding


def test_the_end_of_it_is_given_back(company: Company):
    company.say("ada", "claim facebook next week")
    assert "What you held until then stays." in company.says("ada", "release facebook 5 dec..6 dec")
    [kept] = company.claims_of("ada")
    assert kept.span == Span(NEXT.start, day_span(date(2026, 12, 4), ZONE).end)


def test_a_note_is_kept_for_whoever_takes_it(company: Company):
    company.say("ada", "claim facebook next week")
    said = company.says("ada", "release facebook: the comments on Monday are open")
    assert "Your note for whoever takes it: the comments on Monday are open" in said
    with company.read() as tx:
        [change] = tx.record.since(berlin(1), berlin(40), ["claims.release"])
    assert change.after["note"] == "the comments on Monday are open"
    assert change.before["minutes"] == 360


def test_a_note_survives_the_question_which_one(company: Company):
    for words in ("facebook next week", "facebook"):
        company.say("ada", f"claim {words}")
    reply = company.say("ada", "release facebook because I am ill")
    given = text(company.push("ada", reply, "Give back"))
    assert "Your note for whoever takes it: I am ill" in given


def test_what_is_not_ones_own_is_not_given_back(company: Company):
    assert "You hold nothing that could be given back." in company.says("ada", "release facebook")
    company.say("bao", "claim facebook")
    company.say("ada", "claim vimeo next week")
    assert "Moderate the Facebook page is not yours then." in company.says(
        "ada", "release facebook"
    )
    assert "There is no duty called “knitting”" in company.says("ada", "release knitting")
    assert "You do not hold that." in company.says("ada", "release tomorrow")
    [claim] = company.claims_of("bao")
    assert "You do not hold that." in text(company.press("ada", Release(claim=claim.id)))
    assert "not hold that" in text(company.press("ada", ReleaseMany((claim.id, 999))))
    assert "not hold that" in text(company.press("ada", ReleaseMany()))
    assert spans(company, "bao") == [claim.span]


def test_what_is_over_is_not_given_back(company: Company):
    company.say("ada", "claim facebook")
    [claim] = company.claims_of("ada")
    company.at(31)
    assert "not hold that" in text(company.press("ada", Release(claim=claim.id)))
    assert spans(company, "ada") == [claim.span]


def test_a_button_pressed_twice_gives_back_once(company: Company):
    company.say("ada", "claim facebook next week")
    [claim] = company.claims_of("ada")
    assert "You gave back" in text(company.press("ada", Release(claim=claim.id)))
    assert "not hold that" in text(company.press("ada", Release(claim=claim.id)))


def test_words_with_two_meanings_give_nothing_back(company: Company):
    company.say("ada", "claim facebook next week")
    assert "You gave back" not in company.says("ada", "release facebook 1/12")
    assert len(company.claims_of("ada")) == 1


# ---- undo ---------------------------------------------------------------------------------------


def test_a_claim_is_undone_as_if_it_had_not_been(company: Company):
    reply = company.say("ada", "claim facebook")
    company.clock.forward(minutes=5)
    undone = company.push("ada", reply, "Undo")
    assert text(undone).startswith("Undone: Moderate the Facebook page is not yours any more.")
    assert undone.replaces
    assert company.claims_of("ada") == []
    assert "This can no longer be undone." in text(company.push("ada", reply, "Undo"))


def test_a_claim_undone_later_keeps_what_was_held(company: Company):
    reply = company.say("ada", "claim facebook")
    company.at(25)
    undone = text(company.push("ada", reply, "Undo"))
    assert "is not yours any more, from now on." in undone
    assert "What you held until now stays as it was." in undone
    [kept] = company.claims_of("ada")
    assert kept.span == Span(berlin(23), berlin(25))
    assert "Ada Brandt" in company.says("bao", "who facebook tue 24 nov")


def test_a_claim_still_to_come_is_undone_whenever(company: Company):
    reply = company.say("ada", "claim facebook next week")
    company.at(27)
    assert "Undone" in text(company.push("ada", reply, "Undo"))
    assert company.claims_of("ada") == []


def test_a_claim_that_is_over_or_given_back_is_not_undone(company: Company):
    reply = company.say("ada", "claim facebook")
    other = company.say("ada", "claim vimeo")
    company.say("ada", "release vimeo")
    assert "no longer be undone" in text(company.push("ada", other, "Undo"))
    company.at(31)
    assert "It is over" in text(company.push("ada", reply, "Undo"))


def test_what_was_given_back_is_taken_again_as_it_was(company: Company):
    company.say("ada", "claim facebook next week 2h")
    reply = company.say("ada", "release facebook")
    undone = company.push("ada", reply, "Undo")
    assert text(undone).startswith("Undone: Moderate the Facebook page is yours again.")
    [claim] = company.claims_of("ada")
    assert (claim.span, claim.minutes) == (NEXT, 120)
    assert "no longer be undone" in text(company.push("ada", reply, "Undo"))
    assert len(company.claims_of("ada")) == 1


def test_of_a_running_turn_only_what_is_left_is_taken_again(company: Company):
    company.say("ada", "claim facebook")
    company.at(25)
    reply = company.say("ada", "release")
    company.clock.forward(minutes=3)
    company.push("ada", reply, "Undo")
    first, second = company.claims_of("ada")
    assert second.span.start == first.span.end + timedelta(minutes=3)
    assert first.minutes + second.minutes == 360


def test_it_is_not_taken_again_from_somebody_who_took_it_meanwhile(company: Company):
    company.say("ada", "claim vimeo next week")
    reply = company.say("ada", "release vimeo")
    company.say("bao", "claim vimeo next week")
    assert "Held by Uma Moreau, Bao Xu" in text(company.push("ada", reply, "Undo"))
    assert company.claims_of("ada") == []


def test_nor_once_it_is_over(company: Company):
    company.say("ada", "claim facebook")
    reply = company.say("ada", "release")
    company.at(31)
    assert "is over" in text(company.push("ada", reply, "Undo"))


def test_only_who_did_it_undoes_it(company: Company):
    reply = company.say("ada", "claim facebook")
    for user in ("bao", "farah"):
        assert "Only the person whose it is" in text(company.push(user, reply, "Undo"))
    assert "nothing that this button could take back" in text(company.press("ada", Undo(change=1)))
    assert "nothing that this button could" in text(company.press("ada", Undo(change=99999)))
    assert len(company.claims_of("ada")) == 1
