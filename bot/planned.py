"""Cards of a proposed roster that people have: they follow what becomes of the turns in it."""

from __future__ import annotations

from datetime import datetime

from bot.model import Recipient
from bot.ports.plans import PlanState
from bot.ports.store import Transaction

PLAN = "plan"  # kinds of deliveries: what the chair sees …
ASK = "plan.ask"  # … and what each person is asked


def refresh_plan(tx: Transaction, turn_id: int, now: datetime) -> None:
    """After a claim on the turn moved or ended: whoever was asked about it, and the chair."""
    plan = tx.plans.standing_for(turn_id)
    if plan is None or plan.state is not PlanState.SHARED:
        return
    asked = sorted({one.member_id for one in tx.plans.lines(plan.id) if one.turn_id == turn_id})
    if not asked:
        return
    for kind, member_id in ((PLAN, plan.asked_by), *((ASK, one) for one in asked)):
        to = Recipient(member_id=member_id)
        if tx.outbox.find(kind, str(plan.id), to) is not None:
            tx.outbox.owe_anew(kind, str(plan.id), to, None, due_at=now, now=now)
