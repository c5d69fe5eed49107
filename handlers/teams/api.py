"""The line to Teams: what can be asked of it, by address, and failures as Muster's own."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from random import Random
from typing import Any, TypeAlias

import aiohttp
from botbuilder.schema import Activity, ConversationParameters
from botframework.connector.aio import ConnectorClient

from bot.errors import Outcome
from bot.ports.outside import Clock
from handlers.teams import limits
from handlers.teams.account import Account
from handlers.teams.adapter import Adapter, Answer, Logic
from handlers.teams.errors import FAILURES, PASSING, UNDECIDED, Refused, TeamsFailed, failed
from handlers.teams.payloads import Json, Reference
from handlers.teams.tokens import Tokens

# Seconds. Teams answers within one or two; a hung call must not hold its lane.
TIMEOUT = aiohttp.ClientTimeout(total=20, connect=5, sock_connect=5)
CONNECTIONS = 100  # at once; Teams takes 50 sends a second of one company

TRIES = 3
WAIT = 0.5  # seconds before the second try, twice that before the third, up to half as much again
LONGEST_WAIT = 5.0  # seconds that Teams may ask for; with more the message is put off

Ask: TypeAlias = Callable[[ConnectorClient], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class _How:
    """What a failure of this call means: see handlers.teams.errors.failed."""

    posting: bool = False
    editing: bool = False
    plain: bool = True


_ASKING = _How()
_BODY = Activity()  # botbuilder wants one; what is `written` goes out


class Api:
    """Made by `open_api`, ended by `close`. Every call raises TeamsFailed and nothing else."""

    def __init__(
        self,
        account: Account,
        session: aiohttp.ClientSession,
        clock: Clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Random | None = None,
    ) -> None:
        self.account = account
        self.clock = clock
        self.tokens = Tokens(account, clock.now)
        self._session = session
        self._adapter = Adapter(session, self.tokens)
        self._sleep = sleep
        self._random = random or secrets.SystemRandom()

    async def close(self) -> None:
        """Ends the connections that are open, and the token's thread."""
        await self._session.close()
        self.tokens.close()

    async def turn(self, activity: Json, logic: Logic) -> Answer:
        """Runs `logic` as botbuilder's turn around this activity. Raises Malformed."""
        return await self._adapter.turn(activity, logic)

    # ---- messages -------------------------------------------------------------------------------

    async def send(
        self,
        reference: Reference,
        activity: Json,
        *,
        thread: str = "",
        once: bool = True,
        plain: bool = True,
    ) -> str:
        """Says it in the reference's conversation, or in that thread of it; the message's id.

        `once`: rather not at all than twice. A send that Teams answers with 502 or 504 may have
        been carried out, and then raises an IN_DOUBT; else it is tried again. `plain`: there is no
        plainer layout to fall back to.
        """
        where = thread or reference.conversation

        async def ask(client: ConnectorClient) -> Any:
            return await client.conversations.send_to_conversation(
                where, _BODY, written=activity, raw=True
            )

        return _id(await self._call(reference, ask, _How(posting=once, plain=plain)))

    async def send_targeted(
        self, reference: Reference, user: str, activity: Json, *, thread: str = ""
    ) -> str:
        """For this member's eyes alone, for a day: `user` is 29:…. The message's id."""
        where, addressed = thread or reference.conversation, {**activity, "recipient": {"id": user}}

        async def ask(client: ConnectorClient) -> Any:
            return await client.conversations.send_to_conversation(
                where, _BODY, written=addressed, targeted=True, raw=True
            )

        return _id(await self._call(reference, ask))

    async def update(
        self,
        reference: Reference,
        message: str,
        activity: Json,
        *,
        targeted: bool = False,
        plain: bool = True,
    ) -> None:
        """In place of the message with this id. Twice is as good as once."""
        replaced = {**activity, "id": message}

        async def ask(client: ConnectorClient) -> Any:
            return await client.conversations.update_activity(
                reference.conversation,
                message,
                _BODY,
                written=replaced,
                targeted=targeted,
                raw=True,
            )

        await self._call(reference, ask, _How(editing=True, plain=plain))

    async def delete(self, reference: Reference, message: str, *, targeted: bool = False) -> None:
        """GONE if it is not there."""

        async def ask(client: ConnectorClient) -> Any:
            return await client.conversations.delete_activity(
                reference.conversation, message, targeted=targeted, raw=True
            )

        await self._call(reference, ask, _How(editing=True))

    # ---- people ---------------------------------------------------------------------------------

    async def create_private(self, reference: Reference) -> str:
        """The id of the private chat with this person; the same one however often it is asked."""
        parameters = {
            "isGroup": False,
            "bot": {"id": f"28:{self.account.app_id}"},
            "members": [{"id": reference.user or reference.aad}],
            "tenantId": reference.tenant,  # botbuilder writes tenantID
            "channelData": {"tenant": {"id": reference.tenant}},
        }

        async def ask(client: ConnectorClient) -> Any:
            return await client.conversations.create_conversation(
                ConversationParameters(), written=parameters, raw=True
            )

        if found := _id(await self._call(reference, ask)):
            return found
        raise TeamsFailed(Outcome.LATER, "Teams did not open the private chat.")

    async def member(self, reference: Reference, user: str) -> Json:
        """One member of the conversation: what Teams says of them. `user`: 29:… or aadObjectId."""

        async def ask(client: ConnectorClient) -> Any:
            return await client.conversations.get_conversation_member(
                reference.conversation, user, raw=True
            )

        return await self._call(reference, ask)

    async def members(self, reference: Reference) -> AsyncIterator[list[Json]]:
        """All members, page by page, up to limits.ROSTER_MOST."""
        token: str | None = None
        seen = 0
        while seen < limits.ROSTER_MOST:
            page = await self._page(reference, token)
            found = page.get("members")
            people = (
                [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
            )
            seen += len(people)
            yield people
            following = page.get("continuationToken")
            if not isinstance(following, str) or not following or following == token:
                return
            token = following

    async def _page(self, reference: Reference, token: str | None) -> Json:
        async def ask(client: ConnectorClient) -> Any:
            return await client.conversations.get_conversation_paged_members(
                reference.conversation, limits.ROSTER_PAGE, token, raw=True
            )

        return await self._call(reference, ask)

    # ---- the line -------------------------------------------------------------------------------

    async def _call(self, reference: Reference, ask: Ask, how: _How = _ASKING) -> Json:
        """The answer's JSON, {} if it has none.

        Tries again what passes: 412, 429, and 502 and 504 unless that could be seen twice.
        """
        if not self.account.takes(reference.service_url):  # kept before a setting was changed
            raise TeamsFailed(
                Outcome.UNREACHABLE, "Its address in Teams is not one of Microsoft's."
            )
        client = self._adapter.connector(reference.service_url)
        for tries in range(1, TRIES + 1):
            try:
                said = (await ask(client)).response.said
                return said if isinstance(said, dict) else {}
            except Refused as refused:
                if tries == TRIES or not self._may_repeat(refused, posting=how.posting):
                    raise self._failed(refused, how) from refused
                await self._sleep(self._wait(refused, tries))
            except FAILURES as error:
                raise self._failed(error, how) from error
        raise AssertionError("the last try returns or raises")

    def _may_repeat(self, refused: Refused, *, posting: bool) -> bool:
        if refused.status not in PASSING or (refused.wait or 0.0) > LONGEST_WAIT:
            return False
        return not (posting and refused.status in UNDECIDED)

    def _wait(self, refused: Refused, tries: int) -> float:
        """Seconds; never less than Teams asked for, and not everybody at the same moment."""
        wait = refused.wait if refused.wait is not None else WAIT * 2 ** (tries - 1)
        return wait + self._random.uniform(0, max(WAIT, wait / 2))

    def _failed(self, error: BaseException, how: _How) -> TeamsFailed:
        now = self.clock.now()
        return failed(error, now, posting=how.posting, editing=how.editing, plain=how.plain)


def open_session(account: Account) -> aiohttp.ClientSession:
    """For calls to Microsoft: they end, and there may be many at once. A stand-in has no proxy."""
    connector = aiohttp.TCPConnector(limit=CONNECTIONS, limit_per_host=CONNECTIONS)
    return aiohttp.ClientSession(
        timeout=TIMEOUT, connector=connector, trust_env=account.is_microsofts
    )


async def open_api(account: Account, clock: Clock) -> Api:
    """Asks nothing yet: the token is fetched when it is first needed."""
    return Api(account, open_session(account), clock)


def _id(said: Json) -> str:
    found = said.get("id")
    return found if isinstance(found, str) else ""
