"""The page's own questions in a pane: is that so (a confirm object), and who."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from handlers.playground.objects import Json
from handlers.playground.page.controls import words
from handlers.playground.page.finder import Choice, Finder, fixed
from handlers.playground.page.mrkdwn import plain_to_html, to_html
from handlers.playground.page.tags import Tag, icon, markup

if TYPE_CHECKING:
    from handlers.playground.page.pane import Pane


class Dialogs:
    """The slot over everything else in a pane; one question at a time."""

    def __init__(self, pane: Pane) -> None:
        self.pane = pane
        self.slot = Tag("div", cls="overlay above", hidden=True)
        self._answer: asyncio.Future[bool] | None = None

    @property
    def is_open(self) -> bool:
        """Whether a question waits for its answer."""
        return "hidden" not in self.slot.props

    async def ask(self, question: Json) -> bool:
        """A confirm object's question. False if it is left, or another takes its place."""
        self.close()
        answer = self._answer = asyncio.get_running_loop().create_future()
        dangerous = question.get("style") == "danger"
        dialog = self._open(words(question.get("title")) or "Are you sure?", "alertdialog")
        with dialog:
            text = question.get("text") or {}
            said = str(text.get("text", ""))
            is_mrkdwn = text.get("type") == "mrkdwn"
            html = to_html(said, self.pane.reader) if is_mrkdwn else plain_to_html(said)
            body = markup(html, cls="words")
            dialog.set(aria_describedby=body.html_id)
            with Tag("div", cls="modal-foot"):
                no = Tag("button", words(question.get("deny")) or "Cancel", cls="button plain")
                no.set(type="button").on_press(self.close)
                looks = "button danger" if dangerous else "button primary"
                yes = Tag("button", words(question.get("confirm")) or "Yes", cls=looks)
                yes.set(type="button").on_press(lambda: self.close(answer=True))
        (no if dangerous else yes).run_method("focus")
        yes_or_no: bool = await answer
        return yes_or_no

    def choose(
        self, title: str, choices: Sequence[Choice], chosen: Callable[[str], object]
    ) -> None:
        """Let one be found by typing; `chosen` gets its key."""
        self.close()
        dialog = self._open(title, "dialog")
        dialog.classes("tall")

        async def taken(picked: list[Choice]) -> bool:
            self.close()
            chosen(picked[0].key)
            return True

        with dialog:
            finder = Finder(title, fixed(choices), taken, placeholder="Type a name…")
            with Tag("div", cls="modal-foot"):
                cancel = Tag("button", "Cancel", cls="button plain", type="button")
                cancel.on_press(self.close)
        finder.field.run_method("focus")
        finder.open_at_once()

    def close(self, *, answer: bool = False) -> None:
        """Take the question away; the answer is no, unless said otherwise."""
        if self._answer and not self._answer.done():
            self._answer.set_result(answer)
        self._answer = None
        self.slot.clear()
        self.slot.set(hidden=True)
        self.pane.shield()

    def _open(self, title: str, role: str) -> Tag:
        self.slot.set(hidden=False)
        with self.slot:
            dialog = Tag("div", cls="modal small", role=role, aria_modal="true")
            dialog.on("keydown.esc.stop", lambda _: self.close(), [])
            with dialog, Tag("div", cls="modal-head"):
                heading = Tag("h3", title, cls="modal-title")
                shut = Tag("button", cls="button plain square", type="button", aria_label="Close")
                shut.on_press(self.close)
                with shut:
                    icon("close")
            dialog.set(aria_labelledby=heading.html_id)
        self.pane.shield()
        return dialog
