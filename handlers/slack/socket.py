"""Socket Mode: Slack's requests over a connection that we open, for workspaces behind a wall."""

from __future__ import annotations

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.errors import Fault
from handlers.slack.api import Api
from handlers.slack.errors import FAILURES, failed
from handlers.slack.listeners import SlackDoor
from handlers.slack.payloads import Malformed

log = structlog.get_logger()

PING_SECONDS = 10.0


class SlackSocket(AsyncSocketModeHandler):
    """Connects, stays connected, and hands every payload to the door."""

    def __init__(self, door: SlackDoor, api: Api, app_token: str) -> None:
        super().__init__(
            door.app, app_token, web_client=door.app.client, ping_interval=PING_SECONDS
        )
        self._door = door
        self._api = api
        self.client.proxy = api.proxy

    async def start(self) -> None:
        """Raises Fault if Slack does not take the app token."""
        try:
            opened = await self._api.client.apps_connections_open(app_token=self.app_token)
        except FAILURES as error:
            reason = failed(error, self._api.clock.now()).reason
            raise Fault(f"Socket Mode could not be opened: {reason}") from error
        self.client.wss_uri = opened["url"]
        await self.client.connect()  # type: ignore[no-untyped-call]  # the SDK's
        log.info("Listening to Slack by Socket Mode.", action="socket_open")

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """One payload. What is not acknowledged comes again, so even nonsense is."""
        try:
            answer = await self._door.receive(dict(req.payload))
        except Malformed as error:
            log.warning("A payload was malformed.", action="malformed", reason=str(error))
            await client.send_socket_mode_response({"envelope_id": req.envelope_id})
            return
        await send_async_response(client, req, answer, 0.0)

    async def stop(self) -> None:
        """Hangs up."""
        await self.close_async()  # type: ignore[no-untyped-call]  # the SDK's
