"""Whatever is in a card, Slack takes it, and nothing of it is lost without a word."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.buttons import encode
from bot.cards import Bold, Card, Row, Small, Text
from bot.plain import plain_text
from handlers.characters import clean, units
from handlers.playground.rules_payload import check_message, check_view, view_too_large
from handlers.slack import limits
from handlers.slack.blocks import dialog, has_native, home, message
from handlers.slack.fit import weight
from handlers.slack.forms import Opened, form_view, read_metadata
from handlers.slack.text import escape
from tests.handlers.slack.reading import letters, mrkdwn_texts, pressable, visible
from tests.strategies.cards import any_card, every_request, forms

few = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SAID = re.compile(r"not fit here|Left out|…")
OURS = re.compile(
    r"<(?:@[UW][A-Z0-9]+|#[CGD][A-Z0-9]+|!date\^-?\d+\^[^|<>]*\|[^<>]*|(?:https?://|mailto:)[^|<>]*\|[^<>]*)>"
)


@few
@given(any_card, st.booleans())
def test_slack_takes_any_card_as_a_message(card: Card, plain: bool):
    rendered = message(card, plain=plain)
    assert [str(problem) for problem in check_message(rendered["blocks"])] == []
    assert 1 <= len(rendered["blocks"]) <= limits.BLOCKS_MESSAGE
    assert sum(map(weight, rendered["blocks"])) <= limits.WEIGHT_MESSAGE
    assert rendered["text"].strip()


@few
@given(any_card)
def test_the_quick_look_at_a_messages_size_never_misses(card: Card):
    for block in message(card)["blocks"]:
        assert weight(block) <= len(json.dumps(block)) + limits.WEIGHT_PER_PART


@few
@given(any_card)
def test_slack_takes_any_card_on_app_home(card: Card):
    view = home(card)
    assert [str(problem) for problem in check_view(view, "home")] == []
    assert not view_too_large(view)


@few
@given(any_card)
def test_slack_takes_any_card_as_a_dialog(card: Card):
    view = dialog(card)
    assert [str(problem) for problem in check_view(view, "modal")] == []
    assert not view_too_large(view)


@few
@given(any_card)
def test_a_plain_message_has_no_native_blocks(card: Card):
    assert not has_native(message(card, plain=True))


@few
@given(any_card)
def test_every_button_is_there_or_its_absence_is_said(card: Card):
    for view in (message(card), home(card)):
        missing = {encode(request) for request in every_request(card)} - pressable(view["blocks"])
        assert not missing or SAID.search(visible(view["blocks"]))


@few
@given(any_card)
def test_words_are_there_or_their_absence_is_said(card: Card):
    for view in (message(card), message(card, plain=True), home(card)):
        seen = visible(view["blocks"])
        if "not fit here" in seen:
            continue
        # a button at the side of a long line stands between its first and its second part
        beside = [{k: v for k, v in b.items() if k != "accessory"} for b in view["blocks"]]
        found = letters(visible(beside))
        for element in card.body:
            if isinstance(element, Text | Small | Row):
                for part in element.line:
                    said = part.text if isinstance(part, Bold) else part
                    if isinstance(said, str):
                        assert letters(said) in found


@few
@given(any_card)
def test_the_text_beside_the_blocks_is_the_whole_card(card: Card):
    whole = escape(clean(plain_text(card))).strip()
    text = message(card)["text"]
    assert units(text) <= limits.TEXT_POST
    assert text == (whole or "Nothing to show.") or text.endswith("…")
    short = message(card, most_text=limits.TEXT_UPDATE)["text"]
    assert units(short) <= limits.TEXT_UPDATE
    assert short == text or (short.endswith("…") and whole.startswith(short[:-1].strip()))


@few
@given(any_card)
def test_what_people_wrote_is_never_markup(card: Card):
    rendered = message(card)
    assert not re.search(r"[<>]", rendered["text"])
    for view in (rendered, home(card)):
        for text in mrkdwn_texts(view["blocks"]):
            assert not re.search(r"[<>]", OURS.sub("", text))


@few
@given(forms())
def test_slack_takes_any_form(form):
    view = form_view(form, Opened("C0ROOM", "https://hooks.example.com/actions/T0/1/x", "1.2"))
    assert [str(problem) for problem in check_view(view, "modal")] == []
    assert not view_too_large(view)
    if view["callback_id"] == "form":
        request, opened = read_metadata(view["private_metadata"])
        assert request == encode(form.request)
        assert opened.channel == "C0ROOM"
    else:
        assert len(encode(form.request)) > limits.PRIVATE_METADATA - 200


@pytest.mark.parametrize("rows", [49, 50, 200])
def test_a_long_roster_keeps_its_first_rows_and_its_last_buttons(rows: int):
    from bot.cards import Button, Controls
    from tests.strategies.cards import Ask

    body = [Row((f"Duty {i}",), Button("Claim", Ask(number=i))) for i in range(rows)]
    card = Card("Roster", (*body, Controls((Button("My turns", Ask(words="mine")),))))
    blocks = message(card)["blocks"]
    seen = visible(blocks)
    assert len(blocks) == limits.BLOCKS_MESSAGE
    assert "Duty 0" in seen
    assert "test.1?words=mine" in pressable(blocks)
    gone = rows - sum(f"test.1?number={i}" in pressable(blocks) for i in range(1, rows)) - 1
    lines = "1 more line" if gone == 1 else f"{gone} more lines"
    assert f"… {lines} and {gone} button" in seen


@few
@given(any_card)
def test_no_name_turns_what_stands_beside_it(card: Card):
    """Neither the direction of its row, nor what a terminal or a log makes of it."""
    for rendered in (message(card), message(card, plain=True), home(card), dialog(card)):
        shown = json.dumps(rendered, ensure_ascii=False)
        assert re.search("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown) is None
