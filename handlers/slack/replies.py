"""Where an answer goes, and by which of Slack's ways; every way has another one behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import structlog

from bot.cards import Bold, Card, Divider, Form, Reply, Text
from bot.errors import DeliveryFailed, Outcome
from bot.ports.outside import Caller
from handlers.slack import limits
from handlers.slack.api import Api
from handlers.slack.blocks import dialog, has_native, home, message
from handlers.slack.documents import document_messages
from handlers.slack.forms import Opened, form_view
from handlers.slack.messenger import QUIET
from handlers.slack.payloads import SAY, Asked, Kind, Place
from handlers.slack.text import Json, plain_text

log = structlog.get_logger()

LONGEST_WAIT = 10.0  # seconds that a person is kept waiting when Slack asks to slow down


class Replies:
    """Gives people their answers. Nothing here raises: what cannot be said is logged."""

    def __init__(self, api: Api, home_card: Callable[[Caller], Awaitable[Card | None]]) -> None:
        self._api = api
        self._home_card = home_card

    async def give(self, asked: Asked, reply: Reply) -> None:
        """The whole reply, in the place where it was asked for."""
        try:
            await self._give(asked, reply)
        except DeliveryFailed as failure:
            log.warning(
                "An answer could not be given.",
                action="unanswered",
                kind=asked.kind.value,
                reason=failure.reason,
            )

    async def _give(self, asked: Asked, reply: Reply) -> None:
        card = reply.card or _errors_card(reply)
        if asked.kind is Kind.HOME:
            if card:
                await self._publish(asked.caller, card)
            return
        if reply.form:
            await self._open(asked, reply.form)
        elif reply.home and _from_home(asked):
            await self._refresh_home(asked.caller, card)
        elif card:
            await self._show(asked, card, reply)
        if reply.file:
            await self._hand_over(asked.caller, *reply.file)

    async def _refresh_home(self, caller: Caller, news: Card | None) -> None:
        """App Home as it is now, with what just happened above it.

        Only where they act on it. Whoever acts elsewhere comes back to it by opening it, which
        Slack tells: a page costs more than most answers, and few would look at it.
        https://docs.slack.dev/reference/events/app_home_opened
        """
        card = await self._home_card(caller)
        if card is None:
            return
        if news:
            above = (Text((Bold(news.title),)), *news.body, Divider())
            card = Card(card.title, (*above, *card.body))
        await self._publish(caller, card)

    async def _publish(self, caller: Caller, card: Card) -> None:
        await self._call("views.publish", {"user_id": caller.user, "view": home(card)})

    # ---- forms ----------------------------------------------------------------------------------

    async def _open(self, asked: Asked, form: Form) -> None:
        """A dialog. Without a trigger, or too late for it, a button that opens it."""
        view = form_view(form, opened_from(asked))
        place = asked.place
        try:
            if place.in_modal and place.view:
                await self._api.call("views.update", {"view_id": place.view["id"], "view": view})
                return
            if place.trigger_id:
                arguments = {"trigger_id": place.trigger_id, "view": view}
                await self._api.call("views.open", arguments)
                return
        except DeliveryFailed as failure:
            log.info("A form opened too late.", action="form_late", reason=failure.reason)
        await self._offer(asked, form)

    async def _offer(self, asked: Asked, form: Form) -> None:
        """A button that asks for the same again, this time with a trigger."""
        rendered = message(Card(form.title, form.intro), plain=True)
        heard = asked.heard
        button = {
            "type": "button",
            "action_id": f"{heard.pressed.partition('?')[0]}:again" if heard.pressed else SAY,
            "value": (heard.pressed or heard.words or "")[: limits.BUTTON_VALUE],
            "text": plain_text("Open the form", limits.BUTTON_TEXT),
            "style": "primary",
        }
        blocks = rendered["blocks"][: limits.BLOCKS_MESSAGE - 1]
        rendered["blocks"] = [*blocks, {"type": "actions", "elements": [button]}]
        if button["value"]:
            await self._say_privately(asked, rendered)

    # ---- cards ----------------------------------------------------------------------------------

    async def _show(self, asked: Asked, card: Card, reply: Reply) -> None:
        place = asked.place
        if place.in_modal and place.view and asked.kind is Kind.PRESS:
            view = dialog(card, place.view.get("private_metadata") or "")
            arguments = {"view_id": place.view["id"], "view": view}
            if await self._tried("views.update", arguments):
                return
        if place.in_home and place.trigger_id:
            arguments = {"trigger_id": place.trigger_id, "view": dialog(card)}
            if await self._tried("views.open", arguments):
                return
        rendered = message(card, most_text=limits.TEXT_UPDATE)
        try:
            await self._say(asked, rendered, reply)
        except DeliveryFailed as failure:
            if failure.outcome not in (Outcome.PLAINER, Outcome.NEVER) or not has_native(rendered):
                raise
            rendered = message(card, plain=True, most_text=limits.TEXT_UPDATE)
            await self._say(asked, rendered, reply)

    async def _say(self, asked: Asked, rendered: Json, reply: Reply) -> None:
        """By the response_url if there is one: it works in rooms that Muster is not in."""
        url, arguments = _response(asked, reply)
        if url and await self._respond(url, rendered | arguments):
            return
        place = asked.place
        if reply.replaces and place.message and place.channel.startswith("D"):
            where = {"channel": place.channel, "ts": place.message, "parse": "none"}
            if await self._tried("chat.update", where | rendered):
                return
        if reply.private or not asked.caller.channel:
            await self._say_privately(asked, rendered)
        else:
            await self._post(asked.caller.channel, rendered, _thread(asked))

    async def _say_privately(self, asked: Asked, rendered: Json) -> None:
        """For the caller's eyes: in the private chat, or unseen by others in the room."""
        caller = asked.caller
        if caller.direct and asked.kind is Kind.DIRECT:
            await self._post(caller.channel, rendered, _thread(asked))
            return
        if caller.channel and not caller.direct:
            where = {"channel": caller.channel, "user": caller.user, "parse": "none"}
            where |= {"thread_ts": _thread(asked)} if _thread(asked) else {}
            if await self._tried("chat.postEphemeral", where | rendered):
                return
        await self._post(caller.user, rendered)

    async def _post(self, channel: str, rendered: Json, thread: str = "") -> None:
        arguments = {"channel": channel, **rendered, **QUIET}
        arguments |= {"thread_ts": thread} if thread else {}
        await self._call("chat.postMessage", arguments, posting=True, native=has_native(rendered))

    async def _hand_over(self, caller: Caller, name: str, text: str) -> None:
        """A document, as text to copy, in the private chat."""
        for rendered in document_messages(name, text):
            await self._post(caller.user, rendered)

    # ---- the line -------------------------------------------------------------------------------

    async def _call(
        self, method: str, arguments: Json, *, posting: bool = False, native: bool = False
    ) -> None:
        """Once more if Slack asks to slow down for a moment. Raises DeliveryFailed."""
        try:
            await self._api.call(method, arguments, posting=posting, plain=not native)
        except DeliveryFailed as failure:
            if failure.outcome is not Outcome.BLOCKED or failure.retry_at is None:
                raise
            wait = (failure.retry_at - self._api.clock.now()).total_seconds()
            if wait > LONGEST_WAIT:
                raise
            await asyncio.sleep(max(0.0, wait))
            await self._api.call(method, arguments, posting=posting, plain=not native)

    async def _tried(self, method: str, arguments: Json) -> bool:
        """False if it failed, so that another way is taken."""
        try:
            await self._call(method, arguments, native=has_native(arguments.get("view", arguments)))
        except DeliveryFailed as failure:
            if failure.outcome is Outcome.PLAINER:
                raise  # the same way again, without the native blocks
            log.info("An answer takes another way.", action="rerouted", reason=failure.reason)
            return False
        return True

    async def _respond(self, url: str, body: Json) -> bool:
        """False if the address is used up, expired or out of reach.

        Raises DeliveryFailed if it is the blocks that Slack does not take.
        """
        try:
            async with self._api.session.post(url, json=body, proxy=self._api.proxy) as response:
                said = (await response.text())[:200]
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            log.info("A response_url failed.", action="rerouted", reason=type(error).__name__)
            return False
        if response.status < 400 and '"ok":false' not in said.replace(" ", ""):
            return True
        if has_native(body) and (response.status == 400 or "invalid_" in said):
            raise DeliveryFailed(Outcome.PLAINER, "Slack did not take the layout of the message.")
        log.info("A response_url failed.", action="rerouted", reason=f"HTTP {response.status}")
        return False


