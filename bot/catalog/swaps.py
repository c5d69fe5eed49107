"""Exchanging turns, taking one over, and acting for somebody else."""

from __future__ import annotations

from bot.catalog.entry import Entry, Verb
from bot.swaps import usecases as swaps
from bot.swaps.requests import (
    AcceptSwap,
    AnotherByForm,
    DeclineSwap,
    OpenAnother,
    OpenSwapForm,
    OpenTrade,
    ShowSwap,
    Swap,
    SwapByForm,
    TradeByForm,
    WithdrawSwap,
)

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
    Entry(ShowSwap, swaps.show_swap, reads=True),
    Entry(AcceptSwap, swaps.accept_swap),
    Entry(DeclineSwap, swaps.decline_swap),
    Entry(WithdrawSwap, swaps.withdraw_swap),
    Entry(OpenAnother, swaps.open_another, reads=True),
    Entry(AnotherByForm, swaps.another_by_form),
)
