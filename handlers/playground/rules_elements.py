"""Composition objects and block elements: which fields, how long, how many.

Numbers: https://docs.slack.dev/reference/block-kit/composition-objects and
https://docs.slack.dev/reference/block-kit/block-elements, checked against the types of npm
@slack/types 3.2.0. Where sources contradict each other the stricter one is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from handlers.playground.objects import Json
from handlers.playground.rules import (
    Check,
    Problem,
    boolean,
    by_type,
    either,
    items,
    matches,
    number,
    one_of,
    shape,
    string,
    url,
)


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == len("2026-01-31")


DATE = matches(_is_date, "must be a valid date")
TIME = matches(re.compile(r"([01]\d|2[0-3]):[0-5]\d").fullmatch, "must be a valid time")
USER = matches(re.compile(r"[UW][A-Z0-9]{2,}").fullmatch, "must be a valid user id")
CHANNEL = matches(re.compile(r"[CDG][A-Z0-9]{2,}").fullmatch, "must be a valid conversation id")
STYLE = one_of("primary", "danger")


def text(most: int = 3000, *kinds: str) -> Check:
    """A text object of at most so many characters; any kind, or only those named.

    1 to 3,000: docs.slack.dev/reference/block-kit/composition-objects/text-object
    """
    body = {"text": string(most)}
    table = {
        "plain_text": shape(body, {"emoji": boolean}),
        "mrkdwn": shape(body, {"verbatim": boolean}),
    }
    return by_type({kind: table[kind] for kind in kinds or table})


def plain(most: int) -> Check:
    """A plain_text object of at most so many characters."""
    return text(most, "plain_text")


# title 100, text 300, confirm and deny 30:
# docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
CONFIRM = shape(
    {"text": text(300)},
    {"title": plain(100), "confirm": plain(30), "deny": plain(30), "style": STYLE},
)


def option(label: Check, *, link: bool = False) -> Check:
    """One choice. text 75, description 75: composition-objects/option-object.

    value: 150 says that page, 75 say the types; the stricter is kept. url 3,000, overflow only.
    """
    extra: Mapping[str, Check] = {"url": url(3000)} if link else {}
    return shape({"text": label}, {"value": string(75, 0), "description": text(75), **extra})


PLAIN_OPTION = option(plain(75))
ANY_OPTION = option(text(75))
# label 75, 100 options: composition-objects/option-group-object
GROUP = shape({"label": plain(75), "options": items(PLAIN_OPTION, 1, 100)}, {})
FILTER = shape(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public")),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    either("include", "exclude_external_shared_channels", "exclude_bot_users"),
)
DISPATCH = shape(
    {}, {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 1, 2)}
)
SLACK_FILE = shape({}, {"id": string(), "url": url()}, either("id", "url", exactly=True))
# alt_text 2,000, image_url 3,000: block-kit/block-elements/image-element
IMAGE = shape(
    {"alt_text": string(2000)},
    {"image_url": url(3000), "slack_file": SLACK_FILE},
    either("image_url", "slack_file", exactly=True),
)

ACTION: Mapping[str, Check] = {"action_id": string(255)}
CONFIRMED: Mapping[str, Check] = {**ACTION, "confirm": CONFIRM}
FOCUSED: Mapping[str, Check] = {"focus_on_load": boolean, "placeholder": plain(150)}
TYPED: Mapping[str, Check] = {**ACTION, **FOCUSED, "dispatch_action_config": DISPATCH}
LABELLED: Mapping[str, Check] = {"accessibility_label": string(75)}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _among(value: Json, at: str) -> Iterator[Problem]:
    """initial_option(s) must equal one of the options, wholly."""
    chosen = [*_listed(value.get("initial_options"))]
    if "initial_option" in value:
        chosen.append(value["initial_option"])
    groups = [value, *(g for g in _listed(value.get("option_groups")) if isinstance(g, dict))]
    known = [o for g in groups for o in _listed(g.get("options"))]
    if any(pick not in known for pick in chosen):
        yield Problem(at, "initial option must be one of the options", "enum")


def _options(each: Check, most: int, initial: str, *, grouped: bool = False) -> Check:
    one: Check = items(each) if initial.endswith("s") else each
    listed: Mapping[str, Check] = {"options": items(each, 1, most)}
    fields: Mapping[str, Check] = {**CONFIRMED, **FOCUSED, initial: one}
    if not grouped:
        fields = {k: v for k, v in fields.items() if k != "placeholder"}
        return shape(listed, fields, _among)
    fields = {**fields, **listed, "option_groups": items(GROUP, 1, 100)}
    if initial.endswith("s"):
        fields = {**fields, "max_selected_items": number(1, 100)}
    return shape({}, fields, either("options", "option_groups", exactly=True), _among)


def _select(initial: str, each: Check, **extra: Check) -> dict[str, Check]:
    """A select of one kind of thing and its multi_ twin's fields."""
    many = {**CONFIRMED, **FOCUSED, **extra, "max_selected_items": number(1, 100)}
    one = {**CONFIRMED, **FOCUSED, **extra}
    if initial != "initial_option":
        one["response_url_enabled"] = boolean
    return {
        "one": shape({}, {**one, initial: each}),
        "many": shape({}, {**many, f"{initial}s": items(each)}),
    }


