"""A small Teams for tests: what lies beyond Muster, on loopback, over real HTTP.

    async with Teams(clock) as teams:
        teams.app_url = "http://127.0.0.1:8000"      # where Muster answers /api/messages
        teams.wire.door = door.receive               # or, instead: a coroutine, without HTTP
        …  Muster gets teams.app_id, teams.password, teams.tenant and these addresses:
        teams.login_url       {login_url}/{tenant}/oauth2/v2.0/token hands tokens out
        teams.managed_url     the same for managed identities
        teams.openid_url      metadata of the keys that sign what comes in; names the JWKS
        teams.service_url     the connector: /v3/conversations…; stands in every activity

        ada = teams.person("Ada Brandt")             # made when first named
        await ada.installs()                         # personal chat; uninstalls, blocks
        await teams.add_to_team("Marketing", "task-force", [ada, bert])     # channel
        await teams.add_to_chat("Launch", [ada, bert])                      # group chat

        await ada.says("who")                        # personal chat; returns status and body
        await ada.says("who facebook", "task-force") # sent as "@Muster who facebook"
        await ada.says("/who facebook", "task-force", slash=True)           # targeted
        answer = await ada.asks("who")               # says, and waits for what comes back
        answer.text, answer.buttons, answer.inputs, answer.private, answer.says("Facebook")
        await ada.press("Claim", beside="Facebook")  # Execute or Submit, on the newest with it
        await ada.press("Take", given={"Week": "Next week"})                # with inputs
        await ada.choose("Week", "Next week")        # in a list, and the button after it
        ada.old = True                               # a client that knows Action.Submit only
        await ada.opens("Log hours")                 # task/fetch; ada.dialog
        await ada.fills({"Hours": "3"}, press="Save")  # task/submit; the dialog then open, or None
        await ada.looks("task-force")                # auto-refresh of cards that name her
        await ada.hears("You hold")                  # waits by events, never by time
        ada.inbox, ada.room("task-force"), ada.sees("Roster"), ada.toast

What may be broken, or ordered:

        teams.faults.fail("send", 502); .limit("send", 3); .slow("send").set()
        teams.faults.drop("send", accepted=True)     # posted, but the answer is lost
        teams.faults.refuse("BotDisabledByAdmin", "send")                   # a 403 with that code
            names: send update delete create member members token keys metadata; "*" is any
        teams.routes.limited = True                  # 7 a second to a conversation, and so on
        teams.routes.targeted = False                # no targeted messages here
        teams.routes.open = True                     # no token wanted (teams.wire.signed = False:
                                                     # none shown), as the Agents Playground does
        teams.identity.roll_keys(); .forget_tokens(); .life = 60; .fetches
        teams.identity.token(aud="another", exp=None, key=7, kid="forged")
        teams.wire.double(); await teams.wire.replay()
        await teams.wire.post(activity, token="…")   # anything at all; "" sends no token
        teams.activities.message(ada.user, room, "@Muster who")             # raw activities

What Teams would have against Muster stands in `teams.problems`: text and attachment in one
activity, cards it cannot show, invokes it cannot read. A test that is about something else says
`assert teams.problems == []`. `teams.calls("send")` are Muster's requests.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.ports.outside import Clock
from handlers.playground.faults import Faults, What
from tests.handlers.teams.fake.activities import Activities
from tests.handlers.teams.fake.identity import Identity
from tests.handlers.teams.fake.person import Person
from tests.handlers.teams.fake.pressing import CannotDo
from tests.handlers.teams.fake.routes import Call, Routes
from tests.handlers.teams.fake.seen import Control, Seen
from tests.handlers.teams.fake.wire import Answer, Unanswered, Wire
from tests.handlers.teams.fake.world import Json, Post, Room, User, World

__all__ = [
    "Answer",
    "Call",
    "CannotDo",
    "Control",
    "Json",
    "Person",
    "Post",
    "Room",
    "Seen",
    "Teams",
    "Unanswered",
    "User",
]
APP_ID = "0e7c1e5a-3b1f-4d62-9c55-8f0c4a1b2d3e"


class Teams:
    """A running tenant with one bot in it."""

    def __init__(self, clock: Clock, *, app_id: str = APP_ID, name: str = "Muster") -> None:
        self.name = name
        self.app_id = app_id
        self.password = "not-a-real-password"
        self.problems: list[str] = []
        self.faults = Faults()
        self.world = World(clock)
        self.tenant = self.world.tenant
        self.identity = Identity(clock, app_id, self.password, self.tenant)
        self.wire = Wire(self.identity, self.problems)
        self.activities = Activities(self.world, app_id, name)
        self.routes = Routes(self.world, self.identity, self.wire, self.faults, self.problems)
        self._people: dict[str, Person] = {}
        self._runner: web.AppRunner | None = None

    # ---- addresses -----------------------------------------------------------------------------

    @property
    def url(self) -> str:
        return self.identity.base

    @property
    def login_url(self) -> str:
        return self.url

    @property
    def managed_url(self) -> str:
        return f"{self.url}/metadata/identity/oauth2/token"

    @property
    def openid_url(self) -> str:
        return f"{self.url}/v1/.well-known/openidconfiguration"

    @property
    def service_url(self) -> str:
        return self.identity.service_url

    @property
    def app_url(self) -> str:
        return self.wire.app_url

    @app_url.setter
    def app_url(self, url: str) -> None:
        self.wire.app_url = url

    # ---- people and rooms ----------------------------------------------------------------------

    def person(self, name: str, email: str = "", **more: object) -> Person:
        """By name, e-mail address or id; somebody new if there is nobody of that name.

        More: zone, guest.
        """
        user = self.world.user(name) or self.world.add_user(name, email, **more)
        return self._people.setdefault(user.id, Person(user, self))

    def room(self, name: str) -> Room:
        """By name or id. Raises KeyError."""
        for room in self.world.rooms.values():
            if room.kind != "personal" and name in {room.name, room.id}:
                return room
        raise KeyError(name)

    async def add_to_team(
        self, team: str, channel: str, people: Sequence[Person], by: Person | None = None
    ) -> Room:
        """The first of these people (or `by`) adds Muster to a team that has this one channel."""
        room = self.world.add_room(channel, "channel", (f"19:team-{team}@thread.tacv2", team))
        return await self._added(room, people, by)

    async def add_to_chat(
        self, name: str, people: Sequence[Person], by: Person | None = None
    ) -> Room:
        """The first of these people (or `by`) adds Muster to a group chat."""
        return await self._added(self.world.add_room(name, "groupChat"), people, by)

    async def _added(self, room: Room, people: Sequence[Person], by: Person | None) -> Room:
        room.members.update({person.user.id: person.user for person in people})
        room.here = True
        who, bot = (by or people[0]).user, [dict(self.activities.bot)]
        await self.wire.send(self.activities.members(who, room, added=bot, removed=[]))
        await self.wire.send(self.activities.installation(who, room, "add"))
        return room

    async def remove_from(self, name: str, by: Person) -> None:
        """Somebody takes Muster out of a room."""
        room, bot = self.room(name), [dict(self.activities.bot)]
        room.here = False
        await self.wire.send(self.activities.members(by.user, room, added=[], removed=bot))
        await self.wire.send(self.activities.installation(by.user, room, "remove"))

    # ---- looking -------------------------------------------------------------------------------

    def calls(self, name: str = "") -> list[Call]:
        """Muster's requests, oldest first: all, or those of one name."""
        return [call for call in self.routes.calls if name in {"", call.name}]

    async def settled(self) -> None:
        """Return when no request is in flight, in either direction."""
        await self.wire.settled()

    # ---- running -------------------------------------------------------------------------------

    async def start(self) -> None:
        """Listen on 127.0.0.1, on a port that the system chooses."""
        app = web.Application(client_max_size=10 * 1024 * 1024)
        app.add_routes(self._table())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.identity.base = f"http://127.0.0.1:{port}"
        self.identity.service_url = f"{self.url}/amer/"
        self.activities.service_url = self.service_url

    async def close(self) -> None:
        """Stop; faults end first, so that nothing is left hanging."""
        self.faults.up()
        await self.wire.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def _table(self) -> list[web.RouteDef]:
        one = self.identity
        login = "/{tenant}"
        return [
            *self.routes.table(),
            web.get("/v1/.well-known/openidconfiguration", self._tried("metadata", one.metadata)),
            web.get("/v1/.well-known/keys", self._tried("keys", one.keys)),
            web.get(login + "/v2.0/.well-known/openid-configuration", one.openid),
            web.post(login + "/oauth2/v2.0/token", self._tried("token", one.hand_out)),
            web.get("/metadata/identity/oauth2/token", self._tried("token", one.managed)),
        ]

    def _tried(
        self, name: str, do: Callable[[web.Request], Awaitable[web.Response]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            fault = self.faults.next(name)
            if fault is None:
                return await do(request)
            await fault.gate.wait() if fault.what is What.SLOW else None
            if fault.what is What.DROP:
                assert request.transport is not None
                request.transport.abort()
            if fault.what in {What.SLOW, What.DROP}:
                return await do(request)
            status, _, headers = fault.answer()
            return web.Response(status=status, headers=headers)

        return handle

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()
