from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot.errors import Refusal
from bot.model import Identity, Member, MemberState, Reminding, Role
from tests.storage.stage import NOW, ZONE, Stage


def test_a_member_comes_back_as_they_went_in(ours: Stage):
    zoe = Member(
        id=0,
        name="Zoë Ångström",
        email="Zoe@Example.com",
        department_id=ours.department,
        role=Role.LEAD,
        zone="Asia/Kolkata",
        country="IN",
        usual_minutes=180,
        ceiling_minutes=300,
        company="Agency",
        state=MemberState.ASKED,
        quiet_from=1300,
        quiet_to=420,
        reminding=Reminding.GENTLE,
        paused_until=date(2026, 12, 24),
        identities=(Identity(ours.workspace, "U404"),),
    )
    with ours.write() as tx:
        key = tx.people.add(zoe, NOW)
        assert tx.people.find(key) == replace(zoe, id=key, email="zoe@example.com", identities=())
        assert tx.people.link(key, Identity(ours.workspace, "U1"), NOW)
    with ours.read() as tx:
        found = tx.people.find(key)
        assert found.identities == (Identity(ours.workspace, "U1"),)
        assert found.role is Role.LEAD
        assert tx.people.find_by_identity(ours.workspace, "U1") == found
        assert tx.people.find_by_email(" ZOE@example.COM ") == found
        assert tx.people.find(key + 1) is None
        assert tx.people.find_by_email("nobody@example.com") is None
        assert tx.people.find_by_identity(ours.workspace, "U404") is None
        assert tx.people.find_by_identity(ours.workspace, "U\x00\ud83d") is None


def test_members_are_ordered_by_name_as_people_read_it(ours: Stage):
    for name in ("zeno", "Özil", "anna", "Émile", "Bo"):
        ours.member(name=name)
    ours.member(name="Gone", state=MemberState.LEFT)
    with ours.read() as tx:
        names = [member.name for member in tx.people.all()]
        everyone = tx.people.all(tuple(MemberState))
        assert tx.people.all(()) == []
    assert names == ["anna", "Bo", "Émile", "Özil", "zeno"]
    assert len(everyone) == 6
    assert all(len(member.identities) == 1 for member in everyone)


def test_fields_are_changed_by_name_and_the_rest_stays(ours: Stage):
    key = ours.member(name="Ada", email=None)
    with ours.write() as tx:
        before = tx.people.find(key)
        tx.people.change(key, role=Role.CHAIR, email="ADA@example.com", paused_until=None)
        assert tx.people.find(key) == replace(before, role=Role.CHAIR, email="ada@example.com")


def test_an_address_belongs_to_one_member(ours: Stage):
    ours.member(email="ada@example.com")
    with pytest.raises(Refusal) as refused:
        ours.member(email="Ada@Example.com")
    assert (refused.value.code, refused.value.field) == ("email_taken", "email")
    ours.member(email=None)
    ours.member(email=None)  # none is no address


@pytest.mark.parametrize("fields", [{"id": 1}, {"identities": ()}, {"created_at": NOW}, {}])
def test_only_fields_can_be_changed(ours: Stage, fields: dict[str, Any]):
    key = ours.member()
    with pytest.raises(TypeError), ours.write() as tx:
        tx.people.change(key, **fields)


def test_who_is_not_there_cannot_be_changed(ours: Stage):
    with pytest.raises(Refusal) as refused, ours.write() as tx:
        tx.people.change(404, name="x")
    assert refused.value.code == "gone"


def test_the_first_user_with_an_address_has_it(ours: Stage):
    ada, bob = ours.member(), ours.member()
    with ours.write() as tx:
        tx.people.unlink(ada, ours.workspace)
        tx.people.unlink(bob, ours.workspace)
        assert tx.people.link(ada, Identity(ours.workspace, "U1"), NOW)
        assert not tx.people.link(ada, Identity(ours.workspace, "U2"), NOW)
        assert not tx.people.link(bob, Identity(ours.workspace, "U1"), NOW)
        assert tx.people.find_by_identity(ours.workspace, "U1").id == ada
        tx.people.unlink(ada, ours.workspace)
        assert tx.people.find(ada).identities == ()
        assert tx.people.link(bob, Identity(ours.workspace, "U1"), NOW)


def test_a_member_may_be_met_in_several_workspaces(ours: Stage):
    second = ours.store.add_workspace(ours.id, "teams", "tenant", "bot")
    ada = ours.member()
    with ours.write() as tx:
        tx.people.link(ada, Identity(second, "29:x"), NOW)
        assert len(tx.people.find(ada).identities) == 2
        assert len(tx.people.find_by_identity(second, "29:x").identities) == 2
        assert [w.platform for w in tx.people.workspaces()] == ["slack", "teams"]


@pytest.mark.parametrize("name", ["marketing", " MARKETING ", "Markéting"])
def test_departments_are_told_apart_as_people_would(ours: Stage, name: str):
    with pytest.raises(Refusal) as refused, ours.write() as tx:
        tx.people.add_department(name)
    assert refused.value.code == "name_taken"


def test_a_department_is_renamed_even_to_itself(ours: Stage):
    with ours.write() as tx:
        other = tx.people.add_department("Sales")
        tx.people.rename_department(other, "SALES")
        assert [d.name for d in tx.people.departments()] == ["Marketing", "SALES"]
    with pytest.raises(Refusal), ours.write() as tx:
        tx.people.rename_department(other, "marketing")
    with pytest.raises(Refusal) as refused, ours.write() as tx:
        tx.people.rename_department(404, "PR")
    assert refused.value.code == "gone"


@pytest.mark.parametrize(("name", "code"), [("x" * 121, "too_long"), (" \u200b\u0301", "no_name")])
def test_a_name_that_cannot_be_kept_is_refused_on_both(ours: Stage, name: str, code: str):
    with pytest.raises(Refusal) as refused, ours.write() as tx:
        tx.people.add_department(name)
    assert (refused.value.code, refused.value.field) == (code, "name")


def test_a_letter_that_folds_to_many_fits_all_the_same(ours: Stage):
    with ours.write() as tx:
        tx.people.add_department("\ufdfa" * 120)
        assert len(tx.people.departments()) == 2


@pytest.mark.parametrize("name", ["null\x00byte", "half \ud83d pair", "\udc00", "fine 🎉 pair"])
def test_characters_no_database_takes_are_replaced(ours: Stage, name: str):
    key = ours.member(name=name)
    with ours.read() as tx:
        kept = tx.people.find(key).name
    assert kept == name.translate({0: "\ufffd", 0xD83D: "\ufffd", 0xDC00: "\ufffd"})


def test_a_department_of_nobody_knows_where_is_an_error(ours: Stage):
    with pytest.raises(IntegrityError):
        ours.member(department_id=404)


def test_what_nobody_can_give_is_no_refusal_but_an_error(ours: Stage):
    with pytest.raises(IntegrityError):
        ours.member(zone=ZONE, usual_minutes=400 * 60)


def test_who_locks_a_member_sees_what_it_waited_for(ours: Stage):
    ada = ours.member()
    locked, seen = threading.Event(), []

    def second() -> None:
        locked.wait()
        with ours.write() as tx:
            seen.append(tx.people.lock(ada).state)

    thread = threading.Thread(target=second)
    thread.start()
    with ours.write() as tx:
        assert tx.people.lock(ada).state is MemberState.ACTIVE
        assert tx.people.lock(404) is None
        locked.set()
        tx.people.change(ada, state=MemberState.LEFT)
    thread.join()
    assert seen == [MemberState.LEFT]
