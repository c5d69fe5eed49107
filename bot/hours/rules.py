"""Which week's hours, whether they are late, and when to ask. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from bot.model import Away, Member, Pledge, Reminding, TaskForce
from bot.presence import by_member, could_answer, is_away
from bot.weeks import Span, is_working_day, to_local, to_utc, week_of, week_span

MOST = 40 * 60  # minutes a week: more than a full working week is a slip of the hand
CHOICES = (60, 120, 180, 300)  # minutes offered as buttons: 1, 2, 3 and 5 hours
AHEAD_WEEKS = 12  # as far as the roster reaches
BACK_WEEKS = 52  # how far back hours can be logged or corrected
NUDGES = {Reminding.NONE: 0, Reminding.GENTLE: 0, Reminding.NORMAL: 2}  # most a week


def deadline(week: date, task_force: TaskForce) -> datetime:
    """Until when the week's hours are on time: the instant, UTC."""
    days = (task_force.deadline_weekday - task_force.first_weekday) % 7
    return to_utc(week + timedelta(days=days), task_force.deadline_minute, task_force.zone)


def asked_week(day: date, first_weekday: int) -> date:
    """The week that a prompt on this local day asks about: in its last three days, the next one."""
    return week_of(day + timedelta(days=3), first_weekday)


def usual_answer(member: Member, last: Pledge | None) -> tuple[str, int] | None:
    """The answer to offer first: the last one, else what the member usually gives; None: neither.

    With how to say it: `Same as last time`, `As usual`.
    """
    if last:
        return ("Same as last time", last.minutes) if last.minutes else None
    return ("As usual", member.usual_minutes) if member.usual_minutes else None


def is_paused(member: Member, today: date) -> bool:
    return member.paused_until is not None and today < member.paused_until


def may_prompt(member: Member, today: date) -> bool:
    return member.reminding is not Reminding.NONE and not is_paused(member, today)


def may_nudge(member: Member, today: date, holidays: Collection[date], nudged: int) -> bool:
    """`nudged`: how often already for this week."""
    return (
        may_prompt(member, today)
        and is_working_day(today, holidays)
        and nudged < NUDGES[member.reminding]
    )


def unanswered(
    members: Collection[Member],
    pledges: Iterable[Pledge],
    aways: Iterable[Away],
    week: date,
    now: datetime,
) -> tuple[Member, ...]:
    """Who could have said their hours and did not: nobody paused or without prompts.

    Nor anybody who is away now, who was in all the working time of the week until now, or is in
    all of it. `aways`: those that touch the week.
    """
    said, absent = {pledge.member_id for pledge in pledges}, by_member(aways)
    today = {zone: to_local(now, zone).date() for zone in {m.zone for m in members}}
    return tuple(
        m
        for m in members
        if m.id not in said
        and may_prompt(m, today[m.zone])
        and _could_say(m, absent[m.id], week, now)
    )


def _could_say(member: Member, aways: Collection[Away], week: date, now: datetime) -> bool:
    if not aways:
        return True
    whole = week_span(week, member.zone)
    until_now = Span(whole.start, min(max(now, whole.start), whole.end))
    return (
        not is_away(aways, now)
        and could_answer(aways, until_now, member.zone)
        and could_answer(aways, whole, member.zone)
    )
