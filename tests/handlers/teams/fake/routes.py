"""The connector: the routes by which a bot speaks, with the checks that Teams makes.

Errors and rates: learn.microsoft.com/microsoftteams/platform, pages
bots/how-to/conversations/conversation-messages and bots/how-to/rate-limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from handlers.playground.faults import Fault, Faults, What
from tests.handlers.teams.fake.checks import MOST_BYTES, activity_problems, size
from tests.handlers.teams.fake.identity import Identity
from tests.handlers.teams.fake.rates import Rates
from tests.handlers.teams.fake.wire import Wire
from tests.handlers.teams.fake.world import Json, Post, Room, User, World

PAGE = (50, 200, 500)  # of a roster: least, usual, most
CODES = {412: "PreconditionFailed", 429: "Throttled", 502: "BadGateway", 504: "GatewayTimeout"}


class Refused(Exception):
    """An error of Teams's."""

    def __init__(self, status: int, code: str, message: str = "", **more: Any) -> None:
        super().__init__(code)
        self.status = status
        self.body = {"error": {"code": code, "message": message or code}, **more}


@dataclass(frozen=True, slots=True)
class Call:
    """One request of Muster's, as it came."""

    name: str  # send, update, delete, create, member, members
    conversation: str
    body: Json
    status: int
    query: dict[str, str] = field(default_factory=dict)


