"""Cover: asked for by holders, answered by colleagues, helped along by leads and the chair."""

from __future__ import annotations

from bot.catalog.entry import Entry, Who
from bot.claims import usecases as claims
from bot.cover import usecases as cover
from bot.cover.requests import (
    AskEverybody,
    AskMeLater,
    FindCover,
    FindCoverForMany,
    KeepIt,
    NotMe,
    OpenCoverPart,
    OpenFindCover,
    SetFree,
    ShowCover,
    TakeCover,
    TakeCoverPart,
    WithdrawCover,
)

COVERING: tuple[Entry, ...] = (
    # ---- the holder ------------------------------------------------------------------------------
    Entry(FindCover, cover.find_cover),
    Entry(OpenFindCover, cover.open_find_cover, reads=True),
    Entry(FindCoverForMany, cover.find_cover_for_many),
    Entry(KeepIt, cover.keep_it, reads=True),
    Entry(ShowCover, cover.show_cover, reads=True),
    Entry(WithdrawCover, cover.withdraw),
    # ---- those who are asked ---------------------------------------------------------------------
    Entry(TakeCover, cover.make_take_cover(claims.take)),
    Entry(OpenCoverPart, cover.open_part, reads=True),
    Entry(TakeCoverPart, cover.make_take_part(claims.take)),
    Entry(NotMe, cover.not_me),
    Entry(AskMeLater, cover.ask_me_later),
    # ---- the lead of the department, and the chair -----------------------------------------------
    Entry(AskEverybody, cover.ask_everybody, Who.LEADS),
    Entry(SetFree, cover.set_free, Who.LEADS),
)
