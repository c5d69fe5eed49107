"""A second platform is invited by a code, and left again."""

from __future__ import annotations

import threading

import pytest

from bot import installing
from bot.cards import Card, Reply
from bot.connecting.requests import TypeConnectCode
from bot.model import Role
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
        start.wait(timeout=120)
        said.append(side.say("tom", f"connect {code}"))

    threads = [threading.Thread(target=type_it, args=(side,)) for side in sides]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("Connected with" in text(reply) for reply in said) == 1
    assert len(lives_in(both)) == 2
