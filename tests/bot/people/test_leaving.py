from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ending import minutes_until
from bot.model import Account, DeliveryState, MemberState, Recipient, Role
from bot.people.requests import Leave, RemoveMember
from bot.people.usecases import person_changed
from tests.bot.cast import Cast, labels, text


def deactivate(cast: Cast, user: str) -> None:
    profile = replace(cast.profiles[user], deactivated=True)
    with cast.write() as tx:
        person_changed(tx, cast.workspace, profile, cast.clock.now())


def test_a_deactivated_user_leaves_and_their_turns_are_open_again(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    lea = cast.member("lea", Role.LEAD)
    lou = cast.member("lou", Role.LEAD, department_id=cast.department("Sales"))
    ada = cast.member("ada")
    duty = cast.duty("Moderate the page")
    coming = cast.turns(duty)[2]
    cast.hold(ada, coming, 120)
    deactivate(cast, "ada")
    assert cast.find(ada).state is MemberState.LEFT
    assert cast.held_by(ada) == []
    assert cast.turns(duty)[2].claims == ()
    for who in (cara, lea):
        (card,) = cast.told(who)
        assert "Ada has left the task force" in text(card)
        assert "deactivated in Slack" in text(card)
        assert "Moderate the page, week of Mon 7 – Sun 13 Dec 2026, 2 h" in text(card)
    assert cast.told(lou) == []
    assert cast.recorded(f"member:{ada}") == ["people.deactivated"]


def test_a_running_turn_ends_now_with_its_part_of_the_hours(cast: Cast):
    cast.member("cara", Role.CHAIR)
    ada = cast.member("ada")
    duty = cast.duty()
    running = cast.turns(duty)[0]
    cast.hold(ada, running, 168)
    cast.clock.instant = running.span.start + timedelta(days=3, hours=12)
    deactivate(cast, "ada")
    with cast.read() as tx:
        (claim,) = tx.roster.find_turn(running.id).claims
    assert claim.span.end == cast.clock.now()
    assert claim.minutes == 84
    assert minutes_until(claim, claim.span.start + timedelta(seconds=1)) == 1


def test_what_was_held_in_the_past_stays_theirs(cast: Cast):
    cast.member("cara", Role.CHAIR)
    ada = cast.member("ada")
    turn = cast.turns(cast.duty())[0]
    cast.hold(ada, turn, 60)
    cast.clock.forward(days=14)
    deactivate(cast, "ada")
    with cast.read() as tx:
        assert [c.member_id for c in tx.roster.find_turn(turn.id).claims] == [ada]


def test_messages_not_yet_said_to_a_leaver_are_dropped(cast: Cast):
    cast.member("cara", Role.CHAIR)
    ada = cast.member("ada")
    now = cast.clock.now()
    with cast.write() as tx:
        to = Recipient(member_id=ada)
        tx.outbox.owe("prompt", "2026-11-23", to, None, due_at=now, now=now)
        tx.outbox.owe("reminder", "1", to, None, due_at=now + timedelta(days=1), now=now)
    deactivate(cast, "ada")
    dropped = [d for d in cast.owed(DeliveryState.DROPPED) if d.recipient.member_id == ada]
    assert [d.kind for d in dropped] == ["prompt", "reminder"]
    assert cast.told(ada) == []


def test_the_chair_learns_which_admin_access_a_leaver_still_has(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    ada = cast.member("ada")
    with cast.write() as tx:
        tx.roster.add_account(Account(0, "Facebook page", "", "", (ada, cara)))
    deactivate(cast, "ada")
    assert "still have admin access to: Facebook page" in text(cast.told(cara)[0])


def test_panels_are_refreshed_when_somebody_leaves(cast: Cast):
    cast.member("cara", Role.CHAIR)
    cast.member("ada")
    from bot.model import Room

    with cast.write() as tx:
        tx.rooms.add(Room(0, cast.workspace.id, "C1"))
    deactivate(cast, "ada")
    assert [d.kind for d in cast.owed() if d.recipient.room_id] == ["panel"]


def test_a_member_who_never_wrote_and_is_deactivated_leaves_too(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    ada = cast.member("ada", met=False)
    deactivate(cast, "ada")
    assert cast.find(ada).state is MemberState.LEFT
    assert len(cast.told(cara)) == 1


def test_somebody_deactivated_on_one_platform_stays_while_met_on_another(cast: Cast):
    from bot.model import Identity

    cara = cast.member("cara", Role.CHAIR)
    ada = cast.member("ada")
    store = cast.bot.store
    store.add_workspace(cast.id, "teams", "T2", "UBOT2")
    other = store.find_workspace("teams", "T2")
    with cast.write() as tx:
        tx.people.link(ada, Identity(other.id, "29:ada"), cast.clock.now())
    deactivate(cast, "ada")
    assert cast.find(ada).state is MemberState.ACTIVE
    assert [i.user for i in cast.find(ada).identities] == ["29:ada"]
    assert cast.told(cara) == []


def test_deactivation_twice_or_of_nobody_changes_nothing(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    ada = cast.member("ada")
    cast.user("nobody")
    for user in ("ada", "ada", "nobody"):
        deactivate(cast, user)
    assert cast.recorded(f"member:{ada}") == ["people.deactivated"]
    assert len(cast.told(cara)) == 1


def test_who_waits_and_is_deactivated_leaves_without_a_word(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    nia = cast.member("nia", state=MemberState.ASKED)
    deactivate(cast, "nia")
    assert cast.find(nia).state is MemberState.LEFT
    assert cast.told(cara) == []


def test_a_reactivated_leaver_must_ask_again(cast: Cast):
    cast.member("cara", Role.CHAIR)
    ada = cast.member("ada")
    deactivate(cast, "ada")
    with cast.write() as tx:
        person_changed(tx, cast.workspace, cast.profiles["ada"], cast.clock.now())
    assert cast.find(ada).state is MemberState.LEFT
    assert "not in the task force" in text(cast.say("ada", "mine"))
    assert "Ask to join again" in labels(cast.home("ada"))


def test_the_chair_removes_a_member_who_is_told_what_is_open_again(cast: Cast):
    cast.member("cara", Role.CHAIR)
    lea = cast.member("lea", Role.LEAD)
    ada = cast.member("ada")
    duty = cast.duty("Listen")
    cast.hold(ada, cast.turns(duty)[1], 60)
    reply = cast.press("cara", RemoveMember(ada))
    assert "Ada is no longer in the task force" in text(reply)
    assert "Listen, week of Mon 30 Nov – Sun 6 Dec 2026, 1 h" in text(reply)
    (farewell,) = cast.told(ada)
    assert "Cara took you off the list" in text(farewell)
    assert "Listen" in text(farewell)
    assert "removed by Cara" in text(cast.told(lea)[0])


def test_a_removal_is_taken_back_and_the_turns_stay_open(cast: Cast):
    cast.member("cara", Role.CHAIR)
    ada = cast.member("ada", Role.LEAD)
    turn = cast.turns(cast.duty())[1]
    cast.hold(ada, turn)
    undone = cast.push("cara", cast.press("cara", RemoveMember(ada)), "Undo")
    assert "in the task force again" in text(undone)
    assert (cast.find(ada).state, cast.find(ada).role) == (MemberState.ACTIVE, Role.LEAD)
    assert cast.held_by(ada) == []
    assert "You are in the task force again" in text(cast.told(ada)[-1])


def test_undoing_a_removal_needs_the_chair_of_today(cast: Cast):
    cara, other = cast.member("cara", Role.CHAIR), cast.member("otto", Role.CHAIR)
    ada = cast.member("ada")
    reply = cast.press("cara", RemoveMember(ada))
    with cast.write() as tx:
        tx.people.change(cara, role=Role.MEMBER)
    assert "Only the chair can do this" in text(cast.push("cara", reply, "Undo"))
    assert "again" in text(cast.push("otto", reply, "Undo"))
    assert other


@pytest.mark.parametrize("who", ["lea", "ada", "nia"])
def test_only_the_chair_removes(cast: Cast, who: str):
    cara = cast.member("cara", Role.CHAIR)
    cast.member("lea", Role.LEAD)
    cast.member("ada")
    cast.user("nia")
    cast.press(who, RemoveMember(cara))
    assert cast.find(cara).state is MemberState.ACTIVE


def test_removing_twice_or_nobody_is_answered(cast: Cast):
    cast.member("cara", Role.CHAIR)
    ada = cast.member("ada")
    cast.press("cara", RemoveMember(ada))
    assert "has left already" in text(cast.press("cara", RemoveMember(ada)))
    assert "not in the task force" in text(cast.press("cara", RemoveMember(404)))


def test_a_member_leaves_by_themselves(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    ada = cast.member("ada")
    cast.hold(ada, cast.turns(cast.duty("Listen"))[1], 60)
    reply = cast.push("ada", cast.home("ada"), "Leave the task force")
    assert "Open again: Listen" in text(reply)
    assert cast.find(ada).state is MemberState.LEFT
    assert "of their own accord" in text(cast.told(cara)[0])
    assert "You are not in the task force." in text(cast.press("ada", Leave()))


def test_the_last_chair_cannot_leave_or_be_removed(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    for request in (Leave(), RemoveMember(cara)):
        assert "Cara is the only chair" in text(cast.press("cara", request))
    assert cast.find(cara).state is MemberState.ACTIVE
    cast.member("otto", Role.CHAIR)
    assert "You have left" in text(cast.press("cara", RemoveMember(cara)))


def test_many_turns_of_a_leaver_are_told_in_short(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    ada = cast.member("ada")
    for name in ("Listen", "Report"):
        for turn in cast.turns(cast.duty(name))[1:9]:
            cast.hold(ada, turn, 30)
    deactivate(cast, "ada")
    card = text(cast.told(cara)[0])
    assert "and 6 more" in card
    assert card.count("Listen,") + card.count("Report,") == 10
