"""Taking a turn: what the person reads, and who then holds what."""

from __future__ import annotations

import pytest

from tests.bot.cast import buttons, labels, text
from tests.bot.company import Company


def test_a_whole_turn_to_come_is_held_as_it_is(company: Company):
    reply = company.say("ada", "claim facebook next week")
    assert text(reply).splitlines() == [
        "You hold Moderate the Facebook page.",
        "6 h, week of Mon 30 Nov – Sun 6 Dec 2026: all of it.",
        "Welcome newcomers, answer questions, hide abuse, pass complaints on",
        "[Undo] [My turns]",
    ]
    [claim] = company.claims_of("ada")
    turn = company.turn("Facebook", week=1)
    assert (claim.turn_id, claim.span, claim.minutes) == (turn.id, turn.span, 360)
    assert company.recorded(f"claim:{claim.id}") == ["claims.claim"]
    assert "Moderate the Facebook page: week of Mon 30 Nov" in company.says("ada", "mine")


def test_of_a_running_turn_the_rest_is_held(company: Company):
    company.at(26, 12)  # Thursday: four days have begun or are to come
    said = company.says("ada", "claim facebook")
    assert "3.5 h, Thu 26 Nov 2026 12:00 – Sun 29 Nov 24:00 (Europe/Berlin): the rest" in said
    [claim] = company.claims_of("ada")
    assert claim.span.start == company.clock.now()
    company.at(28)
    assert "Now: Ada Brandt." in company.says("bao", "who facebook")


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("facebook 2h", "2 h, Mon 23 Nov 2026 09:00 – Sun 29 Nov 24:00 (Europe/Berlin): the rest"),
        ("facebook tue", "1 h, Tue 24 Nov 2026: a part"),
        ("facebook tue..thu", "2 h 45 min, Tue 24 – Thu 26 Nov 2026: a part"),
        ("facebook tue 2h", "2 h, Tue 24 Nov 2026: a part"),
        ("facebook tue 9-11", "2 h, Tue 24 Nov 2026 09:00–11:00 (Europe/Berlin): a part"),
        ("facebook tue 9-11 45m", "45 min, Tue 24 Nov 2026 09:00–11:00"),
        ("facebook tue 14:00 1h30", "1.5 h, Tue 24 Nov 2026 14:00–15:30"),
        ("facebook now", "6 h, Mon 23 Nov 2026 09:00 – Sun 29 Nov 24:00"),
        ("facebook now 2,5", "2.5 h, Mon 23 Nov 2026 09:00–11:30"),
        ("FACE-BOOK next week three hours", "3 h, week of Mon 30 Nov – Sun 6 Dec 2026: all of it"),
        ("careers tue", "1.5 h, Tue 24 Nov 2026 10:00–12:00 (Europe/Berlin): all of it"),
        ("careers tue 11:00", "1.5 h, Tue 24 Nov 2026 10:00–12:00 (Europe/Berlin): all of it"),
        ("youtube", "5 h, Mon 23 Nov 2026 09:00"),
        ("community forum 1h", "1 h, Mon 23 Nov 2026 09:00"),
    ],
)
def test_words_say_which_part_and_how_much(company: Company, words: str, understood: str):
    assert understood in company.says("ada", f"claim {words}")


def test_a_member_far_away_reads_hours_in_their_own_time_and_weeks_in_ours(company: Company):
    said = company.says("goran", "claim facebook next week")
    assert "week of Mon 30 Nov – Sun 6 Dec 2026 (Europe/Berlin): all of it" in said
    said = company.says("goran", "claim linkedin tue 9-11")
    assert "Tue 24 Nov 2026 09:00–11:00 (Asia/Kolkata)" in said
    assert "Tue 24 Nov 2026 04:30–06:30 (Europe/Berlin)" in company.says("ada", "who linkedin tue")


def test_a_beginning_alone_says_not_when_to_end(company: Company):
    reply = company.say("ada", "claim facebook tue 14:00")
    assert "Until when do you take Moderate the Facebook page?" in text(reply)
    assert labels(reply) == ["Two hours", "Until midnight", "Until the turn ends"]
    said = text(company.push("ada", reply, "Until midnight"))
    assert "Tue 24 Nov 2026 14:00–24:00 (Europe/Berlin): a part of it" in said


# ---- which one ----------------------------------------------------------------------------------


def test_several_duties_are_asked_about_with_what_else_was_said(company: Company):
    reply = company.say("ada", "claim support tue 9-11 1h")
    assert "Which one do you mean?" in text(reply)
    assert labels(reply) == ["Answer on the support handle", "Night watch on the support handle"]
    said = text(company.push("ada", reply, "Answer on the support handle"))
    assert "1 h, Tue 24 Nov 2026 09:00–11:00" in said


def test_more_duties_than_buttons_ask_for_more_of_the_name(company: Company):
    for number in range(7):
        company.duty(f"Sorting {number}")
    reply = company.say("ada", "claim sorting")
    assert len(labels(reply)) == 5
    assert "2 more fit: say more of the name." in text(reply)


def test_several_turns_are_asked_about(company: Company):
    reply = company.say("ada", "claim answer on the support handle tue")
    assert "Which turn of Answer on the support handle?" in text(reply)
    said = text(company.push("ada", reply, "Claim", 1))
    assert "1 h, Tue 24 Nov 2026 13:00–17:00 (Europe/Berlin): all of it" in said
    many = company.say("ada", "claim answer on the support handle next week 1h")
    assert [b.request.minutes for b in buttons(many.card)] == [60] * 10


def test_the_only_turn_that_could_be_taken_is_not_asked_about(company: Company):
    company.change_duty("Answer on the support", people_least=1, people_most=1)
    company.say("bao", "claim answer on the support handle tue 9-13")
    said = company.says("ada", "claim answer on the support handle tue")
    assert "Tue 24 Nov 2026 13:00–17:00" in said


def test_without_a_duty_the_form_opens_with_what_was_said(company: Company):
    reply = company.say("ada", "claim fri 2h")
    assert reply.form
    initial = {one.name: one.initial for one in reply.form.inputs}
    assert (initial["from_day"], initial["hours"]) == ("2026-11-27", "2 h")
    said = text(company.submit("ada", reply, duty=str(company.duty_id("Facebook"))))
    assert "2 h, Fri 27 – Sun 29 Nov 2026: a part of it." in said
    assert company.say("ada", "claim").form


@pytest.mark.parametrize("words", ["facebook 1/12", "facebook fri mon", "facebook 25:00 2h 3h"])
def test_words_with_two_meanings_take_nothing(company: Company, words: str):
    assert not text(company.say("ada", f"claim {words}")).startswith("You hold")
    assert company.claims_of("ada") == []
