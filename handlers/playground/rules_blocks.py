"""Blocks: what each holds, on which surface it may stand, and what holds for all of them together.

Numbers: https://docs.slack.dev/reference/block-kit/blocks, one page per block. Surfaces: Slack's
blocks.json as third-party tools cite it; nothing official lists them in one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handlers.playground import rules_elements as e
from handlers.playground.objects import Json
from handlers.playground.rules import (
    Check,
    Problem,
    boolean,
    by_type,
    either,
    items,
    number,
    one_of,
    shape,
    string,
    url,
)
from handlers.playground.rules_charts import CHART
from handlers.playground.rules_rich import DATA_TABLE, RICH_TEXT, TABLE

ID: Mapping[str, Check] = {"block_id": string(255)}
MARKDOWN_MOST = 12_000  # characters over all markdown blocks of a payload: blocks/markdown-block

_ACTIONS = by_type(
    {
        **e.SELECTS,
        **e.PICKERS,
        "button": e.BUTTON,
        "datetimepicker": e.DATETIME,
        "overflow": e.OVERFLOW,
        "workflow_button": e.WORKFLOW_BUTTON,
    }
)
_ACCESSORY = by_type(
    {
        **e.SELECTS,
        **e.PICKERS,
        "button": e.BUTTON,
        "image": e.IMAGE,
        "overflow": e.OVERFLOW,
        "workflow_button": e.WORKFLOW_BUTTON,
    }
)
_RICH_INPUT = shape(
    {},
    {
        **e.TYPED,
        "initial_value": by_type({"rich_text": RICH_TEXT}),
        "min_lines": number(1, 100),
        "max_lines": number(1, 100),
    },
)
_INPUT = by_type(
    {
        **e.SELECTS,
        **e.PICKERS,
        **e.INPUTS,
        "datetimepicker": e.DATETIME,
        "rich_text_input": _RICH_INPUT,
    }
)
_IMAGE = by_type({"image": e.IMAGE})
_RICH = by_type({"rich_text": RICH_TEXT})
_CARD = shape(
    {},
    {
        **ID,
        "hero_image": _IMAGE,
        "icon": _IMAGE,
        "slack_icon": shape({"name": string()}, {}),
        "title": e.text(150, "mrkdwn"),  # 150, 150, 200, 200, 3 buttons: blocks/card-block
        "subtitle": e.text(150, "mrkdwn"),
        "body": e.text(200, "mrkdwn"),
        "subtext": e.text(200, "mrkdwn"),
        "actions": items(by_type({"button": e.BUTTON}), 1, 3),
    },
    either("hero_image", "title", "actions", "body"),
)
_TASK = shape(
    {
        "task_id": string(),
        "title": string(),
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
    {
        **ID,
        "details": _RICH,
        "output": _RICH,
        "sources": items(by_type({"url": shape({"url": url(), "text": string()}, {})})),
    },
)
BLOCKS: dict[str, Check] = {
    "divider": shape({}, ID),
    "header": shape({"text": e.plain(150)}, ID),  # 150: blocks/header-block
    # text 3,000; 10 fields of 2,000: blocks/section-block
    "section": shape(
        {},
        {
            **ID,
            "text": e.text(3000),
            "fields": items(e.text(2000), 1, 10),
            "accessory": _ACCESSORY,
            "expand": boolean,
        },
        either("text", "fields"),
    ),
    "actions": shape({"elements": items(_ACTIONS, 1, 25)}, ID),  # 25: blocks/actions-block
    # 10 elements: blocks/context-block
    "context": shape(
        {"elements": items(by_type({"image": e.IMAGE, "plain_text": e.plain(3000),
                                    "mrkdwn": e.text(3000, "mrkdwn")}), 1, 10)}, ID),
    # 5 elements, messages only: blocks/context-actions-block
    "context_actions": shape({"elements": items(by_type(e.FEEDBACK), 1, 5)}, ID),
    # alt_text 2,000, title 2,000, image_url 3,000: blocks/image-block
    "image": shape(
        {"alt_text": string(2000)},
        {**ID, "title": e.plain(2000), "image_url": url(3000), "slack_file": e.SLACK_FILE},
        either("image_url", "slack_file", exactly=True),
    ),
    # label 2,000, hint 2,000: blocks/input-block
    "input": shape(
        {"label": e.plain(2000), "element": _INPUT},
        {**ID, "hint": e.plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "markdown": shape({"text": string(MARKDOWN_MOST)}, ID),
    "rich_text": RICH_TEXT,
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": CHART,
    # text 200, modals only: github.com/slackapi/java-slack-sdk/pull/1624
    "alert": shape(
        {"text": e.text(200)},
        {**ID, "level": one_of("default", "info", "warning", "error", "success")},
    ),
    "card": _CARD,
    "carousel": shape({"elements": items(by_type({"card": _CARD}), 1, 10)}, ID),  # carousel-block
    "task_card": _TASK,
    "plan": shape({"title": string()}, {**ID, "tasks": items(by_type({"task_card": _TASK}))}),
    # title below 200, author below 50: blocks/video-block
    "video": shape(
        {"video_url": url(), "thumbnail_url": url(), "alt_text": string(), "title": e.plain(199)},
        {**ID, "title_url": url(), "author_name": string(49), "provider_name": string(),
         "provider_icon_url": url(), "description": e.plain(3000)},
    ),
}  # fmt: skip


def _divided(value: Json, at: str) -> Iterator[Problem]:
    if value.get("has_header_divider") and value.get("is_collapsible"):
        yield Problem(f"{at}/has_header_divider", "only applies when not collapsible")


_INSIDE = (
    *("actions", "context", "divider", "header", "image", "input", "rich_text", "section"),
    *("table", "video"),
)


def _container(surface: str) -> Check:
    inside = {name: BLOCKS[name] for name in _INSIDE if name not in FORBIDDEN[surface]}
    # title 150, subtitle 150, 10 child_blocks: blocks/container-block
    return shape(
        {"child_blocks": items(by_type(inside), 1, 10)},
        {
            **ID,
            "title": e.plain(150),
            "rich_text_title": _RICH,
            "subtitle": e.text(150),
            "width": one_of("narrow", "standard", "wide", "full"),
            "icon": _IMAGE,
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        either("title", "rich_text_title"),
        _divided,
    )


_NO_VIEW = {"context_actions", "data_visualization", "data_table", "table", "markdown", "plan",
            "task_card"}  # fmt: skip
FORBIDDEN: Mapping[str, set[str]] = {
    "message": {"alert"},
    "modal": {*_NO_VIEW, "card", "carousel"},
    "home": {*_NO_VIEW, "alert"},
}
# 50 in a message, 100 in a modal or home: docs.slack.dev/reference/block-kit/blocks
BLOCKS_MOST = {"message": 50, "modal": 100, "home": 100}


def blocks_on(surface: str) -> Check:
    """The check of a list of blocks on "message", "modal" or "home"."""
    allowed = {k: check for k, check in BLOCKS.items() if k not in FORBIDDEN[surface]}
    each = by_type({**allowed, "container": _container(surface)})
    return items(each, 0, BLOCKS_MOST[surface])
