"""Where the task force lives: listed, left by the chair, lost and found again."""

from __future__ import annotations

from bot import installing
from bot.cards import Card
from bot.connecting.requests import Disconnect, ShowPlaces
from bot.connecting.usecases import workspace_lost
from bot.model import Address, DeliveryState, MemberState, Recipient, Role, Room
from bot.notify import refresh_panels
from tests.bot.cast import MONDAY, ZONE, labels, text
from tests.bot.sides import Both

PROMPT = Card("How many hours?")
ROOM = "19:room@thread.tacv2"


def lives_in(both: Both) -> list[str]:
    with both.cast.read() as tx:
        return [workspace.platform for workspace in tx.workspaces.all()]


def test_the_set_up_shows_where_the_task_force_lives(both: Both):
    both.member("ada")
    both.teams.say("ada", "mine")
    setup = both.slack.say("cara", "setup")
    shown = both.slack.push("cara", setup, "Places")
    assert "Slack: 2 members, 0 rooms" in text(shown)
    assert "Teams: 1 member, 0 rooms" in text(shown)


def test_a_place_is_left_by_the_chair(both_on_each: Both):
    both = both_on_each
    ada, tess = both.member("ada"), both.member("tess", met=False)
    both.teams.say("ada", "mine")
    both.teams.say("tess", "mine")
    gone = both.teams.workspace.id
    left = both.slack.press("cara", Disconnect(gone))
    assert "Teams is disconnected." in text(left)
    assert lives_in(both) == ["slack"]
    assert [i.user for i in both.find(ada).identities] == ["U-ada"]
    assert both.find(tess).state is MemberState.ACTIVE
    assert "Muster is not set up here yet." in text(both.teams.say("ada", "mine"))
    code = both.code(both.slack.say("cara", "connect"))
    assert "Connected" in text(both.teams.say("ada", f"connect {code}"))


def test_the_last_place_is_not_left(apart: Both):
    request = Disconnect(apart.slack.workspace.id)
    assert "the only place where the task force lives" in text(apart.slack.press("cara", request))
    assert "Disconnect" not in labels(apart.slack.press("cara", ShowPlaces()))


def test_no_place_is_left_while_a_panel_stands_there(both: Both):
    teams = both.teams.workspace.id
    with both.cast.write() as tx:
        tx.rooms.add(Room(0, teams, ROOM))
    refused = both.slack.press("cara", Disconnect(teams))
    assert "Muster still posts in 1 room of Teams." in text(refused)
    assert labels(refused) == ["Rooms"]


def test_the_place_where_every_chair_is_is_not_left(both: Both):
    slack = both.slack.workspace.id
    assert "Every chair is linked in Slack alone." in text(
        both.slack.press("cara", Disconnect(slack))
    )
    both.teams.say("cara", "mine")
    assert "Slack is disconnected." in text(both.slack.press("cara", Disconnect(slack)))
    assert lives_in(both) == ["teams"]


def test_a_place_that_is_gone_is_not_left_again(both: Both):
    assert "does not live there any more" in text(both.slack.press("cara", Disconnect(99)))


# ---- lost and found -----------------------------------------------------------------------------


def test_uninstalled_on_one_platform_everybody_is_written_to_on_the_other(both_on_each: Both):
    both = both_on_each
    ada = both.member("ada")
    both.teams.say("ada", "mine")
    lost = both.teams.workspace
    with both.cast.write() as tx:
        tx.outbox.owe("prompt", "1", Recipient(member_id=ada), PROMPT, due_at=MONDAY, now=MONDAY)
    [prompt] = [d for d in both.owed(ada) if d.kind == "prompt"]
    assert prompt.workspace_id == lost.id
    for _ in range(2):
        with both.cast.write() as tx:
            workspace_lost(tx, lost, MONDAY)
    [moved] = [d for d in both.owed(ada) if d.kind == "prompt"]
    assert (moved.id, moved.workspace_id) == (prompt.id, both.slack.workspace.id)
    [chair] = [m for m in both.cast.members() if m.role is Role.CHAIR]
    cards = [c.title for c in both.told(chair.id, both.slack)]
    assert cards.count("Muster was removed from Teams.") == 1
    assert "Muster was removed there" in text(both.slack.press("cara", ShowPlaces()))


def test_installed_again_all_is_as_before(both: Both):
    lost = both.teams.workspace
    with both.cast.write() as tx:
        room = tx.rooms.add(Room(0, lost.id, ROOM))
        refresh_panels(tx, MONDAY)
        workspace_lost(tx, lost, MONDAY)
    assert both.teams.workspace.lost_at == MONDAY
    both.teams.say("cara", "mine")
    assert both.teams.workspace.lost_at is None
    [panel] = [d for d in both.cast.owed() if d.recipient.room_id == room]
    assert panel.workspace_id == lost.id
    assert panel.state is DeliveryState.DUE


def test_slack_that_is_installed_again_is_found_at_the_next_start(both: Both):
    slack = both.slack.workspace
    with both.cast.write() as tx:
        workspace_lost(tx, slack, MONDAY)
    found = installing.adopt(both.cast.bot.store, "slack", slack.external_id, "UBOT", ZONE, MONDAY)
    assert found.id == slack.id
    assert both.slack.workspace.lost_at is None


def test_removed_from_its_only_workspace_nobody_is_told_and_all_waits(apart: Both):
    ada = apart.member("ada")
    with apart.cast.write() as tx:
        to = Recipient(member_id=ada)
        tx.outbox.owe("prompt", "1", to, PROMPT, due_at=MONDAY, now=MONDAY)
        workspace_lost(tx, apart.slack.workspace, MONDAY)
    [prompt] = apart.owed(ada)
    assert prompt.state is DeliveryState.DUE
    assert len(apart.cast.owed()) == 1


def test_what_is_owed_anew_to_a_member_of_a_left_place_is_a_new_message(both: Both):
    ada = both.member("ada")
    both.teams.say("ada", "mine")
    to = Recipient(member_id=ada)
    with both.cast.write() as tx:
        tx.outbox.owe("status", "1", to, PROMPT, due_at=MONDAY, now=MONDAY)
    desk, lane = both.cast.bot.store.lanes, both.teams.workspace.id
    assert desk.take(lane, "postman", MONDAY)
    taken = [t for t in desk.take_batch(lane, "postman", MONDAY) if t.delivery.kind == "status"]
    desk.said([(taken[0], Address("a:1", "m1"))], MONDAY)
    both.slack.press("cara", Disconnect(lane))
    with both.cast.write() as tx:
        tx.outbox.owe_anew("status", "1", to, PROMPT, due_at=MONDAY, now=MONDAY)
    [status] = [d for d in both.owed(ada) if d.kind == "status"]
    assert (status.workspace_id, status.address) == (both.slack.workspace.id, None)
