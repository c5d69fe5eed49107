"""A message or view that Slack refuses is refused, whatever it is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.playground.rules_blocks import BLOCKS, FORBIDDEN
from handlers.playground.rules_payload import check_message, check_view, view_too_large
from tests.handlers.playground.blockkit import (
    actions,
    button,
    chart,
    field,
    modal,
    option,
    plain,
    section,
    select,
    table,
)

MARKDOWN = {"type": "markdown", "text": "x"}


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
@pytest.mark.parametrize("block", [table(), chart(), MARKDOWN], ids=lambda b: b["type"])
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
