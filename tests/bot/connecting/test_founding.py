"""The first who sets up in a workspace that is of no task force."""

from __future__ import annotations

import threading
from dataclasses import replace

from bot.cards import Card, Reply
from bot.model import Role
from tests.bot.cast import text
from tests.bot.sides import Both, Side

PROMPT = Card("How many hours?")
ROOM = "19:room@thread.tacv2"


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
        start.wait(timeout=120)
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
