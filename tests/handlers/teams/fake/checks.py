"""What Teams has against an activity, a card or an answer to an invoke.

Numbers and shapes: learn.microsoft.com/microsoftteams/platform, pages bots/how-to/
format-your-bot-messages, bots/how-to/conversations/conversation-messages,
task-modules-and-cards/cards/cards-reference, …/universal-actions-for-adaptive-cards.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.handlers.teams.fake.world import CARD, Json

MOST_BYTES = 100 * 1024  # of an activity as UTF-16
MOST_REFRESHED = 60  # people for whom a card refreshes by itself
VERSIONS = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5")
INPUTS = ("Text", "Number", "Date", "Time", "Toggle", "ChoiceSet")
ELEMENTS = frozenset(
    {
        *("TextBlock", "RichTextBlock", "TextRun", "Image", "ImageSet", "Container", "ColumnSet"),
        *("Column", "FactSet", "ActionSet", "Table", "TableRow", "TableCell", "Icon", "Badge"),
        *("Media", "CodeBlock", "ProgressBar", "ProgressRing", "CompoundButton", "Carousel"),
        *("CarouselPage", "Chart.Donut", "Chart.Pie", "Chart.Gauge", "Chart.Line"),
        *("Chart.VerticalBar", "Chart.VerticalBar.Grouped", "Chart.HorizontalBar"),
        *("Chart.HorizontalBar.Stacked", "Layout.Flow", "Layout.Stack", "Layout.AreaGrid"),
        *(f"Input.{kind}" for kind in INPUTS),
    }
)
ACTIONS = frozenset(f"Action.{kind}" for kind in ("Execute", "Submit", "OpenUrl", "ShowCard"))
ALL_ACTIONS = ACTIONS | {"Action.ToggleVisibility", "Action.Popover", "Action.InsertImage"}
NEEDS = {
    "TextBlock": ("text", str),
    "RichTextBlock": ("inlines", list),
    "ColumnSet": ("columns", list),
    "FactSet": ("facts", list),
    "ActionSet": ("actions", list),
    "Table": ("rows", list),
    "Action.OpenUrl": ("url", str),
    "Action.ShowCard": ("card", dict),
    **{f"Input.{kind}": ("id", str) for kind in INPUTS},
}


def size(activity: Json) -> int:
    """Bytes of an activity as Teams counts them, about."""
    return len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))


def activity_problems(activity: Json) -> Iterator[str]:
    """What is wrong with a message, short of its size."""
    attachments = activity.get("attachments") or []
    if activity.get("type") not in {"message", "typing"}:
        yield f"type is {activity.get('type')!r}"
    if activity.get("type") == "message" and not (activity.get("text") or attachments):
        yield "a message without text and attachments"
    if activity.get("text") and attachments:
        yield "text and attachment in one activity: it is split, and no id comes back"
    for attachment in attachments:
        content = attachment.get("content")
        if attachment.get("contentType") == CARD:
            yield from card_problems(content) if isinstance(content, dict) else ["no card"]


def card_problems(card: Json) -> Iterator[str]:
    """What is wrong with an Adaptive Card."""
    if card.get("type") != "AdaptiveCard":
        yield f"the card's type is {card.get('type')!r}"
    if card.get("version") not in VERSIONS:
        yield f"version {card.get('version')!r} is not shown in Teams"
    users = (card.get("refresh") or {}).get("userIds") or []
    if len(users) > MOST_REFRESHED:
        yield f"refresh for {len(users)} people"
    ids = [part["id"] for part in parts(card) if _is_input(part) and "id" in part]
    if len(ids) != len(set(ids)):
        yield f"two inputs of one id: {ids}"
    for part in parts(card):
        yield from _part_problems(part)
    if _has_null(card):
        yield "null stands in the card"
    yield from _mention_problems(card)


def _part_problems(part: Json) -> Iterator[str]:
    kind = part.get("type", "")
    if kind not in ELEMENTS | ALL_ACTIONS | {"AdaptiveCard"}:
        yield f"no such element: {kind!r}"
    name, wanted = NEEDS.get(kind, ("type", str))
    if not isinstance(part.get(name), wanted):
        yield f"{kind} without {name}"
    if kind.startswith("Action.") and not (part.get("title") or part.get("iconUrl")):
        yield f"{kind} without a title"
    if kind == "Action.Execute" and not isinstance(part.get("data", {}), dict):
        yield "Action.Execute whose data is no object"
    for choice in part.get("choices", []) if kind == "Input.ChoiceSet" else []:
        if not (choice.get("title") and isinstance(choice.get("value"), str)):
            yield f"a choice that is none: {choice}"
    if _is_input(part) and not part.get("label"):
        yield f"{kind} {part.get('id')} without a label: nobody can read it out"


def _mention_problems(card: Json) -> Iterator[str]:
    """Each <at>…</at> needs an entity, and each entity stands in the text."""
    entities = (card.get("msteams") or {}).get("entities") or []
    texts = [str(part.get("text", "")) for part in parts(card)]
    written = {match for text in texts for match in re.findall(r"<at>.*?</at>", text)}
    named = {str(entity.get("text")) for entity in entities}
    for text in written ^ named:
        yield f"mention {text} is not both in a text and in msteams.entities"


def parts(node: Any) -> Iterator[Json]:
    """Elements and actions, outermost first; what stands in `data` is the bot's own."""
    if isinstance(node, list):
        for item in node:
            yield from parts(item)
    elif isinstance(node, dict):
        if isinstance(node.get("type"), str):
            yield node
        for name, value in node.items():
            if name not in {"data", "msteams", "choices.data", "refresh", "authentication"}:
                yield from parts(value)


def _has_null(node: Any) -> bool:
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return node is None or any(_has_null(item) for item in inner)


def _is_input(part: Json) -> bool:
    return str(part.get("type", "")).startswith("Input.")


def invoke_problems(name: str, status: int, body: Any) -> Iterator[str]:
    """What is wrong with Muster's answer to an invoke; empty if Teams can show it."""
    if status != 200:
        yield f"{name} was answered with HTTP {status}"
    elif name == "adaptiveCard/action":
        yield from _action_problems(body)
    elif name.startswith("task/") and body not in (None, {}):
        yield from _task_problems(body)


def _action_problems(body: Any) -> Iterator[str]:
    if not isinstance(body, dict) or not {"statusCode", "type"} <= set(body):
        yield f"adaptiveCard/action was answered with {body!r}"
        return
    kind, value = body["type"], body.get("value")
    if kind == CARD:
        yield from card_problems(value) if isinstance(value, dict) else ["the card is no object"]
    elif kind == "application/vnd.microsoft.activity.message":
        if not isinstance(value, str):
            yield "the message is no text"
    elif kind == "application/vnd.microsoft.error":
        if not isinstance(value, dict) or not {"code", "message"} <= set(value):
            yield f"the error is {value!r}"
    else:
        yield f"answer of type {kind!r}"


def _task_problems(body: Any) -> Iterator[str]:
    task = body.get("task") if isinstance(body, dict) else None
    if not isinstance(task, dict):
        yield f"a dialog was answered with {body!r}"
    elif task.get("type") == "message":
        if not isinstance(task.get("value"), str):
            yield "the dialog's message is no text"
    elif task.get("type") == "continue":
        value = task.get("value") or {}
        content = (value.get("card") or {}).get("content")
        if not isinstance(value.get("title"), str):
            yield "the dialog has no title"
        if not isinstance(content, dict) or value["card"].get("contentType") != CARD:
            yield "the dialog has no card"
        else:
            yield from card_problems(content)
    else:
        yield f"task of type {task.get('type')!r}"
