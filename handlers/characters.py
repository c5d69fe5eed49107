"""People's text before it meets a platform's dialect: cleaned, counted, cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

ZERO_WIDTH = "\u200b"  # unseen
CHUNK = 500  # characters; a longer piece of text is split here, so that its markup fits anywhere

# Controls, and what turns the direction of all that follows it: a name would turn its whole row.
# Marks of direction (U+200E, U+200F, U+061C) turn nothing but themselves, and stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_URL_KEPT = "%/:=&?~#+!$,;'@()*[]"  # in an address; the rest is percent-encoded
_UNSAFE_IN_URL = re.compile(r"[\s<>|\"`\\]")


def clean(text: str) -> str:
    """Without what JSON, a platform or a screen cannot carry; line breaks and tabs stay."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text) + sum(1 for c in text if c > "\uffff")


def cut(text: str, most: int) -> str:
    """At most `most` units, ending in "…" if something was cut off."""
    if units(text) <= most:
        return text
    return head(text, most - 1).rstrip() + "…"


def head(text: str, most: int) -> str:
    """The longest beginning of at most `most` units."""
    found = text[:most]
    while units(found) > most:
        found = found[: -max(1, (units(found) - most) // 2)]
    return found


def chunks(text: str, most: int = CHUNK) -> Iterator[str]:
    """The text in pieces of at most `most` units, broken after white space where there is some."""
    while units(text) > most:
        found = head(text, most)
        space = max(found.rfind(" "), found.rfind("\n"))
        end = space + 1 if space > 0 else len(found)
        yield text[:end]
        text = text[end:]
    if text:
        yield text


def web_address(url: str) -> str | None:
    """The address percent-encoded; None if it is none that a person could safely follow."""
    if _UNSAFE_IN_URL.search(url) or clean(url) != url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    known = parts.path if parts.scheme == "mailto" else parts.hostname
    if parts.scheme not in ("http", "https", "mailto") or not known:
        return None
    return quote(url, safe=_URL_KEPT)
