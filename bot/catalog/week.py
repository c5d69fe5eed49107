"""The week that runs itself: what the chair proposes, and what those answer whom it asks."""

from __future__ import annotations

from bot.catalog.entry import Entry, Verb, Who
from bot.claims import usecases as claims
from bot.plan import usecases as plan
from bot.plan.requests import (
    AcceptAll,
    AcceptLine,
    ChooseLine,
    DeclineLine,
    DropPlan,
    GiveTo,
    PlanAgain,
    PlanWeek,
    SharePlan,
    ShowLine,
    StopPlan,
    TakeOut,
)

WEEK: tuple[Entry, ...] = (
    # ---- a proposed roster -----------------------------------------------------------------------
    Entry(
        PlanWeek,
        plan.plan_week,
        Who.CHAIR,
        verb=Verb(
            "plan",
            "plan [week]",
            "plan next week",
            "Propose who holds what in a week, and ask them",
            ("propose", "proposal", "roster proposal"),
        ),
    ),
    Entry(StopPlan, plan.stop_plan, Who.CHAIR),
    Entry(DropPlan, plan.drop_plan, Who.CHAIR),
    Entry(PlanAgain, plan.plan_again, Who.CHAIR),
    Entry(ChooseLine, plan.choose_line, Who.CHAIR, reads=True),
    Entry(ShowLine, plan.show_line, Who.CHAIR, reads=True),
    Entry(TakeOut, plan.take_out, Who.CHAIR),
    Entry(GiveTo, plan.give_to, Who.CHAIR),
    Entry(SharePlan, plan.share_plan, Who.CHAIR),
    Entry(AcceptAll, plan.make_accept_all(claims.claim)),
    Entry(AcceptLine, plan.make_accept(claims.claim)),
    Entry(DeclineLine, plan.decline_line),
)
