"""People's text and Teams' dialects of it: the only place where anything is escaped.

Two dialects, both made from a neutral `Line`: runs of a RichTextBlock, in which everything is
literal, and the Markdown of a TextBlock, the only place where Teams mentions anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias, assert_never

from microsoft_teams import cards as ac

from bot.cards import Bold, Card, Channel, Code, Inline, Line, Link, Moment, Person, Row, Small
from bot.cards import Text as TextElement
from handlers.characters import ZERO_WIDTH, chunks, clean, cut, units, web_address
from handlers.teams import limits

Json: TypeAlias = dict[str, Any]

COMMAND = re.compile(r"/muster\b")
MENTION = "@Muster"  # what stands before the words in Teams

# What a card would compute instead of showing.
# https://learn.microsoft.com/en-us/adaptive-cards/authoring-cards/text-features
_FUNCTION = re.compile(r"\{\{(?=(?:DATE|TIME)\()")
_USER = re.compile(r"29:[\w-]+|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")

# What a TextBlock takes for Markdown, for an entity or for a mention.
_WITHIN_WORDS = re.compile(r"([*`])")  # is markup between letters, too
_BESIDE_WORDS = re.compile(r"([_~])")
_LINK = re.compile(r"\](?=[(\[:])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<(?=[/!a-zA-Z])")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_LINE_START = re.compile(r"^(?=[ \t]*(?:[#>+-]|\d+[.)]|=+$)| {4}| {0,3}\t)", re.MULTILINE)
_ANGLES = str.maketrans("<>", "()")
_BREAKS = re.compile(r"\n+")


def as_json(model: ac.SerializableObject) -> Json:
    """The model as plain JSON; whole numbers as such, which the models turn into floats."""
    data: Json = _whole(model.model_dump(by_alias=True, exclude_none=True))
    return data


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _whole(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def shown(text: str) -> str:
    """People's text for anywhere in a card: nothing of it is computed."""
    return _FUNCTION.sub("{" + ZERO_WIDTH + "{", clean(text))


def one_line(text: str, most: int, instead: str = "…") -> str:
    """For a title, a label, a button: literal, never empty."""
    for one in (text, instead):
        if said := cut(" ".join(shown(one).split()), most):
            return said
    return "…"


def safe_url(url: str) -> str | None:
    """The address as a card takes it, percent-encoded; None if nobody could follow it."""
    address = web_address(url)
    return address if address and len(address) <= limits.URL else None


def as_typed_here(text: str) -> str:
    """An example as it is typed in Teams: the words follow an @mention."""
    return COMMAND.sub(MENTION, text)


def worded(card: Card) -> Card:
    """The card with its examples as they are typed in Teams."""
    body = tuple(worded_element(element) for element in card.body)
    return replace(card, title=as_typed_here(card.title), body=body)


def worded_element(element: Any) -> Any:
    """One element with its examples as they are typed in Teams."""
    if not isinstance(element, TextElement | Small | Row):
        return element
    line = (Code(as_typed_here(p.text)) if isinstance(p, Code) else p for p in element.line)
    return replace(element, line=tuple(line))


# ---- runs ---------------------------------------------------------------------------------------


def runs(line: Line) -> list[ac.TextRun]:
    """The line as runs of a RichTextBlock; empty if it has nothing to show."""
    found = [run for part in line for run in _runs(part)]
    return found if any((run.text or "").strip() for run in found) else []


def _runs(part: Inline) -> Iterator[ac.TextRun]:
    match part:
        case str():
            yield from words(part)
        case Bold(text):
            yield from words(text, weight="Bolder")
        case Code(text):
            yield from (ac.TextRun(text=t, font_type="Monospace") for t in _pieces(text))
        case Link():
            address = safe_url(part.url)
            if address is None:
                yield from words(f"{part.label} ({part.url})")
            else:
                label = cut(shown(part.label), limits.LABEL) or address
                # the title is read out, and shown beside the pointer
                action = ac.OpenUrlAction(title=label, url=address)
                yield ac.TextRun(text=label, select_action=action)
        case Person(name=name) | Channel(fallback=name):
            yield from words(name)
        case Moment():
            yield ac.TextRun(text=moment(part.at, part.fallback))
        case _:
            assert_never(part)


