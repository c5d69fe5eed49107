"""The bare Slack client with one shared session, posting as fast as it is answered."""

from __future__ import annotations

import aiohttp

from bench.serving.orders import obey, usage
from bench.together import together
from bot.cards import Card
from handlers.slack.api import new_client
from handlers.slack.blocks import message
from handlers.slack.messenger import EVENT_TYPE, QUIET


async def main(slack: str, messages: int, in_flight: int) -> None:
    """Waits for an order to `go`, so that what it imports is not measured."""
    async with aiohttp.ClientSession() as session:
        client = new_client(session, "xoxb-bench", slack)
        card = message(Card("News for Person 1"))

        async def post(number: int) -> None:
            known = {"event_type": EVENT_TYPE, "event_payload": {"id": str(number)}}
            content = {"channel": "U1", **card, **QUIET, "metadata": known}
            await client.api_call("chat.postMessage", json=content)

        async def go() -> dict[str, float]:
            before = usage()["cpu"]
            await together(post, range(messages), in_flight)
            return {"cpu": usage()["cpu"] - before}

        await obey(None, {"go": go})
