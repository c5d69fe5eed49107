"""What an invoke's body says of a reply, and what is left to be said elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from bot.buttons import UnreadableError, encode
from bot.cards import Card, Form, Reply, RoomInput
from bot.catalog import CODEC
from bot.ports.outside import Heard
from handlers.teams import invokes
from handlers.teams.addresses import Addresses
from handlers.teams.forms import card_dialog, form_dialog, with_errors
from handlers.teams.inputs import Rooms
from handlers.teams.opened import Opened
from handlers.teams.payloads import Asked, Json, Kind, Place
from handlers.teams.replies import Replies, errors_card, rendered_card

ROOMS = 100  # to choose from in a form

AskAnew: TypeAlias = Callable[[Asked, Heard], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Composed:
    """`rest` is said elsewhere; `replaced` stands in place of the pressed card from now on."""

    reply: Reply
    body: Json | None
    rest: Reply | None = None
    replaced: Json | None = None


class Composer:
    """Raises nothing of its own. `ask_anew`: of the same person, without a trace."""

    def __init__(self, replies: Replies, addresses: Addresses, ask_anew: AskAnew) -> None:
        self._replies = replies
        self._addresses = addresses
        self._ask_anew = ask_anew

    async def compose(self, asked: Asked, reply: Reply) -> Composed:
        """By the kind of the invoke."""
        match asked.kind:
            case Kind.FETCH:
                return await self._fetched(asked, reply)
            case Kind.FORM:
                return await self._submitted(asked, reply)
            case Kind.REFRESH:
                return _refreshed(reply)
            case _:
                return await self._pressed(asked, reply)

    async def _pressed(self, asked: Asked, reply: Reply) -> Composed:
        """In place of the pressed card if that is the caller's own, else below it."""
        if (rendered := await self._replaced(asked, reply)) is not None:
            content = rendered["attachments"][0]["content"]
            return Composed(reply, invokes.card_answer(content), _document(reply), rendered)
        said = invokes.sentence_answer(invokes.headline(reply))
        return Composed(reply, said, reply)

    async def _replaced(self, asked: Asked, reply: Reply) -> Json | None:
        """What takes the place of the pressed card; None if that stays."""
        card = reply.card or errors_card(reply)
        if reply.form or not self._replies.is_own(asked.place):
            return None
        if reply.home and asked.place.home:
            fresh = await self._replies.fresh_home(asked, card)
            return rendered_card(fresh, is_home=True) if fresh else None
        if card and self._replies.may_replace(asked, reply):
            return rendered_card(card)
        return None

    # ---- dialogs --------------------------------------------------------------------------------

    async def _fetched(self, asked: Asked, reply: Reply) -> Composed:
        """A dialog: the form that was asked for, or the card that speaks against it."""
        opened = self._opened_from(asked)
        if reply.form:
            return await self._dialog(asked, reply, reply.form, opened)
        return await self._shown(asked, reply, opened)

    async def _submitted(self, asked: Asked, reply: Reply) -> Composed:
        """Wrong answers keep the form open; else it closes, and the answer is given outside."""
        opened = asked.place.opened
        if reply.errors:
            return await self._corrected(asked, reply)
        if reply.form:
            heard = asked.heard
            opened = replace(opened, pressed=_asked_for(heard), words=heard.words or "")
            return await self._dialog(asked, reply, reply.form, opened)
        if asked.heard.submitted is None:
            return await self._shown(asked, reply, opened)
        return Composed(reply, None, reply)

    async def _dialog(self, asked: Asked, reply: Reply, form: Form, opened: Opened) -> Composed:
        rooms = await self._rooms(asked.place, form)
        value = form_dialog(form, opened, rooms)
        return Composed(reply, invokes.dialog_answer(value), _document(reply))

    async def _shown(self, asked: Asked, reply: Reply, opened: Opened) -> Composed:
        """The card in the dialog, and in place of the card it was opened from if it replaces it."""
        card = reply.card or errors_card(reply)
        if card is None:
            return Composed(reply, invokes.closing_answer(invokes.DONE), reply)
        rendered = await self._replaced(asked, reply)
        body = invokes.dialog_answer(card_dialog(card, opened))
        return Composed(reply, body, _document(reply), rendered)

    async def _corrected(self, asked: Asked, reply: Reply) -> Composed:
        """The same dialog with a sentence beside each wrong answer; else the sentences alone."""
        opened, answers = asked.place.opened, asked.heard.answers or {}
        form = await self._form_anew(asked)
        if form is None:
            sentences = errors_card(reply) or Card(invokes.DONE)
            return Composed(reply, invokes.dialog_answer(card_dialog(sentences, opened)))
        rooms = await self._rooms(asked.place, form)
        value = with_errors(form, answers, reply.errors, opened, rooms)
        return Composed(reply, invokes.dialog_answer(value))

    async def _form_anew(self, asked: Asked) -> Form | None:
        """The form that was filled in: what opened it is asked again."""
        opened, heard = asked.place.opened, asked.heard
        if opened.pressed:
            reply = await self._ask_anew(asked, Heard(pressed=opened.pressed, again=True))
        elif opened.words:
            reply = await self._ask_anew(asked, Heard(words=opened.words, again=True))
        else:
            return None
        form = reply.form
        action = (heard.submitted or "").partition("?")[0]
        same = form is not None and action == form.request.ACTION
        return form if same and _names(form) >= set(heard.answers or {}) else None

    def _opened_from(self, asked: Asked) -> Opened:
        """What a dialog opened here has to remember."""
        place, heard = asked.place, asked.heard
        return Opened(
            pressed=_asked_for(heard),
            words=heard.words or "",
            message=place.message,
            home=place.home,
        )

    async def _rooms(self, place: Place, form: Form) -> Rooms:
        """Rooms to choose from, if the form asks for one: this one first."""
        if not any(isinstance(one, RoomInput) for one in form.inputs):
            return ()
        known = await self._addresses.rooms(place.reference.tenant, ROOMS)
        here = place.reference.conversation
        if not place.direct and all(one.conversation != here for one in known):
            known = [place.reference.of_room(), *known]
        ordered = sorted(known, key=lambda one: one.conversation != here)
        return [(one.conversation, one.name or _unnamed(one.conversation, here)) for one in ordered]


def _unnamed(conversation: str, here: str) -> str:
    return "This room" if conversation == here else "A room without a name"


def _refreshed(reply: Reply) -> Composed:
    """The card anew; whatever else it is, a refusal say, does not take its place."""
    if reply.card is None or reply.card.refresh is None:
        return Composed(reply, invokes.sentence_answer(invokes.DONE))
    content: Any = rendered_card(reply.card)["attachments"][0]["content"]
    return Composed(reply, invokes.card_answer(content))


def _document(reply: Reply) -> Reply | None:
    return Reply(file=reply.file) if reply.file else None


def _asked_for(heard: Heard) -> str:
    """As a button would ask for it again: a form that was sent, with its answers filled in."""
    if heard.submitted is None:
        return heard.pressed or ""
    try:
        return encode(CODEC.decode(heard.submitted, heard.answers))
    except UnreadableError:
        return ""


def _names(form: Form | None) -> set[str]:
    return {one.name for one in form.inputs} if form else set()
