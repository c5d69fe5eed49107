"""The door and the messenger in the playground's workspace, which refuses what Slack refuses."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.cards import (
    Bold,
    Button,
    Card,
    Chart,
    ChartKind,
    ChoiceInput,
    Controls,
    Form,
    Menu,
    Moment,
    Option,
    Reply,
    Row,
    Series,
    Small,
    Table,
    Text,
    TextInput,
)
from bot.errors import DeliveryFailed, Outcome
from bot.model import Workspace
from bot.ports.outside import Target
from handlers.ears import Ears
from handlers.playground.manifest import Manifest
from handlers.playground.objects import Row as Person
from handlers.playground.server import Playground
from handlers.slack.api import open_api
from handlers.slack.http import SlackEndpoint
from handlers.slack.listeners import SlackDoor
from handlers.slack.messenger import SlackMessenger
from handlers.slack.socket import SlackSocket
from handlers.web import web_app
from tests.handlers.slack.conftest import serving
from tests.strategies.cards import Ask
from tests.unhurried import PATIENT

ROOT = Path(__file__).parents[3]
HOURS = (("Sales", "12"), ("PR", "3"))
DIGEST = Card(
    "Week of 30 November",
    (
        Table("Hours by department", ("Department", "Hours"), HOURS, frozenset({1})),
        Chart(ChartKind.BAR, "Hours", ("Sales", "PR"), (Series("Pledged", (12, 3)),)),
        Small(("As of now",)),
    ),
)
CLAIM = Form(
    "Claim",
    "Claim",
    Ask(7),
    (
        ChoiceInput(name="number", label="Duty", options=(("1", "Copywriting"), ("2", "Support"))),
        TextInput(name="words", label="Hours", optional=True),
    ),
)


def replies(clock):
    """A bot of two dozen lines: enough to try every way in and out."""

    def answer(caller, heard):
        if heard.home:
            return Reply(card=Card("Your week", (Controls((Button("Claim", Ask(1)),)),)))
        if heard.submitted:
            hours = (heard.answers or {}).get("words")
            if hours == "400":
                return Reply(errors={"words": "A week has 168 hours."})
            return Reply(card=Card(f"Claimed {hours} h.", (Text(("Until ", moment)),)))
        if heard.pressed == "test.1?number=1":
            return Reply(card=Card("You hold Copywriting."), home=True)
        if heard.pressed:
            return Reply(card=Card("Undone."), replaces=True)
        if heard.words == "claim":
            return Reply(form=CLAIM)
        if heard.words == "digest":
            return Reply(card=DIGEST)
        pick = Menu("More", (Option("Undo", Ask(2)), Option("Leave", Ask(3))))
        row = Row((Bold("Copywriting"), f" for {heard.words}"), Button("Take back", Ask(2)))
        return Reply(card=Card("Here.", (row, Controls((pick,)))))

    moment = Moment(clock.now(), "Monday")
    return answer


@pytest.fixture
async def stack():
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
async def playground(stack, clock):
    people = [Person("Ada Brandt", "ada@example.com"), Person("Ben Okoye", "ben@example.com")]
    manifest = Manifest.read(ROOT / "manifest.yml")
    return await stack.enter_async_context(
        Playground(clock, manifest, people=people, patience=PATIENT)
    )


@pytest.fixture
async def line(stack, playground, clock):
    line = await open_api(playground.bot_token, playground.api_url, clock)
    stack.push_async_callback(line.close)
    return line


@pytest.fixture(params=["HTTP", "Socket Mode"])
async def ada(request, stack, playground, line, clock):
    """A person, the door being open for her one way or the other."""
    ears = Ears(replies(clock), lambda p, w, q: None, lambda p, w: None)
    door = SlackDoor(line, await line.installed(), ears)
    if request.param == "HTTP":
        endpoint = SlackEndpoint(door.receive, playground.signing_secret)
        app = web_app(lambda: (), {"/slack/events": endpoint})
        playground.app_url = await stack.enter_async_context(serving(app))
    else:
        socket = SlackSocket(door, line, playground.app_token)
        await socket.start()
        stack.push_async_callback(socket.stop)
    stack.push_async_callback(door.drain, 5)
    return playground.person("Ada Brandt")


@pytest.fixture
def messenger(line):
    return SlackMessenger(line)


@pytest.fixture
def place(playground):
    return Workspace(1, 1, "slack", playground.workspace.team_id)


async def test_a_command_its_buttons_and_menus(ada):
    seen = await ada.command("/muster", "me & <you>")
    assert seen.private
    assert seen.says("Here.", "Copywriting for me & <you>")
    await ada.press("Take back", on=seen)
    await ada.hears("Undone.")
    seen = await ada.command("/muster", "again")
    await ada.choose("More", "Leave", on=seen)
    await ada.hears("Undone.")


async def test_a_form_its_errors_and_its_answer(ada):
    form = await ada.command("/muster", "claim")
    assert form.title == "Claim"
    again = await ada.submit({"Duty": "Support", "Hours": "400"})
    assert again is not None
    assert again.errors == {"Hours": "A week has 168 hours."}
    assert await ada.submit({"Hours": "4"}) is None
    assert (await ada.hears("Claimed 4 h.")).private


async def test_words_in_the_private_chat_and_the_button_that_opens_a_form(ada):
    await ada.say("hello")
    await ada.hears("Copywriting for hello")
    await ada.say("claim")
    seen = await ada.hears("Claim")
    await ada.press("Open the form", on=seen)
    await ada.hears("Duty")


async def test_a_mention_is_answered_for_the_caller_alone(ada, playground):
    await ada.say("@Muster hello", channel="task-force")
    seen = await ada.hears("Copywriting for hello")
    assert seen.private
    assert seen.source.channel == playground.workspace.channel("task-force").id


async def test_a_room_without_muster_and_one_it_may_not_look_into(
    stack, playground, messenger, place, clock
):
    room, bot = playground.workspace.add_channel("quiet"), playground.workspace.bot
    target = Target(place, channel=room.id)
    with pytest.raises(DeliveryFailed, match=r"/invite @Muster") as caught:
        await messenger.post(target, DIGEST, "17")
    assert caught.value.outcome is Outcome.UNREACHABLE
    await playground.people.join(bot, room)
    at = await messenger.post(target, DIGEST, "17")
    assert await messenger.find(target, "17", clock.now()) == at
    declined = Manifest.read(ROOT / "manifest.yml", ["channels:history", "groups:history"])
    other = await stack.enter_async_context(Playground(clock, declined))
    line = await open_api(other.bot_token, other.api_url, clock)
    stack.push_async_callback(line.close)
    elsewhere = Target(place, channel=other.workspace.channel("task-force").id)
    with pytest.raises(DeliveryFailed, match="channels:history") as caught:
        await SlackMessenger(line).find(elsewhere, "17", clock.now())
    assert caught.value.outcome is Outcome.NEVER


async def test_app_home_and_what_is_pressed_on_it(ada):
    home = await ada.home()
    assert home.says("Your week")
    await ada.press("Claim", on=home)
    assert (await ada.hears("You hold Copywriting.")).says("Your week")


async def test_tables_and_charts_and_the_same_as_text_where_they_are_refused(ada, playground):
    seen = await ada.command("/muster", "digest")
    kinds = [block["type"] for block in seen.source.blocks]
    assert "table" in kinds
    assert "data_visualization" in kinds
    playground.faults.refuse_blocks("data_visualization")
    seen = await ada.command("/muster", "digest")
    assert "data_visualization" not in [block["type"] for block in seen.source.blocks]
    assert seen.says("Sales", "12", "PR", "3")


async def test_a_message_is_posted_edited_found_and_deleted(messenger, playground, place, clock):
    ada = Target(place, user=playground.person("Ada Brandt").user.id)
    at = await messenger.post(ada, DIGEST, "17")
    assert at.channel.startswith("D")
    assert await messenger.edit(place, at, Card("Changed."), "17") == at
    assert await messenger.find(ada, "17", clock.now()) == at
    assert await messenger.find(ada, "18", clock.now()) is None
    await messenger.delete(place, at)
    await messenger.delete(place, at)
    with pytest.raises(DeliveryFailed) as caught:
        await messenger.edit(place, at, DIGEST, "17")
    assert caught.value.outcome is Outcome.GONE
    found = await messenger.look_up(place, "ada@example.com")
    assert found is not None
    assert found.name == "Ada Brandt"


async def test_a_message_accepted_before_the_line_broke_is_found(
    messenger, playground, place, clock
):
    ada = Target(place, user=playground.person("Ada Brandt").user.id)
    playground.faults.drop("chat.postMessage", accepted=True)
    with pytest.raises(DeliveryFailed) as caught:
        await messenger.post(ada, DIGEST, "17")
    assert caught.value.outcome is Outcome.IN_DOUBT
    assert await messenger.find(ada, "17", clock.now()) is not None


async def test_the_manifest_grants_every_scope_that_a_call_needs(ada, playground, messenger):
    await ada.home()
    await ada.command("/muster", "claim")
    await ada.say("hello")
    await ada.hears("Copywriting")
    assert not [call for call in playground.calls() if call.error == "missing_scope"]
