"""One Bolt listener for each kind of payload: acknowledge, ask bot.answer, give the reply."""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize

from bot.cards import Card, Reply, Text
from bot.errors import DeliveryFailed
from bot.ports.outside import Caller, Heard, WhoIsThis
from handlers.background import Background
from handlers.ears import Ears
from handlers.seen import Seen
from handlers.slack import limits
from handlers.slack.api import Api, Installed, new_client
from handlers.slack.blocks import dialog, has_native, message
from handlers.slack.forms import error_answer, form_view
from handlers.slack.inbound import read
from handlers.slack.messenger import fetch_profile
from handlers.slack.payloads import (
    PLATFORM,
    Asked,
    Handshake,
    Malformed,
    Nothing,
    Payload,
    PersonChanged,
    WorkspaceLost,
)
from handlers.slack.replies import Replies
from handlers.slack.text import Json

log = structlog.get_logger()

COMMAND_SECONDS = 1.0  # an answer that is ready by then travels in the acknowledgement
FORM_SECONDS = limits.ACK_SECONDS - 0.5  # wrong answers can be shown only in the acknowledgement

UNKNOWN = Card(
    "Slack did not say who you are just now.", (Text(("Please try again in a minute.",)),)
)


class _Unasked(AsyncAuthorize):
    """Asks Slack nothing; whether we serve this workspace is decided in bot.answer."""

    def __init__(self, bot_user: str) -> None:
        self._bot_user = bot_user

    async def __call__(self, **known: Any) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=known.get("team_id"), bot_user_id=self._bot_user
        )


