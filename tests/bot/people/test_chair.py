from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from bot.errors import Refusal
from bot.model import MemberState, Role
from bot.people.requests import Leave, SaveMember
from bot.people.rules import may_take_chair
from bot.people.usecases import name_chair, person_changed
from tests.bot.cast import Cast, text


def deactivate(cast: Cast, user: str) -> None:
    with cast.write() as tx:
        profile = replace(cast.profiles[user], deactivated=True)
        person_changed(tx, cast.workspace, profile, cast.clock.now())


def chairs(cast: Cast) -> list[str]:
    return [m.name for m in cast.members() if m.role is Role.CHAIR]


def test_the_first_who_types_setup_in_an_empty_task_force_is_its_chair(cast: Cast):
    cast.user("ida", zone="America/New_York")
    assert "Set-up of Acme social" in text(cast.say("ida", "setup"))
    ida = cast.by_user("ida")
    assert (ida.role, ida.state, ida.zone) == (Role.CHAIR, MemberState.ACTIVE, "America/New_York")
    with cast.read() as tx:
        assert [d.name for d in tx.people.departments()] == ["Marketing"]
    cast.user("otto")
    refused = cast.say("otto", "setup")
    assert "Only the chair can set the task force up" in text(refused)
    assert "Ask Ida" in text(refused)
    assert cast.by_user("otto") is None


def test_setup_again_by_the_chair_just_opens_it(cast: Cast):
    cast.user("ida")
    for _ in range(3):
        assert "Set-up of" in text(cast.say("ida", "setup"))
    assert chairs(cast) == ["Ida"]


def test_an_imported_chair_is_chair_and_no_other_becomes_one(cast: Cast):
    cast.member("cara", Role.CHAIR, met=False)
    cast.user("ida")
    assert "Ask Cara" in text(cast.say("ida", "setup"))
    assert "Set-up of" in text(cast.say("cara", "setup"))


def test_in_a_list_without_a_chair_the_installer_becomes_it(cast: Cast):
    cast.member("lea", Role.LEAD)
    cast.user("ida")
    assert "Set-up of" in text(cast.say("ida", "setup"))
    assert chairs(cast) == ["Ida"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"is_guest": True}, "you cannot take the chair"),
        ({"is_stranger": True}, "You cannot join this task force from here"),
        ({"is_bot": True}, "Only people"),
    ],
)
def test_who_is_no_colleague_cannot_become_chair(cast: Cast, fields: dict, sentence: str):
    cast.user("sam", **fields)
    assert sentence in text(cast.say("sam", "setup"))
    assert cast.members(*MemberState) == []


def test_a_partner_cannot_become_chair(cast: Cast):
    cast.member("pia", Role.PARTNER)
    assert "never a partner" in text(cast.say("pia", "setup"))


def test_where_an_address_is_named_only_that_person_becomes_the_first_chair(cast: Cast):
    cast.bot = replace(cast.bot, first_chair_email="Ida@Example.com")
    cast.user("otto")
    assert "kept for somebody else" in text(cast.say("otto", "setup"))
    cast.member("ida", met=False)
    assert "Set-up of" in text(cast.say("ida", "setup"))
    assert chairs(cast) == ["Ida"]


def test_a_second_user_with_a_members_address_cannot_become_chair_in_their_place(cast: Cast):
    ada = cast.member("ada")
    cast.user("UADA2", email="ada@example.com")
    assert "belongs to a member who is here with another user" in text(cast.say("UADA2", "setup"))
    assert cast.find(ada).role is Role.MEMBER


def test_a_former_member_may_set_up_an_empty_task_force(cast: Cast):
    ada = cast.member("ada", met=False, state=MemberState.LEFT)
    cast.user("UADA2", email="ada@example.com")
    assert "Set-up of" in text(cast.say("UADA2", "setup"))
    assert (cast.find(ada).state, cast.find(ada).role) == (MemberState.ACTIVE, Role.CHAIR)


