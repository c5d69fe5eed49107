"""Whatever is in a card, Teams takes it, and nothing of it is lost without a word."""

from __future__ import annotations

import html
import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.buttons import encode
from bot.cards import Bold, Button, Card, Controls, Row, Small, Text
from bot.plain import plain_text
from handlers.characters import ZERO_WIDTH, clean
from handlers.teams.adaptive import has_native, message
from handlers.teams.forms import card_dialog, form_dialog, read_metadata
from handlers.teams.opened import Opened
from handlers.teams.text import as_typed_here, literal, shown, worded
from tests.handlers.slack.reading import letters
from tests.handlers.teams.reading import content, kinds, pressable, visible
from tests.handlers.teams.strict import problems, too_large
from tests.strategies.cards import Ask, any_card, every_request, forms, words

few = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SAID = re.compile(r"not fit here|Left out|…")
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")


@few
@given(any_card, st.booleans())
def test_teams_takes_any_card_as_a_message(card: Card, plain: bool):
    rendered = message(card, plain=plain, users=["29:1Ana"] * 80)
    assert problems(content(rendered)) == []
    assert not too_large(rendered)
    assert content(rendered)["body"]
    assert "text" not in rendered  # with an attachment it would become two messages


@few
@given(any_card)
def test_teams_takes_any_card_as_a_dialog(card: Card):
    dialog = card_dialog(card, Opened(pressed="test.1", message="1:2"))
    assert problems(dialog["card"]["content"]) == []
    assert not too_large(dialog)
    assert dialog["title"].strip()
    assert "Action.Execute" not in kinds(dialog["card"]["content"])


@few
@given(any_card)
def test_a_plain_message_has_no_native_parts(card: Card):
    assert not has_native(message(card, plain=True))


@few
@given(any_card)
def test_every_button_is_there_or_its_absence_is_said(card: Card):
    parts = content(message(card))["body"]
    missing = {encode(request) for request in every_request(card)} - pressable(parts)
    assert not missing or SAID.search(visible(parts))


@few
@given(any_card, st.booleans())
def test_words_are_there_or_their_absence_is_said(card: Card, plain: bool):
    seen = visible(content(message(card, plain=plain))["body"])
    if "not fit here" in seen:
        return
    found = letters(seen)
    for element in card.body:
        if isinstance(element, Text | Small | Row):
            for part in element.line:
                said = part.text if isinstance(part, Bold) else part
                if isinstance(said, str):
                    assert letters(said) in found


@few
@given(any_card)
def test_the_text_beside_the_card_is_the_whole_card(card: Card):
    rendered = message(card)
    whole = clean(plain_text(worded(card))).strip() or "Nothing to show."
    text = rendered["summary"]
    assert text == whole or (text.endswith("…") and whole.startswith(text[:-1]))
    assert content(rendered)["speak"] == content(rendered)["fallbackText"] == text


@few
@given(words)
def test_what_people_wrote_is_never_markup(text: str):
    page = MARKDOWN.render(literal(text))
    assert set(re.findall(r"</?\w+", page)) <= {"<p", "</p"}
    seen = html.unescape(re.sub(r"</?p>", "", page)).replace(ZERO_WIDTH, "")
    assert "".join(seen.split()) == "".join(shown(text).replace(ZERO_WIDTH, "").split())


@few
@given(any_card)
def test_what_people_wrote_is_never_computed_nor_mentions_anybody(card: Card):
    evil = Text(("{{DATE(2017-02-14T06:00:00Z, SHORT)}} <at>Ana</at> {{TIME(x)}}",))
    parts = content(message(Card(card.title, (evil, *card.body[:2]))))["body"]
    for text in re.findall(r"\{\{\w+\([^)]*\)\}\}", json.dumps(parts, ensure_ascii=False)):
        assert re.fullmatch(r"\{\{(DATE|TIME)\(\d{4}-\d\d-\d\dT[\d:]{8}Z(, SHORT)?\)\}\}", text)
        assert "2017-02-14T06:00:00Z" not in text


@few
@given(forms())
def test_teams_takes_any_form(form):
    opened = Opened(words="claim", message="17:3")
    dialog = form_dialog(form, opened, [("19:a@thread.tacv2", "Task force")])
    assert problems(dialog["card"]["content"]) == []
    assert not too_large(dialog)
    if dialog["card"]["content"].get("actions"):
        data = dialog["card"]["content"]["actions"][0]["data"]
        assert read_metadata(data) == (encode(form.request), opened)


@pytest.mark.parametrize("rows", [20, 60, 200])
def test_a_long_roster_keeps_its_first_rows_and_its_last_buttons(rows: int):
    body = [Row((f"Duty number {i}",), Button("Claim", Ask(i))) for i in range(1, rows + 1)]
    card = Card("Roster", (*body, Controls((Button("My turns", Ask(words="mine")),))))
    rendered = message(card)
    parts = content(rendered)["body"]
    assert not too_large(rendered)
    assert "test.1?words=mine" in pressable(parts)
    assert "Duty number 1" in visible(parts)
    there = sum(f"test.1?number={i}" in pressable(parts) for i in range(1, rows + 1))
    assert there >= min(rows, 50)
    if gone := rows - there:
        assert f"… {gone} more lines and {gone} buttons do not fit here." in visible(parts)


@few
@given(any_card)
def test_no_name_turns_what_stands_beside_it(card: Card):
    """Neither the direction of its row, nor what a terminal or a log makes of it."""
    for rendered in (message(card), message(card, plain=True), card_dialog(card)):
        said = json.dumps(rendered, ensure_ascii=False)
        assert re.search("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said) is None


def test_an_example_is_shown_as_it_is_typed_here():
    assert as_typed_here("/muster claim facebook") == "@Muster claim facebook"
    assert as_typed_here("say /mustered") == "say /mustered"
    assert content(message(Card("/muster claim")))["fallbackText"] == "@Muster claim"
