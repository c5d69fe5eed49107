"""The words after a verb → a name, a time, hours, people and a note, in whatever order."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.grammar.chunks import Chunk, add_up, find_chunks
from bot.grammar.doubts import Doubt
from bot.grammar.known import Place, Token, find_pieces, find_whole, resembles, tokens_of
from bot.grammar.matching import words_of
from bot.grammar.people import find_people
from bot.grammar.tidying import tidy
from bot.grammar.when import When

_TAKEN, _KEPT = "\0", "\1"  # stand for words already understood; tidy text has neither
_MARKER = re.compile(
    r"(?:^|[\s\0])(?:note:|because|//|--)(?=\s|$)|(?<=[\w\0]):(?=\s|$)", re.IGNORECASE
)
_QUOTED = re.compile(r"\"([^\"]+)\"|(?<!\w)'([^']+)'(?!\w)")
_BEFORE_PEOPLE = re.compile(r"(?:(?:with|and|to|for|from|by) |[,&] ?)$", re.IGNORECASE)
_STRAY = " ,;:.!?()&-–—"
_NOTE_AFTER_WHOLE = 2  # weighty words (or 3 words) behind a whole name make the rest a note
_NOTE_AFTER_PART = 3  # and behind a name that is only resembled
_MOST_WORDS = 60  # looked at for a name; behind them there is none


@dataclass(frozen=True, slots=True)
class Parts:
    """What a line of words came to; whatever was not there is empty or None.

    `name` as it was written, for `match`. `people` are tokens for `read_mention`. With a `doubt`
    the time or the hours could be read in two ways, and nothing may be done before it is cleared.
    """

    name: str = ""
    when: When | None = None
    minutes: int | None = None
    note: str | None = None
    people: tuple[str, ...] = ()
    doubt: Doubt | None = None

    def check(self) -> Parts:
        """The parts themselves. Raises Refusal if anything in them is in doubt."""
        if self.doubt:
            raise self.doubt.refusal()
        return self


def split_tail(words: str) -> Parts:
    """The parts of words when no names are known: what is no time, hours or people is the name."""
    return split(words)


def split(words: str, names: Collection[str] = ()) -> Parts:
    """The parts of words among which one of these names is expected. Never raises.

    A whole known name is found first, whatever dates it holds; then a name in quotation marks.
    Behind the name, words that are neither time nor hours are a note; so is all that follows
    `note:`, `because` or a colon.
    """
    line = tidy(words)
    people = find_people(line)
    tokens = tuple(dict.fromkeys(token for token, *_ in people))
    free = _without_people(line, people)
    quote, spot = _quoted_and_known(free, names)
    if isinstance(spot, Doubt):
        return Parts(people=tokens, doubt=spot)
    for place in (quote, spot):
        free = _cover(free, place.start, place.end) if place else free
    marker = _MARKER.search(free)
    body = free[: marker.start()] if marker else free
    chunks = list(find_chunks(_protect(body, names)))
    if spot:
        name, tail = spot.text, _tail_after(body, spot.end, chunks, _NOTE_AFTER_WHOLE)
        rest = _words_in(_uncovered(body[:tail], chunks))
    else:
        name, rest, tail = _name_among(body, chunks, names)
    when, minutes, doubt = add_up([chunk for chunk in chunks if chunk.start < tail])
    notes = (rest, line[tail : len(body)], line[marker.end() :] if marker else "")
    note = " ".join(filter(None, (text.strip(_STRAY) for text in notes)))
    if quote and quote is not spot:
        note = f"{note} {quote.text}".strip()
    return Parts(name, when, minutes, note or None, tokens, doubt)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a name or a quotation stands, and what it says."""

    text: str
    start: int
    end: int


def _without_people(line: str, people: list[tuple[str, int, int]]) -> str:
    free = line
    for _, start, end in people:
        before = _BEFORE_PEOPLE.search(free, 0, start)
        free = _cover(free, before.start() if before else start, end)
    return free