_QUERY: Check = number(0, 100)
_BY_SOURCE = {
    "users": _select("initial_user", USER),
    "channels": _select("initial_channel", CHANNEL),
    "conversations": _select(
        "initial_conversation",
        CHANNEL,
        default_to_current_conversation=boolean,
        filter=FILTER,
    ),
    "external": _select("initial_option", PLAIN_OPTION, min_query_length=_QUERY),
}
SELECTS: dict[str, Check] = {
    **{f"{source}_select": checks["one"] for source, checks in _BY_SOURCE.items()},
    **{f"multi_{source}_select": checks["many"] for source, checks in _BY_SOURCE.items()},
    "static_select": _options(PLAIN_OPTION, 100, "initial_option", grouped=True),
    "multi_static_select": _options(PLAIN_OPTION, 100, "initial_options", grouped=True),
}
# label 75, value 2,000, url 3,000: block-elements/button-element
BUTTON = shape(
    {"text": plain(75)},
    {**CONFIRMED, **LABELLED, "value": string(2000), "url": url(3000), "style": STYLE},
)
PICKERS: dict[str, Check] = {
    "checkboxes": _options(ANY_OPTION, 10, "initial_options"),  # 10: checkboxes-element
    "radio_buttons": _options(ANY_OPTION, 10, "initial_option"),  # 10: radio-button-group-element
    "datepicker": shape({}, {**CONFIRMED, **FOCUSED, "initial_date": DATE}),
    "timepicker": shape({}, {**CONFIRMED, **FOCUSED, "initial_time": TIME, "timezone": string()}),
}
DATETIME = shape(
    {},
    {**CONFIRMED, "focus_on_load": boolean, "initial_date_time": number(10**9, 10**10 - 1)},
)
# 1 to 5 options: block-elements/overflow-menu-element
OVERFLOW = shape({"options": items(option(plain(75), link=True), 1, 5)}, CONFIRMED)
WORKFLOW_BUTTON = shape(
    {
        "text": plain(75),
        "workflow": shape(
            {
                "trigger": shape(
                    {"url": url()},
                    {
                        "customizable_input_parameters": items(
                            shape({"name": string(), "value": string()}, {})
                        )
                    },
                )
            },
            {},
        ),
    },
    {**ACTION, **LABELLED, "style": STYLE},
)
# max_length 1–3,000, min_length 0–3,000: block-elements/plain-text-input-element
TEXT_INPUT = shape(
    {},
    {
        **TYPED,
        "initial_value": string(3000, 0),
        "multiline": boolean,
        "min_length": number(0, 3000),
        "max_length": number(1, 3000),
    },
)
_DECIMAL = matches(re.compile(r"-?\d+(\.\d+)?").fullmatch, "must be a number")
INPUTS: dict[str, Check] = {
    "plain_text_input": TEXT_INPUT,
    "email_text_input": shape({}, {**TYPED, "initial_value": string(None, 0)}),
    "url_text_input": shape({}, {**TYPED, "initial_value": string(None, 0)}),
    "number_input": shape(
        {"is_decimal_allowed": boolean},
        {**TYPED, "initial_value": _DECIMAL, "min_value": _DECIMAL, "max_value": _DECIMAL},
    ),
    # 1 to 10 files, modals only: block-elements/file-input-element
    "file_input": shape({}, {**ACTION, "filetypes": items(string()), "max_files": number(1, 10)}),
}
_FEEDBACK = shape({"text": plain(75), "value": string(2000)}, LABELLED)
FEEDBACK: dict[str, Check] = {
    "feedback_buttons": shape({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, ACTION),
    "icon_button": shape(
        {"icon": string(), "text": plain(75)},
        {**CONFIRMED, **LABELLED, "value": string(2000), "visible_to_user_ids": items(USER)},
    ),
}
