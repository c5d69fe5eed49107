"""One activity after another: acknowledge, ask bot.answer, give the reply."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial

import structlog

from bot.cards import Card, Reply, Text
from bot.errors import DeliveryFailed
from bot.ports.outside import Caller, Heard, WhoIsThis
from handlers.background import Background
from handlers.ears import Ears
from handlers.seen import Seen
from handlers.teams import invokes, limits
from handlers.teams.adapter import Answer
from handlers.teams.addresses import Addresses, Shelves
from handlers.teams.api import Api
from handlers.teams.arriving import Arriving, Told
from handlers.teams.composing import Composed, Composer
from handlers.teams.inbound import read
from handlers.teams.messenger import fetch_profile
from handlers.teams.payloads import (
    Arrived,
    Asked,
    ConversationLost,
    Json,
    Kind,
    Malformed,
    Nothing,
    Payload,
    PeopleCame,
    Place,
)
from handlers.teams.people import People
from handlers.teams.replies import Replies

log = structlog.get_logger()

FINE: Answer = (200, None)

UNKNOWN = Card(
    "Teams did not say who you are just now.", (Text(("Please try again in a minute.",)),)
)


class TeamsDoor:
    """The door for people in Teams. `receive` takes activities that are verified already."""

    def __init__(self, api: Api, ears: Ears, store: Shelves) -> None:
        self._api = api
        self._ears = ears
        self._addresses = Addresses(store, api.clock)
        self._people = People(api)
        self._seen = Seen()
        self._background = Background("teams")
        self._start, self._tell = self._background.start, self._background.hop
        self.settled, self.drain = self._background.settled, self._background.drain
        self._replies = Replies(api, self._addresses, self._home_card)
        self._composer = Composer(self._replies, self._addresses, self._ask_anew)
        told = Told(partial(self._tell, ears.people_seen), partial(self._tell, ears.workspace_lost))
        self._arriving = Arriving(api, self._addresses, self._home_card, told)

    async def receive(self, activity: Json) -> Answer:
        """HTTP's status, and the body of an invoke's answer. Raises Malformed."""
        payload = read(activity)
        if not isinstance(payload, Nothing):
            self._check(payload, str(activity.get("serviceUrl")))
        if (key := _key(payload)) and not self._seen.add(key):
            log.info("An activity came again.", action="repeated")
            return _again(payload)
        return await self._api.turn(activity, lambda: self._hear(payload))

    def _check(self, payload: Payload, address: str) -> None:
        """Raises Malformed where the answer would go elsewhere, or who speaks is not ours."""
        if not self._api.account.takes(address):
            raise Malformed("another service address")
        if not self._api.account.serves(_tenant(payload)):
            raise Malformed("another company")

    async def _hear(self, payload: Payload) -> Answer:
        match payload:
            case Asked(kind=kind) if kind in invokes.WAITING:
                return 200, await self._in_time(payload)
            case Asked():
                self._start(self._answer(payload))
            case Arrived():
                self._start(self._arriving.arrived(payload))
            case PeopleCame():
                self._start(self._arriving.people_came(payload))
            case ConversationLost():
                self._start(self._arriving.lost(payload))
            case Nothing(kind=Kind() as kind):
                return 200, invokes.say(kind, invokes.CHOOSE)
            case Nothing():
                pass
        return FINE

    # ---- invokes: somebody waits for the body ---------------------------------------------------

    async def _in_time(self, asked: Asked) -> Json | None:
        """The answer, or a word that it is coming: Teams waits for seconds, and then asks again."""
        composing = self._start(self._compose(asked))
        await asyncio.wait({composing}, timeout=limits.INVOKE_SECONDS)
        if not composing.done():
            if asked.kind is not Kind.REFRESH:
                self._start(self._give_later(asked, composing))
            return invokes.say(asked.kind, invokes.WORKING)
        if (composed := _outcome(composing)) is None:
            return invokes.say(asked.kind, invokes.DONE)
        if composed.rest is not None:
            self._start(self._replies.give(asked, composed.rest))
        if composed.replaced is not None:
            self._start(self._replies.keep_replaced(asked.place, composed.replaced))
        return composed.body

    async def _compose(self, asked: Asked) -> Composed:
        return await self._composer.compose(asked, await self._ask_for(asked))

    async def _give_later(self, asked: Asked, composing: asyncio.Task[Composed]) -> None:
        await asyncio.wait({composing})
        if (composed := _outcome(composing)) is not None:
            await self._replies.give(asked, composed.reply)

    # ---- behind the door ------------------------------------------------------------------------

    async def _answer(self, asked: Asked) -> None:
        await self._replies.give(asked, await self._ask_for(asked))

    async def _met(self, asked: Asked) -> None:
        """Who speaks to Muster is to be reached later, and so is the room."""
        if asked.kind is Kind.REFRESH:
            return  # it is the card that asks
        reference = asked.place.reference
        if not asked.place.direct:
            await self._addresses.keep_room(reference)
        await self._addresses.keep_person(reference)

    async def _ask_for(self, asked: Asked) -> Reply:
        """Who is known already is met for nothing.

        Met before: what the answer owes may be said while it is on its way. And after: it may
        have brought this company a task force.
        """
        await self._met(asked)
        heard = asked.heard
        if heard.words:
            words = await self._people.in_words(asked.place.reference, heard.words)
            heard = replace(heard, words=words)
        reply = await self._ask(asked.caller, heard, asked.place)
        await self._met(asked)
        return reply

    async def _ask_anew(self, asked: Asked, heard: Heard) -> Reply:
        """Of the same person, without being the same request."""
        return await self._ask(replace(asked.caller, once=""), heard, asked.place)

    async def _ask(self, caller: Caller, heard: Heard, place: Place) -> Reply:
        """One hop to a worker thread; a second one if the caller has to be introduced first."""
        reply = await self._tell(self._ears.answer, caller, heard)
        if isinstance(reply, WhoIsThis):
            reference = place.reference
            user = reference.user or caller.user
            try:
                profile = await fetch_profile(self._api, reference, user, place.zone)
            except DeliveryFailed as failure:
                log.warning("A caller stays unknown.", action="unknown", reason=failure.reason)
                return Reply(card=UNKNOWN)
            profile = replace(profile, user=caller.user)
            reply = await self._tell(self._ears.answer, replace(caller, profile=profile), heard)
        return reply if isinstance(reply, Reply) else Reply(card=UNKNOWN)

    async def _home_card(self, caller: Caller, place: Place) -> Card | None:
        reply = await self._ask(replace(caller, once=""), Heard(home=True), place)
        return reply.card


def _tenant(payload: Payload) -> str:
    match payload:
        case Asked(caller=caller):
            return caller.workspace
        case Arrived(place=place) | PeopleCame(place=place):
            return place.reference.tenant
        case ConversationLost(workspace=workspace):
            return workspace
        case Nothing():
            return ""


def _key(payload: Payload) -> str:
    match payload:
        case Asked(caller=caller):
            return caller.once
        case Arrived() | PeopleCame() | ConversationLost():
            return payload.once
        case Nothing():
            return ""


def _outcome(composing: asyncio.Task[Composed]) -> Composed | None:
    """None if it failed, which is logged where it did: Teams gets its 200 anyway."""
    failed = composing.cancelled() or composing.exception() is not None
    return None if failed else composing.result()


def _again(payload: Payload) -> Answer:
    """To an activity that was heard already: the first one is being answered."""
    kind = payload.kind if isinstance(payload, Asked) else None
    return 200, invokes.say(kind, invokes.WORKING) if kind else None
