"""What comes in by HTTP: signed and well-formed, or refused with a 4xx, never a 5xx."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import AsyncExitStack
from urllib.parse import urlencode

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards import Reply
from handlers.ears import Ears
from handlers.seen import KEPT, Seen
from handlers.slack import limits
from handlers.slack.api import Installed, open_api
from handlers.slack.http import FORM, JSON, SlackEndpoint
from handlers.slack.listeners import SlackDoor
from handlers.web import web_app, web_server
from tests.handlers.slack.conftest import (
    PAYLOADS,
    SECRET,
    FixedClock,
    Sender,
    serving,
    signed,
)

COMMAND = json.loads((PAYLOADS / "command.json").read_text())


def as_command(**changes):
    return urlencode(COMMAND | changes).encode()


def with_headers(body, kind=FORM, **headers):
    return {"Content-Type": kind, **signed(body)} | headers


async def test_an_hour_old_signature_is_refused(sender, listener):
    body = as_command()
    old = {"Content-Type": FORM, **signed(body, late=limits.SIGNATURE_SECONDS + 60)}
    assert (await sender.post(body, old))[0] == 401
    early = {"Content-Type": FORM, **signed(body, late=-3600)}
    assert (await sender.post(body, early))[0] == 401
    assert listener.heard == []


async def test_another_apps_signature_is_refused(sender, listener):
    body = as_command()
    assert (await sender.post(body, {"Content-Type": FORM, **signed(body, secret="other")}))[
        0
    ] == 401
    assert (await sender.post(as_command(text="who"), with_headers(body)))[0] == 401
    assert listener.heard == []


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Request-Timestamp": "yesterday"},
        {"X-Slack-Request-Timestamp": "1796029200.5"},
        {"X-Slack-Request-Timestamp": "٣"},
        {"X-Slack-Request-Timestamp": "9" * 400},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=zürich"},
    ],
)
async def test_headers_of_the_wrong_kind_are_refused(sender, listener, headers):
    body = as_command()
    assert (await sender.post(body, with_headers(body, **headers)))[0] == 401
    assert listener.heard == []


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", FORM, 400),
        (b"\xff\xfe", FORM, 400),
        (b"x" * (limits.BODY_BYTES + 1), FORM, 413),
        (as_command(), "text/plain", 415),
        (as_command(), "", 415),
        (as_command(), JSON, 400),
        (b"{", JSON, 400),
        (b"[]", JSON, 400),
        (b"null", JSON, 400),
        (b"7", JSON, 400),
        (b"{}", JSON, 400),
        (b'{"type":7}', JSON, 400),
        (b'{"type":"event_callback"}', JSON, 400),
        (b"[" * 200_000, JSON, 400),
        (b'{"a":' * 50_000, JSON, 400),
        (b"payload=", FORM, 400),
        (b"payload=%7B", FORM, 400),
        (b"payload=[]", FORM, 400),
        (b"payload={}", FORM, 400),
        (b"command=%2Fmuster", FORM, 400),
        (b"&".join(b"a=b" for _ in range(200)), FORM, 400),
        (b"hello", FORM, 400),
    ],
)
async def test_what_slack_never_sends_is_refused(sender, listener, body, kind, status):
    answered, said = await sender.post(body, with_headers(body, kind))
    assert answered == status
    assert "apolog" not in said
    assert listener.heard == []


async def test_an_unsigned_look_at_the_certificate_is_welcome(sender):
    body = b"ssl_check=1&token=legacy"
    assert await sender.post(body, {"Content-Type": FORM}) == (200, "")


async def test_what_looks_like_a_certificate_check_passes_no_command(sender, listener):
    body = as_command(ssl_check="1")
    assert await sender.post(body, {"Content-Type": FORM}) == (200, "")
    assert listener.heard == []


async def test_other_paths_and_methods_are_refused_plainly(sender):
    async with aiohttp.ClientSession() as session:
        for path, status in (("", 405), ("/../../etc", 404), ("x", 404)):
            async with session.get(sender.address + path) as answer:
                assert answer.status == status
                assert answer.content_type == "text/plain"


async def test_health_and_readiness():
    problems: list[str] = []
    async with serving(web_app(lambda: problems)) as address, aiohttp.ClientSession() as session:

        async def get(path):
            async with session.get(address + path) as answer:
                return answer.status, await answer.text()

        assert await get("/healthz") == (200, "ok")
        assert await get("/readyz") == (200, '{"problems":[]}')
        problems.append("The database does not answer.")
        assert await get("/readyz") == (503, '{"problems":["The database does not answer."]}')
        assert (await get("/slack/events"))[0] == 404  # Socket Mode


def test_a_key_is_remembered_for_longer_than_slack_repeats():
    now = [0.0]
    seen = Seen(lambda: now[0])
    assert seen.add("a")
    now[0] = KEPT - 1
    assert not seen.add("a")
    now[0] = KEPT
    assert seen.add("a")
    assert KEPT > limits.RETRIES_SECONDS > 5 * 60


# ---- ten thousand is the scenario's number; here are enough to find the kinds -------------------

EXAMPLES = [path.read_text() for path in sorted(PAYLOADS.glob("*.json"))]
BODIES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(EXAMPLES).map(str.encode),
    st.builds(
        lambda text, start, end: (text[:start] + text[start + end :]).encode(),
        st.sampled_from(EXAMPLES),
        st.integers(0, 900),
        st.integers(0, 30),
    ),
    st.sampled_from(EXAMPLES).map(lambda text: urlencode({"payload": text}).encode()),
    st.dictionaries(st.sampled_from([*COMMAND, "payload", "ssl_check"]), st.text(max_size=9)).map(
        lambda fields: urlencode(fields, errors="replace").encode()
    ),
)
KINDS = st.sampled_from([JSON, FORM, f"{JSON}; charset=utf-8", "multipart/form-data", "", "*"])
STAMPS = st.none() | st.sampled_from(["", "0", "-1", "x", "1e9", str(int(time.time()))])


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(body=BODIES, kind=KINDS, stamp=STAMPS)
def test_whatever_comes_in_there_is_an_answer_and_no_5xx(wire, body, kind, stamp):
    headers = {"Content-Type": kind, **signed(body)}
    if stamp is not None:
        headers["X-Slack-Request-Timestamp"] = stamp
    status, said = wire(body, headers)
    assert status < 500
    assert "apolog" not in said


@pytest.fixture
def wire():
    """Posts to the door, whose Web API is out of reach; one event loop for all examples."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        sender = runner.run(_open_door(stack))
        yield lambda body, headers: runner.run(sender.post(body, headers))
        runner.run(stack.aclose())


async def _open_door(stack: AsyncExitStack) -> Sender:
    api = await open_api("xoxb-made-up", "http://127.0.0.1:1/api", FixedClock())
    stack.push_async_callback(api.close)
    ears = Ears(lambda c, h: Reply(), lambda p, w, q: None, lambda p, w: None)
    door = SlackDoor(api, Installed("T0MUSTER1", "", "U0MUSTER0", frozenset()), ears)
    stack.push_async_callback(door.drain, 5)
    app = web_app(lambda: (), {"/slack/events": SlackEndpoint(door.receive, SECRET)})
    address = await stack.enter_async_context(serving(app))
    session = await stack.enter_async_context(aiohttp.ClientSession())
    return Sender(f"{address}/slack/events", session)


def test_a_connection_is_kept_for_longer_than_by_whoever_stands_before_us():
    """They would send the next request into one that we are closing."""
    assert web_server(web_app(lambda: ()), "127.0.0.1", 0).config.timeout_keep_alive > 60
