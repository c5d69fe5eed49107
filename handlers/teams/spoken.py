"""The text of a message in Teams → the words as the person typed them.

botbuilder would strip every occurrence of the bot's name, in any case, out of the middle of other
words too; here the mention goes that Teams itself says is ours, and once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handlers.characters import clean
from handlers.teams.payloads import Json

# How people begin who come from Slack, from an example, or from a slash command of Teams'.
_BEGINNING = re.compile(r"(?:[/@]muster\b[,:]?|/(?=\w))", re.IGNORECASE)
_TAG = re.compile(r"</?at\b[^<>]{0,200}>", re.IGNORECASE)
_NAMED = re.compile(r"<@(29:[^<>|\s]{1,512})\|([^<>|]{0,200})>")


@dataclass(frozen=True, slots=True)
class Mention:
    """Of somebody in a text: `text` is how it stands there, such as `<at>Ada</at>`."""

    user: str  # 29:…, or 28:… of a bot
    name: str
    text: str


def mentions(activity: Json) -> Iterator[Mention]:
    """Those that Teams says are in the text."""
    entities = activity.get("entities")
    for entity in entities if isinstance(entities, list) else ():
        if not isinstance(entity, dict) or entity.get("type") != "mention":
            continue
        who, text = entity.get("mentioned"), entity.get("text")
        user = who.get("id") if isinstance(who, dict) else None
        if isinstance(user, str) and isinstance(text, str) and text:
            name = who.get("name") if isinstance(who, dict) else None
            yield Mention(user, name if isinstance(name, str) else "", text)


def words_of(activity: Json, bot: str) -> tuple[str, bool]:
    """What was said, and whether it was said to us: `bot` is our own id.

    Others who are mentioned stand there as `<@29:…|Name>`: see `named`.
    """
    said = activity.get("text")
    text = html.unescape(said) if isinstance(said, str) else ""
    found = list(mentions(activity))
    own = [mention for mention in found if mention.user == bot]
    for mention in found:
        if mention.user != bot:
            text = _replaced(text, mention)
    return plain_words(_after(text, own[0]) if own else text), bool(own)


def _replaced(text: str, mention: Mention) -> str:
    name = re.sub(r"[<>|]", "", mention.name or _TAG.sub("", mention.text))
    return text.replace(html.unescape(mention.text), f"<@{mention.user}|{name}>", 1)


def _after(text: str, own: Mention) -> str:
    """The words after the first mention of us; those before it if none follow."""
    place = html.unescape(own.text)
    start, length = text.find(place), len(place)
    if start < 0:  # `<at id="0">Muster</at>`, while the entity says `<at>Muster</at>`
        name = re.escape(own.name or _TAG.sub("", place))
        match = re.search(rf"<at\b[^<>]*>{name}</at>", text, re.IGNORECASE)
        if match is None:
            return text
        start, length = match.start(), match.end() - match.start()
    after = text[start + length :].lstrip(",: \t\r\n\xa0")
    return after or text[:start]


def plain_words(text: str) -> str:
    """Without what cannot be seen, and without what some begin with."""
    words = clean(text.replace("\xa0", " ")).strip()
    match = _BEGINNING.match(words)
    return words[match.end() :].strip() if match else words


def named(words: str) -> list[tuple[str, str]]:
    """Who is mentioned in these words: the id (29:…) and the name of each."""
    return _NAMED.findall(words)


def with_people(words: str, known: Mapping[str, str]) -> str:
    """The same words with ids of the directory; with names for those who are not known.

    `known`: 29:… → aadObjectId.
    """

    def person(match: re.Match[str]) -> str:
        user = known.get(match[1])
        return f"<@{user}|{match[2]}>" if user else f"@{match[2]}"

    return _NAMED.sub(person, words)
