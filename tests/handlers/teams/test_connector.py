"""The fake Teams itself: it refuses what Teams refuses, and shows what Teams shows."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import aiohttp
import jwt
import pytest

from handlers.playground.clock import MovableClock
from tests.handlers.teams.connector import CannotDo, Teams, Unanswered
from tests.handlers.teams.fake.bot import Bot

CARD = "application/vnd.microsoft.card.adaptive"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def card(*body, actions=(), **more):
    content = {"type": "AdaptiveCard", "version": "1.5", "body": list(body), "actions": [*actions]}
    return {"contentType": CARD, "content": content | more}


def message(*attachments, **more):
    return {"type": "message", "attachments": list(attachments), **more}


def text(said):
    return {"type": "TextBlock", "text": said, "wrap": True}


def execute(title, **data):
    submit = {"type": "Action.Submit", "title": title, "data": data}
    return {
        "type": "Action.Execute",
        "verb": "press",
        "title": title,
        "data": data,
        "fallback": submit,
    }


@pytest.fixture
async def teams():
    async with Teams(MovableClock(NOON, running=False)) as running:
        yield running


@pytest.fixture
async def bot(teams):
    one = Bot(teams)
    teams.wire.door = one.receive
    await one.log_in()
    yield one
    await one.session.close()


@pytest.fixture
async def ada(teams, bot):
    person = teams.person("Ada Brandt")
    await person.installs()
    return person


async def test_a_chat_is_made_spoken_in_edited_and_emptied(teams, bot, ada):
    asked = {"members": [{"id": ada.user.id}], "tenantId": teams.tenant}
    _, made, _ = await bot.ask("POST", "", asked)
    _, sent, _ = await bot.ask("POST", f"/{made['id']}/activities", message(card(text("**Hi**"))))
    assert ada.inbox[0].text == "Hi"
    one = f"/{made['id']}/activities/{sent['id']}"
    assert (await bot.ask("PUT", one, {"type": "message", "text": "Changed"}))[0] == 200
    assert ada.inbox[0].text == "Changed"
    assert (await bot.ask("DELETE", one))[0] == 200
    assert ada.inbox == []
    assert teams.problems == []


@pytest.mark.parametrize(
    ("spoil", "status", "code"),
    [
        (lambda t, a: t.identity.forget_tokens(), 401, "Unauthorized"),
        (lambda t, a: t.world.clock.move_to(NOON.replace(hour=14)), 401, "Unauthorized"),
        (lambda t, a: a.blocks(), 403, "ConversationBlockedByUser"),
        (lambda t, a: a.blocks("MessageWritesBlocked"), 403, "Forbidden"),
        (lambda t, a: t.world.rooms.clear(), 404, "ConversationNotFound"),
        (lambda t, a: t.faults.fail("send", 412), 412, "PreconditionFailed"),
        (lambda t, a: t.faults.limit("send", 3), 429, "Throttled"),
    ],
)
async def test_what_cannot_be_said_is_refused_as_teams_does(teams, bot, ada, spoil, status, code):
    room = teams.world.personal(ada.user).id
    spoil(teams, ada)
    got, body, headers = await bot.ask("POST", f"/{room}/activities", message(text="Hi"))
    assert (got, body["error"]["code"]) == (status, code)
    assert headers.get("Retry-After") == ("3" if status == 429 else None)


async def test_who_has_uninstalled_is_not_reached(teams, bot, ada):
    await ada.uninstalls()
    room = teams.world.personal(ada.user).id
    status, body, _ = await bot.ask("POST", f"/{room}/activities", message(text="Hi"))
    assert (status, body["error"]["code"]) == (403, "BotNotInConversationRoster")
    assert bot.heard[-1]["action"] == "remove"


async def test_too_much_is_too_big_and_too_often_too_often(teams, bot, ada):
    room = f"/{teams.world.personal(ada.user).id}/activities"
    assert (await bot.ask("POST", room, message(text="x" * 60_000)))[0] == 413
    teams.routes.limited = True
    teams.routes.rates.seconds = lambda: 1.0
    said = [(await bot.ask("POST", room, message(text="x")))[0] for _ in range(8)]
    assert said == [201] * 7 + [429]


@pytest.mark.parametrize(
    "body",
    [
        message(card({"type": "TextBlok", "text": "x"})),
        message(card({"type": "TextBlock"})),
        message(card(version="1.6")),
        message(card({"type": "Input.Text", "id": "a", "label": "A"}, None)),
        message(card({"type": "Input.Text", "id": "a"})),
        message(card(*[{"type": "Input.Text", "id": "a", "label": "A"}] * 2)),
        message(card(text("<at>Ada</at>"))),
        message(card(refresh={"userIds": ["u"] * 61})),
        message(),
    ],
)
async def test_a_card_that_teams_cannot_show_is_refused(teams, bot, ada, body):
    room = f"/{teams.world.personal(ada.user).id}/activities"
    assert (await bot.ask("POST", room, body))[0] == 400
    assert teams.problems


async def test_text_and_attachment_are_flagged_and_bring_no_id(teams, bot, ada):
    room = f"/{teams.world.personal(ada.user).id}/activities"
    status, body, _ = await bot.ask("POST", room, message(card(text("a")), text="b"))
    assert (status, body) == (201, {})
    assert "split" in teams.problems[0]


async def test_a_targeted_message_is_for_one(teams, bot, ada):
    bert = teams.person("Bert Olsen")
    room = await teams.add_to_team("Marketing", "task-force", [ada, bert])
    said = message(card(text("Only you")), recipient={"id": ada.user.id})
    at = f"/{room.id}/activities"
    status, sent, _ = await bot.ask("POST", at, said, isTargetedActivity="true")
    assert status == 201
    assert ada.room("task-force")[0].private
    assert bert.room("task-force") == []
    one = f"{at}/{sent['id']}"
    assert (await bot.ask("PUT", one, said))[0] == 400
    assert (await bot.ask("PUT", one, said, isTargetedActivity="true"))[0] == 200
    own = teams.world.personal(ada.user).id
    assert (await bot.ask("POST", f"/{own}/activities", said, isTargetedActivity="true"))[0] == 400


async def test_words_in_a_channel_carry_the_mention_and_the_thread(teams, bot, ada):
    room = await teams.add_to_team("Marketing", "task-force", [ada])
    await ada.says("who @Ada Brandt", "task-force")
    heard = bot.heard[-1]
    assert heard["text"] == "<at>Muster</at> who <at>Ada Brandt</at>"
    assert {e["mentioned"]["id"] for e in heard["entities"] if e["type"] == "mention"} == {
        heard["recipient"]["id"],
        ada.user.id,
    }
    assert heard["conversation"]["id"] == f"{room.id};messageid={heard['id']}"
    in_thread = f"/{heard['conversation']['id']}/activities"
    await bot.ask("POST", in_thread, message(text="You"))
    answer = ada.sees("You")
    assert answer.post.root == heard["id"]


async def test_a_press_is_an_invoke_and_its_card_is_for_the_one_who_pressed(teams, bot, ada):
    bert = teams.person("Bert Olsen")
    room = await teams.add_to_chat("Launch", [ada, bert])
    choice = {"title": "Next week", "value": "2"}
    menu = {"type": "Input.ChoiceSet", "id": "w", "label": "Week", "choices": [choice]}
    said = message(card(text("Open"), menu, actions=[execute("Claim", m="claim.1")]))
    await bot.ask("POST", f"/{room.id}/activities", said)
    fresh = card(text("Yours"))["content"]
    bot.answer = (200, {"statusCode": 200, "type": CARD, "value": fresh})
    await ada.press("Claim", given={"Week": "Next week"})
    heard = bot.heard[-1]
    assert heard["name"] == "adaptiveCard/action"
    assert heard["value"]["action"]["data"] == {"m": "claim.1", "w": "2"}
    assert ada.sees("Yours")
    assert bert.sees("Open")
    bot.answer = (200, None)
    bert.old = True
    await bert.press("Claim", given={"Week": "Next week"})
    assert bot.heard[-1]["value"] == {"m": "claim.1", "w": "2"}
    assert bot.heard[-1]["type"] == "message"
    assert teams.problems == []


async def test_a_dialog_is_fetched_filled_in_and_checked(teams, bot, ada):
    fetch = {"msteams": {"type": "task/fetch"}, "m": "log.1"}
    opener = {"type": "Action.Submit", "title": "Log hours", "data": fetch}
    own = teams.world.personal(ada.user).id
    await bot.ask("POST", f"/{own}/activities", message(card(text("Hours"), actions=[opener])))
    hours = {"type": "Input.Text", "id": "h", "label": "Hours", "isRequired": True}
    save = {"type": "Action.Submit", "title": "Save", "data": {"m": "log.1"}}
    dialog = {"title": "Your hours", "card": card(hours, actions=[save])}
    bot.answer = (200, {"task": {"type": "continue", "value": dialog}})
    shown = await ada.opens("Log hours")
    assert (shown.title, shown.inputs) == ("Your hours", ("Hours",))
    with pytest.raises(CannotDo):
        await ada.fills({})
    bot.answer = (200, {"task": {"type": "message", "value": "Thank you"}})
    assert await ada.fills({"Hours": "3"}) is None
    assert ada.toast == "Thank you"
    assert bot.heard[-1]["value"]["data"] == {"m": "log.1", "h": "3"}
    assert teams.problems == []


async def test_an_invoke_answered_wrongly_is_noticed(teams, bot, ada):
    own = teams.world.personal(ada.user).id
    await bot.ask("POST", f"/{own}/activities", message(card(actions=[execute("Claim")])))
    await ada.press("Claim")
    assert "adaptiveCard/action was answered with None" in teams.problems
    bot.answer = (500, None)
    with pytest.raises(Unanswered):
        await ada.press("Claim")


async def test_a_card_is_refreshed_for_those_it_names(teams, bot, ada):
    own = teams.world.personal(ada.user).id
    refresh = {"action": execute("Refresh", m="panel.1"), "userIds": [ada.user.id]}
    await bot.ask("POST", f"/{own}/activities", message(card(text("Old"), refresh=refresh)))
    fresh = {"statusCode": 200, "type": CARD, "value": card(text("New"))["content"]}
    bot.answer = (200, fresh)
    await ada.looks()
    assert bot.heard[-1]["value"]["trigger"] == "automatic"
    assert ada.inbox[0].text == "New"


async def test_rosters_come_in_pages_and_members_have_addresses(teams, bot, ada):
    people = [ada, *(teams.person(f"Person {number}") for number in range(60))]
    room = await teams.add_to_team("Marketing", "task-force", people)
    _, first, _ = await bot.ask("GET", f"/{room.id}/pagedmembers", pageSize="10")
    assert len(first["members"]) == 50
    more = {"continuationToken": first["continuationToken"]}
    _, rest, _ = await bot.ask("GET", f"/{room.id}/pagedmembers", pageSize="50", **more)
    assert len(rest["members"]) == 11
    assert "continuationToken" not in rest
    _, one, _ = await bot.ask("GET", f"/{room.id}/members/{ada.user.id}")
    assert one["email"] == "ada.brandt@example.com"


async def test_a_lost_answer_leaves_the_message_there(teams, bot, ada):
    own = teams.world.personal(ada.user).id
    teams.faults.drop("send", accepted=True)
    with pytest.raises(aiohttp.ClientError):
        await bot.ask("POST", f"/{own}/activities", message(text="Hi"))
    assert ada.sees("Hi")


async def test_tokens_are_signed_by_published_keys(teams, bot):
    async with bot.session.get(teams.openid_url) as answer:
        where = (await answer.json())["jwks_uri"]
    keys = []
    for _ in range(2):
        async with bot.session.get(where) as answer:
            keys.append(jwt.PyJWKSet.from_dict(await answer.json()))
        teams.identity.roll_keys()
    token = teams.identity.token()
    assert jwt.get_unverified_header(token)["kid"] == "key-2"
    old = teams.identity.token(key=0, kid="key-0")
    claims = jwt.decode(
        old,
        keys[0]["key-0"],
        ["RS256"],
        audience=teams.app_id,
        options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
    )
    assert claims["serviceurl"] == teams.service_url


async def test_what_is_hidden_can_be_shown_and_pressed_then(teams, bot, ada):
    own = teams.world.personal(ada.user).id
    toggle = {"type": "Action.ToggleVisibility", "title": "Release", "targetElements": ["ask"]}
    sure = {"type": "ActionSet", "actions": [execute("Yes", m="release.1")]}
    hidden = {"type": "Container", "id": "ask", "isVisible": False, "items": [text("Sure?"), sure]}
    await bot.ask("POST", f"/{own}/activities", message(card(hidden, actions=[toggle])))
    assert ada.inbox[0].buttons == ("Release",)
    await ada.press("Release")
    assert ada.sees("Sure?")
    with contextlib.suppress(Unanswered):
        await ada.press("Yes")
    assert bot.heard[-1]["value"]["action"]["data"] == {"m": "release.1"}
