"""What a person is told in passing, such as why Slack would not let them do something."""

from __future__ import annotations

from collections.abc import Awaitable

from nicegui import ui

from handlers.playground.errors import CannotDo, Refused, Unanswered
from handlers.playground.page.tags import Tag, icon

TOLD_FOR = 10.0  # seconds a notice stays
NO_ANSWER = "Muster did not answer. Try again."


class Notices:
    """The slot at a pane's foot; screen readers read it out."""

    def __init__(self) -> None:
        self._slot = Tag("div", cls="notices", role="status")

    def tell(self, words: str) -> None:
        """A notice, for a while."""
        if self._slot.is_deleted:
            return
        with self._slot, Tag("div", cls="notice") as notice:
            icon("info")
            Tag("span", words)
            shut = Tag("button", cls="button plain square small", type="button")
            shut.set(aria_label="Dismiss the notice").on_press(notice.delete)
            with shut:
                icon("close")
            ui.timer(TOLD_FOR, notice.delete, once=True)

    async def attempt(self, doing: Awaitable[object]) -> None:
        """Do what a person wants; what Slack would not let them do is told here."""
        try:
            await doing
        except CannotDo as why:
            self.tell(str(why))
        except Unanswered:
            self.tell(NO_ANSWER)
        except Refused as refused:
            self.tell(f"Slack refused it: {refused.error}")
