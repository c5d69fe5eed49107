"""A person's hands on the controls of one message or view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handlers.playground.errors import CannotDo, Unanswered
from handlers.playground.objects import Json, Message, View
from handlers.playground.page.notices import NO_ANSWER

if TYPE_CHECKING:
    from handlers.playground.page.pane import Pane


class Hands:
    """Fills board.Doing for a pane's person; what Slack's client would refuse is told there."""

    def __init__(self, pane: Pane, where: Message | View) -> None:
        self._pane = pane
        self._where = where

    async def press(self, block_id: str, action_id: str, given: Any) -> None:
        """Act on a control, or fill it in."""
        pane = self._pane
        pressed = pane.stage.touch.press(pane.me, self._where, block_id, action_id, given)
        await pane.attempt(pressed)

    async def suggest(self, block_id: str, action_id: str, typed: str) -> list[Json]:
        """Ask Muster for the options of an external menu; none if it does not answer."""
        pane = self._pane
        try:
            return await pane.stage.touch.options(pane.me, self._where, block_id, action_id, typed)
        except (CannotDo, Unanswered) as problem:
            pane.tell(str(problem) if isinstance(problem, CannotDo) else NO_ANSWER)
            return []

    async def attach(self, block_id: str, action_id: str, name: str, data: bytes) -> None:
        """Hand in a file: several are kept together."""
        pane = self._pane
        file = pane.stage.workspace.add_file(pane.user, name, data)
        file.shared = True
        values = pane.stage.touch.values(pane.me, self._where)
        held = values.get(block_id, {}).get(action_id, {}).get("files") or []
        await self.press(block_id, action_id, [*held, file])

    async def confirm(self, question: Json) -> bool:
        """Ask a confirm object's question in the pane."""
        return await self._pane.ask(question)
