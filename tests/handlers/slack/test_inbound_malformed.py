"""Payloads as Slack would never send them: read, or called malformed; nothing breaks."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.slack.inbound import read
from handlers.slack.payloads import Malformed
from tests.handlers.slack.conftest import BOT, PAYLOADS, Load


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("command", ["user_id"], None),
        ("command", ["channel_id"], 7),
        ("command", ["response_url"], ""),
        ("command", ["team_id"], {}),
        ("block_actions_message", ["actions"], []),
        ("block_actions_message", ["actions"], "x"),
        ("block_actions_message", ["actions"], [None]),
        ("block_actions_message", ["actions"], [{"type": "button", "value": 5}]),
        ("block_actions_message", ["user"], None),
        ("block_actions_message", ["user"], "U0ANA0001"),
        ("block_actions_message", ["channel"], "C0ROOM001"),
        ("block_actions_message", ["container"], "message"),
        ("block_actions_home", ["view"], "home"),
        ("block_actions_menu", ["actions", 0, "selected_option"], {"text": "x"}),
        ("block_actions_dialog", ["view", "private_metadata"], "}"),
        ("view_submission", ["view"], None),
        ("view_submission", ["view", "private_metadata"], "not json"),
        ("view_submission", ["view", "private_metadata"], "[]"),
        ("view_submission", ["view", "private_metadata"], '{"r":5}'),
        ("view_submission", ["view", "private_metadata"], '{"x":"y"}'),
        ("view_submission", ["view", "state", "values"], {"a": 1}),
        ("view_submission", ["view", "state", "values"], [1]),
        ("view_submission", ["view", "state", "values", "day", "answer", "selected_date"], 5),
        ("view_submission", ["view", "state", "values", "day", "answer", "type"], "hologram"),
        ("message_im", ["event"], None),
        ("message_im", ["event"], []),
        ("message_im", ["event", "type"], 5),
        ("message_im", ["event", "text"], ["who"]),
        ("message_im", ["event", "channel"], None),
        ("user_change", ["event", "user"], "U0ANA0001"),
        ("user_change", ["event", "user", "id"], ""),
        ("app_home_opened", ["event", "user"], {}),
        ("url_verification", ["challenge"], None),
    ],
)
def test_fields_of_the_wrong_kind_are_malformed(payload: Load, name, path, value):
    body = payload(name)
    place: Any = body
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(Malformed):
        read(body, BOT)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
EXAMPLES = sorted(path.stem for path in PAYLOADS.glob("*.json"))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_payload_broken_anywhere_is_read_or_malformed(data):
    body = json.loads((PAYLOADS / f"{data.draw(st.sampled_from(EXAMPLES))}.json").read_text())
    for _ in range(data.draw(st.integers(1, 3))):
        place: Any = body
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
                place = place[key]
                continue
            place[key] = data.draw(ANY_JSON)
            break
    with contextlib.suppress(Malformed):
        read(body, BOT)
