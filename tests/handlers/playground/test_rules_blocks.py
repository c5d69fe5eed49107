"""A block that Slack refuses is refused, with Slack's words and a pointer to the place."""

from __future__ import annotations

import pytest

from handlers.playground.rules_payload import check_message
from tests.handlers.playground.blockkit import (
    actions,
    button,
    chart,
    field,
    mrkdwn,
    option,
    pie,
    plain,
    rich,
    section,
    select,
    table,
)

ACCEPTED = {
    "divider": {"type": "divider"},
    "section": section("x" * 3000),
    "fields": {"type": "section", "fields": [mrkdwn("x" * 2000)] * 10},
    "header": {"type": "header", "text": plain("x" * 150)},
    "buttons": actions(*(button(action_id=f"a{i}") for i in range(25))),
    "button": actions(button("x" * 75, value="x" * 2000, style="primary")),
    "confirm": actions(
        button(
            confirm={
                "title": plain("x" * 100),
                "text": plain("x" * 300),
                "confirm": plain("x" * 30),
                "deny": plain("x" * 30),
            }
        )
    ),
    "select": actions(select(*(option(f"{i}") for i in range(100)), action_id="a")),
    "overflow": section(accessory={"type": "overflow", "options": [option("a")] * 5}),
    "groups": actions(
        {
            "type": "static_select",
            "option_groups": [{"label": plain("x"), "options": [option("a")]}],
        }
    ),
    "pickers": actions(
        {"type": "datepicker", "initial_date": "2026-03-29"},
        {"type": "timepicker", "initial_time": "09:00"},
        {"type": "users_select", "initial_user": "U12345"},
        {"type": "conversations_select", "filter": {"include": ["public"]}},
        {"type": "multi_users_select", "max_selected_items": 3},
        {"type": "external_select", "min_query_length": 0},
        {"type": "datetimepicker", "initial_date_time": 1_628_633_820},
    ),
    "context": {"type": "context", "elements": [mrkdwn("x")] * 10},
    "image": {"type": "image", "alt_text": "x", "image_url": "https://example.com/a.png"},
    "input": field({"type": "plain_text_input", "max_length": 3000}),
    "markdown": {"type": "markdown", "text": "x" * 12_000},
    "table": table(100, 20, "x" * 5, column_settings=[{"align": "right"}, None]),
    "data_table": {"type": "data_table", "caption": "c", "rows": table(101, 1)["rows"]},
    "chart": chart(points=20, series=6),
    "pie": pie(1, 2, 3, 4, 5, 6),
    "rich_text": rich({"type": "text", "text": "a", "style": {"bold": True}}),
    "card": {"type": "card", "title": mrkdwn("x" * 150), "actions": [button(action_id="a")]},
    "container": {"type": "container", "title": plain("x"), "child_blocks": [section(), table()]},
}


@pytest.mark.parametrize("block", ACCEPTED.values(), ids=ACCEPTED)
def test_blocks_at_their_limits_stand(block):
    assert check_message([block]) == []


