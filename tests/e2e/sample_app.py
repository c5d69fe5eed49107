"""A small Slack app that answers in every way Slack has: the page's tests talk to it.

It is no part of Muster: it stands for any app, so that each kind of block and control is met.
"""

from __future__ import annotations

import re
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.e2e import sample_blocks as show
from tests.e2e.sample_forms import FORMS, hours_form

VERBS = (
    ("who", "who [duty] [when]", "Who holds a duty"),
    ("claim", "claim <duty> [when] [hours]", "Take a turn"),
    ("hours", "hours 3 [week]", "Say how many hours you give"),
    ("home", "home", "Draw the home card"),
    ("show", "show", "Everything a message can hold"),
    ("more", "more", "Lists, tables and charts"),
    ("form", "form", "Every kind of field"),
    ("shout", "shout <text>", "Say it in the room, as it was typed"),
    ("file", "file", "A document"),
)
MANIFEST = {
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [
            {"command": "/muster", "usage_hint": "who · claim · hours", "should_escape": True}
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "chat:write",
                "commands",
                "files:write",
                "im:history",
                "im:write",
                "users:read",
                "users:read.email",
                "channels:history",
                "channels:read",
                "groups:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]},
        "interactivity": {"is_enabled": True},
    },
}


class Broken(Exception):
    """The app fails before it has acknowledged."""


def make_app(api_url: str, token: str, secret: str) -> AsyncApp:
    """The app, which finds Slack at `api_url`."""
    client = AsyncWebClient(token=token, base_url=api_url, retry_handlers=[])
    app = AsyncApp(client=client, signing_secret=secret)
    app.command("/muster")(command)
    app.event("app_home_opened")(home_opened)
    app.event("message")(message)
    app.action(re.compile(r"open_form"))(open_form)
    app.action(re.compile(r"claim"))(claimed)
    app.action(re.compile(r"undo"))(undone)
    app.action(re.compile(r"deaf"))(broken)
    app.action(re.compile(r".*"))(acted)
    app.options(re.compile(r".*"))(suggest)
    app.view("hours")(hours_sent)
    app.view(re.compile(r".*"))(form_sent)
    app.error(failed)
    return app


async def broken() -> None:
    raise Broken


async def failed(error: Exception) -> BoltResponse | None:
    """Slack gets a 503; whatever else goes wrong is to be seen."""
    if isinstance(error, Broken):
        return BoltResponse(status=503)
    if isinstance(error, SlackApiError | aiohttp.ClientError):  # Slack was told to fail
        return None
    raise error


async def command(ack: Any, body: Any, respond: Any, client: Any) -> None:
    verb, _, rest = body["text"].partition(" ")
    if verb == "crash":
        raise Broken
    channel = body["channel_id"]
    if verb == "shout":  # whoever shouted is told when it came to nothing
        await client.chat_postMessage(channel=channel, text=rest)
    await ack()
    if verb in show.MESSAGES:
        for blocks in show.MESSAGES[verb](body["user_id"], channel):
            await client.chat_postMessage(channel=channel, text=verb, blocks=blocks)
    elif verb in FORMS:
        await client.views_open(trigger_id=body["trigger_id"], view=FORMS[verb]())
    elif verb == "home":
        await client.views_publish(user_id=body["user_id"], view=show.home(body["user_id"]))
    elif verb == "file":
        await client.files_upload_v2(channel=channel, filename="hours.csv", content="name,hours\n")
    elif verb != "shout":
        await respond(text=f"You said *{verb or 'nothing'}*.", blocks=show.private_answer(verb))


async def home_opened(event: Any, client: Any) -> None:
    if event["tab"] == "home":
        await client.views_publish(user_id=event["user"], view=show.home(event["user"]))


async def message(event: Any, client: Any) -> None:
    if event.get("channel_type") == "im" and "bot_id" not in event and "subtype" not in event:
        more = {"thread_ts": event["thread_ts"]} if "thread_ts" in event else {}
        await client.chat_postMessage(
            channel=event["channel"], text=f"You wrote: {event['text']}", **more
        )


async def open_form(ack: Any, body: Any, client: Any) -> None:
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=hours_form())


async def claimed(ack: Any, body: Any, client: Any, respond: Any) -> None:
    await ack()
    name, place = body["user"]["id"], body["container"]
    await client.chat_update(
        channel=place["channel_id"],
        ts=place["message_ts"],
        text="Roster",
        blocks=show.roster(name),
    )
    await respond(
        text="You hold it.",
        blocks=show.private_answer("claim"),
        replace_original=False,
        response_type="ephemeral",
    )


async def undone(ack: Any, respond: Any) -> None:
    await ack()
    await respond(text="Undone: nothing has changed.", replace_original=True)


async def acted(ack: Any, body: Any, client: Any) -> None:
    """Any other control: say in the direct message what arrived."""
    await ack()
    action = body["actions"][0]
    shown = ("value", "selected_option", "selected_date", "selected_time", "selected_user")
    what = next((action[key] for key in shown if action.get(key)), "")
    what = what["value"] if isinstance(what, dict) else what
    await client.chat_postMessage(
        channel=body["user"]["id"], text=f"Pressed: {action['action_id']} {what}"
    )


async def suggest(ack: Any, payload: Any) -> None:
    words = payload["value"].lower()
    found = [o for o in show.DUTIES if words in o.lower()]
    await ack(options=[show.option(duty, duty[:20]) for duty in found])


async def hours_sent(ack: Any, view: Any, body: Any, client: Any) -> None:
    state = view["state"]["values"]
    hours = state["hours"]["hours"]["value"]
    if not hours.replace(".", "", 1).isdigit():
        await ack(response_action="errors", errors={"hours": f"“{hours}” is no number of hours."})
        return
    await ack()
    await client.chat_postMessage(channel=body["user"]["id"], text=f"Noted: *{hours} h*.")


async def form_sent(ack: Any, view: Any, body: Any, client: Any) -> None:
    await ack()
    fields = {k: v for block in view["state"]["values"].values() for k, v in block.items()}
    said = "; ".join(f"{name}={plainly(state)}" for name, state in fields.items())
    await client.chat_postMessage(channel=body["user"]["id"], text=f"Got {said};")


def plainly(state: dict[str, Any]) -> str:
    """What was entered, as words; ids as mentions, people's words escaped."""
    kind, given = state["type"], next((v for k, v in state.items() if k != "type"), None)
    if kind == "rich_text_input" and given:
        return given["elements"][0]["elements"][0]["text"]
    several = given if isinstance(given, list) else [given]
    return ",".join(one_plainly(kind, one) for one in several if one)


def one_plainly(kind: str, given: Any) -> str:
    if isinstance(given, dict):
        return str(given.get("value") or given.get("name"))
    sign = "@" if "users" in kind else "#" if "channels" in kind or "conversations" in kind else ""
    if sign:
        return f"<{sign}{given}>"
    return str(given).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
