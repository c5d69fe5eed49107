"""The postman's mouth in Teams: bot.ports.outside.Messenger."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.cards import Card
from bot.errors import Outcome
from bot.model import Address, Workspace
from bot.ports.outside import Profile, Shown, Target
from handlers.teams import limits
from handlers.teams.adaptive import has_native, message
from handlers.teams.addresses import Addresses, Shelves
from handlers.teams.api import Api
from handlers.teams.errors import TeamsFailed
from handlers.teams.payloads import Chat, Json, Reference
from handlers.teams.profiles import profile_of
from handlers.teams.signs import cannot_show

ROSTERS_SECONDS = 600.0  # for which the rosters are believed when somebody is looked up
ROOMS = 50  # whose rosters are read for that

_MAY_NOT_LOOK = (
    "It may stand there already, and Teams does not let a bot read what it has said before."
)
_NOT_THERE = "Muster is not in this room, or not any more. Add it there in Teams."
_NOT_MET = "Muster is nowhere in this company's Teams yet: its administrator has to install it."


class TeamsMessenger:
    """Raises DeliveryFailed and nothing else."""

    def __init__(
        self, api: Api, store: Shelves, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._api = api
        self._addresses = Addresses(store, api.clock)
        self._rosters: dict[str, tuple[float, dict[str, tuple[Json, Reference]]]] = {}
        self._monotonic = monotonic

    async def post(
        self, target: Target, card: Card, delivery_id: str, *, plain: bool = False
    ) -> Address:
        """To a room; or to a person, whose private chat is opened if it was never before."""
        if target.channel:
            reference = await self._room(target.workspace, target.channel)
        else:
            reference = await self._private(target.workspace, target.user)
        rendered = await self._rendered(card, reference, plain=plain)
        said = await self._api.send(reference, rendered, plain=not has_native(rendered))
        return Address(reference.conversation, said)

    async def edit(
        self,
        workspace: Workspace,
        at: Address,
        card: Card,
        delivery_id: str,
        *,
        plain: bool = False,
    ) -> Address:
        """In place. Whatever it was before, it then is this card."""
        reference = await self._at(workspace, at)
        rendered = await self._rendered(card, reference, plain=plain)
        await self._api.update(reference, at.message, rendered, plain=not has_native(rendered))
        return at

    async def delete(self, workspace: Workspace, at: Address) -> None:
        """Nothing to do where it is gone already."""
        try:
            await self._api.delete(await self._at(workspace, at), at.message)
        except TeamsFailed as failure:
            if failure.outcome is not Outcome.GONE:
                raise

    async def find(self, target: Target, delivery_id: str, since: datetime) -> Address | None:
        """Teams has no question for this: what kind of message it is decides (decision 4)."""
        raise TeamsFailed(Outcome.NEVER, _MAY_NOT_LOOK)

    async def show(self, workspace: Workspace, what: Shown, at: Address | None) -> Address:
        """Never: see handlers.teams.signs."""
        raise cannot_show()

    async def profile(self, workspace: Workspace, user: str) -> Profile:
        """One user, by id: of those met in the private chat."""
        reference = await self._private(workspace, user)
        return await fetch_profile(self._api, reference, user)

    async def look_up(self, workspace: Workspace, email: str) -> Profile | None:
        """Among the people of rooms that Muster is in: Teams does not look up addresses."""
        wanted, tenant = email.casefold(), workspace.external_id
        found = (await self._people(tenant)).get(wanted)
        if found is None:
            return None
        member, room = found
        profile = profile_of(member, tenant)
        met = replace(
            room, kind=Chat.PERSONAL, conversation="", user=str(member.get("id", "")), name=""
        )
        await self._addresses.keep_person(replace(met, aad=profile.user))
        return profile

    async def _people(self, tenant: str) -> dict[str, tuple[Json, Reference]]:
        """By address, from the rosters of the rooms that Muster is in."""
        read_at, people = self._rosters.get(tenant, (0.0, {}))
        now = self._monotonic()
        if tenant in self._rosters and now - read_at < ROSTERS_SECONDS:
            return people
        people = {}
        for room in await self._addresses.rooms(tenant, ROOMS):
            await self._read_roster(room, people)
        self._rosters[tenant] = (now, people)
        return people

    async def _read_roster(
        self, room: Reference, people: dict[str, tuple[Json, Reference]]
    ) -> None:
        try:
            async for page in self._api.members(room):
                for member in page:
                    profile = _readable(member, room.tenant)
                    if profile and profile.email:
                        people.setdefault(profile.email.casefold(), (member, room))
        except TeamsFailed as failure:
            if failure.outcome is not Outcome.UNREACHABLE:
                raise  # else Muster was removed there

    # ---- where ----------------------------------------------------------------------------------

    async def _rendered(self, card: Card, reference: Reference, *, plain: bool) -> Json:
        """A room's card that asks for itself anew does so for those that are known."""
        users: list[str] = []
        if card.refresh is not None and reference.kind is not Chat.PERSONAL:
            known = await self._addresses.people(reference.tenant, limits.REFRESH_USERS)
            users = [one.user for one in known if one.user]
        return message(card, plain=plain, users=users)

    async def _room(self, workspace: Workspace, channel: str) -> Reference:
        reference = await self._addresses.find(workspace.external_id, channel)
        if reference is None:
            raise TeamsFailed(Outcome.UNREACHABLE, _NOT_THERE)
        return reference

    async def _private(self, workspace: Workspace, user: str) -> Reference:
        """The private chat with this user."""
        return await private_chat(self._api, self._addresses, workspace.external_id, user)

    async def _at(self, workspace: Workspace, at: Address) -> Reference:
        """Where a message of ours stands: a room, or a private chat."""
        tenant = workspace.external_id
        found = await self._addresses.find(tenant, at.channel)
        if found is None and (anybody := await self._addresses.any_of(tenant)) is not None:
            found = replace(anybody.of_room(), conversation=at.channel, kind=Chat.PERSONAL)
        if found is None:
            raise TeamsFailed(Outcome.UNREACHABLE, _NOT_MET)
        return found


async def private_chat(
    api: Api, addresses: Addresses, tenant: str, user: str, met: Reference | None = None
) -> Reference:
    """The private chat with this user, made if there is none yet. Raises TeamsFailed.

    `met`: them as they were just met, in a room.
    """
    known = await addresses.find(tenant, user)
    if known is not None and known.conversation:
        return known
    somewhere = known or met or await addresses.any_of(tenant)
    if somewhere is None:
        raise TeamsFailed(Outcome.UNREACHABLE, _NOT_MET)
    person = known or met or _only(somewhere, user)
    opened = await api.create_private(person)
    reference = replace(person, conversation=opened, kind=Chat.PERSONAL, name="", email="")
    await addresses.keep_person(reference)
    return reference


def _only(somewhere: Reference, user: str) -> Reference:
    """Somebody of whom the id alone is known: of the directory, or Teams' own."""
    nobody = somewhere.of_room()
    return replace(nobody, user=user) if user.startswith("29:") else replace(nobody, aad=user)


async def fetch_profile(api: Api, reference: Reference, user: str, zone: str = "") -> Profile:
    """A member's profile as Teams has it now. Raises TeamsFailed."""
    try:
        return profile_of(await api.member(reference, user), reference.tenant, zone)
    except ValueError as error:
        raise TeamsFailed(Outcome.LATER, "Teams did not say who this is.") from error


def _readable(member: Json, tenant: str) -> Profile | None:
    try:
        return profile_of(member, tenant)
    except ValueError:
        return None
