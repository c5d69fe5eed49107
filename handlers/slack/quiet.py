"""Slack's patience with a workspace, as every process knows it: for whoever answers people.

The postman writes down until when Slack wants no more messages, and so does this; both keep to it.
Answers by response_url, in the acknowledgement, in dialogs and on App Home are counted otherwise
by Slack, and never wait here. https://docs.slack.dev/apis/web-api/rate-limits
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.ports.lanes import Block
from bot.ports.store import Store
from handlers.slack.api import Api
from handlers.slack.errors import RATE_LIMITED, SlackFailed, asked_to_slow_down
from handlers.slack.payloads import PLATFORM
from handlers.slack.text import Json

POSTING = frozenset({"chat.postMessage", "chat.postEphemeral", "chat.update"})
FRESH_SECONDS = 1.0  # so long what another process was told is not looked up again
MOMENT_SECONDS = 0.25  # of which nobody needs to hear; a sleep may end so much early
log = structlog.get_logger()


class QuietApi(Api):
    """The same line, which posts nothing while Slack wants silence. `team`: the workspace."""

    def __init__(
        self, api: Api, store: Store, team: str, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.session, self.clock, self.client = api.session, api.clock, api.client
        self._store = store
        self._team = team
        self._monotonic = monotonic
        self._block: Block | None = None
        self._fresh_until = float("-inf")

    async def call(
        self,
        method: str,
        arguments: Json,
        *,
        form: bool = False,
        posting: bool = False,
        plain: bool = True,
    ) -> Json:
        """Slack's answer. Raises SlackFailed, also without asking Slack while it wants silence."""
        if method in POSTING:
            await self._check()
        try:
            return await super().call(method, arguments, form=form, posting=posting, plain=plain)
        except SlackFailed as failure:
            if method in POSTING and failure.retry_at and asked_to_slow_down(failure.reason):
                await asyncio.to_thread(self._tell, failure.retry_at, failure.reason)
            raise

    async def _check(self) -> None:
        if self._monotonic() >= self._fresh_until:
            await asyncio.to_thread(self._look)
        block = self._block
        if block is None or not asked_to_slow_down(block.reason):
            return
        left = (block.until - self.clock.now()).total_seconds()
        if left > MOMENT_SECONDS:
            raise SlackFailed(*RATE_LIMITED, "ratelimited", retry_at=block.until)
        await asyncio.sleep(max(0.0, left))

    def _look(self) -> None:
        """Without an answer of the database nobody is kept silent."""
        try:
            self._block = self._store.lanes.find_block(PLATFORM, self._team)
        except Exception:
            log.exception("A workspace's block could not be read.", action="quiet.failed")
        self._fresh_until = self._monotonic() + FRESH_SECONDS

    def _tell(self, until: datetime, reason: str) -> None:
        log.warning("Slack wants silence.", action="quiet", until=until, reason=reason)
        try:
            workspace = self._store.find_workspace(PLATFORM, self._team)
            if workspace:
                self._store.lanes.block(workspace.id, until, reason)
                self._block = Block(workspace, until, reason)
        except Exception:
            log.exception("A workspace's block could not be written.", action="quiet.failed")
