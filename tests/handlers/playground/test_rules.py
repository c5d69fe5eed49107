"""What Slack refuses is refused, with Slack's words and a pointer to the place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.playground.rules_blocks import BLOCKS, FORBIDDEN
from handlers.playground.rules_payload import check_message, check_view, view_too_large


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


def button(label="Go", **more):
    return {"type": "button", "text": plain(label), **more}


def section(text="x", **more):
    return {"type": "section", "text": mrkdwn(text), **more}


def option(label, value="v"):
    return {"text": plain(label), "value": value}


def select(*options, **more):
    return {"type": "static_select", "options": list(options), **more}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def field(element, **more):
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def modal(*blocks, **more):
    view = {"type": "modal", "title": plain("Title"), "submit": plain("Save")}
    return {**view, "blocks": list(blocks), **more}


def chart(kind="bar", points=2, series=1, **more):
    names = [f"c{i}" for i in range(points)]
    data = [{"label": name, "value": 1} for name in names]
    body = {
        "type": kind,
        "series": [{"name": f"s{i}", "data": data} for i in range(series)],
        "axis_config": {"categories": names},
    }
    return {"type": "data_visualization", "title": "Hours", "chart": body, **more}


def pie(*values):
    segments = [{"label": f"s{i}", "value": value} for i, value in enumerate(values)]
    return {
        "type": "data_visualization",
        "title": "Hours",
        "chart": {"type": "pie", "segments": segments},
    }


def table(rows=1, columns=1, text="x", **more):
    cell = {"type": "raw_text", "text": text}
    return {"type": "table", "rows": [[cell] * columns for _ in range(rows)], **more}


def rich(*elements):
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(elements)}],
    }


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


def test_a_message_holds_fifty_blocks_and_a_view_a_hundred():
    divider = {"type": "divider"}
    assert check_message([divider] * 50) == []
    assert check_view(modal(*[divider] * 100), "modal") == []
    for found, most in (
        (check_message([divider] * 51), 50),
        (check_view(modal(*[divider] * 101), "modal"), 100),
    ):
        assert [p.message for p in found] == [f"no more than {most} items allowed"]


def test_one_table_and_two_charts_a_message():
    nested = {"type": "container", "title": plain("x"), "child_blocks": [table()]}
    found = check_message([table(), nested])
    assert [(p.error, p.message) for p in found] == [
        ("invalid_attachments", "only_one_table_allowed")
    ]
    assert check_message([chart()] * 2) == []
    assert check_message([chart()] * 3) != []


def test_markdown_blocks_share_twelve_thousand_characters():
    half = {"type": "markdown", "text": "x" * 6_001}
    assert check_message([half]) == []
    assert [p.message for p in check_message([half, half])] == [
        "must be less than 12001 characters"
    ]


def test_block_ids_differ():
    found = check_message([section(block_id="a"), section(block_id="a")])
    assert [p.message for p in found] == ["`block_id` a already exists"]


@pytest.mark.parametrize("surface", ["modal", "home"])
@pytest.mark.parametrize("block", [table(), chart(), ACCEPTED["markdown"]], ids=lambda b: b["type"])
def test_views_have_neither_charts_nor_tables_nor_markdown(surface, block):
    view = modal(block) if surface == "modal" else {"type": "home", "blocks": [block]}
    found = check_view(view, surface)
    assert [str(p) for p in found] == [
        f"[ERROR] unsupported type: {block['type']} [json-pointer:/view/blocks/0/type]"
    ]


def test_a_form_needs_a_submit_button():
    view = modal(section(), field({"type": "plain_text_input"}))
    del view["submit"]
    assert [str(p) for p in check_view(view, "modal")] == [
        (
            "[ERROR] must define `submit` to use an `input` block in modals "
            "[json-pointer:/view/blocks/1/input]"
        )
    ]


def test_a_views_own_words_have_limits():
    found = check_view(modal(title=plain("x" * 25), private_metadata="x" * 3001), "modal")
    assert {str(p) for p in found} == {
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]",
        "[ERROR] must be less than 3001 characters [json-pointer:/view/private_metadata]",
    }
    assert [p.message for p in check_view({"type": "modal"}, "modal")] == [
        "missing required field: title",
        "missing required field: blocks",
    ]
    assert view_too_large({"x": "y" * 256_000})
    assert not view_too_large(modal())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["type", "text", "elements", "rows", "chart", "segments", "options", "blocks",
             "initial_option", "initial_options", "option_groups", "accessory", "element", "value"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(kind=st.sampled_from([*BLOCKS, "container"]), more=json_values, surface=st.sampled_from(
    list(FORBIDDEN)))  # fmt: skip
def test_whatever_json_comes_it_is_judged_and_never_breaks(kind, more, surface):
    block = {**more, "type": kind} if isinstance(more, dict) else {"type": kind, "text": more}
    for payload in ([block], more):
        found = check_message(payload)
        assert all(p.message for p in found)
        if surface != "message":
            check_view({"type": surface, "blocks": payload}, surface)


@given(st.data())
def test_one_character_more_is_what_makes_the_difference(data):
    make, most = data.draw(
        st.sampled_from(
            [
                (section, 3000),
                (lambda text: {"type": "header", "text": plain(text)}, 150),
                (lambda text: actions(button(text)), 75),
                (lambda text: actions(button(value=text)), 2000),
                (lambda text: actions(select(option(text))), 75),
                (lambda text: {**chart(), "title": text}, 50),
                (lambda text: section(block_id=text), 255),
            ]
        )
    )
    letter = data.draw(st.characters(exclude_categories=("Cs",)))
    assert check_message([make(letter * most)]) == []
    assert check_message([make(letter * (most + 1))]) != []
