"""An emergency: what somebody holds is taken over at once, loudly, and can be undone."""

from __future__ import annotations

import pytest

from bot.plain import plain_text
from bot.roster.requests import ShowPanel
from tests.bot.cast import labels, text
from tests.bot.company import Company, berlin
from tests.bot.swaps.people import duties_of, only_claim

FACEBOOK = "Moderate the Facebook page"
SUPPORT = "Answer on the support handle"


@pytest.fixture
def sick(company: Company) -> Company:
    """Ada has Facebook this week; it is 06:40 on Wednesday."""
    company.say("ada", "claim facebook 5h")
    company.at(25, 6, 40)
    return company


def told(company: Company, user: str) -> str:
    return "\n".join(map(plain_text, company.told(company.ids[user])))


def test_it_is_done_at_once_and_everybody_concerned_knows(sick: Company):
    reply = sick.say("bao", "claim facebook from @ada")
    assert text(reply).splitlines() == [
        "You hold Moderate the Facebook page now.",
        (
            "Moderate the Facebook page, Wed 25 Nov 2026 06:40 – Sun 29 Nov 24:00 (Europe/Berlin),"
            " 3 h 34 min. Taken over from Ada Brandt."
        ),
        "Told: Ada Brandt, Sanjay Andrade; the room's roster shows it.",
        "[Undo] [My turns]",
    ]
    assert duties_of(sick, "ada") == []
    [past] = sick.claims_of("ada")
    assert past.span.end == berlin(25, 6, 40)
    assert "Bao Xu has taken Moderate the Facebook page over from you." in told(sick, "ada")
    assert "Not yours any more: Moderate the Facebook page, Wed 25 Nov" in told(sick, "ada")
    lead = told(sick, "sanjay")
    assert "Bao Xu has taken Moderate the Facebook page over from Ada Brandt." in lead
    assert "[Undo]" not in lead
    assert "Bao Xu" in text(sick.press("greta", ShowPanel()))
    claim = only_claim(sick, "bao")
    assert sick.recorded(f"claim:{claim.id}") == ["swaps.takeover"]


@pytest.mark.parametrize("user", ["ada", "bao", "farah"])
def test_who_held_it_who_took_it_and_the_chair_undo_it(sick: Company, user: str):
    reply = sick.say("bao", "claim facebook from @ada")
    undo = sick.told(sick.ids["ada"])[-1] if user == "ada" else reply
    assert "Undo" in text(sick.push(user, undo, "Undo"))
    assert duties_of(sick, "ada") == [FACEBOOK]
    assert duties_of(sick, "bao") == []
    for other in {"ada", "bao"} - {user}:
        assert "undid it" in told(sick, other)
    assert "no longer be undone" in text(sick.push(user, undo, "Undo"))


def test_nobody_else_undoes_it(sick: Company):
    reply = sick.say("bao", "claim facebook from @ada")
    assert "can no longer be undone" in text(sick.push("greta", reply, "Undo"))
    assert duties_of(sick, "bao") == [FACEBOOK]


def test_it_can_be_undone_while_it_runs(sick: Company):
    reply = sick.say("bao", "claim facebook from @ada")
    sick.at(26, 12)
    sick.push("bao", reply, "Undo")
    assert duties_of(sick, "ada") == [FACEBOOK]
    [kept] = sick.claims_of("bao")
    assert (kept.span.start, kept.span.end) == (berlin(25, 6, 40), berlin(26, 12))


def test_a_part_of_it_can_be_taken_over(sick: Company):
    sick.say("bao", "claim facebook thu from ada")
    assert only_claim(sick, "bao").span.start == berlin(26, 0)
    assert only_claim(sick, "bao").span.end == berlin(27, 0)
    sick.say("greta", "claim facebook wed 9:00 2h from ada.brandt@example.com")
    assert only_claim(sick, "greta").span.end == berlin(25, 11)


def test_far_ahead_there_is_time_to_ask(sick: Company):
    sick.say("ada", "claim linkedin next week")
    sick.say("bao", "claim copywriting next week 1h")
    reply = sick.say("bao", "claim linkedin next week from ada")
    assert "Ada Brandt holds Moderate the LinkedIn group then." in text(reply)
    assert labels(reply) == ["Swap for one of mine", "Take it over now"]
    assert duties_of(sick, "bao") == ["Copywriting"]
    form = sick.push("bao", reply, "Swap for one of mine")
    assert form.form
    sick.push("bao", reply, "Take it over now")
    assert sorted(duties_of(sick, "bao")) == ["Copywriting", "Moderate the LinkedIn group"]


def test_the_takers_limits_hold(sick: Company):
    sick.change("bao", ceiling_minutes=60)
    said = sick.says("bao", "claim facebook from @ada")
    assert "You cannot take Moderate the Facebook page" in said
    assert duties_of(sick, "ada") == [FACEBOOK]


def test_what_somebody_does_not_hold_cannot_be_taken_from_them(sick: Company):
    said = sick.says("bao", "claim facebook from greta")
    assert "holds nothing" in said
    sick.say("greta", "claim vimeo")
    said = sick.says("bao", "claim facebook from greta")
    assert "Greta Conti does not hold Moderate the Facebook page then." in said


def test_of_several_turns_it_is_asked_which(sick: Company):
    for day in ("thu", "fri"):
        sick.say("ada", f"claim answer on the support {day} 9-13 1h")
    reply = sick.say("bao", "claim answer on the support from ada")
    assert "Which of Ada Brandt's turns?" in text(reply)
    assert len(labels(reply)) == 2


def test_from_oneself_there_is_nothing_to_take(sick: Company):
    assert "nothing to take over from yourself" in sick.says("ada", "claim facebook from @ada")


def test_a_name_alone_does_not_say_which_way(sick: Company):
    reply = sick.say("bao", "claim facebook @ada")
    assert "Do you mean from Ada Brandt, or for Ada Brandt?" in text(reply)
    assert labels(reply) == ["Take it over from Ada Brandt"]
    sick.push("bao", reply, "Take it over from Ada Brandt")
    assert duties_of(sick, "bao") == [FACEBOOK]


def test_a_time_behind_from_is_a_time(sick: Company):
    assert "Thu 26 Nov 2026 09:00–12:00" in sick.says("bao", "claim linkedin thu from 9 to 12")
    assert "Fri 27 – Sat 28 Nov" in sick.says("greta", "claim linkedin from fri to sat")


def test_two_take_it_over_and_the_second_learns_who_has_it(sick: Company):
    sick.say("bao", "claim facebook from ada")
    assert "Ada Brandt holds nothing" in sick.says("greta", "claim facebook from ada")


def test_what_is_asked_about_it_ends(sick: Company):
    sick.say("ada", "swap facebook sat with greta")
    sick.say("bao", "claim facebook from ada")
    with sick.read() as tx:
        swap = tx.swaps.find(1)
    assert swap.state.value == "impossible"
