"""Documents as text to copy."""

from __future__ import annotations

import pytest

from handlers.playground.rules_payload import check_message
from handlers.slack.documents import BLOCKS, MESSAGES, document_messages


def texts(messages):
    blocks = [block for message in messages for block in message["blocks"]]
    return [b["elements"][0]["elements"][0]["text"] for b in blocks if b["type"] == "rich_text"]


@pytest.mark.parametrize(
    "text",
    [
        "name,email\nAna,ana@example.com\n",
        "".join(f"row {i}," + "x" * 50 + "\n" for i in range(400)),
        "one line without an end " * 600,
        "short\n" + "y" * 10_000 + "\nshort\n",
    ],
)
def test_a_document_is_handed_over_word_for_word(text):
    messages = list(document_messages("sheet.csv", text))
    assert "".join(texts(messages)) == text
    for message in messages:
        assert check_message(message["blocks"]) == []
        assert message["text"].startswith("sheet.csv")


def test_a_document_too_long_for_chat_says_how_much_is_missing_and_where_it_is():
    text = "".join(f"row {i}\n" for i in range(20_000))
    messages = list(document_messages("sheet.csv", text))
    assert len(messages) == MESSAGES + 1
    shown = "".join(texts(messages[:-1]))
    assert text.startswith(shown)
    left = 20_000 - shown.count("\n")
    assert messages[-1]["text"] == f"sheet.csv: {left} more lines"
    assert "python -m bot export" in texts(messages)[-1]
    assert all(len(message["blocks"]) <= BLOCKS + 1 for message in messages)


def test_an_empty_document_is_no_message():
    assert list(document_messages("sheet.csv", "")) == []
