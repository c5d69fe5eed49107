"""What people and their keyboards leave in a text, taken out before it is read."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 2000  # characters kept of one message; a command is a line, not a letter
_TOO_LONG = 4 * LONGEST  # characters looked at: invisible ones are dropped before the cut

# Double: curly, low, reversed, angled, prime. Single: the same, accents and the back-quote.
_DOUBLE = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"
_SINGLE = "\u2018\u2019\u201a\u201b\u2032\u00b4`"
_QUOTES = str.maketrans(dict.fromkeys(_DOUBLE, '"') | dict.fromkeys(_SINGLE, "'"))
_JOINERS = re.compile("[\u200c\u200d]+")  # needed within Persian words and emoji, nowhere else
_DOTTED_DATE = re.compile(r"(?<![\w.])\d{1,2}\. ?\d{1,2}\.$", re.ASCII)
_TAIL = re.compile("[\\s.…。\u200c\u200d]+$")


def tidy(text: str) -> str:
    """The same words, as they were meant to be typed; never raises, at most LONGEST characters.

    Curly quotes and back-quotes become straight ones, full-width signs and foreign digits ASCII;
    invisible characters go, any white space is one space. Trailing dots go, but for the one that
    ends a date such as `1.12.`.
    """
    kept = unicodedata.normalize("NFC", text[:_TOO_LONG])
    kept = "".join(map(_plain, kept)).translate(_QUOTES)
    kept = unicodedata.normalize("NFC", " ".join(kept.split()))[:LONGEST]
    kept = " ".join(_JOINERS.sub(_join, kept).split())
    return kept if _DOTTED_DATE.search(kept) else _TAIL.sub("", kept)


def _plain(char: str) -> str:
    if char.isascii():
        return char if char.isprintable() else " "
    if "\uff01" <= char <= "\uff5e":  # full-width forms mirror ASCII at this distance
        return chr(ord(char) - 0xFEE0)
    kind = unicodedata.category(char)
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if kind in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    if kind in ("Cf", "Cs") and not _JOINERS.match(char):
        return ""
    return char


def _join(found: re.Match[str]) -> str:
    """One joiner between two letters or signs that are not ASCII; none elsewhere."""
    before = found.string[found.start() - 1 : found.start()]
    after = found.string[found.end() : found.end() + 1]
    if before and after and not before.isascii() and not after.isascii():
        return found[0][0]
    return ""
