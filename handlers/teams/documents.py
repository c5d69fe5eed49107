"""A document handed over as text to copy: Teams' file consent would leave it in OneDrive."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from microsoft_teams import cards as ac

from handlers.characters import clean, units
from handlers.teams import limits
from handlers.teams.adaptive import attachment
from handlers.teams.text import Json, as_json, one_line, rich, words

MESSAGES = 5  # of one document; the operator's command has no such limit


def document_messages(name: str, text: str) -> Iterator[Json]:
    """Messages that hold the document between them, word for word, in blocks to copy."""
    parts = list(_parts(clean(text)))
    for number, part in enumerate(parts[:MESSAGES]):
        yield _message(name if number == 0 else f"{name}, continued", part)
    if len(parts) > MESSAGES:
        left = sum(part.count("\n") for part in islice(parts, MESSAGES, None))
        yield _message(f"{name}: {left} more lines", "The whole: python -m bot export")


def _message(title: str, part: str) -> Json:
    """As a block of code, which keeps its spaces; as plain text where a client has none."""
    title = one_line(title, limits.LABEL, "Document")
    plain = rich([ac.TextRun(text=part, font_type="Monospace")])
    code = ac.CodeBlock(code_snippet=part, language="PlainText", fallback=plain)
    heading = rich(words(title, weight="Bolder"))
    content = ac.AdaptiveCard(
        version=limits.CARD_VERSION,
        fallback_text=title,
        speak=title,
        msteams=ac.TeamsCardProperties(width="full"),
        body=[heading, code],
    )
    return {"type": "message", "summary": title, "attachments": [attachment(as_json(content))]}


def _parts(text: str) -> Iterator[str]:
    """Whole lines, as many as one block takes; a longer line is broken."""
    part = ""
    for line in text.splitlines(keepends=True):
        while units(line) > limits.CODE:
            if part:
                yield part
            yield line[: limits.CODE // 2]
            part, line = "", line[limits.CODE // 2 :]  # noqa: PLW2901  # what is left of it
        if units(part) + units(line) > limits.CODE:
            yield part
            part = ""
        part += line
    if part:
        yield part
