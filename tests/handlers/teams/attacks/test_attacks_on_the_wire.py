"""What somebody tries who is not Teams: forged, recorded, led astray, too much; and is refused."""

from __future__ import annotations

import base64
import json

import aiohttp
import jwt
import pytest

from bot.buttons import encode
from bot.home.requests import OpenHome
from handlers.teams.http import PATH, TeamsEndpoint
from tests.handlers.teams.attacks.attacked import serving
from tests.handlers.teams.fake.identity import ISSUER, _key


def unsigned(header, claims):
    """A token put together by hand, with any signature."""
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
        for part in (header, claims)
    ]
    return ".".join([*parts, "c2lnbmF0dXJl"])


# ---- forged and replayed activities --------------------------------------------------------------

FORGERIES = {
    "no token at all": lambda identity, app: "",
    "not a token": lambda identity, app: "not.a.token",
    "half a token": lambda identity, app: identity.token()[:40],
    "a token that was signed by somebody else": lambda identity, app: identity.token(key=7),
    "a key that nobody has published": lambda identity, app: identity.token(kid="forged"),
    "a token of another bot": lambda identity, app: identity.token(aud="another-bot"),
    "a token for several bots": lambda identity, app: identity.token(aud=[app, "another-bot"]),
    "a token for nobody": lambda identity, app: identity.token(aud=None),
    "a token of Entra's, as any bot is given": lambda identity, app: identity.token(
        iss="https://sts.windows.net/00000000-0000-4000-8000-000000000000/"
    ),
    "the emulator's issuer": lambda identity, app: identity.token(
        iss="https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0"
    ),
    "no issuer": lambda identity, app: identity.token(iss=None),
    "a token without an end": lambda identity, app: identity.token(exp=None),
    "an end that is no number": lambda identity, app: identity.token(exp="never"),
    "an end beyond all numbers": lambda identity, app: identity.token(exp=float("inf")),
    "an expired token": lambda identity, app: identity.token(exp=1),
    "a token of the future": lambda identity, app: identity.token(nbf=9_999_999_999),
    "no service address in the token": lambda identity, app: identity.token(serviceurl=None),
    "another service address in the token": lambda identity, app: identity.token(
        serviceurl="https://smba.trafficmanager.net/emea/"
    ),
    "no algorithm": lambda identity, app: unsigned(
        {"alg": "none", "typ": "JWT", "kid": identity.kid},
        {"iss": ISSUER, "aud": app, "exp": 9_999_999_999, "serviceurl": identity.service_url},
    ),
    "the public key as a shared secret": lambda identity, app: jwt.encode(
        {"iss": ISSUER, "aud": app, "exp": 9_999_999_999, "serviceurl": identity.service_url},
        str(_key(0).public_key().public_numbers().n).encode(),
        "HS256",
        headers={"kid": identity.kid},
    ),
    "a key of the forger's own in the header": lambda identity, app: jwt.encode(
        {"iss": ISSUER, "aud": app, "exp": 9_999_999_999, "serviceurl": identity.service_url},
        _key(7),
        "RS256",
        headers={"kid": "mine", "jwk": {"kty": "RSA"}, "jku": "http://127.0.0.1:1/keys"},
    ),
    "a token without an end of letters": lambda identity, app: "e" * 7_000,
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_forged_activity_is_not_even_looked_at(stage, forgery):
    token = FORGERIES[forgery](stage.teams.identity, stage.teams.app_id)
    before = len(stage.teams.calls())
    assert await stage.heard(stage.spoken("hours 3"), token) == 401
    assert len(stage.teams.calls()) == before
    assert stage.trace() == 0


async def test_a_key_that_is_endorsed_for_another_channel_alone_signs_nothing_here(stage):
    stage.teams.identity.endorsements = ("webchat",)
    stage.teams.identity.roll_keys()
    assert await stage.heard(stage.spoken("hours 3")) == 401


@pytest.mark.parametrize("channel", ["webchat", "directline", "emulator", "", None])
async def test_another_channel_may_not_pretend_to_be_teams(stage, channel):
    assert await stage.heard(stage.spoken("hours 3") | {"channelId": channel}) == 401
    assert stage.trace() == 0


async def test_many_forged_keys_do_not_make_us_ask_microsoft_many_times(stage):
    before = stage.teams.identity.key_fetches
    for number in range(20):
        token = stage.teams.identity.token(kid=f"forged-{number}")
        assert await stage.heard(stage.spoken(), token) == 401
    assert stage.teams.identity.key_fetches <= before + 1


async def test_a_recorded_activity_is_carried_out_once(stage):
    activity = stage.spoken("hours 3")
    assert await stage.heard(activity) == 200
    changes, calls = stage.trace(), len(stage.teams.calls("send"))
    assert changes == 1
    for _ in range(3):
        assert await stage.heard(activity) == 200
    assert (stage.trace(), len(stage.teams.calls("send"))) == (changes, calls)


async def test_a_recorded_activity_is_carried_out_once_even_after_a_restart(stage):
    activity = stage.spoken("hours 3")
    await stage.heard(activity)
    stage.door._seen._until.clear()
    await stage.heard(activity)
    assert stage.trace() == 1


# ---- where our own token goes --------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://attacker.example/",
        "https://smba.trafficmanager.net.attacker.example/amer/",
        "https://smba.trafficmanager.net@attacker.example/",
        "https://attacker.example/?https://smba.trafficmanager.net/",
        "https://attacker.example/#smba.trafficmanager.net",
        "https://attacker.example\\@smba.trafficmanager.net/",
        "http://smba.trafficmanager.net/amer/",
        "https://smba.trafficmanager.net:8443/",
        "file:///etc/passwd",
        "",
    ],
)
async def test_our_token_is_led_nowhere_else(stage, address):
    """Even if Microsoft itself had signed that address."""
    token = stage.teams.identity.token(serviceurl=address)
    before = len(stage.teams.calls())
    status = await stage.heard(stage.spoken() | {"serviceUrl": address}, token)
    assert status == 401
    assert len(stage.teams.calls()) == before