@pytest.mark.postgres
def test_of_two_who_type_setup_at_once_exactly_one_is_chair(cast_on_postgres: Cast):
    cast = cast_on_postgres
    users = [cast.user(f"u{n}") for n in range(4)]
    barrier = threading.Barrier(len(users))
    said: list[str] = []

    def come(user: str) -> None:
        barrier.wait()
        said.append(text(cast.say(user, "setup")))

    threads = [threading.Thread(target=come, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(chairs(cast)) == 1
    assert sum(sentence.startswith("Set-up of") for sentence in said) == 1


@pytest.mark.postgres
def test_of_two_chairs_who_leave_at_once_one_stays(cast_on_postgres: Cast):
    cast = cast_on_postgres
    cast.member("cara", Role.CHAIR)
    cast.member("otto", Role.CHAIR)
    barrier = threading.Barrier(2)

    def go(user: str) -> None:
        barrier.wait()
        cast.press(user, Leave())

    threads = [threading.Thread(target=go, args=(user,)) for user in ("cara", "otto")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(chairs(cast)) == 1


def test_when_the_last_chair_is_deactivated_every_lead_is_told_and_one_takes_over(cast: Cast):
    cast.member("cara", Role.CHAIR)
    lea, lou = cast.member("lea", Role.LEAD), cast.member("lou", Role.LEAD)
    ada = cast.member("ada")
    cast.user("nia")
    deactivate(cast, "cara")
    for lead in (lea, lou):
        assert any("The task force has no chair" in text(card) for card in cast.told(lead))
        assert any("python -m bot chair EMAIL" in text(card) for card in cast.told(lead))
    assert not any("no chair" in text(card) for card in cast.told(ada))
    for user in ("ada", "nia"):
        assert "Ask Lea or Lou to type" in text(cast.say(user, "setup"))
    assert "Set-up of" in text(cast.say("lou", "setup"))
    assert chairs(cast) == ["Lou"]
    assert "Lou is chair of the task force now" in text(cast.told(lea)[-1])
    assert "Ask Lou" in text(cast.say("lea", "setup"))


def test_without_leads_any_member_may_take_over_and_is_told(cast: Cast):
    cast.member("cara", Role.CHAIR)
    ada = cast.member("ada")
    pia = cast.member("pia", Role.PARTNER)
    cast.user("nia")
    deactivate(cast, "cara")
    assert any("The first member who types" in text(card) for card in cast.told(ada))
    assert cast.told(pia) == []
    assert "you cannot take the chair" in text(cast.say("nia", "setup"))
    assert "Set-up of" in text(cast.say("ada", "setup"))


def test_when_everybody_has_left_any_colleague_may_begin_again(cast: Cast):
    cast.member("cara", Role.CHAIR)
    deactivate(cast, "cara")
    cast.user("nia")
    assert "Set-up of" in text(cast.say("nia", "setup"))


def test_a_former_chair_who_was_let_in_again_opens_no_back_door(cast: Cast):
    """The record remembers that there was a chair, though nobody has the role any more."""
    cast.member("cara", Role.CHAIR)
    cast.member("lea", Role.LEAD)
    deactivate(cast, "cara")
    with cast.write() as tx:
        tx.people.change(cast.by_user("cara").id, role=Role.MEMBER, state=MemberState.ACTIVE)
    cast.user("nia")
    assert "you cannot take the chair" in text(cast.say("nia", "setup"))


def test_the_operator_names_a_chair_by_address(cast: Cast):
    lea = cast.member("lea", Role.LEAD)
    ada = cast.member("ada", state=MemberState.LEFT)
    now = cast.clock.now()
    with cast.write() as tx:
        assert name_chair(tx, "ADA@example.com ", now).role is Role.CHAIR
    assert (cast.find(ada).state, cast.find(ada).role) == (MemberState.ACTIVE, Role.CHAIR)
    assert "You are chair of the task force" in text(cast.told(ada)[-1])
    assert "Ada is chair of the task force now" in text(cast.told(lea)[-1])
    with cast.write() as tx:
        assert name_chair(tx, "ada@example.com", now).id == ada
    assert len(cast.told(ada)) == 1


def test_the_operator_cannot_name_somebody_unknown_or_a_partner(cast: Cast):
    cast.member("pia", Role.PARTNER)
    for address, code in (
        ("no@example.com", "unknown_member"),
        ("pia@example.com", "partner_chair"),
    ):
        with pytest.raises(Refusal) as refused, cast.write() as tx:
            name_chair(tx, address, cast.clock.now())
        assert refused.value.code == code


def test_the_last_chair_cannot_be_demoted(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    form = cast.push("cara", cast.press("cara", _show(cara)), "Edit")
    reply = cast.submit("cara", form, role="lead")
    assert list(reply.errors) == ["role"]
    assert "Cara is the only chair" in text(reply)
    cast.member("otto", Role.CHAIR)
    assert "chair → lead" in text(cast.submit("cara", form, role="lead"))
    assert chairs(cast) == ["Otto"]


def test_a_partner_cannot_be_made_chair(cast: Cast):
    cast.member("cara", Role.CHAIR)
    pia = cast.member("pia", Role.PARTNER)
    form = cast.push("cara", cast.press("cara", _show(pia)), "Edit")
    reply = cast.submit("cara", form, role="chair")
    assert list(reply.errors) == ["role"]
    assert "A partner can never be chair" in text(reply)


def _show(member: int):
    from bot.people.requests import ShowMember

    return ShowMember(member)


def test_a_role_from_nowhere_is_refused(cast: Cast):
    cast.member("cara", Role.CHAIR)
    ada = cast.member("ada")
    request = SaveMember(ada, name="Ada", role="emperor", department=cast.department(), zone="UTC")
    assert "choose a role" in text(cast.press("cara", request))


def test_who_may_take_the_chair_by_what_the_task_force_was(cast: Cast):
    lead, plain = cast.find(cast.member("l", Role.LEAD)), cast.find(cast.member("m"))
    partner = cast.find(cast.member("p", Role.PARTNER))
    left = cast.find(cast.member("g", state=MemberState.LEFT))
    everybody = [lead, plain, partner]
    assert all(may_take_chair(c, everybody, had_chair=False) for c in (None, lead, plain, left))
    assert not may_take_chair(partner, everybody, had_chair=False)
    takers = [
        c
        for c in (None, lead, plain, partner, left)
        if may_take_chair(c, everybody, had_chair=True)
    ]
    assert takers == [lead]
    assert may_take_chair(plain, [plain, partner], had_chair=True)
    assert not may_take_chair(left, [plain, partner], had_chair=True)
    assert not may_take_chair(None, [plain], had_chair=True)
    assert may_take_chair(None, [partner], had_chair=True)
