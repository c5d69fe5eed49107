"""What can be asked about exchanging turns, taking one over, and acting for somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.cards import Request

# ---- proposing ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Swap(Request):
    """Propose an exchange: by words, or what was chosen where they could mean several things.

    `giver`: who gives, if not the asker; `member`: with whom; `claim`: what is given; `wants`: the
    claim that is wanted for it, -1 for none.
    """

    ACTION: ClassVar[str] = "swap.1"
    words: str = ""
    giver: int = 0
    member: int = 0
    claim: int = 0
    wants: int = 0


@dataclass(frozen=True, slots=True)
class OpenSwapForm(Request):
    """Choose with whom, and for what. `claim`: what is given; 0: that is chosen, too.

    `giver`: in whose place, if not in one's own.
    """

    ACTION: ClassVar[str] = "swap.form.1"
    FORM: ClassVar[bool] = True
    claim: int = 0
    giver: int = 0


@dataclass(frozen=True, slots=True)
class SwapByForm(Request):
    ACTION: ClassVar[str] = "swap.by.form.1"
    giver: int = 0
    mine: str = ""  # a claim's id
    part: str = ""
    who: str = ""  # a member's id, or words that name them
    theirs: str = ""


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


@dataclass(frozen=True, slots=True)
class TradeByForm(Request):
    ACTION: ClassVar[str] = "swap.trade.by.form.1"
    claim: int = 0
    begin: str = ""
    end: str = ""
    mine: str = ""


@dataclass(frozen=True, slots=True)
class OpenLineSwap(Request):
    """Choose with whom to swap what is asked of one in a proposed roster."""

    ACTION: ClassVar[str] = "swap.line.form.1"
    FORM: ClassVar[bool] = True
    line: int = 0


@dataclass(frozen=True, slots=True)
class SwapLine(Request):
    """Accept it, and ask a colleague to take it."""

    ACTION: ClassVar[str] = "swap.line.1"
    line: int = 0
    who: str = ""
    theirs: str = ""


# ---- answering ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShowSwap(Request):
    """What was proposed, as it stands."""

    ACTION: ClassVar[str] = "swap.show.1"
    swap: int = 0


@dataclass(frozen=True, slots=True)
class AcceptSwap(Request):
    ACTION: ClassVar[str] = "swap.accept.1"
    swap: int = 0


@dataclass(frozen=True, slots=True)
class DeclineSwap(Request):
    ACTION: ClassVar[str] = "swap.decline.1"
    swap: int = 0


@dataclass(frozen=True, slots=True)
class WithdrawSwap(Request):
    ACTION: ClassVar[str] = "swap.withdraw.1"
    swap: int = 0


@dataclass(frozen=True, slots=True)
class OpenAnother(Request):
    """Not that one: choose another turn of one's own to give for it."""

    ACTION: ClassVar[str] = "swap.another.1"
    FORM: ClassVar[bool] = True
    swap: int = 0


@dataclass(frozen=True, slots=True)
class AnotherByForm(Request):
    ACTION: ClassVar[str] = "swap.another.by.form.1"
    swap: int = 0
    mine: str = ""


# ---- at once ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TakeOver(Request):
    """Take what somebody holds off them, at once: what was chosen or confirmed.

    `member`: for whom, if not the asker. `begin`, `end`: as in OpenTrade. `minutes`: how long, from
    the beginning.
    """

    ACTION: ClassVar[str] = "takeover.1"
    claim: int = 0
    begin: str = ""
    end: str = ""
    member: int = 0
    sure: bool = False


# ---- for somebody else --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShowTurn(Request):
    """Who holds a turn, with what the chair or a lead can do about each of them."""

    ACTION: ClassVar[str] = "turn.show.1"
    turn: int = 0


@dataclass(frozen=True, slots=True)
class OpenGiveForm(Request):
    """Choose who is to hold a turn, or what somebody else holds of it (`claim`)."""

    ACTION: ClassVar[str] = "turn.give.form.1"
    FORM: ClassVar[bool] = True
    turn: int = 0
    claim: int = 0


@dataclass(frozen=True, slots=True)
class GiveByForm(Request):
    ACTION: ClassVar[str] = "turn.give.by.form.1"
    turn: int = 0
    claim: int = 0
    who: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class GiveTurn(Request):
    """Somebody else is to hold a turn: what was chosen of several."""

    ACTION: ClassVar[str] = "turn.give.1"
    turn: int = 0
    member: int = 0
    minutes: int = 0
    begin: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class ClaimFor(Request):
    """`claim` with somebody named; `member` and `duty`: chosen where the words could mean several.

    `role`: "for" or "from", where the words do not say which.
    """

    ACTION: ClassVar[str] = "claim.for.1"
    words: str = ""
    member: int = 0
    duty: int = 0
    role: str = ""
