"""Forms that Muster opens: the view on top of the person's stack, over their pane only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.playground.objects import View
from handlers.playground.page.blocks import draw_blocks
from handlers.playground.page.board import Board
from handlers.playground.page.controls import words
from handlers.playground.page.forms import Complaints
from handlers.playground.page.tags import Tag, icon

if TYPE_CHECKING:
    from handlers.playground.page.pane import Pane

# Where the keyboard goes when a form opens: what the app asked for, else the first field
FIRST = """const form = getHtmlElement(%d);
const fields = 'input:not([type=hidden]), textarea, select, .button.primary';
if (form) (form.querySelector('[data-first]') || form.querySelector('.modal-content :is(' + fields
  + ')') || form.querySelector('.modal-foot button'))?.focus();"""
WRONG = "getHtmlElement(%d)?.querySelector('input, textarea, select')?.focus()"


class Modals:
    """The slot over a pane in which the top view is drawn."""

    def __init__(self, pane: Pane) -> None:
        self.pane = pane
        self.slot = Tag("div", cls="overlay", hidden=True)
        self._shown: tuple[str, str] | None = None  # id and hash of what is drawn
        self._complaints = Complaints()
        self._trouble: Tag | None = None
        self._errors: dict[str, str] = {}

    @property
    def is_open(self) -> bool:
        """Whether a form lies over the pane."""
        return bool(self.pane.me.modals)

    def sync(self) -> None:
        """Draw the top view if it is another one; else only what is said against the answers."""
        stack = self.pane.me.modals
        view = stack[-1] if stack else None
        wanted = (view.id, view.hash) if view else None
        if wanted != self._shown:
            self._shown = wanted
            self._errors = {}
            self._complaints, self._trouble = Complaints(), None
            self.slot.clear()
            self.slot.set(hidden=view is None)
            if view:
                with self.slot:
                    self._draw(view)
        if view:
            self._complain(view)

    def _complain(self, view: View) -> None:
        self._complaints.show(view.errors)
        if self._trouble:
            self._trouble.set_text(view.trouble)
            self._trouble.set(hidden=not view.trouble)
        new = {key: error for key, error in view.errors.items() if self._errors.get(key) != error}
        first = self._complaints.first(new)
        if first and len(view.errors) >= len(self._errors):
            first.client.run_javascript(WRONG % first.id)
        self._errors = dict(view.errors)

    def _draw(self, view: View) -> None:
        content = view.content
        depth = len(self.pane.me.modals)
        dialog = Tag("div", cls="modal", role="dialog", aria_modal="true")
        dialog.on("keydown.esc.stop", lambda _: self._close(view), [])
        with dialog, Tag("form", cls="modal-form", novalidate=True) as form:
            form.on("submit.prevent", lambda _: self._submit(view), [])
            with Tag("div", cls="modal-head"):
                title = Tag("h3", words(content.get("title")), cls="modal-title")
                shut = Tag("button", cls="button plain square", type="button", aria_label="Close")
                shut.on_press(lambda: self._close(view, everything=True))
                with shut:
                    icon("close")
            dialog.set(aria_labelledby=title.html_id)
            with Tag("div", cls="modal-content"):
                self._trouble = Tag("p", cls="trouble", role="alert", hidden=True)
                self._blocks(view)
            with Tag("div", cls="modal-foot"):
                self._buttons(view, depth)
        dialog.client.run_javascript(FIRST % dialog.id)

    def _blocks(self, view: View) -> None:
        pane = self.pane
        spot = f"{pane.spot}/modal/{view.id}"
        entered = pane.stage.touch.values(pane.me, view)
        board = Board(pane.reader, spot, pane.doing(view), level=4, entered=entered)
        draw_blocks(board, view.blocks, self._complaints)

    def _buttons(self, view: View, depth: int) -> None:
        content = view.content
        leave = words(content.get("close")) or ("Back" if depth > 1 else "Cancel")
        close = Tag("button", leave, cls="button plain", type="button")
        close.on_press(lambda: self._close(view))
        if content.get("submit"):
            self._send = Tag(
                "button", words(content["submit"]), cls="button primary", type="submit"
            )

    async def _submit(self, view: View) -> None:
        if not view.content.get("submit") or self._send.props.get("aria-busy"):
            return
        self._send.set(aria_busy="true").classes("busy")
        self._errors = {}
        await self.pane.attempt(self.pane.stage.touch.submit(self.pane.me, view))
        if not self._send.is_deleted:
            self._send.set(aria_busy=None).classes(remove="busy")

    async def _close(self, view: View, *, everything: bool = False) -> None:
        touch = self.pane.stage.touch
        await self.pane.attempt(touch.close(self.pane.me, view, everything=everything))
