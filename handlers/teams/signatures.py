"""Who speaks to us: the bearer token of each request, which Microsoft signs.

botbuilder's own check asks for keys on the event loop and without an end, knows a key rolled today
only tomorrow, takes a token without an expiry, looks at channel and address only where they are
given, and raises six kinds of errors. Hence this one:
https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt
import structlog

from bot.ports.outside import Clock
from handlers.teams import limits
from handlers.teams.account import Account
from handlers.teams.api import open_session
from handlers.teams.payloads import CHANNEL, Json

log = structlog.get_logger()

ALGORITHM = "RS256"
TIMEOUT = aiohttp.ClientTimeout(total=5)  # seconds; somebody waits at the door meanwhile
# Seconds between two looks for a key that is not there: forged ones make us ask no oftener, and a
# new one is refused no longer.
COOLDOWN = 30.0
LONGEST_TOKEN = 16_000  # characters; Microsoft's have some 1,500
DOCUMENT_BYTES = 1 << 20

# Leaves the times and names to `_check_claims`, which goes by Muster's clock.
_SIGNATURE_ALONE: Any = {
    "verify_signature": True,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}


class Unsigned(Exception):
    """Not Microsoft's, or not meant for us."""


class NoKeys(Exception):
    """Nobody's signature can be checked just now: Microsoft's keys were never got hold of."""


@dataclass(frozen=True, slots=True)
class Key:
    """What signs, and for which channels it may."""

    key: jwt.PyJWK
    endorsements: frozenset[str]


class Signatures:
    """Of one account. `close` ends its connections."""

    def __init__(
        self, account: Account, clock: Clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._account = account
        self._clock = clock
        self._monotonic = monotonic
        self._session: aiohttp.ClientSession | None = None
        self._keys: Mapping[str, Key] = {}
        self._looked = -math.inf  # when keys were last asked for
        self._looking = asyncio.Lock()

    async def check(self, authorization: str, activity: Json) -> None:
        """Raises Unsigned, whatever is wrong with the token; NoKeys if none can be checked."""
        try:
            await self._check(authorization, activity)
        except (Unsigned, NoKeys):
            raise
        except Exception as error:  # a token is a stranger's: what it breaks is refused
            raise Unsigned(f"unreadable: {type(error).__name__}") from error

    async def _check(self, authorization: str, activity: Json) -> None:
        kind, _, token = authorization.partition(" ")
        if kind.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN:
            raise Unsigned("no bearer token")
        header = jwt.get_unverified_header(token)
        if header.get("alg") != ALGORITHM or not isinstance(header.get("kid"), str):
            raise Unsigned("another algorithm, or no key named")
        key = await self._key(header["kid"])
        if CHANNEL not in key.endorsements:
            raise Unsigned("the key is not for Teams")
        claims = jwt.decode(token, key.key, algorithms=[ALGORITHM], options=_SIGNATURE_ALONE)
        self._check_claims(claims)
        self._check_activity(claims, activity)

    def _check_claims(self, claims: Json) -> None:
        now, leeway = self._clock.now().timestamp(), limits.TOKEN_LEEWAY_SECONDS
        if claims.get("iss") != self._account.addresses.issuer:
            raise Unsigned("another issuer")
        if claims.get("aud") not in (self._account.app_id, [self._account.app_id]):
            raise Unsigned("meant for another bot")
        if _instant(claims, "exp") + leeway <= now:
            raise Unsigned("expired")
        if "nbf" in claims and _instant(claims, "nbf") - leeway > now:
            raise Unsigned("not valid yet")

    def _check_activity(self, claims: Json, activity: Json) -> None:
        """Answers go, with our own token, where the activity says: that has to be signed too."""
        address, signed = activity.get("serviceUrl"), claims.get("serviceurl")
        if activity.get("channelId") != CHANNEL:
            raise Unsigned("not from Teams")
        if not isinstance(address, str) or not isinstance(signed, str):
            raise Unsigned("no service address")
        if address.rstrip("/") != signed.rstrip("/") or not self._account.takes(address):
            raise Unsigned("another service address")

    # ---- keys -----------------------------------------------------------------------------------

    async def _key(self, kid: str) -> Key:
        old = self._monotonic() - self._looked > limits.KEYS_SECONDS
        if (kid not in self._keys or old) and self._may_look():
            async with self._looking:  # one look for all who wait
                if kid not in self._keys or old:
                    await self._look()
        if kid in self._keys:
            return self._keys[kid]
        if not self._keys:
            raise NoKeys
        raise Unsigned("an unknown key")

    def _may_look(self) -> bool:
        return self._looking.locked() or self._monotonic() - self._looked > COOLDOWN

    async def _look(self) -> None:
        """Keeps the keys that there are if it fails."""
        if self._monotonic() - self._looked <= COOLDOWN:
            return  # somebody has looked while we waited
        self._looked = self._monotonic()
        try:
            metadata = await self._fetch(self._account.addresses.metadata)
            found = read_keys(await self._fetch(str(metadata["jwks_uri"])))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError) as error:
            log.warning("No signing keys.", action="keys_failed", reason=type(error).__name__)
            return
        if found:
            self._keys = found

    async def _fetch(self, url: str) -> Json:
        if self._session is None:
            self._session = open_session(self._account)
        async with self._session.get(url, timeout=TIMEOUT, allow_redirects=False) as answer:
            if answer.status != 200:
                raise ValueError(f"HTTP {answer.status}")
            body = await answer.content.read(DOCUMENT_BYTES)
            while not answer.content.at_eof() and len(body) < DOCUMENT_BYTES:
                body += await answer.content.read(DOCUMENT_BYTES - len(body))
        return _object(body)

    async def close(self) -> None:
        """Nobody is let in any more."""
        if self._session is not None:
            await self._session.close()


def read_keys(document: Json) -> dict[str, Key]:
    """A JSON Web Key Set by key id; what is no RSA key for signing is left out."""
    found: dict[str, Key] = {}
    listed = document.get("keys")
    for one in listed if isinstance(listed, list) else ():
        if not isinstance(one, dict) or one.get("kty") != "RSA" or one.get("use", "sig") != "sig":
            continue
        kid, endorsed = one.get("kid"), one.get("endorsements")
        try:
            key = jwt.PyJWK.from_dict(one, ALGORITHM)
        except (jwt.PyJWTError, ValueError, TypeError):
            continue
        if isinstance(kid, str):
            names = endorsed if isinstance(endorsed, list) else []
            found[kid] = Key(key, frozenset(name for name in names if isinstance(name, str)))
    return found


def _instant(claims: Json, name: str) -> float:
    """A moment in seconds since 1970. Raises Unsigned."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Unsigned(f"no {name}")
    return float(value)


def _object(body: bytes) -> Json:
    value = json.loads(body)
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004  # a malformed document
    return value
