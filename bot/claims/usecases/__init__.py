"""Claiming turns and giving them back."""

from __future__ import annotations

from bot.claims.usecases.claiming import claim
from bot.claims.usecases.forms import claim_by_form, open_claim_form
from bot.claims.usecases.overriding import claim_anyway, open_override, undo_override
from bot.claims.usecases.releasing import release, release_many
from bot.claims.usecases.taking import lock_held, take
from bot.claims.usecases.undoing import undo_claim, undo_release

__all__ = [
    "claim",
    "claim_anyway",
    "claim_by_form",
    "lock_held",
    "open_claim_form",
    "open_override",
    "release",
    "release_many",
    "take",
    "undo_claim",
    "undo_override",
    "undo_release",
]
