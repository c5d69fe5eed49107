"""The first words of a command → its verb, or the nearest one there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

from bot.grammar.matching import words_of
from bot.grammar.tidying import tidy

V = TypeVar("V")

_POLITE = frozenset(("please", "muster", "hey", "hi", "hello", "hallo", "thanks", "bitte", "danke"))
_FAR = 0.5  # of the word's letters: with so many wrong, it is another word


@dataclass(frozen=True, slots=True)
class Verb(Generic[V]):
    """A verb that was found, and the words after it as they were written (tidied)."""

    verb: V
    rest: str


@dataclass(frozen=True, slots=True)
class NoVerb(Generic[V]):
    """No verb: the word that stood in its place, what followed, and the nearest verb's name.

    `word` is empty if nothing was written; `nearest` is None if nothing is near.
    """

    word: str
    rest: str
    nearest: str | None = None
    verb: V | None = None  # the one that `nearest` names


def find_verb(text: str, verbs: Mapping[str, V]) -> Verb[V] | NoVerb[V]:
    """The verb a text begins with; case, accents and a colon after it do not count.

    The table holds names and aliases, also of several words: the longest one wins. A polite word
    or `/muster` ahead of it is passed over. A misspelt verb is suggested, never acted upon.
    """
    words = tidy(text).split()
    while words and words_of(words[0]) and set(words_of(words[0])) <= _POLITE - set(verbs):
        words = words[1:]
    names = _by_words(tuple(verbs))
    for count in range(min(len(words), max(map(len, names), default=0)), 0, -1):
        name = names.get(_joined(words[:count]))
        if name is not None:
            return Verb(verbs[name], " ".join(words[count:]))
    if not words:
        return NoVerb("", "")
    nearest = _nearest(words[0], verbs)
    found = None if nearest is None else verbs[nearest]
    return NoVerb(words[0], " ".join(words[1:]), nearest, found)


@lru_cache(maxsize=8)  # a program has one table of verbs
def _by_words(verbs: tuple[str, ...]) -> Mapping[tuple[str, ...], str]:
    return {words_of(name): name for name in verbs}


def _joined(words: list[str]) -> tuple[str, ...]:
    return tuple(part for word in words for part in words_of(word))


def _nearest(word: str, verbs: Mapping[str, object]) -> str | None:
    """The verb that begins with the word, else the one with the fewest letters to change."""
    typed = "".join(words_of(word[:40]))
    if not typed:
        return None
    beginnings = [name for name in verbs if len(typed) > 1 and name.startswith(typed)]
    if beginnings:
        return min(beginnings, key=len)
    distances = {name: OSA.normalized_distance(typed, name) for name in verbs}
    best = min(distances, key=distances.__getitem__, default=None)
    return best if best is not None and distances[best] < _FAR else None
