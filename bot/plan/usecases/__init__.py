"""A week's roster, proposed: asked for, solved, changed, shared, answered."""

from __future__ import annotations

from bot.plan.usecases.answering import (
    decline_line,
    make_accept,
    make_accept_all,
    undo_decline,
)
from bot.plan.usecases.changing import choose_line, give_to, show_line, take_out
from bot.plan.usecases.composing import compose
from bot.plan.usecases.loading import load_situation
from bot.plan.usecases.planning import drop_plan, plan_again, plan_week, stop_plan
from bot.plan.usecases.sharing import share_plan
from bot.plan.usecases.solving import beat_plan, finish_plan, problem_of, take_plan
from bot.plan.usecases.undoing import make_undo_claim, undo_share
from bot.planned import ASK, PLAN

__all__ = [
    "ASK",
    "PLAN",
    "beat_plan",
    "choose_line",
    "compose",
    "decline_line",
    "drop_plan",
    "finish_plan",
    "give_to",
    "load_situation",
    "make_accept",
    "make_accept_all",
    "make_undo_claim",
    "plan_again",
    "plan_week",
    "problem_of",
    "share_plan",
    "show_line",
    "stop_plan",
    "take_out",
    "take_plan",
    "undo_decline",
    "undo_share",
]