def rich(found: Iterable[ac.TextRun]) -> ac.RichTextBlock:
    """The runs as a block."""
    inlines: list[ac.CardElement] = list(found)
    return ac.RichTextBlock(inlines=inlines)


def words(text: str, weight: Literal["Bolder"] | None = None) -> Iterator[ac.TextRun]:
    """Text as runs, none of them empty."""
    yield from (ac.TextRun(text=piece, weight=weight) for piece in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    return chunks(shown(text), limits.RUN)


def weight_of(found: list[ac.TextRun]) -> int:
    """Units that a reader may see."""
    return sum(units(run.text or "") for run in found)


def moment(at: datetime, fallback: str) -> str:
    """Computed by the card, in the reader's own zone and language.

    What a card cannot compute (before the year 1000) is the `fallback`, as in the card's text.
    """
    stamp = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if len(stamp) != len("2026-11-30T09:00:00Z"):
        return shown(fallback)
    return f"{{{{DATE({stamp}, SHORT)}}}} {{{{TIME({stamp})}}}}"


# ---- Markdown -----------------------------------------------------------------------------------


def mentioned(line: Line) -> bool:
    """Whether somebody is to be notified: only a TextBlock can."""
    return any(isinstance(part, Person) and user_of(part) for part in line)


def user_of(person: Person) -> str:
    """The id that Teams notifies; "" if the person is only named."""
    known = person.ping and person.user and _USER.fullmatch(person.user)
    return (person.user or "") if known else ""


def marked(line: Line, mentions: dict[str, ac.Mention]) -> str:
    """The line as the Markdown of a TextBlock; who is mentioned is added to `mentions`."""
    return "".join(_marked(part, mentions) for part in line)


def _marked(part: Inline, mentions: dict[str, ac.Mention]) -> str:
    match part:
        case str():
            return literal(part)
        case Bold(text) | Code(text):
            return literal(text)
        case Link():
            address = safe_url(part.url)
            if address is None:
                return literal(f"{part.label} ({part.url})")
            target = address.replace("(", "%28").replace(")", "%29")
            return f"[{literal(part.label).strip() or literal(address)}]({target})"
        case Person(name=name):
            user = user_of(part)
            return _mention(name, user, mentions) if user else literal(name)
        case Channel(fallback=name):
            return literal(name)
        case Moment():
            return moment(part.at, part.fallback)
        case _:
            assert_never(part)


def _mention(name: str, user: str, mentions: dict[str, ac.Mention]) -> str:
    """`<at>Name</at>`, a text that in the whole card means this person alone."""
    said = literal(" ".join(clean(name).translate(_ANGLES).split())) or "…"
    text = f"<at>{said}</at>"
    while text in mentions and _id_of(mentions[text]) != user:
        said += ZERO_WIDTH
        text = f"<at>{said}</at>"
    entity = ac.MentionedEntity(id=user, name=said)
    mentions[text] = ac.Mention(text=text, mentioned=entity)
    return text


def _id_of(mention: ac.Mention) -> str | None:
    return mention.mentioned.id if mention.mentioned else None


def literal(text: str) -> str:
    """Shown as it is in a TextBlock: nothing in it turns bold, a link, a list or a mention.

    An unseen character, taken for a letter, breaks what would be read as markup; where it would
    not, a backslash does, which a client that reads no Markdown would show.
    """
    text = _ESCAPE.sub("\\\\" + ZERO_WIDTH, shown(text))
    text = _WITHIN_WORDS.sub(r"\\\1", text)
    text = _BESIDE_WORDS.sub(rf"{ZERO_WIDTH}\1{ZERO_WIDTH}", text)
    text = _LINK.sub("]" + ZERO_WIDTH, text)
    text = _ENTITY.sub("&" + ZERO_WIDTH, text)
    text = _TAG.sub("<" + ZERO_WIDTH, text)
    text = _LINE_START.sub(ZERO_WIDTH, text)
    return _BREAKS.sub("\n\n", text)  # one alone does not break the line everywhere
