"""The line to Slack's Web API: one session for all calls, and failures as Muster's own."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.ports.outside import Clock
from handlers.slack.errors import FAILURES, failed
from handlers.slack.text import Json

# Seconds. Slack answers within one or two; a hung call must not hold its lane.
TIMEOUT = aiohttp.ClientTimeout(total=20, connect=5, sock_connect=5)
_AS_JSON = {"Content-Type": "application/json;charset=utf-8"}
# With no level of its own the SDK words every call for a debug log that nobody keeps, and what was
# said is in memory as text once more.
_QUIET = logging.getLogger("slack_sdk")
_QUIET.setLevel(logging.WARNING)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Installed:
    """What the bot token says of itself (auth.test)."""

    team: str
    team_name: str
    bot_user: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Refusal:
    """What the SDK's error carries of the answer."""

    status: int
    headers: Mapping[str, str]
    data: Any


class Api:
    """Web API methods by name. Made by `open_api`, ended by `close`."""

    def __init__(self, session: aiohttp.ClientSession, token: str, url: str, clock: Clock) -> None:
        self.session = session
        self.clock = clock
        self.client = new_client(session, token, url)

    @property
    def proxy(self) -> str | None:
        """Through which calls go out."""
        return self.client.proxy

    async def close(self) -> None:
        """Ends the connections that are open."""
        await self.session.close()

    async def call(
        self,
        method: str,
        arguments: Json,
        *,
        form: bool = False,
        posting: bool = False,
        plain: bool = True,
    ) -> Json:
        """Slack's answer. Raises SlackFailed.

        `form`: the method takes no JSON. `posting`: done twice it would be seen twice. `plain`:
        there is no plainer layout to fall back to.
        """
        try:
            if form:
                data: Any = (await self.client.api_call(method, data=arguments)).data
            else:
                data = await self._post(method, arguments)
        except FAILURES as error:
            raise failed(error, self.clock.now(), posting=posting, plain=plain) from error
        return data if isinstance(data, dict) else {}

    async def _post(self, method: str, arguments: Json) -> Json:
        """As the SDK's own, whose care for retries, files and logs is a third of a call's cost."""
        client, url = self.client, self.client.base_url + method
        headers = {**client.headers, "Authorization": f"Bearer {client.token}", **_AS_JSON}
        body = json.dumps(arguments).encode()
        async with self.session.post(url, data=body, headers=headers, proxy=self.proxy) as answer:
            said = await answer.read()
        try:
            data = json.loads(said)
        except ValueError:
            data = None  # not Slack's, but of something in between
        if answer.status == 200 and isinstance(data, dict) and data.get("ok"):
            return data
        refusal = _Refusal(answer.status, answer.headers, data)
        raise SlackApiError(method, refusal)  # type: ignore[no-untyped-call]  # the SDK's

    async def installed(self) -> Installed:
        """Whose token this is. Raises SlackFailed."""
        try:
            response = await self.client.api_call("auth.test")
        except FAILURES as error:
            raise failed(error, self.clock.now()) from error
        scopes = response.headers.get("x-oauth-scopes", "")
        return Installed(
            team=response.get("team_id", ""),
            team_name=response.get("team", ""),
            bot_user=response.get("user_id", ""),
            scopes=frozenset(scope.strip() for scope in scopes.split(",") if scope.strip()),
        )


async def open_api(token: str, url: str, clock: Clock) -> Api:
    """`url`: https://slack.com/api/, or a Slack-compatible server's, with or without the slash."""
    return Api(aiohttp.ClientSession(timeout=TIMEOUT), token, url, clock)


def new_client(session: aiohttp.ClientSession, token: str | None, url: str) -> AsyncWebClient:
    """The SDK's client without its retries: a repeated post would be seen twice."""
    base_url = url.rstrip("/") + "/"
    client = AsyncWebClient(
        token=token, base_url=base_url, session=session, retry_handlers=[], logger=_QUIET
    )
    if urlsplit(base_url).hostname in LOOPBACK:
        client.proxy = None  # the SDK takes HTTP_PROXY, and knows no exceptions from it
    return client
