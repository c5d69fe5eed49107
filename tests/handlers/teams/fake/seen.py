"""What somebody sees of a message or a dialog: its words, buttons and inputs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from tests.handlers.teams.fake.world import Json, Post, User

DATE = re.compile(r"\{\{(DATE|TIME)\(([^,)]+)(?:, *\w+)?\)\}\}")


@dataclass(frozen=True, slots=True)
class Control:
    """A button or an input. `beside`: the words of what it stands in; `card`: the card it is of."""

    label: str
    kind: str  # Action.Execute, Input.Text …
    part: Json
    beside: str
    card: Json

    @property
    def is_button(self) -> bool:
        return self.kind.startswith("Action.")

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(str(choice["title"]) for choice in self.part.get("choices", ()))


@dataclass(frozen=True, slots=True)
class Seen:
    """A message (`post`) or the open dialog (`post` None), as one person sees it."""

    text: str
    controls: tuple[Control, ...]
    post: Post | None = None
    title: str = ""  # of a dialog
    cards: tuple[Json, ...] = field(default=(), repr=False)

    @property
    def buttons(self) -> tuple[str, ...]:
        return tuple(control.label for control in self.controls if control.is_button)

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(control.label for control in self.controls if not control.is_button)

    @property
    def private(self) -> bool:
        """Whether only this person sees it."""
        return self.post is None or bool(self.post.only)

    @property
    def own(self) -> bool:
        """Whether it is for this person: a dialog, targeted at them, or in the personal chat."""
        return self.post is None or self.private or self.post.room.kind == "personal"

    def says(self, *words: str) -> bool:
        """Whether all of these words are in it, whatever their case."""
        flat = " ".join(f"{self.title} {self.text}".lower().split())
        return all(" ".join(word.lower().split()) in flat for word in words)

    def button_after(self, label: str) -> Control:
        """The button that follows the input with this label. Raises LookupError."""
        names = [control.label.lower() for control in self.controls]
        if label.lower() not in names:
            raise LookupError(f"No input “{label}”; there is {self.inputs}")
        after = self.controls[names.index(label.lower()) :]
        return next(control for control in after if control.is_button)

    def control(self, label: str, beside: str = "") -> Control:
        """The one with this label, or else the only one that begins so. Raises LookupError."""
        near = [c for c in self.controls if beside.lower() in c.beside.lower()]
        exact = [c for c in near if c.label.lower() == label.lower()]
        found = exact or [c for c in near if c.label.lower().startswith(label.lower())]
        if len(found) == 1 or (exact and not beside):
            return found[0]
        there = ", ".join(f"“{control.label}”" for control in near) or "nothing"
        raise LookupError(f"“{label}” is there {len(found)} times; there is {there}")


def see_post(post: Post, user: User) -> Seen:
    """A message."""
    card = post.card_for(user.id)
    said = [plain(str(post.activity.get("text") or ""), user.zone)]
    said += [str(a.get("name")) for a in post.activity.get("attachments") or [] if a.get("name")]
    toggled = post.toggled.get(user.id, {})
    seen = see_card(card, user, toggled=toggled) if card else Seen("", ())
    text = "\n".join(part for part in (*said, seen.text) if part)
    return Seen(text, seen.controls, post, cards=seen.cards)


def see_card(
    card: Json, user: User, title: str = "", toggled: Mapping[str, bool] | None = None
) -> Seen:
    """A card, on its own or in a dialog. `toggled`: what this person made show or go, by id."""
    card = _toggled(card, toggled or {})
    text = "\n".join(plain(line, user.zone) for line in lines(card))
    return Seen(text, tuple(_controls(card, card, "")), title=title, cards=(card,))


def _toggled(node: Any, shown: Mapping[str, bool]) -> Any:
    if isinstance(node, list):
        return [_toggled(item, shown) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {name: _toggled(value, shown) for name, value in node.items()}
    return copy | {"isVisible": shown[copy["id"]]} if copy.get("id") in shown else copy


def plain(text: str, zone: str) -> str:
    """Text as it is read: markdown, mentions and dates resolved in the reader's zone."""
    text = DATE.sub(lambda found: _moment(found[1], found[2], zone), text)
    text = re.sub(r"<at>(.*?)</at>", r"\1", text)
    text = re.sub(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*", r"\1", text)
    text = re.sub(r"(?<!\\)\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(?<!\\)`([^`]*)`", r"\1", text)
    return unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text))


def _moment(kind: str, iso: str, zone: str) -> str:
    local = datetime.fromisoformat(iso.strip()).astimezone(ZoneInfo(zone))
    return f"{local:%a %-d %b %Y}" if kind == "DATE" else f"{local:%H:%M}"


def lines(node: Any) -> Iterator[str]:
    """The words of a card, top to bottom; not those of its buttons."""
    if isinstance(node, list):
        for item in node:
            yield from lines(item)
    elif isinstance(node, dict) and node.get("isVisible") is not False:
        kind = str(node.get("type", ""))
        if kind.startswith("Chart."):
            yield from _chart(node)
        elif kind in _WORDS:
            yield _WORDS[kind](node)
        elif not kind.startswith(("Action.", "Input.")) or kind == "Action.ShowCard":
            for name in ("card", "body", "items", "columns", "rows", "pages", "actions"):
                yield from lines(node.get(name))
        elif node.get("label"):
            yield str(node["label"])


def _escaped(said: str) -> str:
    """Text without markup, for `plain`, which takes markup away."""
    return re.sub(r"([\\*`\[\]])", r"\\\1", said)


def _runs(node: Json) -> str:
    said = (run if isinstance(run, str) else run.get("text", "") for run in node["inlines"])
    return _escaped("".join(said))


_WORDS: dict[str, Callable[[Json], str]] = {
    "TextBlock": lambda node: str(node.get("text", "")),
    "RichTextBlock": _runs,
    "FactSet": lambda node: "\n".join(f"{one['title']}: {one['value']}" for one in node["facts"]),
    "TableRow": lambda node: " · ".join(" ".join(lines(c.get("items"))) for c in node["cells"]),
    "CodeBlock": lambda node: _escaped(str(node.get("codeSnippet", ""))),
    "Badge": lambda node: str(node.get("text", "")),
}


def _chart(node: Any) -> Iterator[str]:
    """Every word and figure of a chart."""
    if isinstance(node, list):
        for item in node:
            yield from _chart(item)
    elif isinstance(node, dict):
        for name in ("title", "xAxisTitle", "yAxisTitle", "legend", "x", "y", "value"):
            if isinstance(node.get(name), str | int | float):
                yield str(node[name])
        for name in ("data", "values"):
            yield from _chart(node.get(name))


def _controls(node: Any, card: Json, beside: str) -> Iterator[Control]:
    if isinstance(node, list):
        for item in node:
            yield from _controls(item, card, beside)
        return
    if not isinstance(node, dict) or node.get("isVisible") is False:
        return
    kind = str(node.get("type", ""))
    if kind.startswith(("Action.", "Input.")):
        yield Control(str(node.get("title") or node.get("label") or ""), kind, node, beside, card)
        if isinstance(node.get("card"), dict):
            yield from _controls(node["card"], node["card"], beside)
        return
    near = " ".join(lines(node)) if kind in {"ColumnSet", "Container", "TableRow"} else ""
    for name in ("body", "items", "columns", "rows", "cells", "pages", "actions", "selectAction"):
        yield from _controls(node.get(name), card, near or beside)
