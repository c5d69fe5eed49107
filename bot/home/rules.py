"""How much the home card shows, and which settings make sense. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from bot.errors import Refusal

WEEKS = 4  # whose coverage is shown, this one included
OPEN_WEEKS = 2  # whose open turns are shown
LONGEST_PAUSE = timedelta(days=366)
LEAST_AWAKE = 120  # minutes a day outside quiet hours, else nothing could ever be said


def check_quiet(quiet_from: int, quiet_to: int) -> None:
    """Raises Refusal for quiet hours that leave no time to say anything. The same twice: none."""
    quiet = (quiet_to - quiet_from) % 1440
    if quiet > 1440 - LEAST_AWAKE:
        raise Refusal(
            "all_quiet",
            "These quiet hours leave less than two hours a day.",
            "Prompts and reminders would never reach you.",
            "Make them shorter; to hear nothing, choose “none” under reminders.",
            field="quiet_to",
        )


def check_pause(until: date | None, today: date) -> None:
    """Raises Refusal for a pause that is over already, or beyond a year."""
    if until is None:
        return
    if until <= today:
        raise Refusal(
            "pause_past",
            "This pause would be over already.",
            instead="Choose a later day, or leave it empty to go on.",
            field="paused_until",
        )
    if until > today + LONGEST_PAUSE:
        raise Refusal(
            "pause_long",
            "A pause is a year at most.",
            "After so long, nobody remembers it.",
            "Choose an earlier day, or leave the task force and come back.",
            field="paused_until",
        )
