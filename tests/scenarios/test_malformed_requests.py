"""Ten thousand requests that Slack would never send: each is refused, and nothing breaks."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import aiohttp
import pytest

from handlers.playground.wire import FORM, signature

pytestmark = pytest.mark.no_cover  # at random

PAYLOADS = Path(__file__).parent.parent / "payloads" / "slack"
SHARES, IN_ALL, AT_ONCE = 4, 10_000, 16
JSON = "application/json"
WRONG = (None, True, 0, -1, 1.5, 10**400, "", "x", "\ud83d", [], {}, [[]], {"id": 7}, "a" * 5000)


class Vandal:
    """Makes up requests: an address' body and headers, each wrong in some way."""

    def __init__(self, seed, secret):
        self.random = Random(seed)
        self._secret = secret
        self._payloads = [json.loads(path.read_text()) for path in sorted(PAYLOADS.glob("*.json"))]
        self._ways = [
            *([self.bent] * 4),
            *(self.unsigned, self.stale, self.not_utf8, self.cut, self.huge, self.no_json),
            *(self.wrong_type, self.nested, self.not_a_form, self.empty, self.forged_form),
        ]

    def next(self):
        """(what is wrong, body, headers)."""
        way = self.random.choice(self._ways)
        body, headers = way()
        return way.__name__, body, headers

    def payload(self):
        return self.random.choice(self._payloads)

    def signed(self, body, kind=JSON, age=0):
        stamp = str(int(time.time()) - age)
        signed = signature(self._secret, stamp, body)
        return {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signed,
        }

    def as_sent(self, payload):
        """As Slack sends it, signed: events as JSON, commands and interactions as forms."""
        if "command" in payload:
            body, kind = urlencode({k: _text(v) for k, v in payload.items()}), FORM
        elif str(payload.get("type")) in {"event_callback", "url_verification"}:
            body, kind = json.dumps(payload), JSON
        else:
            body, kind = urlencode({"payload": json.dumps(payload)}), FORM
        return body.encode(), self.signed(body.encode(), kind)

    # ---- what is wrong ---------------------------------------------------------------------------

    def bent(self):
        """Rightly signed, but fields are missing or of other types."""
        payload = deepcopy(self.payload())
        for _ in range(self.random.randint(1, 4)):
            place = self.place_in(payload)
            key = self.random.choice(list(place) if isinstance(place, dict) else range(len(place)))
            if self.random.random() < 0.5 and isinstance(place, dict):
                del place[key]
            else:
                place[key] = deepcopy(self.random.choice(WRONG))
            if not payload:
                break
        return self.as_sent(payload)

    def place_in(self, payload):
        """Some object or list within, payload itself included; none of them empty."""
        place = payload
        while self.random.random() < 0.75:
            inner = place.values() if isinstance(place, dict) else place
            inner = [part for part in inner if isinstance(part, dict | list) and part]
            if not inner:
                break
            place = self.random.choice(inner)
        return place

    def unsigned(self):
        body, headers = self.as_sent(self.payload())
        name = self.random.choice(["X-Slack-Request-Timestamp", "X-Slack-Signature"])
        headers[name] = self.random.choice(["", "v0=", "v0=" + "0" * 64, "²", "-1", "9" * 40, "v1"])
        if self.random.random() < 0.3:
            del headers[name]
        return body, headers

    def stale(self):
        body, headers = self.as_sent(self.payload())
        away = self.random.choice([301, 3600, 10**6, -900, -(10**6)])
        return body, headers | self.signed(body, headers["Content-Type"], away)

    def not_utf8(self):
        body = b"\xff\xfe" + self.random.randbytes(20)
        return body, self.signed(body, self.random.choice([JSON, FORM]))

    def cut(self):
        body, headers = self.as_sent(self.payload())
        body = body[: self.random.randint(1, max(1, len(body) // 2))]
        return body, self.signed(body, headers["Content-Type"])

    def huge(self):
        body = json.dumps({"type": "event_callback", "x": "y" * 300_000}).encode()
        return body * self.random.choice([1, 8]), self.signed(body)

    def no_json(self):
        body = self.random.choice([b"{", b"[]", b"null", b"7", b'"x"', b"{]", b"<xml/>", b"NaN"])
        return body, self.signed(body)

    def wrong_type(self):
        body, _ = self.as_sent(self.payload())
        kind = self.random.choice(["text/plain", "multipart/form-data", "", "application/xml", "/"])
        return body, self.signed(body, kind)

    def nested(self):
        body = b"[" * 5000 if self.random.random() < 0.5 else b'{"a":' * 5000
        return body, self.signed(body)

    def not_a_form(self):
        body = self.random.choice([b"&" * 500, b"=", b"%%%", b"a=1&" * 200, b"payload=%00"])
        return body, self.signed(body, FORM)

    def empty(self):
        return b"", self.signed(b"", self.random.choice([JSON, FORM]))

    def forged_form(self):
        """A form or button of Muster's own with another inside."""
        inside = self.random.choice(["claim.1?turn=x", "x", "{}", '{"r":7}', "[]", "\ud83d?a=b"])
        payload = json.loads((PAYLOADS / "view_submission.json").read_text())
        payload["view"]["private_metadata"] = inside
        payload["view"]["callback_id"] = self.random.choice(["form", "card", 7, None])
        return self.as_sent(payload)


def _text(value):
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else str(value)


REFUSED = {"unsigned", "stale", "not_utf8", "huge", "no_json", "wrong_type", "nested", "empty"}


@pytest.mark.parametrize("share", range(SHARES))
async def test_each_is_refused_with_a_4xx_or_taken_where_slack_wants_it_and_none_breaks(
    curtain, logged, share
):
    play = await curtain("2026-11-24 10:00")
    vandal = Vandal(share, play.playground.signing_secret)
    url, statuses, wrong = f"{play.playground.app_url}/slack/events", Counter(), []
    requests = [vandal.next() for _ in range(IN_ALL // SHARES)]

    async with aiohttp.ClientSession() as session:

        async def send(some):
            for what, body, headers in some:
                async with session.post(url, data=BytesIO(body), headers=headers) as answer:
                    statuses[what, answer.status // 100] += 1
                    if answer.status >= 500 or (what in REFUSED and answer.status < 400):
                        wrong.append((what, answer.status, body[:200]))

        await asyncio.gather(*(send(requests[n::AT_ONCE]) for n in range(AT_ONCE)))
        async with session.get(f"{play.playground.app_url}/readyz") as ready:
            assert ready.status == 200
    assert wrong == []
    assert statuses.total() == IN_ALL // SHARES
    assert statuses["bent", 2]
    assert statuses["bent", 4]
    await play.settle()
    ada = play.person("Ada Brandt")
    assert (await ada.command("/muster", "claim copywriting 1h")).says("You hold Copywriting.")
    assert not [entry for entry in logged if entry.get("exc_info")]
