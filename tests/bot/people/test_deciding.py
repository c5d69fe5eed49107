from __future__ import annotations

import threading

import pytest

from bot.model import MemberState, Role
from bot.people.requests import Decline, LetIn
from bot.people.rules import may_decide
from tests.bot.cast import Cast, labels, text
from tests.bot.people.asking import ask


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
