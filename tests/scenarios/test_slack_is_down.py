"""Slack is away, slow, picky, or swallows an answer: everything is said in the end, once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from bot.model import DeliveryState
from tests.scenarios.stage import said_at

PROMPT = "How many hours can you give this week?"
MONDAY = "2026-11-23"
NOT_SAID = (DeliveryState.GIVEN_UP, DeliveryState.UNREACHABLE, DeliveryState.IN_DOUBT)


def in_berlin(play):
    return [person for person in play.everyone() if person.user.tz == "Europe/Berlin"]


def prompted(play):
    """How often each person of Berlin was asked."""
    return Counter(sum(seen.says(PROMPT) for seen in person.inbox) for person in in_berlin(play))


@pytest.fixture
async def monday(curtain):
    return await curtain(f"{MONDAY} 08:30")


async def test_on_monday_morning_everything_is_said_once_it_is_back_and_only_once(monday):
    play, ada = monday, monday.person("Ada Brandt")
    await ada.command("/muster", "mine")  # somebody whom Muster knows
    play.playground.faults.down()
    await play.until(f"{MONDAY} 09:40")
    assert prompted(play) == {0: len(in_berlin(play))}
    assert (await ada.command("/muster", "claim copywriting 1h")).says("You hold Copywriting.")

    play.playground.faults.up()
    await play.until(f"{MONDAY} 10:30")
    assert prompted(play) == {1: len(in_berlin(play))}
    # half an hour is the longest that bot.retries waits between two tries
    assert [said_at(s) for s in ada.inbox if s.says(PROMPT)] <= [f"Mon {MONDAY} 10:10"]
    assert len([s for s in play.chair.inbox if s.says("Status, week of")]) == 1
    assert len([s for s in play.room() if s.says("are covered", "Gaps")]) == 1
    assert play.panel().says("Copywriting: Ada Brandt (1 h of 6 h)")
    assert not play.deliveries(*NOT_SAID)


async def test_what_slack_took_while_the_line_broke_is_looked_for_and_not_said_again(monday):
    play = monday
    play.playground.faults.drop("chat.postMessage", times=5, accepted=True)
    await play.until(f"{MONDAY} 09:00")
    assert prompted(play) == {1: len(in_berlin(play))} or play.deliveries(DeliveryState.IN_DOUBT)
    await play.until(f"{MONDAY} 09:20")
    assert prompted(play) == {1: len(in_berlin(play))}
    assert play.playground.calls("conversations.history")
    assert not play.deliveries(*NOT_SAID)


async def test_told_to_slow_down_the_whole_workspace_waits_as_long_as_it_was_told(monday):
    play = monday
    await play.until(f"{MONDAY} 08:59")
    for seconds in (30, 90, 90):
        before = len(play.playground.calls("chat.postMessage"))
        play.playground.faults.limit("chat.postMessage", seconds, times=4)  # a few at once
        await play.on(timedelta(seconds=60 if seconds == 30 else 6))  # at nine, and at its end
        asked = len(play.playground.calls("chat.postMessage"))
        assert 1 <= asked - before <= 4
        play.playground.faults.up()
        await play.on(timedelta(seconds=seconds - 5))
        assert len(play.playground.calls("chat.postMessage")) == asked
    await play.until(f"{MONDAY} 09:10")
    assert prompted(play) == {1: len(in_berlin(play))}
    assert not play.deliveries(*NOT_SAID)


@pytest.mark.parametrize("blocks", ["data_visualization", "table"])
async def test_a_block_that_slack_refuses_is_said_as_text(curtain, blocks):
    play = await curtain("2026-11-22 23:00")
    await play.person("Ada Brandt").command("/muster", "claim facebook 30m")
    play.playground.faults.refuse_blocks(blocks)
    await play.until(f"{MONDAY} 10:00")
    (digest,) = [seen for seen in play.room() if seen.says("are covered", "Gaps")]
    (status,) = [seen for seen in play.chair.inbox if seen.says("Status, week of")]
    for seen in (digest, status):
        kinds = {block["type"] for block in seen.source.blocks}
        assert kinds.isdisjoint({"data_visualization", "table"})
    assert digest.says("Hours by department last week", "Marketing: Offered 0, Held 0.5")
    assert digest.says("Action plan", "2 h")
    assert status.says("Hours by department this week", "Customer Service", "34 h", "Needed")

    asked = await play.chair.command("/muster", "status")
    assert asked.says("Hours by department this week", "Customer Service", "34 h", "Needed")


async def test_a_panel_that_somebody_deletes_comes_back_with_the_next_change(monday):
    play, ada = monday, monday.person("Ada Brandt")
    first = play.panel()
    await play.playground.people.delete(play.chair.user, first.source)
    await ada.command("/muster", "claim copywriting 1h")
    await play.settle()
    assert play.panel().source.ts != first.source.ts
    assert play.panel().says("Copywriting: Ada Brandt (1 h of 6 h)")
    second = play.panel().source.ts
    await ada.command("/muster", "release copywriting")
    await ada.press("Undo that I took it")
    await play.settle()
    assert play.panel().source.ts == second
