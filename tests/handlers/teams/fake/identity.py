"""Who is who: the tokens that Teams signs, and those that Muster fetches.

Signing and fetching as learn.microsoft.com/azure/bot-service/rest-api/
bot-framework-rest-connector-authentication describes them.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.ports.outside import Clock

Json = dict[str, Any]
ISSUER = "https://api.botframework.com"
SCOPE = "https://api.botframework.com/.default"
HOUR = 3600  # seconds


@lru_cache(maxsize=8)
def _key(number: int) -> rsa.RSAPrivateKey:
    """Made once a process: making one takes a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(slots=True)
class Identity:
    """Keys, the tokens signed with them, and the tokens handed out for Muster's own requests."""

    clock: Clock
    app_id: str
    password: str
    tenant: str
    base: str = ""  # http://127.0.0.1:port
    service_url: str = ""
    life: int = HOUR  # seconds a token handed out is good for
    refusal: str = "AADSTS7000215"  # the number that stands in each refusal
    endorsements: Sequence[str] = ("msteams",)
    fetches: int = 0  # of tokens
    key_fetches: int = 0
    refused: list[str] = field(default_factory=list)  # why a token was not handed out
    _number: int = 0
    _issued: dict[str, float] = field(default_factory=dict)

    # ---- inbound: what Teams shows Muster ------------------------------------------------------

    @property
    def kid(self) -> str:
        return f"key-{self._number}"

    def roll_keys(self) -> None:
        """From now on another key signs, and it alone is published."""
        self._number += 1

    def token(self, *, key: int | None = None, kid: str | None = None, **claims: Any) -> str:
        """What stands after "Bearer". `claims` replace the usual ones; None leaves one out."""
        now = int(self.clock.now().timestamp())
        whole: Json = {
            "iss": ISSUER,
            "aud": self.app_id,
            "iat": now,
            "nbf": now,
            "exp": now + HOUR,
            "serviceurl": self.service_url,
            **claims,
        }
        kept = {name: value for name, value in whole.items() if value is not None}
        signer = _key(self._number if key is None else key)
        return jwt.encode(kept, signer, "RS256", headers={"kid": self.kid if kid is None else kid})

    async def metadata(self, request: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": ISSUER,
                "jwks_uri": f"{self.base}/v1/.well-known/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            }
        )

    async def keys(self, request: web.Request) -> web.Response:
        self.key_fetches += 1
        numbers = _key(self._number).public_key().public_numbers()
        key = {
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid,
            "x5t": self.kid,
            "n": _b64(numbers.n),
            "e": _b64(numbers.e),
            "endorsements": list(self.endorsements),
        }
        return web.json_response({"keys": [key]})

    # ---- outbound: what Muster shows Teams -----------------------------------------------------

    async def openid(self, request: web.Request) -> web.Response:
        """The login's own metadata, which MSAL asks for; it takes no address but https."""
        if request.match_info["tenant"] not in {self.tenant, "botframework.com"}:
            said = {"error": "invalid_tenant", "error_description": "AADSTS90002: not found."}
            return web.json_response(said, status=400)
        secured = self.base.replace("http://", "https://", 1)
        root = f"{secured}/{request.match_info['tenant']}"
        return web.json_response(
            {
                "issuer": f"{root}/v2.0",
                "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
                "token_endpoint": f"{root}/oauth2/v2.0/token",
                "jwks_uri": f"{root}/discovery/v2.0/keys",
            }
        )

    async def hand_out(self, request: web.Request) -> web.Response:
        """Client credentials."""
        self.fetches += 1
        form = await request.post()
        wrong = {
            "unsupported_grant_type": form.get("grant_type") != "client_credentials",
            "unauthorized_client": form.get("client_id") != self.app_id,
            "invalid_client": form.get("client_secret") != self.password,
            "invalid_scope": form.get("scope") != SCOPE,
            "invalid_tenant": request.match_info["tenant"] not in {self.tenant, "botframework.com"},
        }
        for error, is_so in wrong.items():
            if is_so:
                self.refused.append(error)
                said = {"error": error, "error_description": f"{self.refusal}: {error}."}
                return web.json_response(said, status=401 if error == "invalid_client" else 400)
        return web.json_response(self._new_token())

    async def managed(self, request: web.Request) -> web.Response:
        """A managed identity's token, as a machine of Azure hands it out."""
        self.fetches += 1
        if request.headers.get("Metadata") != "true":
            return web.json_response({"error": "invalid_request"}, status=400)
        return web.json_response(self._new_token())

    def _new_token(self) -> Json:
        now = self.clock.now().timestamp()
        claims = {"aud": ISSUER, "appid": self.app_id, "exp": int(now) + self.life}
        token = jwt.encode(claims | {"jti": secrets.token_hex(4)}, "made-up" * 8, "HS256")
        self._issued[token] = now + self.life
        return {"token_type": "Bearer", "expires_in": self.life, "access_token": token}

    def forget_tokens(self) -> None:
        """None of those handed out is good any more."""
        self._issued.clear()

    def knows(self, header: str) -> bool:
        """Whether this Authorization header carries a token handed out, and not too long ago."""
        kind, _, token = header.partition(" ")
        until = self._issued.get(token, 0.0)
        return kind == "Bearer" and self.clock.now().timestamp() < until


def _b64(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
