"""Three dots: a button that shows further buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handlers.playground.page.reader import is_safe
from handlers.playground.page.tags import Tag, icon


class Dots:
    """The button and what it shows. Escape closes and goes back to the button."""

    def __init__(self, label: str, spot: str, *, sign: str = "more_horiz", cls: str = "") -> None:
        self.button = Tag("button", cls=f"button plain square {cls}", type="button")
        self.button.set(aria_label=label, aria_expanded="false", data_spot=spot)
        self.button.on_press(self._toggle)
        with self.button:
            icon(sign)
        self._menu = Tag("div", cls="overflow-menu", hidden=True)
        self._menu.on("keydown.esc.stop", lambda _: self._back(), [])

    def row(self, words: str, do: Callable[[], Any], *, url: str = "", cls: str = "") -> None:
        """One more thing to choose; with a `url`, it opens beside the page as well."""

        def chosen() -> Any:
            self.show(opened=False)
            return do()

        with self._menu:
            if is_safe(url):
                line = Tag("a", words, href=url, target="_blank", rel="noopener noreferrer")
            else:
                line = Tag("button", words, type="button")
        line.classes(f"menu-row {cls}").on_press(chosen)

    def show(self, *, opened: bool) -> None:
        """Open or close."""
        self._menu.set(hidden=not opened)
        self.button.set(aria_expanded="true" if opened else "false")

    def _toggle(self) -> None:
        self.show(opened=self.button.props["aria-expanded"] == "false")

    def _back(self) -> None:
        self.show(opened=False)
        self.button.run_method("focus")