class Routes:
    """What a bot can ask of the connector."""

    def __init__(
        self, world: World, identity: Identity, wire: Wire, faults: Faults, problems: list[str]
    ) -> None:
        self.limited = False  # whether rates are kept
        self.open = False  # whether a request without a token is taken
        self.targeted = True  # whether targeted messages are there at all
        self.calls: list[Call] = []
        self.rates = Rates()
        self._world = world
        self._identity = identity
        self._wire = wire
        self._faults = faults
        self._problems = problems

    def table(self) -> list[web.RouteDef]:
        at = "/amer/v3/conversations"
        one = f"{at}/{{conversation}}"
        rows = [
            ("POST", at, "create", self._create),
            ("POST", f"{one}/activities", "send", self._send),
            ("POST", f"{one}/activities/{{activity}}", "send", self._send),
            ("PUT", f"{one}/activities/{{activity}}", "update", self._update),
            ("DELETE", f"{one}/activities/{{activity}}", "delete", self._delete),
            ("GET", f"{one}/members/{{member}}", "member", self._member),
            ("GET", f"{one}/pagedmembers", "members", self._members),
        ]
        return [web.route(verb, path, self._tried(name, do)) for verb, path, name, do in rows]

    # ---- around every request ------------------------------------------------------------------

    def _tried(
        self, name: str, do: Callable[[web.Request, Json], tuple[int, Json]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            with self._wire.busy():
                fault = self._faults.next(name)
                if fault and fault.what is What.SLOW:
                    await fault.gate.wait()
                body = await _json(request)
                status, answer, headers = self._answer(name, do, request, body, fault)
                conversation = request.match_info.get("conversation", "")
                self.calls.append(Call(name, conversation, body, status, dict(request.query)))
                if fault and fault.what is What.SLOW_AFTER:
                    await fault.gate.wait()
                if fault and fault.what in {What.DROP, What.DROP_AFTER}:
                    assert request.transport is not None
                    request.transport.abort()
                    await asyncio.sleep(0)
                return web.json_response(answer, status=status or 500, headers=headers)

        return handle

    def _answer(
        self,
        name: str,
        do: Callable[[web.Request, Json], tuple[int, Json]],
        request: web.Request,
        body: Json,
        fault: Fault | None,
    ) -> tuple[int, Json, dict[str, str]]:
        """Status, body and headers."""
        if fault and fault.what in {What.STATUS, What.LIMIT, What.ERROR}:
            status, _, headers = fault.answer()
            status = 403 if fault.what is What.ERROR else status
            code = fault.error or CODES.get(status, "ServiceError")
            return status, {"error": {"code": code, "message": code}}, headers
        if fault and fault.what is What.DROP:
            return 0, {}, {}
        try:
            self._check_token(request)
            self._check_rate(name, request.match_info.get("conversation", "tenant"))
            return *do(request, body), {}
        except Refused as refused:
            headers = {"Retry-After": "1"} if refused.status == 429 else {}
            return refused.status, refused.body, headers

    def _check_token(self, request: web.Request) -> None:
        header = request.headers.get("Authorization", "")
        if not self._identity.knows(header) and not (self.open and not header):
            said = "Authorization has been denied for this request."
            raise Refused(401, "Unauthorized", said)

    def _check_rate(self, name: str, conversation: str) -> None:
        if self.limited and not self.rates.allow(name, conversation):
            raise Refused(429, "Throttled")

    # ---- speaking ------------------------------------------------------------------------------

    def _send(self, request: web.Request, body: Json) -> tuple[int, Json]:
        room, root = self._room(request)
        problems = self._checked(body)
        only = self._only(request, room, body)
        if root and room.post(root) is None:
            raise Refused(404, "ActivityNotFoundInConversation")
        post = self._world.add(room, None, body, root=root, only=only)
        post.root = post.root or post.id
        split = any("split" in problem for problem in problems)
        return 201, {} if split else {"id": post.id}

    def _update(self, request: web.Request, body: Json) -> tuple[int, Json]:
        post = self._own(request)
        self._checked(body)
        post.activity = body
        post.edits += 1
        post.views.clear()
        post.toggled.clear()
        self._world.touch(post)
        return 200, {"id": post.id}

    def _delete(self, request: web.Request, body: Json) -> tuple[int, Json]:
        post = self._own(request)
        post.deleted = True
        self._world.touch(post)
        return 200, {}

    def _create(self, request: web.Request, body: Json) -> tuple[int, Json]:
        tenants = {
            body.get("tenantId"),
            ((body.get("channelData") or {}).get("tenant") or {}).get("id"),
        }
        if self._world.tenant not in tenants:
            raise Refused(400, "BadSyntax", "tenantId is missing or another's")
        channel = ((body.get("channelData") or {}).get("channel") or {}).get("id")
        if channel:
            return self._begin_thread(channel, body)
        members = body.get("members") or []
        if len(members) != 1:
            raise Refused(400, "BadSyntax", "a bot makes chats with one person only")
        user = self._user(str(members[0].get("id")))
        room = self._world.personal(user)
        self._check_reachable(room)
        return 201, {"id": room.id}

    def _begin_thread(self, channel: str, body: Json) -> tuple[int, Json]:
        room = self._world.rooms.get(channel)
        if room is None:
            raise Refused(404, "ConversationNotFound")
        self._check_reachable(room)
        activity = body.get("activity") or {}
        self._checked(activity)
        post = self._world.add(room, None, activity)
        post.root = post.id
        return 201, {"id": f"{room.id};messageid={post.id}", "activityId": post.id}

    # ---- rosters -------------------------------------------------------------------------------

    def _member(self, request: web.Request, body: Json) -> tuple[int, Json]:
        room, _ = self._room(request)
        user = self._world.user(request.match_info["member"])
        if user is None or user.id not in room.members:
            raise Refused(404, "MemberNotFoundInConversation")
        return 200, self._account(user) | {"aadObjectId": user.aad}

    def _members(self, request: web.Request, body: Json) -> tuple[int, Json]:
        """Here people have `objectId`, as some rosters of Teams do, and no `aadObjectId`."""
        room, _ = self._room(request)
        people = [self._account(user) | {"objectId": user.aad} for user in room.members.values()]
        least, usual, most = PAGE
        wanted = min(max(int(request.query.get("pageSize", usual)), least), most)
        start = int(request.query.get("continuationToken") or 0)
        if room.kind != "channel":
            return 200, {"members": people}
        more = {"continuationToken": str(start + wanted)} if start + wanted < len(people) else {}
        return 200, {"members": people[start : start + wanted], **more}

    def _account(self, user: User) -> Json:
        given, _, surname = user.name.partition(" ")
        return {
            "id": user.id,
            "name": user.name,
            "givenName": given,
            "surname": surname,
            "email": user.email,
            "userPrincipalName": user.email,
            "tenantId": self._world.tenant,
            "userRole": "guest" if user.guest else "user",
        }

    # ---- what is asked of ----------------------------------------------------------------------

    def _room(self, request: web.Request) -> tuple[Room, str]:
        """The conversation, and the root of the thread. Raises Refused."""
        name, _, root = request.match_info["conversation"].partition(";messageid=")
        room = self._world.rooms.get(name)
        if room is None:
            raise Refused(404, "ConversationNotFound", "Conversation not found.")
        self._check_reachable(room)
        return room, root

    def _check_reachable(self, room: Room) -> None:
        if room.kind == "personal":
            (user,) = room.members.values()
            if user.refusal == "MessageWritesBlocked":
                raise Refused(403, "Forbidden", subCode=user.refusal)
            if user.refusal:
                raise Refused(403, user.refusal)
        if not room.here:
            said = "The bot is not part of the conversation roster."
            raise Refused(403, "BotNotInConversationRoster", said)

    def _own(self, request: web.Request) -> Post:
        room, _ = self._room(request)
        post = room.post(request.match_info["activity"])
        if post is None or post.author is not None:
            raise Refused(404, "ActivityNotFoundInConversation")
        if bool(post.only) != (request.query.get("isTargetedActivity") == "true"):
            raise Refused(400, "BadSyntax", "isTargetedActivity does not fit the message")
        return post

    def _only(self, request: web.Request, room: Room, body: Json) -> str:
        """For whom alone this is: a user's id, or nothing."""
        if request.query.get("isTargetedActivity") != "true":
            return ""
        if not self.targeted:
            raise Refused(400, "BadSyntax", "Targeted messages are not supported here.")
        if room.kind == "personal":
            raise Refused(400, "BadSyntax", "Targeted messages are for groups and channels.")
        user = self._user(str((body.get("recipient") or {}).get("id")))
        if user.id not in room.members:
            raise Refused(403, "Forbidden", "The recipient is not in the conversation.")
        return user.id

    def _user(self, key: str) -> User:
        user = self._world.user(key)
        if user is None:
            raise Refused(400, "BadArgument", f"No such user: {key}")
        return user

    def _checked(self, body: Json) -> list[str]:
        if size(body) > MOST_BYTES:
            raise Refused(413, "MessageSizeTooBig")
        problems = list(activity_problems(body))
        self._problems.extend(problems)
        if any("split" not in problem for problem in problems):
            raise Refused(400, "BadSyntax", "; ".join(problems))
        return problems


async def _json(request: web.Request) -> Json:
    try:
        body = await request.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
