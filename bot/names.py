"""Names as they are compared: by everyone the same way, whoever typed them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Letters that Unicode does not take apart into a letter and an accent, though people do.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "\u0131": "i", "æ": "ae", "œ": "oe"}
)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "„": '"'})
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")
_UNSEEN = frozenset(("Mn", "Me", "Cf", "Cc"))  # accents, joiners, direction marks, controls


NAMES_MOST, NAME_MOST = 8, 40  # of a list of names: how many, and characters of each


def split_names(text: str) -> tuple[str, ...]:
    """Names with `;` or `,` between them, each once, as it is written first."""
    found: dict[str, str] = {}
    for part in text.replace(",", ";").split(";"):
        name = " ".join(part.split())
        if fold(name):
            found.setdefault(fold(name), name)
    return tuple(found.values())


def respell(names: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """The names as those who are known write them."""
    written = {fold(name): name for name in known}
    return tuple(written.get(fold(name), name) for name in names)


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Two names are the same if they fold to the same: case, accents and spacing do not count.

    Curly quotes and long dashes count as straight ones. A name made of nothing but what is
    dropped folds to the empty string.
    """
    text = name
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFKD", " ".join(text.split()).casefold()).casefold()
        text = "".join(c for c in text if unicodedata.category(c) not in _UNSEEN)
        text = text.translate(_PLAIN).translate(_QUOTES).translate(_DASHES)
    return " ".join(text.casefold().split())
