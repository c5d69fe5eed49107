"""Muster is added somewhere: it says what it is, once, and learns who is there."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.cards import Button, Card, Code, Controls, Text
from bot.errors import DeliveryFailed
from bot.ports.outside import Caller, Profile
from bot.setup.requests import UseThisRoom
from handlers.teams.adaptive import message
from handlers.teams.addresses import Addresses
from handlers.teams.api import Api
from handlers.teams.payloads import (
    PLATFORM,
    Arrived,
    Chat,
    ConversationLost,
    Json,
    PeopleCame,
    Place,
    Reference,
)
from handlers.teams.profiles import profile_of
from handlers.teams.replies import HomeCard, rendered_card

log = structlog.get_logger()

REMEMBERED = 10_000  # conversations that were greeted
ONE_BY_ONE = 20  # people who came; for more the whole roster is read

GREETING = Card(
    "Muster is here.",
    (
        Text(
            (
                "Type ",
                Code("@Muster who"),
                " to see who is on duty now, or ",
                Code("@Muster help"),
                " for the rest.",
            )
        ),
        Text(("The chair can have the roster and the weekly digest stand here.",)),
        Controls((Button("Post in this room", UseThisRoom()),)),
    ),
)


@dataclass(frozen=True, slots=True)
class Told:
    """Who listens: handlers.ears.Ears, one hop away."""

    people_seen: Callable[[str, str, Sequence[Profile]], Awaitable[Collection[str]]]
    workspace_lost: Callable[[str, str], Awaitable[object]]


class Arriving:
    """Nothing here raises: what cannot be said or asked is logged."""

    def __init__(self, api: Api, addresses: Addresses, home_card: HomeCard, told: Told) -> None:
        self._api = api
        self._addresses = addresses
        self._home_card = home_card
        self._told = told
        self._greeted: OrderedDict[str, None] = OrderedDict()

    async def arrived(self, event: Arrived) -> None:
        """Keeps where it is, greets, and reads who is there."""
        place, reference = event.place, event.place.reference
        is_new = event.is_news and await self._is_new(reference)
        self._addresses.doubt(reference.tenant, _whose(reference))
        if place.direct:
            await self._addresses.keep_person(reference)
        else:
            await self._addresses.keep_room(reference, event.name)
        try:
            if is_new:
                await self._greet(place)
            await self._read_roster(reference)
        except DeliveryFailed as failure:
            log.warning("A room was not greeted.", action="ungreeted", reason=failure.reason)

    async def lost(self, event: ConversationLost) -> None:
        """Nothing can be said there; who is written to all the same is unreachable."""
        log.warning("Muster was removed.", action="uninstalled", workspace=event.workspace)
        self._greeted.pop(f"{event.workspace}:{event.whose}", None)
        await self._addresses.forget(event.workspace, event.whose)
        if await self._addresses.any_of(event.workspace) is None:  # nowhere in the company
            await self._told.workspace_lost(PLATFORM, event.workspace)

    async def people_came(self, event: PeopleCame) -> None:
        """Who they are, if they are on the list."""
        reference = event.place.reference
        try:
            if len(event.users) > ONE_BY_ONE:
                await self._read_roster(reference)
                return
            members = [await self._api.member(reference, user) for user in event.users]
            await self._report(reference, members)
        except DeliveryFailed as failure:
            log.info("Nobody said who came.", action="unknown", reason=failure.reason)

    async def _is_new(self, reference: Reference) -> bool:
        """Teams tells it twice: that it was installed, and that it is a member now."""
        whose = _whose(reference)
        key = f"{reference.tenant}:{whose}"
        if not whose or key in self._greeted:
            return False
        self._greeted[key] = None
        while len(self._greeted) > REMEMBERED:
            self._greeted.popitem(last=False)
        known = await self._addresses.find(reference.tenant, whose)
        return known is None or not known.conversation

    async def _greet(self, place: Place) -> None:
        reference = place.reference
        if not place.direct:
            await self._api.send(reference, message(GREETING), once=False)
            return
        caller = Caller(
            PLATFORM, reference.tenant, reference.person, reference.conversation, direct=True
        )
        card = await self._home_card(caller, place)
        if card is not None:
            await self._api.send(reference, rendered_card(card, is_home=True), once=False)

    # ---- who is there ---------------------------------------------------------------------------

    async def _read_roster(self, reference: Reference) -> None:
        if reference.kind is Chat.PERSONAL:
            if reference.person:
                user = reference.user or reference.person
                await self._report(reference, [await self._api.member(reference, user)])
            return
        async for page in self._api.members(reference):
            await self._report(reference, page)

    async def _report(self, reference: Reference, members: Sequence[Json]) -> None:
        """Of those who are on the list it is kept how they are written to; of nobody else."""
        profiles: dict[str, tuple[Profile, str]] = {}
        for member in members:
            try:
                profile = profile_of(member, reference.tenant)
            except ValueError:
                continue
            profiles[profile.user] = profile, str(member.get("id") or "")
        seen = [profile for profile, _ in profiles.values()]
        listed = await self._told.people_seen(PLATFORM, reference.tenant, seen)
        for user in listed or ():
            if user in profiles:
                profile, teams_id = profiles[user]
                await self._addresses.keep_person(_person(reference, profile, teams_id))


def _whose(reference: Reference) -> str:
    """Under what it is kept."""
    return reference.person if reference.kind is Chat.PERSONAL else reference.conversation


def _person(somewhere: Reference, profile: Profile, teams_id: str) -> Reference:
    """How somebody met in a room is written to: their private chat is opened when it is needed."""
    private = somewhere.kind is Chat.PERSONAL
    return replace(
        somewhere,
        conversation=somewhere.conversation if private else "",
        kind=Chat.PERSONAL,
        user=teams_id,
        aad="" if profile.user.startswith("29:") else profile.user,
        email=profile.email or "",
        name=profile.name,
    )
