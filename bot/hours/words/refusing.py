"""Why hours are not taken as they were said, and what to write instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.app import offer
from bot.claims.requests import Claim
from bot.errors import Refusal
from bot.hours.requests import LogByForm, SayHours
from bot.hours.rules import AHEAD_WEEKS, BACK_WEEKS, MOST
from bot.model import Duty
from bot.weeks import say_minutes, say_week, week_label

MOST_BUTTONS = 5  # a row of buttons is read at a glance


def bad_hours(said: str) -> Refusal:
    return Refusal(
        "bad_hours",
        f"“{said[:60]}” is not a number of hours." if said else "How many hours?",
        instead="Write it like `/muster hours 3` or `/muster hours 1h30 next week`.",
        field="hours",
    )


def too_many(minutes: int, verb: str) -> Refusal:
    return Refusal(
        "too_many_hours",
        f"{say_minutes(minutes)} is more than a week can hold.",
        f"At most {say_minutes(MOST)} a week can be offered or logged.",
        f"Write it like `/muster {verb} 3`.",
        field="hours",
    )


def past(week: date) -> Refusal:
    return Refusal(
        "past",
        f"The {say_week(week)} is over, so what was offered for it stays.",
        instead="To log what you did, type `/muster done 3 last week`.",
        field="hours",
    )


def not_yet(week: date) -> Refusal:
    return Refusal(
        "not_yet",
        f"The {say_week(week)} has not begun.",
        "Hours done can be logged for weeks that have.",
        "To offer hours, type `/muster hours 3 next week`.",
        field="week",
    )


def too_far(week: date) -> Refusal:
    return Refusal(
        "too_far",
        f"The {say_week(week)} is too far away.",
        f"Hours can be offered for the next {AHEAD_WEEKS} weeks, and logged for the last"
        f" {BACK_WEEKS}.",
        "Choose a nearer week.",
        field="week",
    )


def no_duty() -> Refusal:
    return Refusal(
        "unknown_duty", "This duty is no longer there.", instead="Choose another.", field="duty"
    )


def which_duty(duties: Sequence[Duty], week: date, minutes: int) -> Refusal:
    """Several duties fit the words: ask, never guess."""
    offers = tuple(offer(d.name[:75], _log(week, minutes, d)) for d in duties[:MOST_BUTTONS])
    return Refusal(
        "which_duty",
        "Which duty did you do these hours for?",
        "Several duties fit these words.",
        offers=(*offers, offer("All together", _log(week, minutes, None))),
    )


def _log(week: date, minutes: int, duty: Duty | None) -> LogByForm:
    return LogByForm(week.isoformat(), str(duty.id) if duty else "", f"{minutes}m")


def for_a_duty(duty: Duty, week: date, minutes: int) -> Refusal:
    """Hours are offered for a week; a duty is claimed, or its hours are logged."""
    said = say_minutes(minutes)
    ways = [offer(f"Offer {said}", SayHours(week=week.isoformat(), minutes=minutes))]
    if duty.retired_at is None and minutes:
        claim = Claim(words=f"{week_label(week)} {minutes}m", duty=duty.id)
        ways.append(offer(f"Claim {said} of it", claim))
    return Refusal(
        "for_a_duty",
        f"Do you offer {said}, or do you take {duty.name}?",
        "Hours are offered for a week, whatever they are then for; a duty is claimed.",
        "Hours that are done already: `/muster done 2 facebook`.",
        offers=tuple(ways),
    )