def _cover(line: str, start: int, end: int, sign: str = _TAKEN) -> str:
    return line[:start] + sign * (end - start) + line[end:]


def _protect(line: str, names: Collection[str]) -> str:
    """The line with pieces of known names hidden from the search for dates."""
    for place in list(find_pieces(line, names)):
        line = _cover(line, place.start, place.end, _KEPT)
    return line


def _quoted_and_known(
    free: str, names: Collection[str]
) -> tuple[_Spot | None, _Spot | Doubt | None]:
    """A quotation, and the name: the quotation itself unless a whole name stands beside it."""
    found = _QUOTED.search(free)
    quote = _Spot((found[1] or found[2]).strip(), *found.span()) if found else None
    outside = _cover(free, quote.start, quote.end) if quote else free
    whole = find_whole(outside, names)
    known = quote is not None and words_of(quote.text) in {words_of(name) for name in names}
    if quote and (known or not whole):
        return quote, quote
    if not whole:
        return None, None
    first, *others = sorted(whole, key=lambda place: place.start)
    spot = _Spot(free[first.start : first.end], first.start, first.end)
    for other in others:
        if _are_two(outside, first, other):
            texts = (spot.text, free[other.start : other.end])
            return quote, Doubt(" ".join(texts), "These are two names at once.", texts)
    return quote, spot


def _are_two(line: str, one: Place, other: Place) -> bool:
    """Whether two whole names stand side by side, and not one of them in a note about the other."""
    between = line[one.end : other.start]
    same = words_of(line[one.start : one.end]) == words_of(line[other.start : other.end])
    parted = _TAKEN in between or _MARKER.search(between)
    return not same and not parted and not any(t.is_weighty for t in tokens_of(between))


def _tail_after(body: str, start: int, chunks: list[Chunk], enough: int) -> int:
    """Where a note begins behind a name: at the next word, if enough of them say something."""
    ahead = [chunk.start for chunk in chunks if chunk.start >= start]
    words = tokens_of(body, start, min(ahead, default=len(body)))
    weighty = sum(word.is_weighty for word in words)
    is_note = weighty >= enough or (weighty >= enough - 1 and len(words) > enough)
    return words[0].start if is_note else len(body)


def _uncovered(body: str, chunks: list[Chunk]) -> str:
    for chunk in chunks:
        body = _cover(body, chunk.start, min(chunk.end, len(body)))
    return body


def _words_in(covered: str) -> str:
    """The pieces that are left, each without fillers at its ends."""
    pieces = (_trim(piece) for piece in covered.split(_TAKEN) if piece)
    return " ".join(filter(None, pieces))


def _trim(piece: str) -> str:
    weighty = [token for token in tokens_of(piece) if token.is_weighty]
    if weighty:
        return piece[weighty[0].start : weighty[-1].end]
    return "" if tokens_of(piece) else piece.strip(_STRAY)


def _name_among(body: str, chunks: list[Chunk], names: Collection[str]) -> tuple[str, str, int]:
    """The name among words that hold no whole one, the words beside it, where a note begins."""
    covered = _uncovered(body, chunks)
    last = _last_alike(tokens_of(covered)[:_MOST_WORDS], names)
    if last is None:
        return _words_in(covered), "", len(body)
    tail = _tail_after(body, last.end, chunks, _NOTE_AFTER_PART)
    if tail < len(body):
        return _words_in(covered[:tail]), "", tail
    edge = covered.find(_TAKEN, last.end)
    edge = len(covered) if edge < 0 else edge
    return _words_in(covered[:edge]), _words_in(covered[edge:]), tail


def _last_alike(tokens: list[Token], names: Collection[str]) -> Token | None:
    """The last word that resembles one of a name, before the talk turns to something else."""
    vocabulary = {word for name in names for word in words_of(name)}
    last: Token | None = None
    strangers = 0
    for token in tokens:
        if token.is_weighty and resembles(token.word, vocabulary):
            last, strangers = token, 0
        elif token.is_weighty and last:
            strangers += 1
            if strangers >= _NOTE_AFTER_PART:
                break
    return last
