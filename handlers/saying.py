"""One delivery at a time: to whom, which words; say, edit or ask; and what is recorded of it."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import structlog

from bot import retries
from bot.app import Bot
from bot.cards import Card
from bot.errors import DeliveryFailed, Outcome
from bot.model import Address, Delivery, DeliveryState, Workspace
from bot.ports.lanes import Lease, Taken
from bot.ports.outside import GroupShown, Messenger, Profile, Shown, Target, TopicShown
from bot.signs import SIGN
from bot.speaking import (
    NOT_FOUND,
    Compose,
    LookUp,
    NotSaid,
    Whom,
    find_whom,
    find_words,
)
from handlers.pacing import SLACK, Pacing
from handlers.recording import Hop, Recorder

log = structlog.get_logger()

_FAILED_HERE = "Muster itself failed to say it; its log says why."
_CANNOT_TELL = "It may have been said, and nobody can tell, so it is not said again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the postman is given. `sleep`, `monotonic` and `random` are replaced by tests."""

    bot: Bot
    messengers: Mapping[str, Messenger]  # by platform
    compose: Compose
    met: Callable[[Workspace, Profile], str | None]  # links the member; the user's id if it may be
    # what came of a sign: the chair is told once what is wrong with it
    settle: Callable[[Workspace, Delivery, str], None] = lambda *_: None
    pacing: Mapping[str, Pacing] = field(default_factory=lambda: {"slack": SLACK})
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    monotonic: Callable[[], float] = time.monotonic
    random: Random = field(default_factory=secrets.SystemRandom)

    def now(self) -> datetime:
        """The present instant, as everything of Muster's sees it."""
        return self.bot.clock.now()


