"""Who carries what, and the limits that keep it bearable."""

from __future__ import annotations

from bot.catalog.entry import Entry, Who
from bot.claims import usecases as claims
from bot.claims.requests import ClaimAnyway, OverrideForm

FAIR: tuple[Entry, ...] = (
    # ---- beyond a limit --------------------------------------------------------------------------
    Entry(OverrideForm, claims.open_override, Who.CHAIR),
    Entry(ClaimAnyway, claims.claim_anyway, Who.CHAIR),
)
