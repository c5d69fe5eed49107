"""Whatever arguments come, the Web API answers or refuses; it never breaks."""

from __future__ import annotations

import asyncio
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.playground.errors import Refused
from handlers.playground.manifest import Manifest
from handlers.playground.methods import METHODS
from handlers.playground.objects import Row
from handlers.playground.server import Playground
from tests.handlers.playground.conftest import MovableClock, raw_manifest

scalars = st.none() | st.booleans() | st.integers(-3, 10**12) | st.text(max_size=6)
things = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "blocks", "id", "title"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
known = st.sampled_from(["{ada}", "{room}", "{ts}", "{view}", "#general", "1", "MQ==", "modal"])
NAMES = """
    attachments blocks bot channel channel_id cursor email error external_id file filename files
    hash include_all_metadata latest length limit markdown_text message message_ts metadata oldest
    text thread_ts trigger_id ts types user user_id users view view_id
"""
names = st.sampled_from(NAMES.split())


@settings(max_examples=500, deadline=None)
@given(
    name=st.sampled_from(sorted(METHODS)),
    args=st.dictionaries(names, known | things | things.map(json.dumps), max_size=6),
)
def test_any_arguments_are_answered(name, args):
    async def call():
        manifest = Manifest.of(raw_manifest(events=[]))
        playground = Playground(MovableClock(), manifest, people=[Row("Ada", "ada@example.com")])
        ws = playground.workspace
        ada = ws.person("Ada")
        view = {"type": "home", "blocks": []}
        METHODS["views.publish"].run(playground.api, {"user_id": ada.id, "view": view})
        said = METHODS["chat.postMessage"].run(playground.api, {"channel": "#general", "text": "x"})
        words = {"{ada}": ada.id, "{room}": said["channel"], "{ts}": said["ts"],
                 "{view}": ada.home.id}  # fmt: skip
        filled = {k: words.get(v, v) if isinstance(v, str) else v for k, v in args.items()}
        try:
            answer = METHODS[name].run(playground.api, filled)
        except Refused as refused:
            answer = refused.body()
        assert json.dumps(answer)

    asyncio.run(call())
