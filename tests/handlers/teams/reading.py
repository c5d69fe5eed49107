"""What a reader sees of a rendered card, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.cards import Card, Element
from handlers.characters import ZERO_WIDTH
from handlers.teams.adaptive import message
from handlers.teams.controls import read_pressed
from tests.handlers.teams.strict import every_part

SHOWN = ("text", "title", "label", "legend", "x", "codeSnippet", "placeholder", "value")


def content(message_: dict[str, Any]) -> dict[str, Any]:
    """The Adaptive Card of a message."""
    found: dict[str, Any] = message_["attachments"][0]["content"]
    return found


def body(*elements: Element, title: str = "", **how: Any) -> list[dict[str, Any]]:
    """The parts of a message of these elements, rendered; the title's among them if it has one."""
    parts: list[dict[str, Any]] = content(message(Card(title, elements), **how))["body"]
    return parts


def visible(value: Any) -> str:
    """All that is shown, questions that a button unfolds among it; no fallback of a part.

    Buttons come last: one at the side of a long line stands between its first and second part.
    """
    said = [*_texts(value, buttons=False), *_texts(value, buttons=True)]
    return "\n".join(text for text in said if text).replace(ZERO_WIDTH, "").replace("\\", "")


def _texts(value: Any, *, buttons: bool) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item, buttons=buttons)
    elif isinstance(value, dict) and value.get("type") == "ActionSet":
        yield from _texts(value["actions"], buttons=False) if buttons else ()
    elif isinstance(value, dict):
        yield from (value[key] for key in SHOWN if isinstance(value.get(key), str) and not buttons)
        for key, item in value.items():
            if key not in ("fallback", "refresh"):
                yield from _texts(item, buttons=buttons)


def pressable(value: Any) -> set[str]:
    """What all buttons and lists ask for."""
    parts = list(every_part(value))
    chosen = {part["id"]: part for part in parts if part.get("type") == "Input.ChoiceSet"}
    found = set()
    for part in parts:
        data = part.get("data")
        if not str(part.get("type", "")).startswith("Action.") or not isinstance(data, dict):
            continue
        lists = chosen[data["c"]]["choices"] if "c" in data else []
        found |= {read_pressed(data | {data["c"]: choice["value"]}) for choice in lists}
        found |= {read_pressed(data)} if "m" in data else set()
    return {str(request) for request in found}


def kinds(value: Any) -> list[str]:
    """The types of all parts, in order."""
    return [part["type"] for part in every_part(value) if "type" in part]


def inputs_of(card) -> dict[str, dict[str, Any]]:
    """The inputs of a card by their ids."""
    found = [p for p in every_part(card) if str(p.get("type")).startswith("Input.")]
    return {part["id"]: part for part in found}


def sent(card, filled: dict[str, str] | None = None) -> dict[str, Any]:
    """What Teams sends when the form's button is pressed: what was left empty is left out."""
    [submit] = card["actions"]
    values = {name: part.get("value", "") for name, part in inputs_of(card).items()}
    values |= filled or {}
    return submit["data"] | {name: value for name, value in values.items() if value}
