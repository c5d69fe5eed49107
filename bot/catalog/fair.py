"""Who carries what, and the limits that keep it bearable."""

from __future__ import annotations

from bot.catalog.entry import Entry, Who
from bot.claims import usecases as claims
from bot.claims.requests import ClaimAnyway, OverrideForm
from bot.fairness import usecases as fairness
from bot.fairness.requests import (
    AskClearance,
    AskOthers,
    EditLimits,
    GiveClearance,
    SaveLimits,
    ShowLoad,
    ShowMyLoad,
    ShowPeoplesLoad,
)

FAIR: tuple[Entry, ...] = (
    # ---- who carries what ------------------------------------------------------------------------
    Entry(ShowLoad, fairness.show_load, Who.CHAIR, reads=True),
    Entry(ShowPeoplesLoad, fairness.show_peoples_load, Who.CHAIR, reads=True),
    Entry(ShowMyLoad, fairness.show_my_load, reads=True),
    Entry(AskOthers, fairness.ask_others, Who.CHAIR),
    # ---- clearance -------------------------------------------------------------------------------
    Entry(AskClearance, fairness.ask_clearance),
    Entry(GiveClearance, fairness.give_clearance, Who.CHAIR),
    # ---- limits ----------------------------------------------------------------------------------
    Entry(EditLimits, fairness.edit_limits, Who.CHAIR, reads=True),
    Entry(SaveLimits, fairness.save_limits, Who.CHAIR),
    # ---- beyond a limit --------------------------------------------------------------------------
    Entry(OverrideForm, claims.open_override, Who.CHAIR, reads=True),
    Entry(ClaimAnyway, claims.claim_anyway, Who.CHAIR),
)