def opened_from(asked: Asked) -> Opened:
    """What a form opened here has to remember."""
    place = asked.place
    if asked.kind is Kind.FORM or place.in_modal:
        return place.opened
    pressed = asked.kind is Kind.PRESS and bool(place.message) and _is_own(place)
    return Opened(
        channel=place.channel,
        response_url=place.response_url,
        thread=place.thread,
        home=place.in_home,
        pressed=pressed,
    )


def _response(asked: Asked, reply: Reply) -> tuple[str, Json]:
    """The response_url, and how the answer is to stand there."""
    place = asked.place
    if asked.kind is Kind.FORM or place.in_modal:
        url, pressed, thread = place.opened.response_url, place.opened.pressed, place.opened.thread
        channel, ephemeral = place.opened.channel, False
    else:
        url, pressed, thread = place.response_url, bool(place.message), place.thread
        channel, ephemeral = place.channel, place.ephemeral
    if pressed and (ephemeral or (reply.replaces and _may_replace(asked))):
        return url, {"replace_original": True}
    if thread and reply.private:
        return "", {}  # a response_url's private answer would stand outside the thread
    # in the private chat nobody else reads along, and an answer there should last
    lasting = not reply.private or (pressed and channel.startswith("D"))
    arguments: Json = {"response_type": "in_channel" if lasting else "ephemeral"}
    if pressed:
        arguments["replace_original"] = False
    if thread:
        arguments["thread_ts"] = thread
    return url, arguments


def _is_own(place: Place) -> bool:
    """Whether the caller alone sees the pressed message."""
    return place.ephemeral or place.channel.startswith("D")


def _may_replace(asked: Asked) -> bool:
    """What everybody in a room sees never makes way for one person's answer."""
    remembered = asked.kind is Kind.FORM or asked.place.in_modal  # see `opened_from`
    return remembered or _is_own(asked.place)


def _thread(asked: Asked) -> str:
    return asked.place.thread or asked.place.opened.thread


def _from_home(asked: Asked) -> bool:
    return asked.place.in_home or asked.place.opened.home


def _errors_card(reply: Reply) -> Card | None:
    """Sentences about a form that is no longer open."""
    if not reply.errors:
        return None
    return Card("This was not saved.", tuple(Text((text,)) for text in reply.errors.values()))
