"""Slack, wired: the bot token's workspace, its mouth, and its door by HTTP or Socket Mode."""

from __future__ import annotations

from bot.errors import DeliveryFailed, Fault
from bot.installing import adopt
from bot.operating.platforms import Given
from handlers.slack.api import Api, Installed, open_api
from handlers.slack.http import SlackEndpoint
from handlers.slack.listeners import SlackDoor
from handlers.slack.messenger import SlackMessenger
from handlers.slack.payloads import PLATFORM
from handlers.slack.quiet import QuietApi
from handlers.slack.socket import SlackSocket
from handlers.web import Endpoint

PATH = "/slack/events"


class OnSlack:
    """bot.operating.platforms.Platform."""

    name = PLATFORM

    def __init__(self, given: Given, api: Api, installed: Installed) -> None:
        self._settings = given.settings
        self._api = api
        answering = QuietApi(api, given.store, installed.team)
        self._door = SlackDoor(api, installed, given.ears, answering)
        self._socket: SlackSocket | None = None
        self.messenger = SlackMessenger(api)
        self.settled = self._door.settled
        self.drain = self._door.drain
        self.close = api.close

    async def listen(self) -> dict[str, Endpoint]:
        """By Socket Mode if there is an app token, else over HTTP. Raises Fault."""
        app_token, secret = self._settings.slack_app_token, self._settings.slack_signing_secret
        if app_token:
            self._socket = SlackSocket(self._door, self._api, app_token.get_secret_value())
            await self._socket.start()
            return {}
        assert secret is not None
        return {PATH: SlackEndpoint(self._door.receive, secret.get_secret_value())}

    async def stop_listening(self) -> None:
        """Ends Socket Mode."""
        if self._socket:
            await self._socket.stop()


async def open_slack(given: Given) -> OnSlack:
    """The workspace gets its task force. Raises Fault if Slack does not take the bot token."""
    token = given.settings.slack_bot_token
    assert token is not None
    api = await open_api(token.get_secret_value(), given.settings.slack_api_url, given.clock)
    try:
        installed = await api.installed()
    except DeliveryFailed as failure:
        await api.close()
        raise Fault(f"Slack does not take SLACK_BOT_TOKEN: {failure.reason}") from failure
    now, zone = given.clock.now(), given.settings.zone
    adopt(given.store, PLATFORM, installed.team, installed.bot_user, zone, now)
    return OnSlack(given, api, installed)
