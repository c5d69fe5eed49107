"""A document handed over as text to copy: Slack's file upload would cost the scope files:write."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from handlers.characters import clean, units
from handlers.slack import limits
from handlers.slack.text import Json, escape, plain_text

MESSAGES = 5  # of one document; the operator's command has no such limit
BLOCKS = 3  # of 3,000 characters each: stays below limits.WEIGHT_MESSAGE


def document_messages(name: str, text: str) -> Iterator[Json]:
    """Messages that hold the document between them, word for word, in blocks to copy."""
    parts = list(_parts(clean(text)))
    shown = parts[: MESSAGES * BLOCKS]
    for number, start in enumerate(range(0, len(shown), BLOCKS)):
        batch = shown[start : start + BLOCKS]
        title = name if number == 0 else f"{name}, continued"
        yield _message(title, batch)
    if len(parts) > len(shown):
        left = sum(part.count("\n") for part in islice(parts, len(shown), None))
        yield _message(f"{name}: {left} more lines", ["The whole: python -m bot export"])


def _message(title: str, parts: list[str]) -> Json:
    blocks: list[Json] = [
        {"type": "section", "text": plain_text(title, limits.SECTION_TEXT, "Document")}
    ]
    for part in parts:
        words = {"type": "text", "text": part}
        body = {"type": "rich_text_preformatted", "elements": [words]}
        blocks.append({"type": "rich_text", "elements": [body]})
    return {"text": escape(clean(title)), "blocks": blocks}


def _parts(text: str) -> Iterator[str]:
    """Whole lines, as many as one block takes; a longer line is broken."""
    part = ""
    for line in text.splitlines(keepends=True):
        while units(line) > limits.TEXT_OBJECT:
            if part:
                yield part
            yield line[: limits.TEXT_OBJECT // 2]
            part, line = "", line[limits.TEXT_OBJECT // 2 :]  # noqa: PLW2901  # what is left of it
        if units(part) + units(line) > limits.TEXT_OBJECT:
            yield part
            part = ""
        part += line
    if part:
        yield part
