"""botbuilder's adapter and connector client, with what is wrong in them put right.

In: a turn around an activity that is verified already (signatures), whose answer is returned as it
is. Out: its connector client, over aiohttp instead of requests in the shared thread pool, with one
token for all, and with a refusal that is raised where it happens. Bodies go out as they were
composed: botbuilder's own writing of them drops the fields that it does not know, mentions among
them, and holds up the event loop for a millisecond per kilobyte.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import aiohttp
from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
    UserTokenClient,
)
from msrest.authentication import Authentication
from msrest.exceptions import ClientException
from msrest.pipeline import AsyncPipeline, Request, Response
from msrest.pipeline.async_abc import AsyncHTTPSender
from msrest.pipeline.universal import RawDeserializer
from msrest.universal_http import ClientRequest
from yarl import URL

from handlers.teams.errors import read_refusal
from handlers.teams.payloads import Json, Malformed
from handlers.teams.tokens import Tokens

Answer: TypeAlias = tuple[int, Json | None]  # HTTP status, and the body of an invoke's answer
Logic: TypeAlias = Callable[[], Awaitable[Answer]]

TARGETED = "isTargetedActivity"  # query of a message that one member of a room alone sees
USER_AGENT = "Muster"
_ANONYMOUS = ClaimsIdentity({}, is_authenticated=True)


class Adapter(CloudAdapterBase):  # type: ignore[misc]  # botbuilder ships no types
    """`on_turn_error` stays unset: with it botbuilder swallows what goes wrong."""

    def __init__(self, session: aiohttp.ClientSession, tokens: Tokens) -> None:
        self._connectors = _Connectors(session, tokens)
        super().__init__(_Verified(self._connectors))

    async def turn(self, activity: Json, logic: Logic) -> Answer:
        """Runs `logic`; its answer is what an invoke gets. Raises Malformed."""

        async def run(context: TurnContext) -> None:
            status, body = await logic()
            if context.activity.type == ActivityTypes.invoke:
                said = InvokeResponse(status=status, body=_Uncopied(body))
                await context.send_activity(
                    Activity(type=ActivityTypes.invoke_response, value=said)
                )

        found = await self.process_activity(_verified(self._connectors), read(activity), run)
        return (200, None) if found is None else (found.status, found.body.said)

    def connector(self, service_url: str) -> ConnectorClient:
        """The client for this address, made once."""
        return self._connectors.client(service_url)


class _Uncopied:
    """A body on its way through the turn, which would copy a large one deeply, on the loop."""

    def __init__(self, said: Json | None) -> None:
        self.said = said

    def __deepcopy__(self, _: object) -> _Uncopied:
        return self


def read(activity: Json) -> Activity:
    """Read as botbuilder does. Raises Malformed."""
    try:
        return Activity().deserialize(activity)
    except (ClientException, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Malformed("not an activity") from error
    except Exception as error:
        if type(error).__name__ != "DeserializationError":  # azure.core's, where that is installed
            raise
        raise Malformed("not an activity") from error


def _verified(connectors: _Connectors) -> AuthenticateRequestResult:
    result = AuthenticateRequestResult()
    result.claims_identity = _ANONYMOUS
    result.connector_factory = connectors
    return result


class _Verified(BotFrameworkAuthentication):  # type: ignore[misc]
    """Who speaks was found out before (handlers.teams.signatures)."""

    def __init__(self, connectors: _Connectors) -> None:
        self._connectors = connectors

    async def authenticate_request(
        self, activity: Activity, auth_header: str
    ) -> AuthenticateRequestResult:
        return _verified(self._connectors)

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> AuthenticateRequestResult:
        raise PermissionError("no streams here")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        return self._connectors

    async def create_user_token_client(
        self, claims_identity: ClaimsIdentity
    ) -> UserTokenClient | None:
        return None  # nobody signs in to anything through Muster


class _Connectors(ConnectorFactory):  # type: ignore[misc]
    """A connector client for each service address; Teams has a handful."""

    def __init__(self, session: aiohttp.ClientSession, tokens: Tokens) -> None:
        self._sender = _Sender(session, tokens)
        self._clients: dict[str, ConnectorClient] = {}

    async def create(self, service_url: str, audience: str | None = None) -> ConnectorClient:
        return self.client(service_url)

    def client(self, service_url: str) -> ConnectorClient:
        if service_url not in self._clients:
            self._clients[service_url] = ConnectorClient(
                Authentication(),  # asks for nothing: the sender shows the token
                base_url=service_url,
                pipeline_type=lambda _: AsyncPipeline([RawDeserializer()], self._sender),
            )
        return self._clients[service_url]


class _Sender(AsyncHTTPSender):  # type: ignore[misc]
    """The end of msrest's pipeline: one aiohttp session, as many calls at once as it takes."""

    def __init__(self, session: aiohttp.ClientSession, tokens: Tokens) -> None:
        self._session = session
        self._tokens = tokens

    def build_context(self) -> dict[str, Any]:
        return {}

    async def __aexit__(self, *_: object) -> None:
        """The session is another's to close."""

    async def send(
        self, request: Request, *, written: Json | None = None, targeted: bool = False, **_: Any
    ) -> Response:
        """`written` goes out as the body. Raises Refused, TeamsFailed, and errors.FAILURES."""
        asked: ClientRequest = request.http_request
        url = URL(asked.url, encoded=True)
        if targeted:
            url = url.update_query({TARGETED: "true"})
        headers = {"User-Agent": USER_AGENT, "Accept": "application/json"}
        if token := await self._tokens.get():
            headers["Authorization"] = f"Bearer {token}"
        async with self._session.request(
            asked.method, url, json=written, headers=headers, allow_redirects=False
        ) as answer:
            said = _json(await answer.read())
        if answer.status >= 300:
            raise read_refusal(answer.status, answer.headers, said)
        return Response(request, _Answer(said), {})


class _Answer:
    """An answer. `said` is its JSON; to msrest it says nothing that could be misread."""

    def __init__(self, said: Any) -> None:
        self.status_code = 200  # any success; msrest knows but some of them
        self.reason = ""
        self.headers = {"content-type": "application/json"}
        self.said = said
        self.context: Any = None

    def text(self) -> str:
        return "{}"


def _json(body: bytes) -> Any:
    try:
        return json.loads(body) if body.strip() else {}
    except (ValueError, RecursionError):
        return {}
