"""Where an answer goes, and by which of Teams' ways; every way has another one behind it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import structlog

from bot.cards import Bold, Card, Divider, Form, Reply, Text
from bot.errors import DeliveryFailed, Outcome
from bot.home.requests import OpenHome
from bot.ports.outside import Caller, Heard
from handlers.teams.adaptive import has_native, message
from handlers.teams.addresses import Addresses
from handlers.teams.api import Api
from handlers.teams.documents import document_messages
from handlers.teams.forms import form_offer
from handlers.teams.messenger import private_chat
from handlers.teams.payloads import HOME, Asked, Json, Place, Reference

log = structlog.get_logger()

HomeCard: TypeAlias = Callable[[Caller, Place], Awaitable[Card | None]]

REMEMBERED = 2_000  # private messages in rooms, of which Teams does not say so when one is pressed

# Says nothing of what the answer was.
ELSEWHERE: Json = {
    "type": "message",
    "text": "I can answer this to you alone. Please add Muster to your own apps in Teams, and ask "
    "me there.",
}


class Replies:
    """Gives people their answers. Nothing here raises: what cannot be said is logged."""

    def __init__(
        self,
        api: Api,
        addresses: Addresses,
        home_card: HomeCard,
    ) -> None:
        self._api = api
        self._addresses = addresses
        self._home_card = home_card
        # whose each message is, 29:…, by the message's id; the oldest first
        self._targeted: OrderedDict[str, str] = OrderedDict()

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
        card = reply.card or errors_card(reply)
        if reply.form:
            await self._offer(asked, reply.form)
        elif reply.home and asked.place.home and (fresh := await self.fresh_home(asked, card)):
            await self._show(asked, fresh, Reply(card=fresh, replaces=True), is_home=True)
        elif card:
            await self._show(asked, card, reply, is_home=is_home(asked, reply))
        if reply.file:
            await self.hand_over(asked, *reply.file)

    async def fresh_home(self, asked: Asked, news: Card | None) -> Card | None:
        """The home card as it is now, with what just happened above it."""
        if is_home(asked, Reply(card=news, home=True)):
            return news
        card = await self._home_card(asked.caller, asked.place)
        if card is None or news is None:
            return card
        above = (Text((Bold(news.title),)), *news.body, Divider())
        return Card(card.title, (*above, *card.body), card.refresh)

    def may_replace(self, asked: Asked, reply: Reply) -> bool:
        """Whether the reply's card takes the place of the pressed one."""
        return reply.replaces and bool(asked.place.message) and self.is_own(asked.place)

    def is_own(self, place: Place) -> bool:
        """Whether the caller alone sees the pressed message, as far as Muster itself knows.

        A client that says so of a card that all see would have it replaced by one person's.
        """
        return place.direct or self._is_targeted(place)

    def _is_targeted(self, place: Place) -> bool:
        known = self._targeted.get(place.message)
        return known == place.reference.user if known else place.targeted and bool(place.message)

    # ---- cards ----------------------------------------------------------------------------------

    async def _offer(self, asked: Asked, form: Form) -> None:
        """A button that asks for the same again, and this time opens a dialog."""
        heard, opened = asked.heard, asked.place.opened
        pressed = heard.pressed or opened.pressed
        words = "" if pressed else heard.words or opened.words
        if pressed or words:
            await self._say_privately(asked, form_offer(form, pressed=pressed, words=words))

    async def _show(self, asked: Asked, card: Card, reply: Reply, *, is_home: bool = False) -> None:
        rendered = rendered_card(card, is_home=is_home)
        try:
            await self._say(asked, rendered, reply)
        except DeliveryFailed as failure:
            if failure.outcome is not Outcome.PLAINER or not has_native(rendered):
                raise
            plainer = rendered_card(card, is_home=is_home, plain=True)
            await self._say(asked, plainer, reply)

    async def _say(self, asked: Asked, rendered: Json, reply: Reply) -> None:
        """What everybody in a room sees never makes way for one person's answer."""
        place = asked.place
        if self.may_replace(asked, reply) and await self._tried(self.replace(place, rendered)):
            return
        if reply.private:
            await self._say_privately(asked, rendered)
        else:
            await self._post(place.reference, rendered, place.thread)

    async def replace(self, place: Place, rendered: Json) -> None:
        """In place of the pressed message. Raises DeliveryFailed."""
        await self._api.update(
            place.reference,
            place.message,
            rendered,
            targeted=self._is_targeted(place),
            plain=not has_native(rendered),
        )

    async def keep_replaced(self, place: Place, rendered: Json) -> None:
        """So that what the answer to an invoke has replaced stays so on other devices."""
        await self._tried(self.replace(place, rendered))

    async def _say_privately(self, asked: Asked, rendered: Json) -> None:
        """For the caller's eyes: where nobody else is, or unseen by the others in the room."""
        place = asked.place
        if place.direct:
            await self._post(place.reference, rendered)
            return
        if place.reference.user and await self._tried(self._target(place, rendered)):
            return
        if await self._tried(self._post_to(asked, rendered)):
            return
        await self._post(place.reference, ELSEWHERE, place.thread)

    async def _target(self, place: Place, rendered: Json) -> None:
        reference = place.reference
        said = await self._api.send_targeted(
            reference, reference.user, rendered, thread=place.thread
        )
        self._targeted[said] = reference.user
        while len(self._targeted) > REMEMBERED:
            self._targeted.popitem(last=False)

    async def _post_to(self, asked: Asked, rendered: Json) -> None:
        """In the caller's private chat."""
        caller = asked.caller
        chat = await private_chat(
            self._api, self._addresses, caller.workspace, caller.user, asked.place.reference
        )
        await self._post(chat, rendered)

    async def _post(self, reference: Reference, rendered: Json, thread: str = "") -> None:
        """Rather twice than not at all: somebody waits for it."""
        await self._api.send(
            reference, rendered, thread=thread, once=False, plain=not has_native(rendered)
        )

    async def hand_over(self, asked: Asked, name: str, text: str) -> None:
        """A document, as text to copy, in the private chat."""
        for rendered in document_messages(name, text):
            if asked.place.direct:
                await self._post(asked.place.reference, rendered)
            else:
                await self._post_to(asked, rendered)

    async def _tried(self, way: Awaitable[Any]) -> bool:
        """False if it failed, so that another way is taken."""
        try:
            await way
        except DeliveryFailed as failure:
            if failure.outcome is Outcome.PLAINER:
                raise  # the same way again, without the native parts
            log.info("An answer takes another way.", action="rerouted", reason=failure.reason)
            return False
        return True


def is_home(asked: Asked, reply: Reply) -> bool:
    """Whether the reply's card is the home card itself, which later presses bring up to date."""
    heard: Heard = asked.heard
    asks = heard.home or heard.words == ""
    action = (heard.pressed or "").partition("?")[0]
    return reply.home and reply.card is not None and (asks or action == OpenHome.ACTION)


def rendered_card(card: Card, *, is_home: bool = False, plain: bool = False) -> Json:
    """The card as a message; the buttons of a home card say that they are its."""
    rendered = message(card, plain=plain)
    if is_home:
        mark_home(rendered)
    return rendered


def mark_home(rendered: Any) -> None:
    """Adds a mark to the data of every button, in place."""
    if isinstance(rendered, list):
        for one in rendered:
            mark_home(one)
    elif isinstance(rendered, dict):
        data = rendered.get("data")
        if isinstance(data, dict) and "type" in rendered:
            data[HOME] = True
        for one in rendered.values():
            mark_home(one)


def errors_card(reply: Reply) -> Card | None:
    """Sentences about a form that is no longer open."""
    if not reply.errors:
        return None
    return Card("This was not saved.", tuple(Text((text,)) for text in reply.errors.values()))
