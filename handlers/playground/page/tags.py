"""Plain HTML elements through NiceGUI: native controls, as screen readers know them.

People's text is only ever given as an element's text or as an attribute's value, both of which Vue
escapes; attribute *names* are ours. All JavaScript of the page stands here and in page/__init__.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement
from nicegui.events import GenericEventArguments

VALUE = "(event) => emit(event.target.value)"
CHECKED = "(event) => emit(event.target.checked)"


class Tag(TextElement):
    """One HTML element. Keyword names become attributes: `aria_label=…`, `for_=…`.

    An attribute that is None or False is left out.
    """

    def __init__(self, name: str, text: str = "", *, cls: str = "", **attributes: Any) -> None:
        super().__init__(tag=name, text=text)
        if cls:
            self.classes(cls)
        self.set(**attributes)

    def set(self, **attributes: Any) -> Tag:
        """Change attributes; None and False take them away."""
        for name, value in attributes.items():
            key = name.removesuffix("_").replace("_", "-")
            if value is None or value is False:
                self.props.pop(key, None)
            elif self.props.get(key) != value:
                self.props[key] = value
        return self

    def on_press(self, handler: Callable[[], Any]) -> Tag:
        """Call `handler` on click (and so on Enter and Space, if it is a button)."""
        self.on("click", lambda _: handler(), [])
        return self

    def on_value(self, handler: Callable[[str], Any], event: str = "change") -> Tag:
        """Call `handler` with the element's value on "change" or "input"."""
        self.on(event, lambda e: handler(said(e)), js_handler=VALUE)
        return self

    def on_check(self, handler: Callable[[bool], Any]) -> Tag:
        """Call `handler` with whether the box is ticked."""
        self.on("change", lambda e: handler(bool(e.args)), js_handler=CHECKED)
        return self


def said(event: GenericEventArguments) -> str:
    """The value that a handler's JavaScript emitted."""
    return str(event.args if event.args is not None else "")


def markup(content: Markup, *, tag: str = "div", cls: str = "") -> ui.html:
    """HTML that mrkdwn.py or rich.py made: escaped there, so drawn as it is."""
    element = ui.html(content, sanitize=False, tag=tag)
    if cls:
        element.classes(cls)
    return element


def icon(name: str) -> Tag:
    """A sign from the Material font that ships with NiceGUI; says nothing to screen readers."""
    return Tag("span", name, cls="material-icons icon", aria_hidden="true")


def hidden(text: str) -> Tag:
    """Words for screen readers only."""
    return Tag("span", text, cls="sr-only")