async def test_a_second_spelling_of_the_service_address_is_not_followed(stage):
    """Readers that do not tell ServiceUrl from serviceUrl would take the last one."""
    activity = stage.spoken() | {"ServiceUrl": "https://attacker.example/", "SERVICEURL": "x"}
    assert await stage.heard(activity) == 200
    assert stage.teams.calls("send")


@pytest.mark.parametrize("name", ["../../../v3/attachments/1", "a?b=c", "a#b", "a/b", "%2e%2e/x"])
async def test_an_id_in_an_address_stays_an_id(stage, name):
    """What stands in a forged id does not become another path of Microsoft's."""
    data = {"m": encode(OpenHome()), "h": True, "o": {"t": name}}
    await stage.heard(stage.sent(data))
    (asked,) = stage.teams.calls("update")
    assert asked.status == 404


# ---- what is too much ----------------------------------------------------------------------------

DEEP = 100_000
TOO_MUCH = {
    "nothing": (b"", 400),
    "no JSON": (b"\xff\xfe{", 400),
    "a list": (b"[]", 400),
    "a number": (b"1", 400),
    "not a number": (b"NaN", 400),
    "lists in lists": (b"[" * DEEP, 400),
    "objects in objects": (b'{"a":' * DEEP, 400),
    "a number of a million digits": (b'{"a":' + b"9" * 900_000 + b"}", 400),
    "two megabytes": (b'{"a":"' + b"x" * (2 << 20) + b'"}', 413),
    "nothing in it": (b"{}", 401),
    "not text": (b'{"type":1,"channelId":"msteams"}', 401),
}


@pytest.mark.parametrize("what", TOO_MUCH)
async def test_what_is_too_much_or_broken_is_refused_before_anything(stage, what):
    body, status = TOO_MUCH[what]
    assert await stage.heard(body) == status


async def test_a_deep_value_in_a_signed_activity_breaks_nothing(stage):
    body = json.dumps(stage.pressed({"deep": "HERE"})).encode()
    deep = b"[" * 900 + b"]" * 900
    assert await stage.heard(body.replace(b'"HERE"', deep)) in {200, 400}
    assert (await stage.member.asks("who")).text


async def test_a_very_long_message_is_answered_like_any_other(stage):
    assert await stage.heard(stage.spoken("claim " + "facebook " * 50_000)) == 200
    assert (await stage.member.asks("who")).text


async def test_a_thousand_typed_mentions_ask_teams_for_ten_people_at_most(stage):
    before = len(stage.teams.calls("member"))
    typed = " ".join(f"&lt;@29:nobody{number}|Bob&gt;" for number in range(1000))
    assert await stage.heard(stage.spoken(f"who {typed}")) == 200
    assert len(stage.teams.calls("member")) - before <= 10


# ---- a door that is open to this machine ---------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "kind", "status"),
    [
        ("127.0.0.1", "application/json", 200),
        ("localhost", "application/json", 200),
        ("attacker.example", "application/json", 403),
        ("127.0.0.1.attacker.example", "application/json", 403),
        ("127.0.0.1", "text/plain", 415),
        ("127.0.0.1", "application/x-www-form-urlencoded", 415),
    ],
)
async def test_a_web_page_cannot_speak_to_an_open_door(host, kind, status):
    """Neither as a form may, nor by a name of its own that leads to this machine."""

    async def receive(activity):
        return 200, None

    headers = {"Host": host, "Content-Type": kind}
    async with (
        serving(TeamsEndpoint(receive, None)) as address,
        aiohttp.ClientSession() as session,
        session.post(f"{address}{PATH}", data=b"{}", headers=headers) as answer,
    ):
        assert answer.status == status
