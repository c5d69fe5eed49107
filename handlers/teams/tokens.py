"""The token that Muster shows Microsoft: fetched seldom, by one for all, and never on the loop.

botbuilder makes credentials anew for each turn, and asks for their token where the turn runs: one
fetch a turn, each of which stops everybody. Here its credentials are made once, asked in a thread
of their own, and what they say is kept for a while.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import msal
import requests
import structlog
from botframework.connector.auth import (
    AppCredentials,
    ManagedIdentityAppCredentials,
    MicrosoftAppCredentials,
)

from bot.errors import Outcome
from handlers.teams.account import Account
from handlers.teams.errors import MENDING, SOON, TeamsFailed

log = structlog.get_logger()

# Seconds. MSAL hands out no token that ends within 5 minutes, and fetches the next one instead:
# kept for less than that, none is ever shown after its end.
KEPT = 4 * 60.0
TIMEOUT = (5.0, 10.0)  # seconds to connect, to answer; MSAL and requests would wait for ever

_REFUSED = (
    "Microsoft gives Muster no token: the operator has to look at MICROSOFT_APP_ID, "
    "MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID."
)


class Tokens:
    """Of one account. `close` ends its thread."""

    def __init__(
        self,
        account: Account,
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._account = account
        self._now = now
        self._monotonic = monotonic
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="teams-token")
        self._credentials: AppCredentials | None = None
        self._token = ""
        self._until = 0.0
        self._fetching: asyncio.Task[str] | None = None

    async def get(self) -> str:
        """The token; "" without credentials. Raises TeamsFailed."""
        if self._account.is_open:
            return ""
        if self._token and self._monotonic() < self._until:
            return self._token
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._fetch())
        # whoever gives up waiting does not take the token from the others
        return await asyncio.shield(self._fetching)

    async def _fetch(self) -> str:
        try:
            token = await asyncio.get_running_loop().run_in_executor(self._thread, self._ask)
        except requests.RequestException as error:
            log.warning("No token.", action="token_failed", reason=type(error).__name__)
            raise TeamsFailed(
                Outcome.LATER, "Microsoft's log-in cannot be reached.", retry_at=self._now() + SOON
            ) from error
        except (PermissionError, KeyError, ValueError) as error:  # what botbuilder and MSAL raise
            log.warning("No token.", action="token_refused", reason=str(error)[:300])
            until = self._now() + MENDING
            raise TeamsFailed(Outcome.BLOCKED, _REFUSED, 401, retry_at=until) from error
        self._token, self._until = token, self._monotonic() + KEPT
        return token

    def _ask(self) -> str:
        """In the thread: MSAL answers from its cache until its token is near its end."""
        if self._credentials is None:
            self._credentials = make_credentials(self._account)
        return str(self._credentials.get_access_token())

    def close(self) -> None:
        """Nobody asks any more."""
        self._thread.shutdown(wait=False, cancel_futures=True)


class _Line(requests.Session):
    """How MSAL speaks: with an end to its patience."""

    def __init__(self, account: Account) -> None:
        super().__init__()
        self.trust_env = account.is_microsofts
        # MSAL insists on https; a stand-in on loopback has no certificate
        stand_in = account.addresses.login
        self._insecure = stand_in if stand_in.startswith("http://") else ""

    def request(self, method: Any, url: Any, **rest: Any) -> Any:  # type: ignore[override]
        if self._insecure:
            url = url.replace(_secured(self._insecure), self._insecure, 1)
        return super().request(method, url, **{"timeout": TIMEOUT} | rest)


def _secured(url: str) -> str:
    return "https://" + url.partition("://")[2]


def make_credentials(account: Account) -> AppCredentials:
    """botbuilder's, around an MSAL application of ours. Asks Microsoft: only in a thread."""
    cloud, line = account.addresses, _Line(account)
    if account.kind == "UserAssignedMSI":
        managed = ManagedIdentityAppCredentials(account.app_id, cloud.scope)
        identity = msal.UserAssignedManagedIdentity(client_id=account.app_id)
        managed.app = msal.ManagedIdentityClient(identity, http_client=line)
        return managed
    tenant = account.login_tenant
    credentials = MicrosoftAppCredentials(account.app_id, account.password, tenant, cloud.scope)
    credentials.oauth_endpoint = cloud.login + tenant
    credentials.app = msal.ConfidentialClientApplication(
        account.app_id,
        client_credential=account.password,
        authority=_secured(credentials.oauth_endpoint),
        http_client=line,
        instance_discovery=False,  # where to log in is ours to know, not to be asked
    )
    return credentials