class Saying:
    """What is said under one lease.

    `silence` blocks the workspace until an instant; `lose` is told that the lease has gone.
    """

    def __init__(
        self,
        tools: Tools,
        lease: Lease,
        messenger: Messenger,
        recorder: Recorder,
        hop: Hop,
        silence: Callable[[datetime, str], Awaitable[None]],
        lose: Callable[[], None],
    ) -> None:
        self._tools = tools
        self._desk = tools.bot.store.lanes
        self._workspace = lease.workspace
        self._messenger = messenger
        self._hop = hop
        self._recorder = recorder
        self._silence = silence
        self._lose = lose
        self._was_blocked = lease.blocked_until is not None
        self._failures = 0  # in a row
        self._whom: dict[int, Whom] = {}
        self._words: dict[int, Card | Shown | NotSaid] = {}

    def prepare(self, batch: Sequence[Taken]) -> None:
        """Recipients and words of a batch; in a worker thread, as some words are looked up."""
        for taken in batch:
            delivery = taken.delivery
            self._whom[delivery.id] = find_whom(self._workspace, taken)
            try:
                words = find_words(self._tools.bot.codec, self._tools.compose, delivery)
            except Exception:
                log.exception(
                    "A message could not be composed.", action="delivery.failed", id=delivery.id
                )
                continue
            self._words[delivery.id] = words

    def conversation(self, taken: Taken) -> str:
        """Where it goes, as far as that is known."""
        whom = self._whom[taken.delivery.id]
        if isinstance(whom, LookUp):  # not met yet: nobody else's conversation is to wait for it
            return whom.email
        return whom.channel or whom.user if isinstance(whom, Target) else ""

    async def say(self, taken: Taken) -> None:
        """Say it and record it, or record why not. Raises what the database raises."""
        try:
            outcome = await self._say(taken)
        except DeliveryFailed as failure:
            await self._failed(taken, failure)
        except Exception:
            log.exception(
                "A message could not be said.", action="delivery.failed", id=taken.delivery.id
            )
            await self._try_later(taken, _FAILED_HERE)
        else:
            if isinstance(outcome, NotSaid):
                await self._finish(taken, outcome.state, outcome.reason)
            else:
                await self._said(taken, outcome)

    async def _say(self, taken: Taken) -> Address | NotSaid:
        delivery = taken.delivery
        whom, words = self._whom.pop(delivery.id), self._words.pop(delivery.id, None)
        if words is None:
            raise DeliveryFailed(Outcome.LATER, _FAILED_HERE)
        target = await self._find_target(whom)
        if isinstance(target, NotSaid):
            return target
        at = delivery.address
        if isinstance(words, GroupShown | TopicShown):
            return await self._messenger.show(self._workspace, words, at)
        if delivery.kind == SIGN and isinstance(words, NotSaid):
            return words
        if at is None and delivery.state is DeliveryState.IN_DOUBT:
            found = await self._ask(taken, target)
            if isinstance(found, NotSaid):
                return found
            # said once; later revisions came after it was taken
            if found is not None and (delivery.revision == 1 or isinstance(words, NotSaid)):
                return found
            at = found
        if isinstance(words, NotSaid):
            return words
        if at is None:
            return await self._post(taken, target, words)
        return await self._edit(taken, target, at, words)

    async def _find_target(self, whom: Whom) -> Target | NotSaid:
        if not isinstance(whom, LookUp):
            return whom
        profile = await self._messenger.look_up(self._workspace, whom.email)
        if profile is None:
            return NOT_FOUND
        user = await self._hop(lambda: self._tools.met(self._workspace, profile))
        return Target(self._workspace, user=user) if user else NOT_FOUND

    async def _ask(self, taken: Taken, target: Target) -> Address | NotSaid | None:
        """Where it stands; None if it is to be said (again)."""
        try:
            return await self._messenger.find(target, str(taken.delivery.id), taken.since)
        except DeliveryFailed as failure:
            if failure.outcome is Outcome.BLOCKED:
                raise
            passing = failure.outcome in (Outcome.LATER, Outcome.IN_DOUBT)
            if passing and taken.delivery.attempts < retries.MOST_QUESTIONS:
                raise DeliveryFailed(
                    Outcome.LATER, failure.reason, retry_at=failure.retry_at
                ) from failure
            if retries.is_repeated_in_doubt(taken.delivery):
                return None
            return NotSaid(DeliveryState.GIVEN_UP, f"{_CANNOT_TELL} {failure.reason}")

    async def _post(self, taken: Taken, target: Target, words: Card) -> Address:
        key = str(taken.delivery.id)
        try:
            return await self._messenger.post(target, words, key)
        except DeliveryFailed as failure:
            if failure.outcome is not Outcome.PLAINER:
                raise
        return await self._messenger.post(target, words, key, plain=True)

    async def _edit(self, taken: Taken, target: Target, at: Address, words: Card) -> Address:
        """Doing it twice is seen once, so an edit is never in doubt."""
        key, workspace = str(taken.delivery.id), self._workspace
        try:
            try:
                return await self._messenger.edit(workspace, at, words, key)
            except DeliveryFailed as failure:
                if failure.outcome is not Outcome.PLAINER:
                    raise
            return await self._messenger.edit(workspace, at, words, key, plain=True)
        except DeliveryFailed as failure:
            if failure.outcome is Outcome.IN_DOUBT:
                raise DeliveryFailed(Outcome.LATER, failure.reason) from failure
            if failure.outcome is not Outcome.GONE:
                raise
        # written down first: after a crash in between, a new message is looked for, not the old
        await self._record(lambda: self._desk.lose_address(taken))
        return await self._post(taken, target, words)

    async def put_off(self, taken: Taken, seconds: float) -> None:
        """It is not attempted now."""
        until = self._tools.now() + timedelta(seconds=seconds)
        await self._record(lambda: self._desk.put_off(taken, until, "", counts=False))

    async def _settle(self, taken: Taken, reason: str) -> None:
        """Before it is recorded: after a crash between them, it is settled once more."""
        if taken.delivery.kind == SIGN:
            workspace = self._workspace
            await self._hop(lambda: self._tools.settle(workspace, taken.delivery, reason))

    async def _said(self, taken: Taken, address: Address) -> None:
        await self._settle(taken, "")
        if not await self._recorder.said(taken, address):
            self._lose()
        self._failures = 0
        if self._was_blocked:
            self._was_blocked = False
            now = self._tools.now()
            await self._hop(lambda: self._desk.unblock(self._workspace.id, now))
        self._log("Said a message.", "delivery.said", taken)

    async def _failed(self, taken: Taken, failure: DeliveryFailed) -> None:
        reason = failure.reason
        match failure.outcome:
            case Outcome.LATER:
                await self._try_later(taken, reason, failure.retry_at)
            case Outcome.IN_DOUBT:
                self._log("A message is in doubt.", "delivery.in_doubt", taken, reason)
                await self._ask_later(taken, reason)
            case Outcome.BLOCKED:
                until = failure.retry_at or self._tools.now() + retries.MENDING
                await self._hop(lambda: self._desk.release([taken]))
                await self.block(until, reason)
            case Outcome.UNREACHABLE:
                await self._finish(taken, DeliveryState.UNREACHABLE, reason)
            case Outcome.NEVER | Outcome.GONE | Outcome.PLAINER:
                await self._finish(taken, DeliveryState.GIVEN_UP, reason)

    async def block(self, until: datetime, reason: str) -> None:
        """Silence the workspace; the next message that is said says that it is over."""
        self._was_blocked = True
        await self._silence(until, reason)

    async def _try_later(self, taken: Taken, reason: str, retry_at: datetime | None = None) -> None:
        tries, counts = taken.delivery.attempts + 1, not self._platform_fails()
        if counts and tries >= retries.MOST_TRIES:
            await self._finish(taken, DeliveryState.GIVEN_UP, f"Tried {tries} times. {reason}")
            return
        now, chance = self._tools.now(), self._tools.random.random()
        until = now + (retries.wait_after(tries, chance) if counts else retries.breather(chance))
        if counts:
            until = max(until, retry_at or until)
        self._log("A message is put off.", "delivery.put_off", taken, reason)
        await self._record(lambda: self._desk.put_off(taken, until, reason, counts=counts))
        await self._count_failure(min(until, now + retries.BREATHER), reason)

    async def _ask_later(self, taken: Taken, reason: str) -> None:
        now, chance = self._tools.now(), self._tools.random.random()
        wait = retries.breather(chance)
        if counts := not self._platform_fails():
            wait = retries.wait_after(taken.delivery.attempts + 1, chance)
        until = now + max(retries.ASK_AFTER, wait)
        await self._record(lambda: self._desk.doubt(taken, until, reason, counts=counts))
        await self._count_failure(min(until, now + retries.BREATHER), reason)

    def _platform_fails(self) -> bool:
        """Not the message: several failed in a row, and nothing has been said since."""
        return self._was_blocked or self._failures + 1 >= retries.FAILURES_IN_A_ROW

    async def _count_failure(self, until: datetime, reason: str) -> None:
        """Several in a row: it is the platform. No use in burning through all that is due."""
        self._failures += 1
        if self._failures >= retries.FAILURES_IN_A_ROW:
            await self.block(until, reason)

    async def _finish(self, taken: Taken, state: DeliveryState, reason: str) -> None:
        if state is not DeliveryState.DROPPED:
            await self._settle(taken, reason)
        await self._record(lambda: self._desk.finish(taken, state, reason))
        self._failures = 0  # the platform has answered
        self._log("A message was not said.", f"delivery.{state.name.lower()}", taken, reason)

    async def _record(self, write: Callable[[], bool]) -> None:
        """Somebody else has the lane now if the delivery is no longer ours: he looks after it."""
        if not await self._hop(write):
            self._lose()

    def _log(self, sentence: str, action: str, taken: Taken, reason: str = "") -> None:
        delivery = taken.delivery
        tell = log.warning if reason else log.info
        tell(sentence, action=action, id=delivery.id, kind=delivery.kind, reason=reason or None)
