from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Identity, MemberState, Role
from bot.people.rules import Standing, clean_email, is_matched_by_address, standing
from bot.people.usecases import meet
from tests.bot.cast import MONDAY, Cast, text


def met(cast: Cast, user: str):
    with cast.write() as tx:
        return meet(tx, cast.workspace, cast.profiles[user], cast.clock.now())


def test_a_member_is_known_by_address_whatever_its_case_when_they_first_write(cast: Cast):
    ada = cast.member("ada", met=False)
    cast.user("UADA", email="ADA@Example.COM ")
    assert met(cast, "UADA").id == ada
    assert cast.find(ada).identities == (Identity(cast.workspace.id, "UADA"),)
    assert cast.recorded(f"member:{ada}") == ["people.link"]


def test_meeting_again_changes_nothing(cast: Cast):
    ada = cast.member("ada", met=False)
    for _ in range(3):
        assert met(cast, "ada").id == ada
    assert cast.recorded(f"member:{ada}") == ["people.link"]


def test_a_member_who_writes_is_answered_as_member_at_once(cast: Cast):
    cast.member("ada", met=False)
    assert "Ask to join" not in text(cast.home("ada"))


@pytest.mark.parametrize(
    "fields",
    [
        {"is_bot": True},
        {"is_stranger": True},
        {"is_guest": True},
        {"deactivated": True},
        {"email": None},
        {"email": ""},
        {"email": "no address"},
        {"email": "someone.else@example.com"},
    ],
)
def test_others_are_not_taken_for_the_member_with_their_address(cast: Cast, fields: dict):
    ada = cast.member("ada", met=False)
    cast.user("ada", **fields)
    assert met(cast, "ada") is None
    assert cast.find(ada).identities == ()


def test_of_two_users_with_one_address_the_first_keeps_it_and_the_chairs_are_told_once(cast: Cast):
    cara = cast.member("cara", Role.CHAIR)
    ada = cast.member("ada", met=False)
    cast.user("UADA2", name="Ada Two", email="ada@example.com")
    assert met(cast, "ada").id == ada
    for _ in range(3):
        assert met(cast, "UADA2") is None
    assert cast.by_user("UADA2") is None
    (card,) = cast.told(cara)
    assert "Ada Two has the address ada@example.com, which belongs to Ada" in text(card)


def test_a_second_user_with_the_address_cannot_ask_to_join_and_learns_why(cast: Cast):
    cast.member("cara", Role.CHAIR)
    cast.member("ada")
    cast.user("UADA2", email="ada@example.com")
    refused = cast.say("UADA2", "home")
    assert "Ask to join" in text(refused)
    refused = cast.push("UADA2", refused, "Ask to join")
    assert "belongs to a member who is here with another user" in text(refused)


def test_a_member_who_left_is_not_linked_again_by_address(cast: Cast):
    cast.member("ada", met=False, state=MemberState.LEFT)
    assert met(cast, "ada") is None


def test_somebody_who_waits_is_known(cast: Cast):
    ada = cast.member("ada", state=MemberState.ASKED)
    assert met(cast, "ada").id == ada
    assert "waiting" in text(cast.say("ada", "mine"))


def test_a_member_of_another_workspace_is_met_here_too(cast: Cast):
    ada = cast.member("ada")
    store = cast.bot.store
    store.add_workspace(cast.id, "teams", "T2", "UBOT2")
    other = store.find_workspace("teams", "T2")
    profile = replace(cast.profiles["ada"], user="29:ada")
    with cast.write() as tx:
        assert meet(tx, other, profile, MONDAY).id == ada
    assert {i.user for i in cast.find(ada).identities} == {"ada", "29:ada"}


def test_the_strictest_standing_counts():
    def plain(**flags: bool) -> Standing:
        names = ("is_bot", "is_stranger", "is_guest", "deactivated")
        return standing(**{name: flags.get(name, False) for name in names})

    assert plain() is Standing.COLLEAGUE
    assert plain(is_guest=True) is Standing.GUEST
    assert plain(is_guest=True, deactivated=True) is Standing.DEACTIVATED
    assert plain(is_stranger=True, is_guest=True, deactivated=True) is Standing.STRANGER
    assert plain(is_bot=True, is_stranger=True) is Standing.BOT
    assert [s for s in Standing if is_matched_by_address(s)] == [Standing.COLLEAGUE]


@pytest.mark.parametrize(
    ("said", "address"),
    [
        (" Ada.Brandt@Example.com ", "ada.brandt@example.com"),
        ("<mailto:a@b.co>", "a@b.co"),
        ("mailto:a@b.co", "a@b.co"),
        ("<a@b.co>", "a@b.co"),
        ("ünïcödé@bücher.example", "ünïcödé@bücher.example"),
        ("a@b", None),
        ("a@b..co", None),
        ("a b@c.co", None),
        ("a@b@c.co", None),
        ("@b.co", None),
        ("", None),
        ("a" * 250 + "@b.co", None),
    ],
)
def test_addresses_are_read_forgivingly_and_nothing_else_is_one(said: str, address: str | None):
    assert clean_email(said) == address
