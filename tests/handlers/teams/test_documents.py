"""Documents handed over in Teams."""

from __future__ import annotations

from handlers.teams.documents import document_messages
from tests.handlers.teams.reading import content, visible
from tests.handlers.teams.strict import problems, too_large


def code(message):
    [_title, block] = content(message)["body"]
    assert block["fallback"]["inlines"][0]["text"] == block["codeSnippet"]
    return block["codeSnippet"]


def test_a_document_comes_word_for_word():
    text = "name,email\n" + "".join(f"Zoë {i},  z{i}@example.com\n" for i in range(900))
    messages = list(document_messages("members.csv", text))
    assert len(messages) > 2
    assert "".join(map(code, messages)) == text
    assert visible(content(messages[0])).startswith("members.csv")
    assert "members.csv, continued" in visible(content(messages[1]))
    for message in messages:
        assert problems(content(message)) == []
        assert not too_large(message)


def test_what_is_left_out_is_counted():
    messages = list(document_messages("members.csv", "line\n" * 20_000))
    assert len(messages) == 6
    shown = sum(code(message).count("\n") for message in messages[:5])
    assert f"members.csv: {20_000 - shown} more lines" in visible(content(messages[5]))
    assert "python -m bot export" in code(messages[5])


def test_a_line_longer_than_a_message_is_broken():
    messages = list(document_messages("x", "🦜" * 9_000))
    assert "".join(map(code, messages)) == "🦜" * 9_000
    assert not any(map(too_large, messages))
