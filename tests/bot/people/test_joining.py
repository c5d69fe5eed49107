from __future__ import annotations

import threading

import pytest

from bot.cards import ChoiceInput
from bot.model import MemberState, Role
from bot.people.requests import AskToJoin, Decline, Join, LetIn
from bot.people.rules import may_decide
from tests.bot.cast import Cast, labels, text


def ask(cast: Cast, user: str, department: str = "Marketing", hours: str = "2"):
    form = cast.push(user, cast.home(user), "Ask to join")
    return cast.submit(user, form, department=str(cast.department(department)), hours=hours)


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


def test_one_tap_of_the_lead_lets_in_and_the_newcomer_is_told(cast: Cast):
    cast.member("cara", Role.CHAIR)
    lea = cast.member("lea", Role.LEAD)
    cast.user("nia")
    ask(cast, "nia")
    (card,) = cast.told(lea)
    reply = cast.push("lea", card, "Let in")
    assert "You let in Nia" in text(reply)
    assert reply.replaces
    nia = cast.by_user("nia")
    assert nia.state is MemberState.ACTIVE
    (welcome,) = cast.told(nia.id)
    assert "Lea let you in" in text(welcome)
    assert "Offer hours" in labels(cast.home("nia"))


def test_the_second_who_presses_is_told_by_whom_it_was_decided(cast: Cast):
    cast.member("cara", Role.CHAIR)
    cast.member("lea", Role.LEAD)
    cast.user("nia")
    ask(cast, "nia")
    nia = cast.by_user("nia")
    cast.press("lea", LetIn(nia.id))
    for request in (LetIn(nia.id), Decline(nia.id)):
        refused = cast.press("cara", request)
        assert "Nia was let in already" in text(refused)
        assert "Lea was quicker" in text(refused)
    assert cast.by_user("nia").state is MemberState.ACTIVE
    assert len(cast.told(nia.id)) == 1


def test_who_has_lost_the_role_since_the_button_was_drawn_cannot_decide(cast: Cast):
    cast.member("cara", Role.CHAIR)
    lea = cast.member("lea", Role.LEAD)
    cast.user("nia")
    ask(cast, "nia")
    nia = cast.by_user("nia")
    with cast.write() as tx:
        tx.people.change(lea, role=Role.MEMBER)
    assert "Only the chair or a department lead" in text(cast.press("lea", LetIn(nia.id)))
    with cast.write() as tx:
        tx.people.change(lea, role=Role.LEAD, department_id=tx.people.add_department("Sales"))
    assert "You cannot decide about Nia" in text(cast.press("lea", LetIn(nia.id)))
    assert cast.by_user("nia").state is MemberState.ASKED


def test_who_is_declined_is_told_and_may_ask_again(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    cast.user("nia")
    ask(cast, "nia")
    nia = cast.by_user("nia").id
    declined = cast.press("cara", Decline(nia))
    assert "You declined Nia" in text(declined)
    assert "Your request to join was declined" in text(cast.told(nia)[-1])
    assert "Ask to join again" in labels(cast.home("nia"))
    form = cast.push("nia", cast.home("nia"), "Ask to join again")
    cast.submit("nia", form)
    assert cast.by_user("nia").state is MemberState.ASKED
    assert cast.by_user("nia").id == nia
    assert "Was on the list before as member, left" in text(cast.told(cara)[-1])


def test_a_decision_is_taken_back(cast: Cast):
    cast.member("cara", Role.CHAIR)
    cast.user("nia")
    ask(cast, "nia")
    nia = cast.by_user("nia").id
    for request in (Decline(nia), LetIn(nia)):
        undone = cast.push("cara", cast.press("cara", request), "Undo")
        assert "Nia asks to join" in text(undone)
        assert cast.find(nia).state is MemberState.ASKED
        assert "waiting again" in text(cast.told(nia)[-1])
    assert "was let in" not in text(cast.press("cara", LetIn(nia)))


def test_letting_in_is_not_undone_once_they_hold_turns(cast: Cast):
    cast.member("cara", Role.CHAIR)
    cast.user("nia")
    ask(cast, "nia")
    nia = cast.by_user("nia").id
    reply = cast.press("cara", LetIn(nia))
    cast.hold(nia, cast.turns(cast.duty())[1])
    assert "Remove them instead" in text(cast.push("cara", reply, "Undo"))
    assert cast.find(nia).state is MemberState.ACTIVE


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


def test_who_may_decide_about_whom(cast: Cast):
    chair, lead = cast.find(cast.member("c", Role.CHAIR)), cast.find(cast.member("l", Role.LEAD))
    plain, partner = cast.find(cast.member("m")), cast.find(cast.member("p", Role.PARTNER))
    gone = cast.find(cast.member("g", Role.CHAIR, state=MemberState.LEFT))
    assert may_decide(chair, plain)
    assert may_decide(chair, partner)
    assert may_decide(lead, plain)
    assert not may_decide(lead, partner)
    assert not may_decide(plain, plain)
    assert not may_decide(gone, plain)


@pytest.mark.postgres
def test_of_two_who_decide_at_once_one_decides_and_the_other_is_told(cast_on_postgres: Cast):
    cast = cast_on_postgres
    cast.member("cara", Role.CHAIR)
    cast.member("lea", Role.LEAD)
    cast.user("nia")
    ask(cast, "nia")
    nia = cast.by_user("nia").id
    barrier, said = threading.Barrier(2), {}

    def decide(user: str, request: object) -> None:
        barrier.wait()
        said[user] = text(cast.press(user, request))

    threads = [
        threading.Thread(target=decide, args=("cara", Decline(nia))),
        threading.Thread(target=decide, args=("lea", LetIn(nia))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("already" in sentence for sentence in said.values()) == 1
    assert len(cast.told(nia)) == 1


def test_who_has_left_meanwhile_or_never_was_is_not_let_in(cast: Cast):
    cast.member("cara", Role.CHAIR)
    ada = cast.member("ada")
    for request in (LetIn(404), Decline(404)):
        assert "not in the task force" in text(cast.press("cara", request))
    assert "Ada is not waiting to be let in" in text(cast.press("cara", LetIn(ada)))


def test_only_who_may_decide_takes_a_decision_back(cast: Cast):
    cast.member("cara", Role.CHAIR)
    lea = cast.member("lea", Role.LEAD)
    cast.user("nia")
    ask(cast, "nia")
    nia = cast.by_user("nia").id
    for request in (Decline(nia), LetIn(nia)):
        reply = cast.press("lea", request)
        with cast.write() as tx:
            tx.people.change(lea, role=Role.MEMBER)
        assert "not in the task force" in text(cast.push("lea", reply, "Undo"))
        with cast.write() as tx:
            tx.people.change(lea, role=Role.LEAD)
        cast.push("cara", reply, "Undo")
    assert cast.find(nia).state is MemberState.ASKED


def test_with_nothing_to_join_yet_one_is_told_how_it_begins(cast: Cast):
    cast.user("nia")
    assert "nothing to join yet" in text(cast.press("nia", AskToJoin()))
