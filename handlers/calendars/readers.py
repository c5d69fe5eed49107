"""Reads calendars and statuses that are due: whose turn it is, and what came of it.

Every worker looks for what nobody is reading; a lease in the database says whose it is, so that
several share the work and do none of it twice. A reading is two short transactions with the
network between them. Nothing of an address, nor of what was read, is logged.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import structlog

from bot.app import Bot
from bot.calendars.rules import AHEAD, status_counts
from bot.calendars.usecases import (
    Failed,
    Job,
    Outcome,
    Read,
    ReadStatus,
    begin_reading,
    end_reading,
)
from bot.errors import DeliveryFailed
from bot.ports.calendars import DueSource, SourceKind
from bot.ports.outside import Messenger, Status
from bot.ports.store import Transaction
from handlers.calendars.fetching import CannotReadError, Fetcher
from handlers.calendars.parsing import parse_apart

LOOK_SECONDS = 5.0  # for what is due
PAGE = 20  # readings a sweep begins with
AT_ONCE = 4  # the most in one worker: each may keep a core busy with a large document
STOP_SECONDS = 5.0  # of the 10 that stopping may take; then a lease runs out
T = TypeVar("T")
log = structlog.get_logger()


class Readers:
    """The part of a worker that reads."""

    def __init__(
        self,
        bot: Bot,
        messengers: Mapping[str, Messenger],
        fetcher: Fetcher | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """`messengers`: by platform; they know statuses."""
        self._bot = bot
        self._messengers = messengers
        self._fetcher = fetcher or Fetcher()
        self._chance = chance
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._stopping = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._looking = asyncio.create_task(self._look())

    async def stop(self) -> None:
        """What is being read is left to whoever reads next, once its lease has run out."""
        self._stopping.set()
        if self._looking is not None:
            await asyncio.wait({self._looking}, timeout=STOP_SECONDS)
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        await self._fetcher.close()

    async def _look(self) -> None:
        while not self._stopping.is_set():
            if await self.sweep() < PAGE:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), LOOK_SECONDS)

    async def sweep(self) -> int:
        """Read what nobody is reading; how many that were. Failures are logged."""
        try:
            now = self._bot.clock.now()
            due = await asyncio.to_thread(self._bot.store.calendars.due, now, PAGE)
            return sum(await asyncio.gather(*map(self._read, due)))
        except Exception:
            log.exception("What is to be read could not be looked up.", action="calendars.failed")
            return 0

    async def _read(self, due: DueSource) -> bool:
        async with self._slots:
            if self._stopping.is_set():
                return False
            try:
                return await self._one(due)
            except Exception as error:  # noqa: BLE001  # its words could repeat an address
                log.error(  # noqa: TRY400  # so could those of a traceback
                    "A calendar could not be read.",
                    action="calendar.failed",
                    calendar=due.id,
                    error=type(error).__name__,
                )
                return False

    async def _one(self, due: DueSource) -> bool:
        owner, now = secrets.token_hex(8), self._bot.clock.now()
        job = await self._ask(due, lambda tx: begin_reading(tx, due.id, owner, now))
        if job is None:
            return False
        outcome = await self._outcome(job, now)
        if isinstance(outcome, Failed):
            log.info(
                "A calendar was not read.",
                action="calendar.unread",
                calendar=due.id,
                reason=outcome.code,
            )
        ended, chance = self._bot.clock.now(), self._chance()
        await self._ask(due, lambda tx: end_reading(tx, due.id, owner, outcome, ended, chance))
        return True

    async def _outcome(self, job: Job, now: datetime) -> Outcome:
        try:
            if job.source.kind is SourceKind.STATUS:
                return await self._status(job)
            return await self._calendar(job, now)
        except CannotReadError as error:
            return Failed(error.code, error.wait)

    async def _calendar(self, job: Job, now: datetime) -> Read:
        source, sealer = job.source, self._bot.sealer
        address = sealer.unseal(source.sealed) if sealer else None
        if address is None:
            raise CannotReadError("sealed")
        known = replace(source, etag="", modified="") if job.whole else source
        document = await self._fetcher.fetch(address, known.etag, known.modified)
        if document.content is None:
            return Read(None)
        found = await parse_apart(document.content, job.zone, now, now + AHEAD)
        return Read(found, document.etag, document.modified)

    async def _status(self, job: Job) -> ReadStatus:
        """Of the first place where it says away; else of any. Raises CannotReadError."""
        found: Status | None = None
        for workspace, user in job.users:
            messenger = self._messengers.get(workspace.platform)
            if messenger is None:
                continue
            try:
                status = (await messenger.profile(workspace, user)).status
            except DeliveryFailed:
                raise CannotReadError("unreachable") from None
            if status is not None and status_counts(status.emoji, status.text):
                return ReadStatus(status)
            found = found or status
        if found is None:
            raise CannotReadError("unlinked")
        return ReadStatus(found)

    async def _ask(self, due: DueSource, ask: Callable[[Transaction], T]) -> T:
        return await asyncio.to_thread(self._write, due, ask)

    def _write(self, due: DueSource, ask: Callable[[Transaction], T]) -> T:
        with self._bot.store.write(due.task_force_id, now=self._bot.clock.now()) as tx:
            return ask(tx)
