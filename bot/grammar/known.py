"""Known names in a line of words: whole ones, and pieces of them that look like dates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.grammar.matching import Words, is_near, words_of

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_PREFIX = 3  # letters that the last word of a piece must have
_DATE_LIKE = frozenset((
    "mon", "monday", "tue", "tuesday", "wed", "wednesday", "thu", "thursday", "fri", "friday",
    "sat", "saturday", "sun", "sunday", "jan", "january", "feb", "february", "mar", "march",
    "apr", "april", "may", "jun", "june", "jul", "july", "aug", "august", "sep", "sept",
    "september", "oct", "october", "nov", "november", "dec", "december", "now", "today",
    "tonight", "tomorrow", "yesterday", "next", "last", "this", "week", "weeks", "weekend",
    "day", "days", "am", "pm", "hour", "hours", "minute", "minutes",
))  # fmt: skip
# Fillers: they tell no name from another and begin no note.
SMALL = frozenset((
    "a", "about", "an", "and", "are", "at", "by", "can", "do", "does", "doing", "duty", "for",
    "from", "had", "has", "have", "hi", "holds", "i", "in", "is", "it", "me", "my", "of", "on",
    "or", "our", "please", "shift", "thanks", "the", "this", "to", "turn", "until", "we",
    "will", "with",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where words of a name stand in a line, and how many they are."""

    start: int
    end: int
    count: int


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a line as it is compared, and where it stands."""

    word: str
    start: int
    end: int

    @property
    def is_weighty(self) -> bool:
        """Whether it says something: no filler."""
        return self.word not in SMALL


def tokens_of(line: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of a part of the line."""
    return [
        Token(word, *found.span())
        for found in _TOKEN.finditer(line, start, len(line) if end is None else end)
        for word in words_of(found[0])
    ]


def find_whole(line: str, names: Collection[str]) -> list[Place]:
    """Whole known names in the line, the longest first, none overlapping another."""
    known: dict[str, set[Words]] = {}
    for name in names:
        if words := words_of(name):
            known.setdefault(words[0], set()).add(words)
    tokens = tokens_of(line)
    places = [
        Place(token.start, tokens[at + len(words) - 1].end, len(words))
        for at, token in enumerate(tokens)
        for words in known.get(token.word, ())
        if words == tuple(following.word for following in tokens[at : at + len(words)])
    ]
    places.sort(key=lambda place: (-place.count, place.start - place.end, place.start))
    chosen: list[Place] = []
    for place in places:
        if all(place.end <= other.start or other.end <= place.start for other in chosen):
            chosen.append(place)
    return chosen


def find_pieces(line: str, names: Collection[str]) -> Iterator[Place]:
    """Runs of words out of a known name in which a date-like word stands beside a plain one.

    `friday summ` is a piece of `Friday summary`; `friday` alone is a day.
    """
    known = [words for name in names if _may_look_like_a_date(words := words_of(name))]
    tokens = tokens_of(line) if known else []
    at = 0
    while at < len(tokens):
        count = max((_run(tokens, at, words) for words in known), default=0)
        run = [token.word for token in tokens[at : at + count]]
        if any(map(_is_datelike, run)) and any(map(_is_plain, run)):
            yield Place(tokens[at].start, tokens[at + count - 1].end, count)
            at += count
        else:
            at += 1


@lru_cache(maxsize=4096)
def _may_look_like_a_date(words: Words) -> bool:
    """Whether any of the name's words is date-like, or is when it is cut short."""
    cuts = {word[:length] for word in words for length in range(_PREFIX, len(word) + 1)}
    return len(words) > 1 and any(map(_is_datelike, cuts.union(words)))


def _run(tokens: list[Token], at: int, words: Words) -> int:
    """How many words from here on stand in the name one after the other."""
    longest = 0
    for begin, word in enumerate(words):
        if word != tokens[at].word:
            continue
        count = 0
        for token, wanted in zip(tokens[at : at + len(words)], words[begin:], strict=False):
            if token.word == wanted:
                count += 1
                continue
            cut_short = len(token.word) >= _PREFIX and wanted.startswith(token.word)
            count += int(cut_short)
            break
        longest = max(longest, count)
    return longest


def _is_datelike(word: str) -> bool:
    return word in _DATE_LIKE or word[0].isdigit()


def _is_plain(word: str) -> bool:
    return not _is_datelike(word) and word not in SMALL


def resembles(word: str, vocabulary: Collection[str]) -> bool:
    """Whether a word is, begins or nearly is one of these words."""
    return word in vocabulary or any(
        (len(word) > 1 and known.startswith(word)) or is_near(word, known) for known in vocabulary
    )
