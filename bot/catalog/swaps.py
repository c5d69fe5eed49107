"""Exchanging turns, taking one over, and acting for somebody else."""

from __future__ import annotations

from bot.catalog.entry import Entry, Verb, Who
from bot.claims import usecases as claims
from bot.cover import usecases as cover
from bot.plan import usecases as plan
from bot.swaps import usecases as swaps
from bot.swaps.requests import (
    AcceptSwap,
    AnotherByForm,
    ClaimFor,
    DeclineSwap,
    GiveByForm,
    GiveTurn,
    OpenAnother,
    OpenGiveForm,
    OpenLineSwap,
    OpenSwapForm,
    OpenTrade,
    ShowSwap,
    ShowTurn,
    Swap,
    SwapByForm,
    SwapLine,
    TakeOver,
    TradeByForm,
    WithdrawSwap,
)

ACTING = swaps.Acting(claims.claim, claims.take, claims.lock_held, claims.release, cover.set_free)

SWAPS: tuple[Entry, ...] = (
    # ---- an exchange -----------------------------------------------------------------------------
    Entry(
        Swap,
        swaps.swap,
        verb=Verb(
            "swap",
            "swap <duty> [when] with @somebody [for <duty> [when]]",
            "swap facebook tue with @ana for blog thu",
            "Exchange turns with a colleague, who is asked first",
            ("trade", "exchange", "switch"),
            form=OpenSwapForm,
        ),
    ),
    Entry(OpenSwapForm, swaps.open_swap_form, reads=True),
    Entry(SwapByForm, swaps.swap_by_form),
    Entry(OpenTrade, swaps.open_trade, reads=True),
    Entry(TradeByForm, swaps.trade_by_form),
    Entry(OpenLineSwap, swaps.open_line_swap, reads=True),
    Entry(SwapLine, swaps.make_swap_line(plan.make_accept(claims.claim))),
    Entry(ShowSwap, swaps.show_swap, reads=True),
    Entry(AcceptSwap, swaps.accept_swap),
    Entry(DeclineSwap, swaps.decline_swap),
    Entry(WithdrawSwap, swaps.withdraw_swap),
    Entry(OpenAnother, swaps.open_another, reads=True),
    Entry(AnotherByForm, swaps.another_by_form),
    # ---- at once, and for somebody else ----------------------------------------------------------
    Entry(TakeOver, swaps.take_over),
    Entry(ClaimFor, ACTING.claim_for),
    Entry(ShowTurn, swaps.show_turn, Who.LEADS, reads=True),
    Entry(OpenGiveForm, swaps.open_give_form, Who.LEADS, reads=True),
    Entry(GiveByForm, ACTING.give_by_form, Who.LEADS),
    Entry(GiveTurn, ACTING.give_turn, Who.LEADS),
)
