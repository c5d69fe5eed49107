"""Ways to become somebody else on a second platform by an address. Each is refused.

The others are in test_linking_attacks.py.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Identity, MemberState, Role
from bot.people.usecases import people_seen, person_changed
from bot.ports.outside import Profile
from tests.bot.cast import MONDAY, ZONE, text
from tests.bot.sides import TEAMS, Both, Side


def test_a_guest_with_the_same_address(both: Both):
    both.teams.knows("cara", is_guest=True)
    assert "You are not in the task force" in text(both.teams.say("cara", "mine"))
    assert both.is_nobody(both.teams, "cara")


def test_somebody_of_another_company_with_the_same_address(both: Both):
    both.teams.knows("cara", is_stranger=True)
    assert "You are not in the task force" in text(both.teams.say("cara", "mine"))
    assert both.is_nobody(both.teams, "cara")


def test_an_app_with_the_same_address(both: Both):
    both.teams.knows("cara", is_bot=True)
    both.teams.say("cara", "mine")
    assert both.is_nobody(both.teams, "cara")


def test_a_deactivated_user_with_the_same_address(both: Both):
    both.teams.knows("cara", deactivated=True)
    both.teams.say("cara", "mine")
    assert both.is_nobody(both.teams, "cara")


def test_an_address_that_the_platform_has_not_verified(both: Both):
    """The doors hand over confirmed addresses only: without one, there is nothing to compare."""
    both.teams.knows("cara", email=None)
    both.teams.say("cara", "mine")
    assert both.is_nobody(both.teams, "cara")


@pytest.mark.parametrize(
    "address",
    [
        "cara@example.com.evil.test",
        "cara+1@example.com",
        "cara @example.com",
        "<cara@example.com>, eve@evil.test",
        "cara@ex\u0430mple.com",  # a letter of Cyrillic
        "",
    ],
)
def test_an_address_that_only_looks_the_same(both: Both, address: str):
    both.teams.knows("eve", email=address, name="Cara")
    both.teams.say("eve", "mine")
    assert both.is_nobody(both.teams, "eve")


def test_the_same_name(both: Both):
    both.teams.knows("eve", name="Cara")
    both.teams.say("eve", "mine")
    assert both.is_nobody(both.teams, "eve")


def test_a_second_user_with_the_members_address(both: Both):
    both.teams.say("cara", "mine")
    both.teams.knows("eve", email="cara@example.com")
    both.teams.say("eve", "mine")
    assert both.is_nobody(both.teams, "eve")
    told = both.told(both.chair.id, both.teams)
    assert "Two users have one e-mail address." in [card.title for card in told]


def test_an_address_changed_on_the_platform_to_the_chairs(both: Both):
    """Eve is a member; her new address is taken: neither she nor her member becomes the chair."""
    eve = both.member("eve")
    both.slack.say("eve", "mine")
    changed = Profile("U-eve", "Eve", "cara@example.com", ZONE)
    with both.cast.write() as tx:
        person_changed(tx, both.slack.workspace, changed, MONDAY)
    assert both.find(eve).email == "eve@example.com"
    assert both.find(eve).role is Role.MEMBER
    both.slack.profiles["U-eve"] = changed
    both.slack.say("eve", "mine")
    assert both.who(both.slack, "eve") == both.find(eve)


def test_a_users_address_changed_after_it_was_linked_leaves_it_with_its_member(both: Both):
    """Nor does the member's own user lose anything by it."""
    ada = both.member("ada")
    both.teams.say("ada", "mine")
    both.teams.knows("ada", email="cara@example.com")
    both.teams.say("ada", "mine")
    assert both.who(both.teams, "ada") == both.find(ada)


def test_the_address_of_a_member_who_has_left(both: Both):
    gone = both.member("gone", Role.LEAD, state=MemberState.LEFT)
    both.teams.say("gone", "mine")
    assert both.is_nobody(both.teams, "gone")
    assert len(both.find(gone).identities) == 1


def test_the_same_address_in_another_task_force(both: Both):
    """Linking stays within the task force that the workspace belongs to."""
    store = both.cast.bot.store
    other = store.create_task_force("Other", ZONE, MONDAY)
    store.add_workspace(other, "teams", "tenant-2", "")
    theirs = Side(both.cast.bot, "teams", "tenant-2")
    assert "You are not in the task force" in text(theirs.say("cara", "mine"))
    with store.read(other) as tx:
        assert tx.people.all(tuple(MemberState)) == []
    assert len(both.chair.identities) == 1


def test_a_user_who_was_taken_off_comes_back_with_the_same_address(both: Both):
    both.teams.say("cara", "mine")
    [card] = both.told(both.chair.id, both.slack)
    both.slack.push("cara", card, "Undo")
    both.teams.say("cara", "mine")
    profile = both.teams.profiles["aad-cara"]
    with both.cast.write() as tx:
        people_seen(tx, both.teams.workspace, [profile], MONDAY)
    assert both.is_nobody(both.teams, "cara")


def test_somebody_who_is_in_another_task_force_on_the_same_server(apart: Both):
    """A workspace is of one task force: its people are not asked about in another."""
    store = apart.cast.bot.store
    other = store.create_task_force("Other", ZONE, MONDAY)
    store.add_workspace(other, *TEAMS, "")
    with store.write(other) as tx:
        department = tx.people.add_department("PR")
        theirs = tx.people.add(
            replace(apart.chair, department_id=department, last_workspace_id=None), MONDAY
        )
        tx.people.link(theirs, Identity(apart.teams.workspace.id, "aad-cara"), MONDAY)
    assert "The task force lives in Teams only." in text(apart.teams.say("cara", "link"))
    assert len(apart.chair.identities) == 1


def test_the_attacks_above_are_made_on_a_task_force_that_links_at_all(apart: Both):
    """Else they would prove nothing."""
    apart.connect_teams()
    apart.teams.say("cara", "mine")
    assert apart.who(apart.teams, "cara") == apart.chair