REFUSED = {
    "unknown": ({"type": "foo"}, "unsupported type: foo [json-pointer:/blocks/0/type]"),
    "typeless": ({}, "missing required field: type [json-pointer:/blocks/0]"),
    "section long": (
        section("x" * 3001),
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    "section empty": (
        {"type": "section"},
        "must define either `text` or `fields` [json-pointer:/blocks/0]",
    ),
    "no text": (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "field long": (
        {"type": "section", "fields": [mrkdwn("x" * 2001)]},
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    "11 fields": (
        {"type": "section", "fields": [mrkdwn("x")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    "header long": (
        {"type": "header", "text": plain("x" * 151)},
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    "header mrkdwn": (
        {"type": "header", "text": mrkdwn("x")},
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    "extra field": (
        {"type": "divider", "text": "x"},
        "invalid additional property: text [json-pointer:/blocks/0]",
    ),
    "26 buttons": (
        actions(*(button(action_id=f"a{i}") for i in range(26))),
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "no buttons": (
        actions(),
        "must provide at least 1 items [json-pointer:/blocks/0/elements]",
    ),
    "label long": (
        actions(button("x" * 76)),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    "bad url": (
        actions(button(url="example.com")),
        "invalid url [json-pointer:/blocks/0/elements/0/url]",
    ),
    "same action": (
        actions(button(action_id="a"), button(action_id="a")),
        "`action_id` a already exists for `block_id`  [json-pointer:/blocks/0]",
    ),
    "option value long": (
        actions(select(option("a", "x" * 76))),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/value]",
    ),
    "101 options": (
        actions(select(*[option("a")] * 101)),
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "foreign initial": (
        actions(select(option("a"), initial_option=option("b"))),
        "initial option must be one of the options [json-pointer:/blocks/0/elements/0]",
    ),
    "input in actions": (
        actions({"type": "plain_text_input"}),
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ),
    "date": (
        actions({"type": "datepicker", "initial_date": "2026-02-30"}),
        "must be a valid date [json-pointer:/blocks/0/elements/0/initial_date]",
    ),
    "empty cell": (
        table(1, 1, ""),
        "must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]",
    ),
    "101 rows": (table(101), "no more than 100 items allowed [json-pointer:/blocks/0/rows]"),
    "21 columns": (
        table(1, 21),
        "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
    ),
    "big table": (
        table(100, 20, "x" * 6),
        "must be less than 10001 characters [json-pointer:/blocks/0/rows]",
    ),
    "uneven": (
        {
            "type": "data_table",
            "caption": "c",
            "rows": [*table(1, 2)["rows"], *table(1, 1)["rows"]],
        },
        "all rows must have the same number of cells [json-pointer:/blocks/0/rows]",
    ),
    "rich header": (
        {
            "type": "data_table",
            "caption": "c",
            "rows": [[rich({"type": "text", "text": "x"})], *table()["rows"]],
        },
        "unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]",
    ),
    "21 points": (
        chart(points=21),
        "no more than 20 items allowed [json-pointer:/blocks/0/chart/series/0/data]",
    ),
    "7 series": (
        chart(series=7),
        "no more than 6 items allowed [json-pointer:/blocks/0/chart/series]",
    ),
    "zero segment": (
        pie(1, 0),
        "must be greater than 0 [json-pointer:/blocks/0/chart/segments/1/value]",
    ),
    "empty text": (
        rich({"type": "text", "text": ""}),
        "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]",
    ),
    "file in message": (
        field({"type": "file_input"}),
        "unsupported type: file_input [json-pointer:/blocks/0/element/type]",
    ),
    "no number": (
        actions({"type": "datetimepicker", "initial_date_time": "soon"}),
        "must be an integer [json-pointer:/blocks/0/elements/0/initial_date_time]",
    ),
    "number small": (
        actions({"type": "multi_users_select", "max_selected_items": 0}),
        (
            "must be greater than or equal to 1 "
            "[json-pointer:/blocks/0/elements/0/max_selected_items]"
        ),
    ),
    "number big": (
        actions({"type": "external_select", "min_query_length": 101}),
        ("must be less than or equal to 100 [json-pointer:/blocks/0/elements/0/min_query_length]"),
    ),
    "no boolean": (
        section(expand="yes"),
        "must be a boolean [json-pointer:/blocks/0/expand]",
    ),
    "style": (
        actions(button(style="loud")),
        "must be a valid enum value: loud [json-pointer:/blocks/0/elements/0/style]",
    ),
    "twice the category": (
        {
            **chart(),
            "chart": {
                **chart()["chart"],
                "axis_config": {"categories": ["c0", "c0"]},
            },
        },
        "categories must be unique [json-pointer:/blocks/0/chart/axis_config/categories]",
    ),
    "points off the axis": (
        {
            **chart(),
            "chart": {**chart()["chart"], "axis_config": {"categories": ["c0"]}},
        },
        (
            "data points must match the categories of the axis "
            "[json-pointer:/blocks/0/chart/series/0/data]"
        ),
    ),
    "twice the series": (
        {
            **chart(),
            "chart": {**chart()["chart"], "series": chart()["chart"]["series"] * 2},
        },
        "series names must be unique [json-pointer:/blocks/0/chart/series]",
    ),
    "divided and collapsible": (
        {
            "type": "container",
            "title": plain("x"),
            "child_blocks": [section()],
            "is_collapsible": True,
            "has_header_divider": True,
        },
        "only applies when not collapsible [json-pointer:/blocks/0/has_header_divider]",
    ),
    "empty card": (
        {"type": "card", "subtitle": mrkdwn("x")},
        (
            "must define either `hero_image` or `title` or `actions` or `body` "
            "[json-pointer:/blocks/0]"
        ),
    ),
}


@pytest.mark.parametrize(("block", "message"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_block_is_refused_in_slacks_words(block, message):
    assert f"[ERROR] {message}" in [str(problem) for problem in check_message([block])]
