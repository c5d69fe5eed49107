"""Who holds what: now, at any time, past and to come; with parts, and who is away."""

from __future__ import annotations

from bot.cover.requests import SetFree
from bot.roster.requests import AskMine, AskWho
from tests.bot.cast import labels, text
from tests.bot.company import Company


def test_who_has_it_now_and_this_week(company: Company):
    company.say("bao", "claim facebook 4h")
    assert company.says("ada", "who facebook").splitlines() == [
        "Moderate the Facebook page",
        "Now: Bao Xu.",
        "All week: Bao Xu (4 h of 6 h) [Claim]",
        "Asked for: week of Mon 23 – Sun 29 Nov 2026.",
    ]


def test_nobody_has_it_and_how_much_is_wanted(company: Company):
    said = company.says("ada", "who facebook")
    assert "Now: nobody." in said
    assert "open, 6 h wanted [Claim]" in said
    assert "open, 2 h, 2 people wanted" in company.says("ada", "who answer on the support handle")


def test_a_claim_from_there_is_ones_own(company: Company):
    reply = company.say("ada", "who facebook next week")
    assert "You hold Moderate" in text(company.push("ada", reply, "Claim"))


def test_parts_are_said_with_the_time_they_cover(company: Company):
    company.say("bao", "claim facebook 1 dec 9-11")
    company.say("uma", "claim facebook 3 dec..4 dec")
    said = company.says("ada", "who facebook next week")
    assert "Bao Xu [Tue 1 Dec 2026 09:00–11:00 (Europe/Berlin)]" in said
    assert "Uma Moreau [Thu 3 – Fri 4 Dec 2026] (3 h 45 min of 6 h" in said
    at_ten = company.says("ada", "who facebook 1 dec 10:00")
    assert "Bao Xu" in at_ten
    assert "Uma" not in at_ten
    assert "Asked for: Tue 1 Dec 2026 10:00 (Europe/Berlin)." in at_ten
    assert "Uma Moreau" in company.says("ada", "who facebook 4 dec")


def test_the_past_is_as_it_was(company: Company):
    company.say("bao", "claim facebook")
    company.at(25)
    [claim] = company.claims_of("bao")
    company.press("farah", SetFree(claim=claim.id))
    company.say("uma", "claim facebook")
    company.at(40)
    said = company.says("ada", "who facebook 24 nov")
    assert "Bao Xu [Mon 23 Nov 2026 09:00 – Wed 25 Nov 09:00 (Europe/Berlin)]" in said
    assert "Uma" not in said
    both = company.says("ada", "who facebook week of 23 nov")
    assert "Bao Xu" in both
    assert "Uma Moreau" in both
    assert "[Claim]" not in both
    assert "nobody, of 1 h" in company.says("ada", "who vimeo 24 nov")


def test_who_has_left_keeps_the_past_and_a_retired_duty_can_be_asked(company: Company):
    from bot.model import MemberState

    company.say("bao", "claim copywriting")
    company.at(31)
    company.change("bao", state=MemberState.LEFT)
    with company.write() as tx:
        tx.roster.change_duty(company.duty_id("Copywriting"), retired_at=company.clock.now())
    said = company.says("ada", "who copywriting 26 nov")
    assert said.startswith("Copywriting (retired)")
    assert "Bao Xu" in said


def test_who_is_away_is_marked_without_the_reason(company: Company):
    company.say("bao", "claim facebook")
    company.say("bao", "away wed..fri because of the dentist")
    company.say("uma", "claim facebook next week")
    said = company.says("ada", "who facebook")
    assert "Bao Xu (away Wed 25 – Fri 27 Nov 2026)" in said
    assert "dentist" not in said
    assert "away" not in company.says("ada", "who facebook next week")
    assert "away" not in company.says("ada", "who facebook 24 nov")


def test_a_partner_is_shown_as_partner(company: Company):
    company.say("northlight", "claim facebook")
    assert "Northlight Studio (duty desk) (partner)" in company.says("ada", "who facebook")


def test_everything_at_one_time(company: Company):
    company.say("bao", "claim facebook")
    now = company.says("ada", "who")
    assert "Moderate the Facebook page: Bao Xu" in now
    assert "Answer on the support handle: open" in now
    assert "Asked for: Mon 23 Nov 2026 09:00 (Europe/Berlin)." in now
    night = company.says("ada", "who tue 22:00")
    assert "Night watch on the support handle: open" in night
    assert "Answer on the support handle" not in night
    week = company.says("ada", "who 30 nov to 5 dec")
    assert "Action plan: open, 2 h wanted" in week
    assert "Answer candidates, Tue 1 Dec 2026 10:00–12:00 (Europe/Berlin): open" in week
    long = company.says("ada", "who 30 nov to 13 dec")
    assert "36 more; name a duty or a day to see them." in long
    assert "No duty has a turn then." in company.says("ada", "who 1 jan 2020")


def test_a_duty_without_a_turn_then_says_so(company: Company):
    assert "It has no turn then." in company.says("ada", "who careers wed")


def test_many_turns_are_cut_with_a_word_about_the_rest(company: Company):
    said = company.says("ada", "who answer on the support handle 30 nov to 13 dec")
    assert "5 more turns; name a day to see them." in said


def test_several_duties_are_asked_about(company: Company):
    reply = company.say("ada", "who support tue")
    assert "Which one do you mean?" in text(reply)
    assert labels(reply) == ["Answer on the support handle", "Night watch on the support handle"]
    said = text(company.push("ada", reply, "Night watch on the support handle"))
    assert "Tue 24 Nov 2026 21:00–23:00" in said
    assert "that duty" in text(company.press("ada", AskWho(duty=999)))


def test_a_zone_with_half_hours_reads_its_own_clock(company: Company):
    said = company.says("goran", "who night watch on the support handle 25 nov")
    assert "Wed 25 Nov 2026 01:30–03:30 (Asia/Kolkata)" in said


# ---- mine ---------------------------------------------------------------------------------------


def test_my_turns_from_now_on(company: Company):
    empty = company.say("ada", "mine")
    carried = "12 weeks: you offered 0 h, held 0 h, did 0 h. Half of your department held nothing."
    assert text(empty) == f"You hold no turns.\n{carried}\n[See what is open] [What I carry]"
    company.say("ada", "claim facebook 2h")
    company.say("ada", "claim vimeo next week")
    first, buttons, second, _, total = company.says("ada", "mine").splitlines()[1:6]
    assert first.startswith("Moderate the Facebook page: Mon 23 Nov 2026 09:00 – Sun 29 Nov 24:00")
    assert first.endswith(", 2 h, now")
    assert buttons == "[Give back] [Swap]"
    assert second.startswith("Keep the Vimeo channel: week of Mon 30 Nov – Sun 6 Dec 2026, 1 h")
    assert total == "3 h in all, from now on."
    company.push("ada", company.press("ada", AskMine()), "Give back")
    company.at(40)
    assert company.says("ada", "mine").startswith("You hold no turns.")


def test_a_very_long_list_of_mine_is_cut(company: Company):
    company.change("ada", ceiling_minutes=2400)
    for number in range(41):
        duty = company.duty(f"Task {number}", minutes_a_week=30)
        company.hold(company.ids["ada"], company.turns(duty)[1], 30)
    said = company.says("ada", "mine")
    assert "1 more, later." in said
    assert "20.5 h in all" in said
