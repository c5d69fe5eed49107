"""What the chair should look at. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from bot.held import Held
from bot.hours.rules import may_prompt
from bot.model import Duty, Member, Pledge


def unanswered(
    members: Iterable[Member], pledges: Iterable[Pledge], away: Collection[int], today: date
) -> tuple[Member, ...]:
    """Who could have said their hours and did not: nobody who is away, paused or wants no prompts."""
    said = {pledge.member_id for pledge in pledges}
    return tuple(
        m for m in members if m.id not in said and m.id not in away and may_prompt(m, today)
    )


def untouched(duties: Iterable[Duty], recent: Iterable[Held], worked: Collection[int | None]) -> tuple[Duty, ...]:
    """Duties whose recent turns nobody held and for which nobody logged an hour."""
    turns = list(recent)
    had = {held.duty.id for held in turns}
    touched = {held.duty.id for held in turns if held.turn.claims} | set(worked)
    return tuple(duty for duty in duties if duty.id in had and duty.id not in touched)