class SlackDoor:
    """The door for people on Slack. `receive` takes payloads from HTTP and from Socket Mode."""

    def __init__(
        self, api: Api, installed: Installed, ears: Ears, answering: Api | None = None
    ) -> None:
        """`answering`: the line for answers, if it is another one (handlers.slack.quiet)."""
        self._api = api
        self._installed = installed
        self._ears = ears
        self._seen = Seen()
        self._background = Background("slack")
        self._start, self._tell = self._background.start, self._background.hop
        self.settled, self.drain = self._background.settled, self._background.drain
        self._replies = Replies(answering or api, self._home_card)
        self.app = self._make_app()

    def _make_app(self) -> AsyncApp:
        """Signatures, retries and our own messages are dealt with before Bolt."""
        app = AsyncApp(
            name="muster",
            logger=_bolt_logger(),
            client=new_client(self._api.session, None, self._api.client.base_url),
            authorize=_Unasked(self._installed.bot_user),
            process_before_response=True,  # else Bolt polls for the acknowledgement every 10 ms
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
            attaching_function_token_enabled=False,
        )
        anything = re.compile("")
        app.command(anything)(self._on_command)
        app.action(anything)(self._on_action)
        app.view(anything)(self._on_view)
        app.event(anything)(self._on_event)
        return app

    async def receive(self, body: Json) -> BoltResponse:
        """What Slack is told. Raises Malformed."""
        payload = read(body, self._installed.bot_user)
        if isinstance(payload, Nothing):
            return BoltResponse(status=200)
        if (key := _key(payload)) and not self._seen.add(key):
            log.info("A request came again.", action="repeated")
            return BoltResponse(status=200)
        try:
            request = AsyncBoltRequest(body=body, mode=_PARSED, context={"payload": payload})
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise Malformed(str(error)[:100]) from error
        return await self.app.async_dispatch(request)

    # ---- one for each kind ----------------------------------------------------------------------

    async def _on_command(self, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """In the acknowledgement if that is soon enough and cannot be refused, else after it."""
        asked: Asked = context["payload"]
        asking = self._start(self._ask(asked.caller, asked.heard))
        await asyncio.wait({asking}, timeout=COMMAND_SECONDS)
        if asking.done() and (said := _in_acknowledgement(_outcome(asking))):
            await ack(said)
            return
        await ack()
        self._start(self._give_later(asked, asking))

    async def _on_action(self, ack: AsyncAck, context: AsyncBoltContext) -> None:
        await ack()
        self._start(self._answer(context["payload"]))

    async def _on_view(self, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """The form stays open until the answer is known, or for as long as Slack waits."""
        asked: Asked = context["payload"]
        asking = self._start(self._ask(asked.caller, asked.heard))
        await asyncio.wait({asking}, timeout=FORM_SECONDS)
        said, rest = _to_form(asked, _outcome(asking)) if asking.done() else (CLOSE, None)
        await ack(said)
        if not asking.done():
            self._start(self._give_later(asked, asking))
        elif rest is not None:
            self._start(self._replies.give(asked, rest))

    async def _on_event(self, ack: AsyncAck, context: AsyncBoltContext) -> None:
        await ack()
        payload: Payload = context["payload"]
        match payload:
            case Asked():
                self._start(self._answer(payload))
            case PersonChanged(workspace, profile):
                self._start(self._tell(self._ears.person_changed, PLATFORM, workspace, profile))
            case WorkspaceLost(workspace):
                self._start(self._tell(self._ears.workspace_lost, PLATFORM, workspace))
            case _:
                pass  # a handshake never gets here, and nothing is nothing

    # ---- behind the door ------------------------------------------------------------------------

    async def _answer(self, asked: Asked) -> None:
        await self._replies.give(asked, await self._ask(asked.caller, asked.heard))

    async def _give_later(self, asked: Asked, asking: asyncio.Task[Reply]) -> None:
        await asyncio.wait({asking})
        await self._replies.give(asked, _outcome(asking))

    async def _ask(self, caller: Caller, heard: Heard) -> Reply:
        """One hop to a worker thread; a second one if the caller has to be introduced first."""
        reply = await self._tell(self._ears.answer, caller, heard)
        if isinstance(reply, WhoIsThis):
            try:
                profile = await fetch_profile(self._api, caller.workspace, caller.user)
            except DeliveryFailed as failure:
                log.warning("A caller stays unknown.", action="unknown", reason=failure.reason)
                return Reply(card=UNKNOWN)
            reply = await self._tell(self._ears.answer, replace(caller, profile=profile), heard)
        return reply if isinstance(reply, Reply) else Reply(card=UNKNOWN)

    async def _home_card(self, caller: Caller) -> Card | None:
        reply = await self._ask(replace(caller, once=""), Heard(home=True))
        return reply.card


def _bolt_logger() -> logging.Logger:
    """Bolt looks for a token in the environment, and warns of the one that it is not to use."""
    logger = logging.getLogger("slack_bolt.muster")
    logger.addFilter(_is_no_token_warning)
    return logger


def _is_no_token_warning(record: logging.LogRecord) -> bool:
    return "`token` will be unused" not in record.getMessage()


_PARSED = "socket_mode"  # Bolt's name for a body that is parsed and verified already
CLOSE: Json = {"response_action": "clear"}  # closes all dialogs


def _key(payload: Payload) -> str:
    match payload:
        case Asked(caller=caller):
            return caller.once
        case PersonChanged() | WorkspaceLost():
            return payload.once
        case Handshake() | Nothing():
            return ""


def _outcome(asking: asyncio.Task[Reply]) -> Reply:
    """Nothing to say if it failed, which is logged where it did: Slack gets its 200 anyway."""
    failed = asking.cancelled() or asking.exception() is not None
    return Reply() if failed else asking.result()


def _in_acknowledgement(reply: Reply) -> Json | None:
    """The answer to a command as the body of its acknowledgement: a card alone.

    Not with tables or charts: a refusal of them would be seen by the person, and not by us.
    """
    if reply.card is None or reply.form or reply.file:
        return None
    rendered = message(reply.card)
    if has_native(rendered):
        return None
    return rendered | {"response_type": "ephemeral" if reply.private else "in_channel"}


def _to_form(asked: Asked, reply: Reply) -> tuple[Json, Reply | None]:
    """What the form does, and what is left to be said elsewhere."""
    opened, view = asked.place.opened, asked.place.view or {}
    if reply.errors:
        card = Card("This was not saved.", tuple(Text((text,)) for text in reply.errors.values()))
        said = error_answer(view, reply.errors)
        return said or {"response_action": "update", "view": dialog(card)}, None
    if reply.form:
        return {"response_action": "update", "view": form_view(reply.form, opened)}, None
    if reply.card and opened.home and not reply.home:  # on App Home there is no other place
        said = {"response_action": "update", "view": dialog(reply.card)}
        return said, replace(reply, card=None) if reply.file else None
    return CLOSE, reply
