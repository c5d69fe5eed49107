"""Who takes part, in a line of words: `with @ana`, `from Ben`, `for cleo@acme.example`.

People are written as mentions, addresses, or names behind a word that says what they are to do
with it; what is left of the line is read as ever (bot.grammar.splitting).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.grammar.chunks import find_chunks
from bot.grammar.matching import is_near, match, words_of
from bot.grammar.people import Mention, find_people, read_mention
from bot.grammar.tidying import tidy

_EXPECTED = frozenset(("with", "to"))  # behind these stands somebody, whatever it looks like
_LEAST = 3  # letters of a beginning of a name
_SOON = 60  # characters in which a time begins and ends
_MOST_ROLES = 20  # of one line, looked at: each is held against everybody's name
_ROLE = r"(?<![^\s,;(])(?P<role>with|from|for|to|of) "
_BEFORE = re.compile(_ROLE + "$", re.IGNORECASE)
_ROLES = re.compile(_ROLE + r"(?=[^\W\d_])", re.IGNORECASE)
_WORD = r"[^\W_]+(?:[-'][^\W_]+)*'?"
_RUN = re.compile(rf"{_WORD}(?: {_WORD}){{0,3}}")
_OWN = re.compile(r"(?<=s)'$|'s$", re.IGNORECASE)  # Ana's, Boris'
_OWNING = re.compile(r"'s?(?!\w)", re.IGNORECASE)
_STOPS = frozenset(
    ("with", "from", "for", "to", "of", "on", "at", "and", "against", "in", "my", "the", "because")
)
_FOR = re.compile(r"(?<!\S)(?:for|against|in (?:return|exchange) for|<->|<>)(?: |$)", re.IGNORECASE)
_GAPS = re.compile(r"\0+")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody named. `role`: the word before them in small letters; "" where there was none.

    `start`, `end`: where they stand in the tidy line, with that word. `own`: something of theirs
    is named next (`Ana's`).
    """

    role: str
    mention: Mention
    start: int
    end: int
    own: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A line, and who is named in it; `rest` are the other words."""

    parties: tuple[Party, ...]
    rest: str

    def named(self, *roles: str) -> tuple[Mention, ...]:
        """Whoever stands behind one of these words, each once."""
        return tuple(dict.fromkeys(p.mention for p in self.parties if p.role in roles))


@dataclass(frozen=True, slots=True)
class Exchange:
    """`mine with somebody for theirs`. `theirs` None: nothing was said of it.

    `whose`: who gives, where it is not the one who speaks (`from @ana`).
    """

    mine: str
    theirs: str | None = None
    others: tuple[Mention, ...] = ()
    whose: tuple[Mention, ...] = ()


def read_named(
    words: str, people: Collection[str], roles: Collection[str], names: Collection[str] = ()
) -> Named:
    """Everybody named in a line. `people`: the names of those there are; `names`: of duties.

    Mentions count anywhere, names behind one of the roles. Never raises.
    """
    line = tidy(words)
    parties = find_parties(line, people, roles, names)
    return Named(tuple(parties), " ".join(_GAPS.sub(" ", _without(line, parties)).split()))


def read_exchange(words: str, people: Collection[str], names: Collection[str] = ()) -> Exchange:
    """The two sides of an exchange, in the order in which people say them. Never raises."""
    line = tidy(words)
    parties = find_parties(line, people, ("with", "to", "from", "of"), names)
    others = [party for party in parties if party.role not in ("from", "of")]
    whose = [party for party in parties if party.role in ("from", "of")]
    free = _without(line, parties)
    start, end = _border(free, others, names)
    mine = free[:start] if start >= 0 else free
    theirs = free[end:] if start >= 0 else None
    return Exchange(
        _tidied(mine),
        None if theirs is None else _tidied(theirs),
        tuple(dict.fromkeys(party.mention for party in others)),
        tuple(dict.fromkeys(party.mention for party in whose)),
    )


def _border(free: str, others: Sequence[Party], names: Collection[str]) -> tuple[int, int]:
    """Where the words about theirs begin: behind `for`, or behind `Ana's`. (-1, -1): nowhere.

    Before anybody is named, `for tuesday` is a time; behind, it is when the other's turn is.
    """
    owning = next((party for party in others if party.own), None)
    if owning:
        return owning.start, owning.end
    behind = max((party.end for party in others), default=len(free))
    vocabulary = {word for name in names for word in words_of(name)}
    for found in _FOR.finditer(free):
        said = words_of(free[found.end() :].partition("\0")[0])
        if found.start() >= behind or any(_is_word(word, vocabulary) for word in said):
            return found.start(), found.end()
    return -1, -1


def _is_word(word: str, vocabulary: Collection[str]) -> bool:
    return word not in _STOPS and (
        word in vocabulary
        or any(is_near(word, known) for known in vocabulary)
        or (len(word) >= _LEAST and any(known.startswith(word) for known in vocabulary))
    )


def _tidied(text: str) -> str:
    return " ".join(_GAPS.sub(" ", text).split()).strip(" ,;")


def _without(line: str, parties: Sequence[Party]) -> str:
    """The line in its own length, with a sign that no tidy text has in the place of people."""
    for party in parties:
        line = line[: party.start] + "\0" * (party.end - party.start) + line[party.end :]
    return line


def find_parties(
    line: str, people: Collection[str], roles: Collection[str], names: Collection[str] = ()
) -> list[Party]:
    """Everybody named in a tidy line, in order."""
    found = [_written(line, *one) for one in find_people(line)]
    free = _without(line, found)
    duties = frozenset(word for name in names for word in words_of(name))
    said = (role for role in _ROLES.finditer(free) if role["role"].lower() in roles)
    for role in islice(said, _MOST_ROLES):
        named = _named(free, role, people, duties)
        found += [named] if named else []
    return list(_apart(found))


def _written(line: str, token: str, start: int, end: int) -> Party:
    mention = read_mention(token)
    assert mention is not None  # `find_people` read it
    before, own = _BEFORE.search(line, 0, start), _OWNING.match(line, end)
    role = before["role"].lower() if before else ""
    begin = before.start() if before else start
    return Party(role, mention, begin, own.end() if own else end, own is not None)


def _apart(found: Sequence[Party]) -> Iterator[Party]:
    """Of two that overlap the first one stays."""
    reached = 0
    for party in sorted(found, key=lambda one: (one.start, -one.end)):
        if party.start >= reached:
            reached = party.end
            yield party


def _named(
    line: str, role: re.Match[str], people: Collection[str], duties: Collection[str]
) -> Party | None:
    """The longest run of words behind a role that is a name; None if none is."""
    texts = list(_texts(line, role.end()))
    expected = role["role"].lower() in _EXPECTED
    times = find_chunks(line[: role.end() + _SOON])
    is_time = any(time.start <= role.end() < time.end for time in times)
    for text in texts:
        sure = len(words_of(text)) > 1 or not is_time
        if (sure or expected) and _is_somebody(_OWN.sub("", text), people, duties):
            return _party(role, text)
    if expected and not is_time:
        known = dict(enumerate(people))
        for text in texts:
            found = match(text, known) if len(text) >= _LEAST else None
            if found and (found.best is not None or found.several):
                return _party(role, text)
        return _party(role, texts[0]) if texts else None
    return None


def _texts(line: str, start: int) -> Iterator[str]:
    """What could be one name from here on, the longest first."""
    run = _RUN.match(line, start)
    words: list[str] = []
    for word in run[0].split(" ") if run else ():
        if words_of(word) and words_of(word)[0] in _STOPS:
            break
        words.append(word)
        if _OWN.search(word):
            break
    for count in range(len(words), 0, -1):
        yield " ".join(words[:count])


def _party(role: re.Match[str], text: str) -> Party:
    name, end = _OWN.sub("", text), role.end() + len(text)
    return Party(role["role"].lower(), Mention("name", name), role.start(), end, name != text)


def _is_somebody(text: str, people: Collection[str], duties: Collection[str]) -> bool:
    """Whether each of the words is one of somebody's name, or near it and none of a duty's."""
    words = words_of(text)
    return bool(words) and any(_fits(words, words_of(name), duties) for name in people)


def _fits(words: Sequence[str], name: Sequence[str], duties: Collection[str]) -> bool:
    left = list(name)
    for word in words:
        own = next((w for w in left if w == word), None)
        if own is None and word not in duties:
            own = next((w for w in left if is_near(word, w)), None)
        if own is None:
            return False
        left.remove(own)
    return True
