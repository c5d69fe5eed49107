"""Everything a person can press, tick or fill in, as native controls of the browser."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import TypeAlias

from nicegui import background_tasks

from handlers.playground.objects import Json
from handlers.playground.page.board import Board
from handlers.playground.page.dots import Dots
from handlers.playground.page.menus import draw_menu
from handlers.playground.page.mrkdwn import plain_to_html, to_html, with_emoji
from handlers.playground.page.reader import is_safe
from handlers.playground.page.tags import Tag, markup

Draw: TypeAlias = Callable[["Board", Json, Json, "Label"], None]
MOMENTS = {"datepicker": "date", "timepicker": "time", "datetimepicker": "datetime-local"}
PAUSE = 0.6  # seconds of quiet before a date or time being typed counts as chosen


class Label:
    """How a control is named and described to screen readers."""

    def __init__(self, name: str = "", described_by: str = "") -> None:
        self.name = name
        self.described_by = described_by

    def attributes(self, element: Json) -> dict[str, str | None]:
        """ARIA attributes for the element."""
        return {
            "aria_label": self.name or words(element.get("placeholder")) or "Answer",
            "aria_describedby": self.described_by or None,
        }


def draw_control(board: Board, block: Json, element: Json, label: Label | None = None) -> None:
    """Draw one interactive element, or say that this page does not know it."""
    kind = str(element.get("type"))
    label = label or Label()
    if kind.endswith("_select"):
        name = label.name or words(element.get("placeholder")) or "Choose"
        draw_menu(board, block, element, name, described_by=label.described_by)
    elif kind in DRAWN:
        DRAWN[kind](board, block, element, label)
    else:
        Tag("span", f"(a control this page cannot draw: {kind})", cls="note")


def words(composed: Json | None) -> str:
    """The words of a text object, emoji drawn; "" if there is none."""
    return with_emoji(str((composed or {}).get("text", "")))


# ---- pressing -----------------------------------------------------------------------------------


def draw_button(board: Board, block: Json, element: Json, label: Label) -> None:
    """A button, or a link that looks like one; Muster is told of both."""
    url = str(element.get("url") or "")
    looks = f"button {element.get('style') or 'plain'}"
    text = words(element.get("text")) or str(element.get("icon", "")).replace("_", " ")
    if is_safe(url):
        button = Tag("a", text, cls=looks, href=url, target="_blank", rel="noopener noreferrer")
    else:
        button = Tag("button", text, cls=looks, type="button")
    button.set(aria_label=element.get("accessibility_label"), data_spot=board.next_spot())
    _once_at_a_time(button, partial(board.use, block, element))


def _once_at_a_time(button: Tag, act: Callable[[], Awaitable[object]]) -> None:
    """While Muster has not answered, further presses do nothing, as in Slack."""
    busy = False

    async def press() -> None:
        nonlocal busy
        if busy:
            return
        busy = True
        button.classes("busy").set(aria_busy="true")
        try:
            await act()
        finally:
            busy = False
            if not button.is_deleted:
                button.classes(remove="busy").set(aria_busy=None)

    button.on_press(press)


def draw_overflow(board: Board, block: Json, element: Json, label: Label) -> None:
    """The three dots of a block."""
    with Tag("div", cls="overflow"):
        dots = Dots(label.name or "More actions", board.next_spot())
    for option in element.get("options") or []:
        use = partial(board.use, block, element, option)
        dots.row(words(option.get("text")), use, url=str(option.get("url") or ""))


def draw_feedback(board: Board, block: Json, element: Json, label: Label) -> None:
    """Thumbs up and down."""
    for name in ("positive_button", "negative_button"):
        if button := element.get(name):
            which = name.removesuffix("_button")
            shown = Tag("button", words(button.get("text")), cls="button plain", type="button")
            shown.set(aria_label=button.get("accessibility_label"), data_spot=board.next_spot())
            shown.on_press(partial(board.use, block, element, which))


# ---- ticking ------------------------------------------------------------------------------------


def draw_checkboxes(board: Board, block: Json, element: Json, label: Label) -> None:
    """Boxes of which any number may be ticked."""
    ticked: list[str] = [o["value"] for o in board.value(block, element) or []]
    options = element.get("options") or []

    def tick(value: str, on: bool) -> Awaitable[bool]:  # noqa: FBT001, as the box says it
        (ticked.append if on else ticked.remove)(value)
        chosen = [option for option in options if option["value"] in ticked]
        return board.use(block, element, chosen)

    with _group(label, element):
        for option in options:
            box = _tickable(board, option, "checkbox", checked=option["value"] in ticked)
            box.on_check(partial(tick, option["value"]))


def draw_radio(board: Board, block: Json, element: Json, label: Label) -> None:
    """Circles of which one may be chosen."""
    before = board.value(block, element) or {}
    with _group(label, element) as group:
        for option in element.get("options") or []:
            checked = option["value"] == before.get("value")
            dot = _tickable(board, option, "radio", checked=checked)
            dot.set(name=group.html_id)
            use = partial(board.use, block, element, option)
            dot.on("change", use, [])


def _group(label: Label, element: Json) -> Tag:
    role = "radiogroup" if element["type"] == "radio_buttons" else "group"
    return Tag("div", cls="choices", role=role).set(**label.attributes(element))


def _tickable(board: Board, option: Json, kind: str, *, checked: bool) -> Tag:
    with Tag("label", cls="choice"):
        box = Tag("input", type=kind, checked=checked, data_spot=board.next_spot())
        with Tag("span"):
            _composed(board, option.get("text"), "")
            if option.get("description"):
                _composed(board, option["description"], "note")
    return box


def _composed(board: Board, text: Json | None, cls: str) -> None:
    text = text or {}
    said = str(text.get("text", ""))
    is_mrkdwn = text.get("type") == "mrkdwn"
    html = to_html(said, board.reader) if is_mrkdwn else plain_to_html(said)
    markup(html, tag="span", cls=cls)


# ---- dates and times ----------------------------------------------------------------------------


def draw_moment(board: Board, block: Json, element: Json, label: Label) -> None:
    """A day, a time of day, or an instant: that one is shown in the reader's zone."""
    kind = MOMENTS[element["type"]]
    value = board.value(block, element)
    is_instant = kind == "datetime-local"
    if is_instant and value:
        value = f"{board.reader.local(value):%Y-%m-%dT%H:%M}"

    async def tell(typed: str) -> None:
        # A date being typed is valid at several moments: in a form the last counts anyway
        await asyncio.sleep(0 if block.get("type") == "input" else PAUSE)
        given: datetime | str | None = typed or None
        if is_instant and typed:
            given = datetime.fromisoformat(typed).replace(tzinfo=board.reader.zone)
        await board.use(block, element, given)

    telling: list[asyncio.Task[None]] = []

    def changed(typed: str) -> None:
        for earlier in telling:
            earlier.cancel()
        telling[:] = [background_tasks.create(tell(typed))]

    shown = Tag("input", cls="field short", type=kind, defaultValue=value or "")
    shown.set(data_spot=board.next_spot(), **label.attributes(element)).on_value(changed)


DRAWN: dict[str, Draw] = {
    "button": draw_button,
    "icon_button": draw_button,
    "workflow_button": draw_button,
    "overflow": draw_overflow,
    "feedback_buttons": draw_feedback,
    "checkboxes": draw_checkboxes,
    "radio_buttons": draw_radio,
    "datepicker": draw_moment,
    "timepicker": draw_moment,
    "datetimepicker": draw_moment,
}
