"""Who is meant: Teams mentions people by ids of its own, Muster knows those of the directory."""

from __future__ import annotations

from collections import OrderedDict

from bot.errors import DeliveryFailed
from handlers.teams.api import Api
from handlers.teams.payloads import Reference
from handlers.teams.profiles import user_of
from handlers.teams.spoken import named, with_people

REMEMBERED = 10_000  # people, some 150 bytes each
MOST = 10  # mentions in one message that are looked up


class People:
    """The directory's ids, once asked."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._known: OrderedDict[str, str] = OrderedDict()

    async def in_words(self, place: Reference, words: str) -> str:
        """The words with everybody's id of the directory; with a name where Teams tells none."""
        found = named(words)[:MOST]
        if not found:
            return with_people(words, {})
        return with_people(words, {user: await self._id_of(place, user) for user, _ in found})

    async def _id_of(self, place: Reference, user: str) -> str:
        if user not in self._known:
            try:
                member = await self._api.member(place, user)
                self._known[user] = user_of(member)
            except (DeliveryFailed, ValueError):
                return ""
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return self._known[user]
