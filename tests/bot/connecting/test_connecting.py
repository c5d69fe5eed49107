"""A second platform is invited by a code, and left again."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from bot import installing
from bot.cards import Card, Reply
from bot.connecting.requests import Disconnect, ShowPlaces, TypeConnectCode
from bot.connecting.usecases import workspace_lost
from bot.model import Address, DeliveryState, MemberState, Recipient, Role, Room
from bot.notify import refresh_panels
from bot.onetime import new_code
from tests.bot.cast import MONDAY, ZONE, labels, text
from tests.bot.sides import Both, Side

PROMPT = Card("How many hours?")
ROOM = "19:room@thread.tacv2"


def lives_in(both: Both) -> list[str]:
    with both.cast.read() as tx:
        return [workspace.platform for workspace in tx.workspaces.all()]


@pytest.fixture
def code(apart: Both) -> str:
    return apart.code(apart.slack.say("cara", "connect"))


def test_a_code_shown_to_the_chair_brings_the_other_platform(apart_on_each: Both):
    both = apart_on_each
    shown = both.slack.say("cara", "connect")
    code = both.code(shown)
    assert f"connect {code}" in text(shown)
    assert "opens Muster in Teams" in text(shown)
    typed = both.teams.say("tom", f"connect {code}")
    assert "Connected with Acme social." in text(typed)
    assert "Teams and Slack have one roster now" in text(typed)
    assert lives_in(both) == ["slack", "teams"]
    [chair] = both.cast.members()
    [told] = both.told(chair.id, both.slack)
    assert told.title == "Teams is connected."
    assert "Tom typed the code there" in text(told)
    assert "You are not in the task force" in text(both.teams.say("tom", "mine"))
    both.teams.say("cara", "mine")
    assert both.who(both.teams, "cara") is not None


def test_the_code_is_taken_by_a_form_where_there_is_nothing_yet(apart: Both, code: str):
    greeting = apart.teams.say("tom", "hello")
    assert "Muster is not set up here yet." in text(greeting)
    assert labels(greeting) == ["I have a code", "Start a task force here"]
    form = apart.teams.press("tom", TypeConnectCode())
    assert "not a code" in apart.teams.submit("tom", form, code="AAAA-BBBB-CCCC").errors["code"]
    assert "Connected with" in text(apart.teams.submit("tom", form, code=code))


@pytest.mark.parametrize("words", ["", "mine", "what is this?", "link ABCD", "connect", "status"])
def test_whatever_is_said_where_there_is_no_task_force_says_the_two_ways_on(
    apart: Both, words: str
):
    assert "Muster is not set up here yet." in text(apart.teams.say("tom", words))
    assert len(apart.cast.bot.store.task_forces()) == 1


def test_only_the_chair_is_shown_a_code(apart: Both):
    apart.member("bert")
    assert "Only the chair connects another platform." in text(apart.slack.say("bert", "connect"))
    assert "Only the chair" in text(apart.slack.say("stranger", "connect"))


def test_a_code_that_is_wrong_used_or_too_old_connects_nothing(apart: Both, code: str):
    assert "not a code" in text(apart.teams.say("tom", f"connect {new_code()}"))
    apart.clock.forward(minutes=15)
    assert "too old" in text(apart.teams.say("tom", f"connect {code}"))
    again = apart.code(apart.slack.say("cara", "connect"))
    assert "Connected" in text(apart.teams.say("tom", f"connect {again}"))
    other = Side(apart.cast.bot, "teams", "tenant-2")
    assert "used already" in text(other.say("eve", f"connect {again}"))
    assert lives_in(apart) == ["slack", "teams"]


def test_few_codes_may_be_typed(apart: Both, code: str):
    for _ in range(5):
        apart.teams.say("eve", f"connect {new_code()}")
    assert "too many codes" in text(apart.teams.say("eve", f"connect {code}"))
    assert lives_in(apart) == ["slack"]


def test_a_guest_connects_nothing(apart: Both, code: str):
    apart.teams.knows("eve", is_guest=True)
    assert "A guest cannot do this." in text(apart.teams.say("eve", f"connect {code}"))
    apart.teams.knows("eve", is_stranger=True)
    assert "You cannot join" in text(apart.teams.say("eve", f"connect {code}"))
    assert lives_in(apart) == ["slack"]


def test_a_code_of_somebody_who_is_chair_no_more(apart: Both, code: str):
    apart.member("carl", Role.CHAIR)
    cara = apart.who(apart.slack, "cara")
    assert cara is not None
    with apart.cast.write() as tx:
        tx.people.change(cara.id, role=Role.MEMBER)
    assert "is not chair any more" in text(apart.teams.say("tom", f"connect {code}"))
    assert lives_in(apart) == ["slack"]


def test_a_code_typed_where_it_was_shown(apart: Both, code: str):
    assert "lives already" in text(apart.slack.say("cara", f"connect {code}"))
    assert "Connected" in text(apart.teams.say("tom", f"connect {code}"))


def test_a_code_for_linking_connects_nothing(both: Both):
    both.member("bert")
    code = both.code(both.slack.say("bert", "link"))
    other = Side(both.cast.bot, "teams", "tenant-2")
    assert "not a code" in text(other.say("eve", f"connect {code}"))


def test_the_slack_workspace_of_the_first_start_moves_and_its_empty_task_force_goes(
    apart_on_each: Both,
):
    """A task force that began in Teams invites Slack, which got its own when Muster started."""
    both = apart_on_each
    store = both.cast.bot.store
    tenant = Side(both.cast.bot, "teams", "tenant-9")
    adopted = installing.adopt(store, "slack", "T9", "UBOT", ZONE, MONDAY)
    slack = Side(both.cast.bot, "slack", "T9")
    tenant.say("tina", "setup")
    began = tenant.workspace.task_force_id
    code = both.code(tenant.say("tina", "connect"))
    typed = slack.say("sam", f"connect {code}")
    assert "Connected with Social media task force." in text(typed)
    assert slack.workspace.task_force_id == began
    assert slack.workspace.id == adopted.id
    assert {t.id for t in store.task_forces()} == {both.cast.id, began}
    slack.say("tina", "mine")
    with store.read(began) as tx:
        [chair] = tx.people.all()
        assert len(chair.identities) == 2


def test_a_workspace_whose_task_force_is_at_work_stays(apart: Both):
    store = apart.cast.bot.store
    tenant = Side(apart.cast.bot, "teams", "tenant-9")
    tenant.say("tina", "setup")
    code = apart.code(tenant.say("tina", "connect"))
    refused = text(apart.slack.say("cara", f"connect {code}"))
    assert "There is a task force here already: Acme social." in refused
    assert apart.slack.workspace.task_force_id == apart.cast.id
    assert len(store.task_forces()) == 2
    other = Side(apart.cast.bot, "slack", "T9")  # the code is still good
    installing.adopt(store, "slack", "T9", "UBOT", ZONE, MONDAY)
    assert "Connected" in text(other.say("sam", f"connect {code}"))


def test_a_workspace_with_nothing_but_a_list_stays(apart: Both):
    store = apart.cast.bot.store
    adopted = installing.adopt(store, "slack", "T9", "UBOT", ZONE, MONDAY)
    with store.write(adopted.task_force_id) as tx:
        tx.people.add_department("PR")
    code = apart.code(apart.slack.say("cara", "connect"))
    slack = Side(apart.cast.bot, "slack", "T9")
    assert "There is a task force here already" in text(slack.say("sam", f"connect {code}"))


def test_of_two_who_type_one_code_at_once_one_connects(apart_on_each: Both):
    both = apart_on_each
    code = both.code(both.slack.say("cara", "connect"))
    sides = [Side(both.cast.bot, "teams", f"tenant-{n}") for n in range(4)]
    start, said = threading.Barrier(len(sides)), list[Reply]()

    def type_it(side: Side) -> None:
        start.wait(timeout=10)
        said.append(side.say("tom", f"connect {code}"))

    threads = [threading.Thread(target=type_it, args=(side,)) for side in sides]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("Connected with" in text(reply) for reply in said) == 1
    assert len(lives_in(both)) == 2


# ---- a new task force on Teams ------------------------------------------------------------------


def test_whoever_sets_up_where_there_is_none_begins_one_and_is_chair(apart_on_each: Both):
    both = apart_on_each
    greeting = both.teams.say("tom", "")
    both.teams.knows("tom", zone="Europe/Madrid")
    started = both.teams.push("tom", greeting, "Start a task force here")
    assert "Set-up of Social media task force" in text(started)
    theirs = both.teams.workspace.task_force_id
    assert theirs != both.cast.id
    with both.cast.bot.store.read(theirs) as tx:
        [chair] = tx.people.all()
        assert (chair.name, chair.role) == ("Tom", Role.CHAIR)
        assert tx.task_force.zone == "Europe/Madrid"
        assert tx.timetable.rows()
    assert "Only the chair" in text(both.teams.say("tim", "setup"))


def test_two_who_begin_one_at_once_begin_one(apart_on_each: Both):
    both = apart_on_each
    names = ("tom", "tim", "tam", "tum")
    for name in names:
        both.teams.knows(name)
    start, said = threading.Barrier(len(names)), list[Reply]()

    def begin(name: str) -> None:
        start.wait(timeout=10)
        said.append(both.teams.say(name, "setup"))

    threads = [threading.Thread(target=begin, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("Set-up of" in text(reply) for reply in said) == 1
    assert len(both.cast.bot.store.task_forces()) == 2


def test_a_guest_begins_nothing(apart: Both):
    apart.teams.knows("eve", is_guest=True)
    assert "A guest cannot do this." in text(apart.teams.say("eve", "setup"))
    assert len(apart.cast.bot.store.task_forces()) == 1


def test_where_the_first_chair_is_named_nobody_else_begins(apart: Both):
    apart.teams.bot = replace(apart.cast.bot, first_chair_email="tina@example.com")
    assert "The first chair is somebody else." in text(apart.teams.say("tom", "setup"))
    assert len(apart.cast.bot.store.task_forces()) == 1
    assert "Set-up of" in text(apart.teams.say("tina", "setup"))


def test_slack_serves_the_workspace_of_its_token_alone(apart: Both):
    other = Side(apart.cast.bot, "slack", "T77")
    for words in ("setup", "mine", "what?"):
        assert "It serves the workspace that it was installed in." in text(other.say("sam", words))
    assert len(apart.cast.bot.store.task_forces()) == 1


# ---- the list of places -------------------------------------------------------------------------


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
