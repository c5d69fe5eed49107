"""App Home: the page Muster keeps for each person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.playground.page.blocks import draw_blocks
from handlers.playground.page.board import Board
from handlers.playground.page.tags import Tag

if TYPE_CHECKING:
    from handlers.playground.page.pane import Pane


class Home:
    """The person's home as last published; drawn anew when Muster publishes another."""

    def __init__(self, pane: Pane) -> None:
        self.pane = pane
        self._shown: object = ()
        self._frame = Tag("div", cls="home", tabindex="0", role="group", aria_label="Home")

    def sync(self) -> None:
        """Draw it if it is another one than before."""
        pane, view = self.pane, self.pane.me.home
        wanted = (view.hash, view.trouble) if view else None
        if wanted == self._shown:
            return
        self._shown = wanted
        self._frame.clear()
        with self._frame, Tag("div", cls="home-inner"):
            if view is None:
                Tag("p", "Muster has not drawn a home for this person yet.", cls="empty")
                return
            if view.trouble:
                Tag("p", view.trouble, cls="trouble", role="alert")
            entered = pane.stage.touch.values(pane.me, view)
            board = Board(pane.reader, f"{pane.spot}/home", pane.doing(view), entered=entered)
            draw_blocks(board, view.blocks)
