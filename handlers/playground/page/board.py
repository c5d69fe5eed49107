"""What a control on screen belongs to: a message, a modal or a home; and what it may ask of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol

from handlers.playground.inputs import KEYS
from handlers.playground.objects import Json, Values
from handlers.playground.page.reader import Reader


class Doing(Protocol):
    """What a person can do with the controls of one message or view. Controls go by their ids."""

    async def press(self, block_id: str, action_id: str, given: Any) -> None:
        """Act on a control, or fill it in if it is an input; `given` as in inputs.entry."""
        ...

    async def suggest(self, block_id: str, action_id: str, typed: str) -> list[Json]:
        """Ask Muster for the options of an external menu."""
        ...

    async def attach(self, block_id: str, action_id: str, name: str, data: bytes) -> None:
        """Hand in a file."""
        ...

    async def confirm(self, question: Json) -> bool:
        """Ask the person a confirm object's question."""
        ...


@dataclass(slots=True)
class Board:
    """Where blocks are drawn.

    `spot` names the place on the page for the keyboard focus, `level` is the heading level of
    header blocks, `entered` what was filled in before, initial values included.
    """

    reader: Reader
    spot: str
    doing: Doing
    level: int = 4
    entered: Values = field(default_factory=dict)
    _spots: count[int] = field(default_factory=count)

    def next_spot(self) -> str:
        """A name for the next control, the same when the same blocks are drawn again."""
        return f"{self.spot}#{next(self._spots)}"

    def value(self, block: Json, element: Json) -> Any:
        """What this control holds now; None if nothing."""
        state = self.entered.get(block["block_id"], {}).get(element["action_id"], {})
        return state.get(KEYS[element["type"]][0])

    async def use(self, block: Json, element: Json, given: Any = None) -> bool:
        """Act on a control, or fill it in. False if the person, asked again, thought better."""
        question = element.get("confirm")
        if question and not await self.doing.confirm(question):
            return False
        await self.doing.press(block["block_id"], element["action_id"], given)
        return True
