"""Which name is meant by what somebody typed: forgiving, but never a guess.

The surest way to match wins: the whole name; its words in any order; words of it; beginnings of
its words; its initials; a piece out of its middle; a misspelling. Where the surest way fits
several names, all of them are returned, to be asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.names import fold

K = TypeVar("K", bound=Hashable)
Words = tuple[str, ...]

_SMALL = frozenset(
    ("a", "an", "and", "at", "for", "in", "my", "of", "on", "or", "our", "the", "to", "with")
)
_LONGEST = 200  # characters of a query; longer is no name, and distances cost their product
_PIECE = 3  # letters a piece from the middle of a name must have
_NEAR = 60  # of 100 (rapidfuzz WRatio): near enough to ask “did you mean”
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Match(Generic[K]):
    """What was found: `best` if it is certain, else `several` to choose from.

    With neither, `suggestion` is the nearest name, to be offered and not acted upon; it may be
    missing too.
    """

    best: K | None = None
    several: tuple[K, ...] = ()
    suggestion: K | None = None


def match(name: str, candidates: Mapping[K, str]) -> Match[K]:
    """The candidate that is meant. Same input, same output; `several` keep the given order."""
    query = name[:_LONGEST]
    if not fold(query):
        return Match()
    for fits in _WAYS:
        found = tuple(key for key, candidate in candidates.items() if fits(query, candidate))
        if found:
            return Match(best=found[0]) if len(found) == 1 else Match(several=found)
    return _misspelt(query, candidates)


@lru_cache(maxsize=4096)
def words_of(name: str) -> Words:
    """The words of a name as they are compared; apostrophes join, any other sign parts."""
    return tuple(_WORD.findall(fold(name).replace("'", "")))


def is_near(word: str, wanted: str) -> bool:
    """Whether a word is another with slips of the finger: one from four letters, two from eight."""
    slips = _slips(wanted)
    return slips > 0 and OSA.distance(word, wanted, score_cutoff=slips) <= slips


def _slips(word: str) -> int:
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def _weighty(words: Words) -> Words:
    """The words that tell names apart; all of them if none does."""
    return tuple(word for word in words if word not in _SMALL) or words


def _is_same(query: str, candidate: str) -> bool:
    return fold(query) == fold(candidate)


def _is_written_together(query: str, candidate: str) -> bool:
    """`face-book page`, `FacebookPage`: the same letters, parted otherwise."""
    letters, words = "".join(words_of(query)), words_of(candidate)
    return bool(letters) and letters in ("".join(words), "".join(_weighty(words)))


def _has_same_words(query: str, candidate: str) -> bool:
    return sorted(_weighty(words_of(query))) == sorted(_weighty(words_of(candidate))) != []


def _has_words(query: str, candidate: str) -> bool:
    return _all_in_turn(query, candidate, str.__eq__)


def _has_beginnings(query: str, candidate: str) -> bool:
    return _all_in_turn(query, candidate, lambda typed, word: word.startswith(typed))


def _has_initials(query: str, candidate: str) -> bool:
    typed, words = "".join(words_of(query)), words_of(candidate)
    if len(typed) < 2:
        return False
    return typed in ("".join(w[0] for w in words), "".join(w[0] for w in _weighty(words)))


def _has_piece(query: str, candidate: str) -> bool:
    typed = "".join(words_of(query))
    return len(typed) >= _PIECE and typed in "".join(words_of(candidate))


def _all_in_turn(query: str, candidate: str, fits: Callable[[str, str], bool]) -> bool:
    """Whether each word of the query has a word of the candidate of its own."""
    left = list(words_of(candidate))
    for typed in sorted(_weighty(words_of(query)), key=len, reverse=True):
        own = next((word for word in left if fits(typed, word)), None)
        if own is None:
            return False
        left.remove(own)
    return bool(words_of(query))


_WAYS: Sequence[Callable[[str, str], bool]] = (
    _is_same,
    _is_written_together,
    _has_same_words,
    _has_words,
    _has_beginnings,
    _has_initials,
    _has_piece,
)


def _misspelt(query: str, candidates: Mapping[K, str]) -> Match[K]:
    """By the fewest slips; another name with at most one slip more is too close to tell."""
    slips = {
        key: count
        for key, candidate in candidates.items()
        if (count := _count_slips(query, candidate)) is not None
    }
    if not slips:
        return Match(suggestion=_nearest(query, candidates))
    fewest = min(slips.values())
    close = tuple(key for key, count in slips.items() if count <= fewest + 1)
    return Match(best=close[0]) if len(close) == 1 else Match(several=close)


def _count_slips(query: str, candidate: str) -> int | None:
    """How many letters are wrong, if every word is near one of the candidate's; else None."""
    together, whole = "".join(words_of(query)), "".join(words_of(candidate))
    if is_near(together, whole):
        return int(OSA.distance(together, whole))
    left, count = list(words_of(candidate)), 0
    for typed in sorted(_weighty(words_of(query)), key=len, reverse=True):
        near = [
            word for word in left if typed in (word, word[: len(typed)]) or is_near(typed, word)
        ]
        if not near or len(typed) < 2:
            return None
        own = min(near, key=lambda word: OSA.distance(typed, word[: max(len(typed), 1)]))
        count += int(min(OSA.distance(typed, own), OSA.distance(typed, own[: len(typed)])))
        left.remove(own)
    return count if words_of(query) else None


def _nearest(query: str, candidates: Mapping[K, str]) -> K | None:
    typed = " ".join(words_of(query))
    scores = {key: fuzz.WRatio(typed, " ".join(words_of(n))) for key, n in candidates.items()}
    best = max(scores, key=scores.__getitem__, default=None)
    return best if best is not None and scores[best] >= _NEAR else None
