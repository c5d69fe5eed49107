"""People's text and Slack's dialects of it: the only place where anything is escaped.

Two dialects, both made from a neutral `Line`: elements of a rich_text block, in which everything
is literal, and mrkdwn, which Slack demands beside a button and in small print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeAlias, assert_never

from bot.cards import Bold, Channel, Code, Inline, Line, Link, Moment, Person
from handlers.characters import ZERO_WIDTH, chunks, clean, cut, head, units, web_address

Json: TypeAlias = dict[str, Any]

# Shown in the reader's own zone. Absolute, since a message stays on screen.
# https://docs.slack.dev/messaging/formatting-message-text
DATE_FORMAT = "{date_short} at {time}"
LONGEST_LINK = 1_000  # characters, escaped; a longer address is shown as text
LABEL = 250  # characters of a link's label or a date's fallback

_OPENER = re.compile(r"(?<![^\W_])([*_~`])(?=\S)")
_QUOTE = re.compile(r"^(?=&gt;)", re.MULTILINE)
_PART_OF_ENTITY = re.compile(r"&[a-z]{0,3}$")
_USER = re.compile(r"[UW][A-Z0-9]{2,}")
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,}")


def escape(text: str) -> str:
    """Exactly the three characters that Slack asks for."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut_at_line(text: str, most: int) -> str:
    """Escaped text of at most `most` units, cut after a whole line if there is one."""
    if units(text) <= most:
        return text
    beginning = _PART_OF_ENTITY.sub("", head(text, most - 2))
    line, _, _ = beginning.rpartition("\n")
    return f"{line}\n…" if line else f"{beginning}…"


def plain_text(text: str, most: int, instead: str = "…") -> Json:
    """A plain_text object: literal, never empty."""
    text = cut(clean(text).strip(), most) or cut(clean(instead).strip(), most)
    return {"type": "plain_text", "text": text or "…", "emoji": False}


def mrkdwn(text: str) -> Json:
    """A mrkdwn object in which Slack links nothing of its own accord."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def safe_url(url: str) -> str | None:
    """The address as Slack takes it for a link, percent-encoded; None if it would not."""
    address = web_address(url)
    return address if address and len(escape(address)) <= LONGEST_LINK else None


# ---- rich_text ----------------------------------------------------------------------------------


def rich(line: Line) -> list[Json]:
    """The line as elements of a rich_text_section; empty if it has nothing to show."""
    elements = [element for part in line for element in _rich_inline(part)]
    blank = all(e["type"] == "text" and not e["text"].strip() for e in elements)
    return [] if blank else elements


def _rich_inline(part: Inline) -> Iterator[Json]:
    match part:
        case str():
            return rich_words(part)
        case Bold(text):
            return rich_words(text, bold=True)
        case Code(text):
            return rich_words(text, code=True)
        case Link():
            return _rich_link(part)
        case Person() | Channel():
            kind, key, name = _known(part)
            return iter(({"type": kind, f"{kind}_id": key},)) if key else rich_words(name)
        case Moment(at, fallback):
            shown = cut(clean(fallback), LABEL) or at.isoformat()
            date = {"type": "date", "timestamp": _seconds(at), "format": DATE_FORMAT}
            return iter(({**date, "fallback": shown},))
        case _:
            assert_never(part)


def _rich_link(link: Link) -> Iterator[Json]:
    address = safe_url(link.url)
    if address is None:
        return rich_words(f"{link.label} ({link.url})")
    label = cut(clean(link.label), LABEL) or address
    return iter(({"type": "link", "url": address, "text": label},))


def rich_words(text: str, **style: bool) -> Iterator[Json]:
    """Text elements, none of them empty."""
    for piece in chunks(clean(text)):
        element: Json = {"type": "text", "text": piece}
        if style:
            element["style"] = style
        yield element


def rich_weight(elements: list[Json]) -> int:
    """Units that a reader may see."""
    return sum(
        units(e.get("text") or e.get("fallback") or e.get("user_id") or e.get("channel_id", ""))
        for e in elements
    )


# ---- mrkdwn -------------------------------------------------------------------------------------


def marked(line: Line, most: int) -> list[str]:
    """The line as mrkdwn, in pieces of at most `most` (2,500 or more) units."""
    pieces: list[str] = []
    for atom in (atom for part in line for atom in _atoms(part)):
        if pieces and units(pieces[-1]) + units(atom) + 1 <= most:
            pieces[-1] = _join(pieces[-1], atom)
        else:
            pieces.append(atom)
    return [piece for piece in pieces if piece.replace(ZERO_WIDTH, "").strip()]


def _atoms(part: Inline) -> Iterator[str]:
    match part:
        case str():
            return map(literal, chunks(clean(part)))
        case Bold(text):
            return _wrapped("*", clean(text))
        case Code(text):
            return _wrapped("`", clean(text).replace("`", "'"))
        case Link():
            return _marked_link(part)
        case Person() | Channel():
            kind, key, name = _known(part)
            sign = "@" if kind == "user" else "#"
            return iter((f"<{sign}{key}>",)) if key else _atoms(name)
        case Moment(at, fallback):
            shown = _label(fallback) or at.isoformat()
            return iter((f"<!date^{_seconds(at)}^{DATE_FORMAT}|{shown}>",))
        case _:
            assert_never(part)


def _marked_link(link: Link) -> Iterator[str]:
    address = safe_url(link.url)
    if address is None:
        return _atoms(f"{link.label} ({link.url})")
    return iter((f"<{escape(address)}|{_label(link.label) or escape(address)}>",))


def literal(text: str) -> str:
    """Escaped, and shown as it is: nothing in it turns bold, struck, code or a quotation.

    A marker opens a format only after a boundary and before a word. With unseen characters on both
    sides it does neither, whether Slack takes them for space or for letters.
    """
    text = _QUOTE.sub(ZERO_WIDTH, escape(text))
    return _OPENER.sub(rf"{ZERO_WIDTH}\1{ZERO_WIDTH}", text)


def _wrapped(mark: str, text: str) -> Iterator[str]:
    """Formatted, line by line and piece by piece: a format does not span a line break."""
    for index, line in enumerate(text.split("\n")):
        if index:
            yield "\n"
        for piece in chunks(line):
            inner = piece.strip()
            if not inner:
                yield piece
                continue
            body = escape(inner) if mark == "`" else literal(inner)
            lead, trail = piece.split(inner, 1)
            yield f"{lead}{mark}{body}{mark}{trail}"


def _join(before: str, after: str) -> str:
    """Side by side, with an unseen boundary where a format would else touch a word."""
    touching = before[-1:].isalnum() and after[:1] in "*`"
    touching = touching or (before[-1:] in ("*", "`") and after[:1].isalnum())
    return f"{before}{ZERO_WIDTH}{after}" if touching else before + after


def _label(text: str) -> str:
    """What stands after the bar in <…|…>."""
    return escape(cut(" ".join(clean(text).replace("|", "¦").split()), LABEL))


def _known(part: Person | Channel) -> tuple[str, str, str]:
    """Slack's kind of entity, its id (empty: shown by name), and the name."""
    if isinstance(part, Channel):
        return "channel", part.channel if _CHANNEL.fullmatch(part.channel) else "", part.fallback
    pinged = part.ping and part.user and _USER.fullmatch(part.user)
    return "user", (part.user or "") if pinged else "", part.name


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
