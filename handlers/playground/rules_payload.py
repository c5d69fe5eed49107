"""The two questions the Web API asks: may this message stand, may this view stand?

Beside each block by itself: ids that must differ, sums over all blocks, what a view needs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from handlers.playground.blocktree import all_blocks, controls
from handlers.playground.objects import Json
from handlers.playground.rules import Check, Problem, boolean, one_of, shape, string
from handlers.playground.rules_blocks import MARKDOWN_MOST, blocks_on
from handlers.playground.rules_elements import plain

VIEW_BYTES_MOST = 250 * 1024  # `view_too_large`: docs.slack.dev/reference/methods/views.publish
CHARTS_MOST = 2  # a message; observed by third parties, undocumented
TABLES = {"table", "data_table"}  # one a message, nested ones too: github.com/vercel/chat

_MESSAGE = blocks_on("message")
_ID: dict[str, Check] = {
    # docs.slack.dev/reference/views
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_VIEWS = {
    "modal": shape(
        {"type": one_of("modal"), "title": plain(24), "blocks": blocks_on("modal")},
        {
            **_ID,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
    ),
    "home": shape({"type": one_of("home"), "blocks": blocks_on("home")}, _ID),
}


def check_message(blocks: Any) -> list[Problem]:
    """What Slack would refuse in a message's blocks; empty if nothing."""
    found = list(_MESSAGE(blocks, "/blocks"))
    return found or [*_together(blocks, "/blocks"), *_message_sums(blocks)]


def check_view(view: Any, surface: str) -> list[Problem]:
    """What Slack would refuse in a view for this surface, "modal" or "home"."""
    if not isinstance(view, dict):
        return [Problem("/view", "must be an object", "type", "object")]
    found = list(_VIEWS[surface](view, "/view"))
    if found:
        return found
    blocks = view["blocks"]
    return [*_together(blocks, "/view/blocks"), *_view_needs(view), *_focus(blocks)]


def view_too_large(view: Json) -> bool:
    """Whether the view's JSON is beyond 250 KB."""
    return len(json.dumps(view).encode()) > VIEW_BYTES_MOST


def _together(blocks: list[Json], at: str) -> Iterator[Problem]:
    """Ids that must differ: block_id in the payload, action_id within a block."""
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        for part in all_blocks([block]):
            name = part.get("block_id")
            if name is not None and name in seen:
                yield Problem(f"{at}/{index}", f"`block_id` {name} already exists")
            seen.add(name or "")
            yield from _actions(part, f"{at}/{index}")


def _actions(block: Json, at: str) -> Iterator[Problem]:
    if block.get("type") in {"container", "carousel"}:
        return
    names = [e["action_id"] for _, e in controls([block]) if e.get("action_id")]
    for name in sorted({n for n in names if names.count(n) > 1}):
        where = block.get("block_id", "")
        yield Problem(at, f"`action_id` {name} already exists for `block_id` {where}")


def _message_sums(blocks: list[Json]) -> Iterator[Problem]:
    everything = list(all_blocks(blocks))
    types = [str(block.get("type")) for block in everything]
    if sum(kind in TABLES for kind in types) > 1:
        yield Problem("", "only_one_table_allowed", error="invalid_attachments")
    if types.count("data_visualization") > CHARTS_MOST:
        yield Problem("/blocks", f"no more than {CHARTS_MOST} items allowed", "maxItems")
    if sum(len(b["text"]) for b in everything if b.get("type") == "markdown") > MARKDOWN_MOST:
        message = f"must be less than {MARKDOWN_MOST + 1} characters"
        yield Problem("/blocks", message, "maxLength", MARKDOWN_MOST)
    yield from _no_files(blocks, "/blocks")


def _no_files(blocks: list[Json], at: str) -> Iterator[Problem]:
    for index, block in enumerate(blocks):
        if any(e["type"] == "file_input" for _, e in controls([block])):
            yield Problem(f"{at}/{index}/element/type", "unsupported type: file_input", "enum")


def _view_needs(view: Json) -> Iterator[Problem]:
    if view["type"] == "home":
        yield from _no_files(view["blocks"], "/view/blocks")
    elif "submit" not in view:
        for index, block in enumerate(view["blocks"]):
            if any(part["type"] == "input" for part in all_blocks([block])):
                message = "must define `submit` to use an `input` block in modals"
                yield Problem(f"/view/blocks/{index}/input", message, "required", "submit")


def _focus(blocks: list[Json]) -> Iterator[Problem]:
    if sum(bool(element.get("focus_on_load")) for _, element in controls(blocks)) > 1:
        yield Problem("/view/blocks", "only one element may have `focus_on_load` set to true")
