"""What somebody sees, as plain text and a list of controls: for plays told in tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from handlers.playground.blocktree import all_blocks, controls
from handlers.playground.inputs import options_of
from handlers.playground.objects import Json, Message, View
from handlers.playground.state import Workspace


@dataclass(frozen=True, slots=True)
class Control:
    """A button, menu or input. `beside`: the text of the block it stands in."""

    label: str
    kind: str  # the element's type
    block_id: str
    action_id: str
    options: tuple[str, ...] = ()
    beside: str = ""
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A message, form or home as a person sees it. `errors`: input label → sentence."""

    text: str
    controls: tuple[Control, ...]
    source: Message | View
    title: str = ""  # of a form
    errors: dict[str, str] | None = None
    trouble: str = ""

    @property
    def buttons(self) -> tuple[str, ...]:
        """The labels of all buttons, in order."""
        return tuple(c.label for c in self.controls if c.kind.endswith("button"))

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of everything else that can be acted on, in order."""
        return tuple(c.label for c in self.controls if not c.kind.endswith("button"))

    @property
    def private(self) -> bool:
        """Whether only this person sees it."""
        return isinstance(self.source, View) or self.source.ephemeral_for is not None

    def says(self, *words: str) -> bool:
        """Whether all of these words are in it, whatever their case."""
        whole = " ".join((self.title, self.text, self.trouble, *(self.errors or {}).values()))
        flat = " ".join(whole.lower().split())
        return all(word.lower() in flat for word in words)

    def control(self, label: str, beside: str = "") -> Control:
        """The control with this label (or, failing that, the only one beginning so).

        Raises LookupError, saying what is there.
        """
        near = [c for c in self.controls if beside.lower() in c.beside.lower()]
        exact = [c for c in near if c.label.lower() == label.lower()]
        found = exact or [c for c in near if c.label.lower().startswith(label.lower())]
        if len(found) == 1 or (exact and not beside):
            return found[0]
        there = ", ".join(f"“{c.label}”" for c in near) or "nothing to press"
        raise LookupError(f"“{label}” is there {len(found)} times; there is {there}")


def see_message(ws: Workspace, message: Message) -> Seen:
    """A message as it is shown: its blocks if it has any, else its text."""
    blocks = [*message.blocks, *(b for a in message.attachments for b in a.get("blocks") or [])]
    files = [f"[{file.title or file.name}]" for file in message.files]
    said = [] if message.blocks else [plain(ws, message.text)]
    lines = [*said, *(line for block in all_blocks(blocks) for line in _lines(ws, block)), *files]
    text = "\n".join(line for line in lines if line)
    return Seen(text, tuple(_controls(ws, blocks)), message)


def see_view(ws: Workspace, view: View) -> Seen:
    """A form or home as it is shown."""
    lines = [line for block in all_blocks(view.blocks) for line in _lines(ws, block)]
    labels = {b["block_id"]: _label(ws, b, {}) for b in view.blocks if b["type"] == "input"}
    errors = {labels.get(block, block): sentence for block, sentence in view.errors.items()}
    found = list(_controls(ws, view.blocks))
    if "submit" in view.content:
        found.append(Control(view.content["submit"]["text"], "submit_button", "", ""))
    title = view.content.get("title", {}).get("text", "")
    text = "\n".join(line for line in lines if line)
    return Seen(text, tuple(found), view, title, errors, view.trouble)


def plain(ws: Workspace, text: str) -> str:
    """Slack's mrkdwn as words: names for mentions, labels for links, no marks of emphasis."""

    def named(match: re.Match[str]) -> str:
        kind, rest, label = match["kind"], match["rest"], match["label"]
        if kind == "@":
            return f"@{ws.users[rest].name}" if rest in ws.users else f"@{label or rest}"
        if kind == "#":
            return f"#{ws.channels[rest].name}" if rest in ws.channels else f"#{label or rest}"
        if kind == "!":
            return label or f"@{rest}"
        return label or rest

    shown = re.sub(r"<(?P<kind>[@#!]?)(?P<rest>[^|>]*)(?:\|(?P<label>[^>]*))?>", named, text)
    shown = re.sub(r"(?<![\w*])\*(?=\S)([^*\n]+?)\*(?![\w*])", r"\1", shown)
    shown = re.sub(r"(?<![\w_])_(?=\S)([^_\n]+?)_(?![\w_])", r"\1", shown)
    shown = re.sub(r"(?<![\w~])~(?=\S)([^~\n]+?)~(?![\w~])", r"\1", shown)
    return unescape(shown.replace("`", ""))


def _controls(ws: Workspace, blocks: list[Json]) -> Iterator[Control]:
    for block, element in controls(blocks):
        options = tuple(option["text"]["text"] for option in options_of(element))
        yield Control(
            _label(ws, block, element),
            element["type"],
            block["block_id"],
            element["action_id"],
            options,
            "\n".join(_lines(ws, block)),
            element.get("value"),
        )


def _label(ws: Workspace, block: Json, element: Json) -> str:
    if block["type"] == "input":
        return plain(ws, block["label"]["text"])
    for source in (element.get("text"), element.get("placeholder"), block.get("text")):
        if isinstance(source, dict):
            return plain(ws, source["text"])
    return str(element["action_id"])


# Parts of a block that are controls or blocks of their own, and keys whose strings are read.
_APART = {"accessory", "element", "child_blocks", "actions"}
_WORDS = {"text", "title", "subtitle", "caption", "alt_text"}


def _lines(ws: Workspace, block: Json) -> Iterator[str]:
    """The words of one block, children of containers left to themselves."""
    kind = block["type"]
    if kind in {"table", "data_table"}:
        yield block.get("caption", "")
        for row in block["rows"]:
            yield " | ".join(" ".join(_texts(ws, cell)) for cell in row)
    elif kind == "data_visualization":
        yield block["title"]
        chart = block["chart"]
        for name, points in _figures(chart):
            figures = ", ".join(f"{point['label']} {point['value']:g}" for point in points)
            yield f"{name}: {figures}" if name else figures
    elif kind == "rich_text":
        yield "".join(_texts(ws, block["elements"]))
    elif kind not in {"actions", "carousel"}:
        yield from _texts(ws, {key: part for key, part in block.items() if key not in _APART})


def _figures(chart: Json) -> Iterator[tuple[str, list[Json]]]:
    if chart["type"] == "pie":
        yield "", chart["segments"]
    else:
        for series in chart["series"]:
            yield series["name"], series["data"]


def _texts(ws: Workspace, part: Any) -> Iterator[str]:
    """Every text in a part of a block, in order."""
    if isinstance(part, list):
        for item in part:
            yield from _texts(ws, item)
    elif isinstance(part, dict):
        raw = part.get("type") in {"plain_text", "raw_text", "raw_number", "text"}
        if part.get("type") == "user":
            yield plain(ws, f"<@{part['user_id']}>")
        for key, item in part.items():
            if isinstance(item, str):
                if key in _WORDS:
                    yield item if raw else plain(ws, item)
            else:
                yield from _texts(ws, item)
