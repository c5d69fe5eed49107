"""Walking through blocks: who has which id, where the controls are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handlers.playground.objects import Json

# Element types a person can act on; the others are text, pictures and parts of rich text.
INTERACTIVE = frozenset(
    {
        "button",
        "channels_select",
        "checkboxes",
        "conversations_select",
        "datepicker",
        "datetimepicker",
        "email_text_input",
        "external_select",
        "feedback_buttons",
        "file_input",
        "icon_button",
        "multi_channels_select",
        "multi_conversations_select",
        "multi_external_select",
        "multi_static_select",
        "multi_users_select",
        "number_input",
        "overflow",
        "plain_text_input",
        "radio_buttons",
        "rich_text_input",
        "static_select",
        "timepicker",
        "url_text_input",
        "users_select",
        "workflow_button",
    }
)


def with_ids(blocks: list[Json], fresh: Iterator[str]) -> list[Json]:
    """The blocks with block_id and action_id filled in where the app left them out, as Slack does.

    `fresh` yields ids to use. The given blocks are not changed.
    """

    def filled(item: Any, *, is_block: bool = False) -> Any:
        if isinstance(item, list):
            return [filled(part) for part in item]
        if not isinstance(item, dict):
            return item
        nested = item.get("type") in {"container", "carousel"}
        done = {key: filled(value, is_block=False) for key, value in item.items()}
        for key in ("child_blocks", "elements") if nested else ():
            done[key] = [filled(child, is_block=True) for child in item.get(key) or []]
        if is_block and not done.get("block_id"):
            done["block_id"] = next(fresh)
        if done.get("type") in INTERACTIVE and not done.get("action_id"):
            done["action_id"] = next(fresh)
        return done

    return [filled(block, is_block=True) for block in blocks]


def all_blocks(blocks: list[Json]) -> Iterator[Json]:
    """Each block, those inside containers and carousels after the one that holds them."""
    for block in blocks:
        yield block
        if block.get("type") in {"container", "carousel"}:
            yield from all_blocks(block.get("child_blocks") or block.get("elements") or [])


def controls(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each (block, element) a person can act on, in reading order."""
    for block in all_blocks(blocks):
        if block.get("type") in {"container", "carousel"}:
            continue
        for element in _inside({k: v for k, v in block.items() if k != "type"}):
            yield block, element


def _inside(item: Any) -> Iterator[Json]:
    if isinstance(item, list):
        for part in item:
            yield from _inside(part)
    elif isinstance(item, dict):
        if item.get("type") in INTERACTIVE:
            yield item
        else:
            for part in item.values():
                yield from _inside(part)
