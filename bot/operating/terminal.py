"""What people wrote, on an operator's terminal."""

from __future__ import annotations

import unicodedata


def for_terminal(text: str) -> str:
    """Without what a terminal would obey or hide: escapes, marks of direction, unseen letters."""
    return "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" else "\ufffd" for c in text)
