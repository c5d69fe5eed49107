from __future__ import annotations

import pytest

from bot.cards import ChoiceInput
from bot.model import MemberState, Role
from bot.people.requests import AskToJoin, Join, LetIn
from tests.bot.cast import Cast, labels, text
from tests.bot.people.asking import ask


def test_whoever_is_outside_reads_what_this_is_and_can_ask(cast: Cast):
    cast.member("cara", Role.CHAIR)
    cast.user("nia")
    card = cast.say("nia", "")
    assert "Muster holds the roster" in text(card)
    assert labels(card) == ["Ask to join", "Help"]


def test_asking_tells_the_chair_and_the_departments_lead_only(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    sales = cast.department("Sales")
    lea = cast.member("lea", Role.LEAD, department_id=sales)
    other = cast.member("lou", Role.LEAD)
    cast.user("nia", zone="Asia/Kolkata")
    reply = ask(cast, "nia", "Sales", "1h30")
    assert "Cara or Lea says yes in one tap" in text(reply)
    nia = cast.by_user("nia")
    assert (nia.state, nia.role, nia.usual_minutes) == (MemberState.ASKED, Role.MEMBER, 90)
    assert (nia.zone, nia.email, nia.department_id) == ("Asia/Kolkata", "nia@example.com", sales)
    for decider in (cara, lea):
        (card,) = cast.told(decider)
        assert "Nia asks to join" in text(card)
        assert labels(card) == ["Let in", "Decline"]
    assert cast.told(other) == []


def test_where_joining_is_open_a_colleague_is_in_at_once_and_a_guest_is_not(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    with cast.write() as tx:
        tx.change_task_force(joining_open=True)
    cast.user("nia")
    cast.user("gus", is_guest=True)
    assert "Welcome to the task force" in text(ask(cast, "nia"))
    assert cast.by_user("nia").state is MemberState.ACTIVE
    assert "on its way" in text(ask(cast, "gus"))
    assert cast.by_user("gus").state is MemberState.ASKED
    assert len(cast.told(cara)) == 1


def test_a_guest_is_let_in_by_the_chair_only_and_as_partner(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    lea = cast.member("lea", Role.LEAD)
    cast.user("gus", is_guest=True)
    ask(cast, "gus")
    gus = cast.by_user("gus").id
    assert cast.told(lea) == []
    assert "will be a partner" in text(cast.told(cara)[0])
    assert "guests by the chair only" in text(cast.press("lea", LetIn(gus)))
    assert "as partner" in text(cast.press("cara", LetIn(gus)))
    assert (cast.find(gus).role, cast.find(gus).state) == (Role.PARTNER, MemberState.ACTIVE)


def test_a_guest_on_the_list_is_asked_about_and_becomes_a_partner(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    gus = cast.member("gus", met=False)
    cast.user("gus", is_guest=True)
    ask(cast, "gus")
    assert cast.by_user("gus").id == gus
    assert "Was on the list before as member, active" in text(cast.told(cara)[0])
    cast.press("cara", LetIn(gus))
    assert cast.find(gus).role is Role.PARTNER


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"is_stranger": True}, "guest of another company's workspace"),
        ({"is_bot": True}, "Only people can join"),
        ({"deactivated": True}, "Your user is deactivated"),
    ],
)
def test_who_can_never_join_is_told_why(cast: Cast, fields: dict, sentence: str):
    cast.member("cara", Role.CHAIR)
    cast.user("sam", **fields)
    card = cast.home("sam")
    assert sentence in text(card)
    assert "Ask to join" not in labels(card)
    assert sentence in text(cast.press("sam", Join(cast.department(), "2")))
    assert cast.by_user("sam") is None


def test_a_leaver_who_returns_asks_again_and_comes_back_as_member(cast: Cast):
    cast.member("cara", Role.CHAIR)
    ada = cast.member("ada", Role.LEAD, state=MemberState.LEFT)
    assert "no longer in the task force" in text(cast.home("ada"))
    form = cast.push("ada", cast.home("ada"), "Ask to join again")
    cast.submit("ada", form)
    assert cast.find(ada).state is MemberState.ASKED
    cast.press("cara", LetIn(ada))
    assert (cast.find(ada).state, cast.find(ada).role) == (MemberState.ACTIVE, Role.MEMBER)


def test_a_leaver_who_returns_with_a_new_user_is_the_same_member(cast: Cast):
    cast.member("cara", Role.CHAIR)
    ada = cast.member("ada", state=MemberState.LEFT)
    cast.user("UADA2", email="ada@example.com")
    ask(cast, "UADA2")
    cast.press("cara", LetIn(ada))
    assert cast.by_user("UADA2").id == ada
    assert cast.by_user("ada") is None


def test_asking_twice_and_when_in_already_is_answered(cast: Cast):
    cast.member("cara", Role.CHAIR)
    cast.user("nia")
    ask(cast, "nia")
    again = cast.press("nia", Join(cast.department(), "2"))
    assert "asked already" in text(again)
    assert "Cara says yes" in text(again)
    assert "waiting for" not in text(again)
    assert "in the task force already" in text(cast.press("cara", Join(cast.department(), "2")))


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ("many", "not a number of hours"),
        ("41", "0 to 40"),
        ("-2", "not a number of hours"),
        ("9" * 50, "not a number of hours"),
    ],
)
def test_hours_that_cannot_be_are_refused_beside_their_input(cast: Cast, hours: str, sentence: str):
    cast.member("cara", Role.CHAIR)
    cast.user("nia")
    reply = ask(cast, "nia", hours=hours)
    assert list(reply.errors) == ["hours"]
    assert sentence in text(reply)
    assert cast.by_user("nia") is None


def test_a_department_that_is_not_there_is_refused_beside_its_input(cast: Cast):
    cast.member("cara", Role.CHAIR)
    cast.user("nia")
    form = cast.push("nia", cast.home("nia"), "Ask to join")
    for forged in ("404", "x", "-1", ""):
        assert list(cast.submit("nia", form, department=forged).errors) == ["department"]
    assert cast.by_user("nia") is None


def test_the_form_offers_every_department(cast: Cast):
    cast.member("cara", Role.CHAIR)
    for number in range(30):
        cast.department(f"Department {number}")
    cast.user("nia")
    form = cast.push("nia", cast.home("nia"), "Ask to join").form
    (choice,) = [one for one in form.inputs if isinstance(one, ChoiceInput)]
    assert len(choice.options) == 31


def test_without_a_chair_the_request_waits_for_who_becomes_one(cast: Cast):
    cast.member("cara", Role.CHAIR, state=MemberState.LEFT)
    cast.user("nia")
    reply = ask(cast, "nia")
    assert "There is no chair at the moment" in text(reply)
    assert cast.by_user("nia").state is MemberState.ASKED


def test_names_from_the_platform_are_tamed(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    cast.user("nia", name="  Ñïa <!channel>\n" + "x" * 500, zone="No/Where")
    ask(cast, "nia")
    nia = cast.by_user("nia")
    assert nia.name.startswith("Ñïa <!channel> x")
    assert len(nia.name) == 200
    assert nia.zone == "Europe/Berlin"
    assert len(cast.told(cara)) == 1


def test_with_nothing_to_join_yet_one_is_told_how_it_begins(cast: Cast):
    cast.user("nia")
    assert "nothing to join yet" in text(cast.press("nia", AskToJoin()))
