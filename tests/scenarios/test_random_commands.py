"""Ten thousand commands, presses and forms of people who try everything."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot import catalog
from bot.answer import answer
from bot.app import Bot
from bot.ports.outside import Caller, Profile, WhoIsThis
from handlers.playground.clock import MovableClock
from handlers.playground.objects import Message
from handlers.playground.rules_payload import check_message, check_view
from handlers.slack.blocks import message
from handlers.slack.forms import Opened, form_view
from storage import open_store
from tests.scenarios.noise import Noise
from tests.scenarios.stage import CHAIR, at, fill, make_playground

pytestmark = pytest.mark.no_cover  # at random

SEEDS, ON_SQLITE, ON_POSTGRESQL, OVER_THE_WIRE = 3, 2_800, 400, 1_200  # 10,000 in all
AT_ONCE = 20
START = "2026-11-24 10:00"


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_is_asked_and_wherever_it_leads_there_is_an_answer(seed, templates, tmp_path):
    ask_everything(templates.copy(at(START), tmp_path), seed, ON_SQLITE)


@pytest.mark.postgres
def test_on_postgresql_there_is_an_answer_too(postgres_url):
    fill(postgres_url, at(START))
    ask_everything(postgres_url, SEEDS, ON_POSTGRESQL)


def ask_everything(url, seed, times):
    clock = MovableClock(at(START), running=False)
    store = open_store(url)
    bot = Bot(store, clock, catalog.CODEC)
    workspace = make_playground(clock).workspace
    users = [user for user in workspace.users.values() if not user.is_bot]
    chair, noise, last = workspace.person(CHAIR), Noise(seed), {}
    asked = set()
    for number in range(times):
        user = chair if noise.random.random() < 0.3 else noise.random.choice(users)
        heard = noise.next(last.get(user.id))
        caller = Caller("slack", workspace.team_id, user.id, "C1", once=f"{number}")
        reply = answer(bot, caller, heard)
        if isinstance(reply, WhoIsThis):
            who = Profile(user.id, user.name, user.email, user.tz)
            reply = answer(bot, replace(caller, profile=who), heard)
        assert reply.card or reply.form or reply.errors, heard
        assert not shown_wrongly(reply), heard
        last[user.id] = reply
        asked.add((heard.pressed or heard.submitted or "").partition("?")[0])
        if number % 50 == 49:  # five days pass in all
            clock.move_to(clock.now() + noise.hours())
    store.close()
    few = min(20, times / 50)  # of some sixty
    assert len(asked & {request.ACTION for request in catalog.ENTRIES}) > few


def shown_wrongly(reply):
    """What Slack would have against the answer."""
    if reply.form:
        return check_view(form_view(reply.form, Opened()), "modal")
    return check_message(message(reply.card)["blocks"]) if reply.card else []


async def test_over_the_wire_every_command_is_answered_by_something_to_read(curtain):
    play = await curtain(START)
    noise, people = Noise(99), [*play.everyone(), play.chair]
    workspace, direct = play.playground.workspace, play.playground.people
    commands = [(noise.random.choice(people), noise.words()) for _ in range(OVER_THE_WIRE)]
    mute = []

    async def typing(mine):
        for person, words in mine:
            channel = workspace.direct(person.user.id)
            before = seen_by(person)
            await direct.command(person.user, channel, "/muster", words.replace("\ud83d", ""))
            (slack,) = play.muster.platforms
            await slack.settled()
            if seen_by(person) == before:
                mute.append(words)

    await asyncio.gather(*(typing(commands[n::AT_ONCE]) for n in range(AT_ONCE)))
    await play.settle()
    assert mute == []
    said = [m for c in workspace.channels.values() for m in c.messages.values()]
    assert not [m.text for m in said if "failed with the error" in m.text]
    assert not [m.text for m in said if "went wrong" in m.text]
    assert not [call for call in play.playground.calls() if call.error]


def seen_by(person):
    """A count of all that was put on this person's screen."""
    forms = [view.id for view in person.user.modals]
    mine = [s for s in person.room("") if isinstance(s.source, Message)]
    return len(mine), *forms
