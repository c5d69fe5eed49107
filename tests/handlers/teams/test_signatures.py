"""Who is let in: what Microsoft signed, for this bot, for Teams, for this address, and now."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from handlers.teams.account import Account
from handlers.teams.signatures import COOLDOWN, NoKeys, Signatures, Unsigned, read_keys
from tests.handlers.teams.connector import Person, Teams
from tests.handlers.teams.fake import identity as fake
from tests.handlers.teams.test_tokens import Watch

DAY = 24 * 3600.0


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def signatures(account: Account, clock, watch: Watch) -> AsyncIterator[Signatures]:
    checked = Signatures(account, clock, watch)
    yield checked
    await checked.close()


@pytest.fixture
def activity(teams: Teams) -> dict[str, Any]:
    return {"type": "message", "channelId": "msteams", "serviceUrl": teams.service_url}


def bearer(teams: Teams, **how: Any) -> str:
    return f"Bearer {teams.identity.token(**how)}"


def now(teams: Teams) -> int:
    return int(teams.world.clock.now().timestamp())


def by_hand(header: Any, claims: Any, key: bytes = b"") -> str:
    """A token that no library would make."""
    parts = [json.dumps(part).encode() for part in (header, claims)]
    text = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    made = hmac.new(key, text, hashlib.sha256).digest() if key else b""
    return f"Bearer {(text + b'.' + base64.urlsafe_b64encode(made).rstrip(b'=')).decode()}"


def signed(teams: Teams, said: Any) -> str:
    """Rightly signed, whatever it says."""
    body, head = json.dumps(said).encode(), {"kid": teams.identity.kid}
    return "Bearer " + jwt.PyJWS().encode(body, fake._key(0), "RS256", headers=head)


def claims(teams: Teams) -> dict[str, Any]:
    return jwt.decode(teams.identity.token(), options={"verify_signature": False})


def public_pem(teams: Teams) -> bytes:
    key = fake._key(0).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.PEM, form)


# Each is a way to come in without being Microsoft, or with what was meant for somebody else.
BAD: dict[str, Callable[[Teams], str]] = {
    "no header": lambda t: "",
    "an empty token": lambda t: "Bearer ",
    "another scheme": lambda t: f"Basic {t.identity.token()}",
    "no scheme": lambda t: t.identity.token(),
    "garbage": lambda t: "Bearer garbage",
    "two dots": lambda t: "Bearer a.b.c",
    "not ASCII": lambda t: "Bearer é.é.é",
    "without end": lambda t: "Bearer " + "a" * 100_000,
    "deeply nested": lambda t: by_hand({"alg": "RS256", "kid": t.identity.kid}, "["),
    "a list for a header": lambda t: by_hand(["RS256"], claims(t)),
    "algorithm none": lambda t: by_hand({"alg": "none", "kid": t.identity.kid}, claims(t)),
    "HS256 with the public key": lambda t: by_hand(
        {"alg": "HS256", "kid": t.identity.kid}, claims(t), public_pem(t)
    ),
    "RS256 in name, HMAC in truth": lambda t: by_hand(
        {"alg": "RS256", "kid": t.identity.kid}, claims(t), public_pem(t)
    ),
    "another algorithm": lambda t: (
        "Bearer " + jwt.encode(claims(t), fake._key(0), "PS256", headers={"kid": t.identity.kid})
    ),
    "another issuer": lambda t: bearer(t, iss="https://sts.windows.net/x/"),
    "no issuer": lambda t: bearer(t, iss=None),
    "an issuer that is a list": lambda t: signed(t, claims(t) | {"iss": [fake.ISSUER]}),
    "another bot's": lambda t: bearer(t, aud="another"),
    "several bots'": lambda t: bearer(t, aud=[t.app_id, "another"]),
    "no audience": lambda t: bearer(t, aud=None),
    "expired": lambda t: bearer(t, exp=now(t) - 301),
    "no expiry": lambda t: bearer(t, exp=None),
    "an expiry that is text": lambda t: bearer(t, exp=str(now(t) + 60)),
    "an expiry that is true": lambda t: bearer(t, exp=True),
    "an expiry beyond all bounds": lambda t: bearer(t, exp=10**400),
    "not valid yet": lambda t: bearer(t, nbf=now(t) + 301),
    "a beginning that is text": lambda t: bearer(t, nbf="now"),
    "an unknown key": lambda t: bearer(t, kid="forged"),
    "no key named": lambda t: "Bearer " + jwt.encode(claims(t), fake._key(0), "RS256"),
    "a key that is a number": lambda t: by_hand({"alg": "RS256", "kid": 1}, claims(t)),
    "another's key under a known name": lambda t: bearer(t, key=7),
    "no service address": lambda t: bearer(t, serviceurl=None),
    "another service address": lambda t: bearer(t, serviceurl="https://smba.trafficmanager.net/"),
    "a service address that is a list": lambda t: bearer(t, serviceurl=[t.service_url]),
    "claims that are a list": lambda t: signed(t, []),
}


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_token_is_refused(
    name: str, signatures: Signatures, teams: Teams, activity: dict[str, Any]
):
    await signatures.check(bearer(teams), activity)
    with pytest.raises(Unsigned):
        await signatures.check(BAD[name](teams), activity)


@pytest.mark.parametrize("name", [n for n in BAD if n not in ("not ASCII", "without end")])
async def test_over_http_it_is_a_401(name: str, wired: Teams, ada: Person, listener):
    heard = len(listener.heard)
    message = wired.activities.message(ada.user, wired.world.personal(ada.user), "who")
    token = BAD[name](wired)
    wired.wire.signed = False
    async with wired.wire._session.post(
        f"{wired.app_url}/api/messages",
        json=message,
        headers={"Authorization": token} if token else {},
    ) as answer:
        assert answer.status == 401
    assert len(listener.heard) == heard


@pytest.mark.parametrize(
    "changed",
    [
        {"channelId": "webchat"},
        {"channelId": None},
        {"serviceUrl": None},
        {"serviceUrl": ""},
        {"serviceUrl": ["https://smba.trafficmanager.net/"]},
        {"serviceUrl": "https://smba.trafficmanager.net/amer/"},
    ],
)
async def test_the_activity_has_to_be_the_signed_one(signatures, teams, activity, changed):
    with pytest.raises(Unsigned):
        await signatures.check(bearer(teams), activity | changed)


async def test_a_signed_address_still_has_to_be_microsofts(signatures, teams, activity):
    for evil in ("http://127.0.0.1:9/", "https://smba.trafficmanager.net.evil.example/"):
        with pytest.raises(Unsigned):
            await signatures.check(bearer(teams, serviceurl=evil), activity | {"serviceUrl": evil})


async def test_a_key_that_is_not_for_teams_lets_nobody_in(signatures, teams, activity):
    for endorsed in ((), ("webchat",)):
        teams.identity.endorsements = endorsed
        teams.identity.roll_keys()
        with pytest.raises(Unsigned):
            await signatures.check(bearer(teams), activity)


async def test_clocks_may_differ_by_five_minutes(signatures, teams, activity):
    await signatures.check(bearer(teams, exp=now(teams) - 299), activity)
    await signatures.check(bearer(teams, nbf=now(teams) + 299), activity)


async def test_a_token_ends_by_musters_clock(signatures, teams, activity, clock):
    token = bearer(teams)
    clock.move_to(clock.now() + timedelta(hours=2))
    with pytest.raises(Unsigned):
        await signatures.check(token, activity)


# ---- keys ----------------------------------------------------------------------------------------


async def test_a_key_that_is_new_is_fetched(signatures, teams, activity, watch):
    await signatures.check(bearer(teams), activity)
    teams.identity.roll_keys()
    watch.at += COOLDOWN + 1
    await signatures.check(bearer(teams), activity)
    assert teams.identity.key_fetches == 2


async def test_forged_keys_make_us_ask_no_oftener(signatures, teams, activity, watch):
    await signatures.check(bearer(teams), activity)
    watch.at += COOLDOWN + 1
    for number in range(20):
        with pytest.raises(Unsigned):
            await signatures.check(bearer(teams, kid=f"forged-{number}"), activity)
    assert teams.identity.key_fetches == 2


async def test_keys_are_read_anew_once_a_day(signatures, teams, activity, watch):
    for _ in range(3):
        await signatures.check(bearer(teams), activity)
    assert teams.identity.key_fetches == 1
    watch.at += DAY + 1
    await signatures.check(bearer(teams), activity)
    assert teams.identity.key_fetches == 2


async def test_known_keys_serve_while_microsoft_is_away(signatures, teams, activity, watch):
    await signatures.check(bearer(teams), activity)
    for wrong in (500, 404):
        watch.at += DAY + 1
        teams.faults.fail("metadata", wrong)
        await signatures.check(bearer(teams), activity)


async def test_without_any_key_nothing_can_be_checked(signatures, teams, activity, watch):
    teams.faults.fail("keys", 503)
    for _ in range(3):
        with pytest.raises(NoKeys):
            await signatures.check(bearer(teams), activity)
    watch.at += COOLDOWN + 1
    await signatures.check(bearer(teams), activity)


def test_what_is_no_signing_key_is_left_out():
    listed = [None, 1, {}, {"kty": "EC", "kid": "a"}, {"kty": "RSA", "kid": "b", "n": "!", "e": 1}]
    assert read_keys({"keys": listed}) == {}
    assert read_keys({"keys": "none"}) == {}
    assert read_keys({}) == {}


# ---- clouds --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cloud", "address"),
    [
        ("public", "https://smba.trafficmanager.net/amer/"),
        ("public", "https://smba.trafficmanager.net:443/emea/tenant/"),
        ("gcc", "https://smba.infra.gcc.teams.microsoft.com/gcc"),
        ("gcc", "https://smba.trafficmanager.net/teams/"),
        ("gcchigh", "https://smba.infra.gov.teams.microsoft.us/gcch"),
    ],
)
def test_each_cloud_has_its_addresses(cloud: str, address: str):
    assert Account("app", cloud=cloud).takes(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "smba.trafficmanager.net",
        "http://smba.trafficmanager.net/amer/",
        "https://smba.trafficmanager.net:8443/",
        "https://evil.trafficmanager.net/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://evil.example\\@smba.trafficmanager.net/",
        "https://evil.example#smba.trafficmanager.net",
        "https://smba.infra.gov.teams.microsoft.us/gcch",
        "https://[::1",
        "https://smba.trafficmanager.net:99999/",
        "http://127.0.0.1/",
    ],
)
def test_what_is_not_microsofts_is_not_spoken_to(address: str):
    assert not Account("app").takes(address)


def test_without_credentials_only_this_machine_is_spoken_to():
    open_account = Account("")
    assert open_account.takes("http://127.0.0.1:56150/_connector")
    assert open_account.takes("http://localhost:56150/")
    assert not open_account.takes("https://smba.trafficmanager.net/amer/")
    assert not open_account.takes("http://169.254.169.254/")
