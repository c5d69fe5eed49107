"""What can be asked about exchanging turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request


@dataclass(frozen=True, slots=True)
class OpenTrade(Request):
    """Show the form that offers one's own turn for a colleague's, which `claim` names.

    `begin` and `end` are ISO instants of the part that is wanted; empty: all that is to come of it.
    """

    ACTION: ClassVar[str] = "swap.trade.1"
    FORM: ClassVar[bool] = True
    claim: int = 0
    begin: str = ""
    end: str = ""
