"""What a reader sees of rendered blocks, for the tests of this folder."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from bot.cards import Card, Element
from handlers.slack.blocks import message

_MARKUP = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


def blocks(*body: Element, title: str = "") -> list[dict[str, Any]]:
    """A message of these elements, rendered."""
    return message(Card(title, body))["blocks"]


def strings(value: Any, *keys: str) -> Iterator[str]:
    """Every string under one of these keys, however deep."""
    if isinstance(value, list):
        for item in value:
            yield from strings(item, *keys)
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str) and key in keys:
                yield item
            elif isinstance(item, list | dict):
                yield from strings(item, *keys)


def mrkdwn_texts(value: Any) -> Iterator[str]:
    """The text of every mrkdwn object."""
    if isinstance(value, list):
        for item in value:
            yield from mrkdwn_texts(item)
    elif isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for item in value.values():
            yield from mrkdwn_texts(item)


def visible(value: Any) -> str:
    """All that is shown, the markup of mrkdwn taken off."""
    if isinstance(value, list):
        return "\n".join(visible(item) for item in value)
    if not isinstance(value, dict):
        return ""
    marked = value.get("type") == "mrkdwn"
    shown = [value[key] for key in _SHOWN if isinstance(value.get(key), str)]
    own = [html.unescape(_MARKUP.sub(r"\1 \2", text)) if marked else text for text in shown]
    return "\n".join([*own, *(visible(item) for item in value.values())])


_SHOWN = ("text", "fallback", "title", "label", "name")
_NO_LETTERS = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """Letters and digits alone: what must survive any dialect."""
    return _NO_LETTERS.sub("", text)


def pressable(blocks: list[dict[str, Any]]) -> set[str]:
    """The values of all buttons and options."""
    return set(strings(blocks, "value"))
