"""Buttons and menus. What they ask for travels in their value, encoded by bot.buttons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from bot.buttons import encode
from bot.cards import Button, Confirm, Control, LinkButton, Menu, Option, Style
from handlers.characters import clean, cut, units
from handlers.cutting import Kind, Piece
from handlers.slack import limits
from handlers.slack.pieces import Drawing, rich_piece
from handlers.slack.text import Json, plain_text, rich_words, safe_url


def control_elements(control: Control, drawing: Drawing) -> list[Json]:
    """The control as block elements: none if Slack has no room for it."""
    match control:
        case Button():
            return _button(control, drawing)
        case LinkButton():
            return _link_button(control, drawing)
        case Menu():
            return _menu(control, drawing)
        case _:
            assert_never(control)


def control_pieces(controls: tuple[Control, ...], drawing: Drawing) -> Iterator[Piece]:
    """As many actions blocks as it takes, then a line on what had no room."""
    elements = [element for control in controls for element in control_elements(control, drawing)]
    yield from action_pieces(elements)
    yield from missing_pieces(drawing)


def action_pieces(elements: list[Json]) -> Iterator[Piece]:
    """Block elements in as many actions blocks as it takes."""
    for start in range(0, len(elements), limits.ACTIONS_ELEMENTS):
        batch = elements[start : start + limits.ACTIONS_ELEMENTS]
        yield Piece(Kind.CONTROLS, {"type": "actions", "elements": batch}, 0, len(batch))


def missing_pieces(drawing: Drawing) -> Iterator[Piece]:
    """What is said in place of the controls that Slack cannot show."""
    for sentence in drawing.missing:
        yield rich_piece(list(rich_words(sentence)))
    drawing.missing.clear()


def _button(button: Button, drawing: Drawing) -> list[Json]:
    value = encode(button.request)
    if units(value) > limits.BUTTON_VALUE:
        drawing.missing.append(f"Left out, since it is too long for Slack: {button.label}")
        return []
    element: Json = {
        "type": "button",
        "action_id": drawing.action_id(button.request.ACTION),
        "text": plain_text(button.label, limits.BUTTON_TEXT, button.about or "…"),
        "value": value,
    }
    if button.style is not Style.PLAIN:
        element["style"] = button.style.value
    if button.confirm:
        element["confirm"] = _confirm(button.confirm, button.style)
    if about := cut(clean(button.about).strip(), limits.BUTTON_ABOUT):
        element["accessibility_label"] = about
    return [element]


def _confirm(confirm: Confirm, style: Style) -> Json:
    dialog: Json = {
        "title": plain_text(confirm.title, limits.CONFIRM_TITLE, "Sure?"),
        "text": plain_text(confirm.text, limits.CONFIRM_TEXT, "Sure?"),
        "confirm": plain_text(confirm.yes, limits.CONFIRM_BUTTON, "Yes"),
        "deny": plain_text(confirm.no, limits.CONFIRM_BUTTON, "No"),
    }
    if style is Style.DANGER:
        dialog["style"] = style.value
    return dialog


def _link_button(button: LinkButton, drawing: Drawing) -> list[Json]:
    address = safe_url(button.url)
    if address is None:
        drawing.missing.append(f"{button.label}: {button.url}")
        return []
    text = plain_text(button.label, limits.BUTTON_TEXT, "Open")
    action = drawing.action_id("link")
    return [{"type": "button", "action_id": action, "text": text, "url": address}]


def _menu(menu: Menu, drawing: Drawing) -> list[Json]:
    """A select; buttons where a request is too long for an option's value."""
    if any(units(encode(option.request)) > limits.OPTION_VALUE for option in menu.options):
        buttons = (Button(option.label, option.request) for option in menu.options)
        return [element for button in buttons for element in _button(button, drawing)]
    options = [_option(option) for option in menu.options]
    if not options:
        return []
    beyond = len(options) - limits.OPTIONS * limits.OPTION_GROUPS
    if beyond > 0:
        drawing.missing.append(f"{menu.label}: {beyond} more choices do not fit here.")
    return [
        {
            "type": "static_select",
            "action_id": drawing.action_id("menu"),
            "placeholder": plain_text(menu.label, limits.PLACEHOLDER, "Choose"),
            **grouped(options),
        }
    ]


def _option(option: Option) -> Json:
    text = plain_text(option.label, limits.OPTION_TEXT)
    return {"text": text, "value": encode(option.request)}


def grouped(options: list[Json]) -> Json:
    """Options as they are, or in numbered groups if they are too many for one list."""
    if len(options) <= limits.OPTIONS:
        return {"options": options}
    starts = range(0, min(len(options), limits.OPTIONS * limits.OPTION_GROUPS), limits.OPTIONS)
    batches = [(start, options[start : start + limits.OPTIONS]) for start in starts]
    return {
        "option_groups": [
            {"label": plain_text(_group_label(start, batch), limits.GROUP_LABEL), "options": batch}
            for start, batch in batches
        ]
    }


def _group_label(start: int, batch: list[Json]) -> str:
    first, last = batch[0]["text"]["text"], batch[-1]["text"]["text"]
    return f"{start + 1}–{start + len(batch)}: {cut(first, 25)} … {cut(last, 25)}"
