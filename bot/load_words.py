"""How much somebody, or a department, carried: the same sentences wherever they are read."""

from __future__ import annotations

from bot.fairness.rules import NIGHT_FROM, NIGHT_TO, Burden, Team
from bot.model import TaskForce
from bot.weeks import format_minute, say_minutes

HARD = (
    f"Hard hours are those from {format_minute(NIGHT_FROM)} to {format_minute(NIGHT_TO)}, at"
    " weekends and on public holidays, each in people's own time zone; where a turn lasts a day or"
    " longer, only those for which it has no other time."
)


def say_own(burden: Burden, middle: int | None, weeks: int) -> str:
    """To the member themself. `middle`: what the one in the middle of their department held."""
    offered, held, done = (say_minutes(m) for m in (burden.pledged, burden.held, burden.logged))
    parts = []
    if burden.hard:
        parts.append(f"{say_minutes(burden.hard)} at night, at weekends or on holidays")
    if burden.covered:
        parts.append(f"{say_minutes(burden.covered)} covered for others")
    of_it = f" (of it {', '.join(parts)})" if parts else ""
    said = f"{weeks} weeks: you offered {offered}, held {held}{of_it}, did {done}."
    if middle is not None:
        most = f"{say_minutes(middle)} or less" if middle else "nothing"
        said += f" Half of your department held {most}."
    return said


def say_team(team: Team) -> str:
    """To the chair: a department's arithmetic."""
    sums, people = team.burden, "1 person" if team.people == 1 else f"{team.people} people"
    said = f"{team.name}, {people}: offered {say_minutes(sums.pledged)}, held {share(sums)},"
    said += f" done {say_minutes(sums.logged)}"
    if sums.hard:
        said += f"; {say_minutes(sums.hard)} of it hard hours"
    if sums.covered:
        said += f"; {say_minutes(sums.covered)} covered for others"
    if team.middle is not None:
        most = f"{say_minutes(team.middle)} or less" if team.middle else "nothing"
        said += f"; half of them held {most}"
    return f"{said}."


def share(burden: Burden) -> str:
    """What was held, and how much that is of what was offered."""
    held = say_minutes(burden.held)
    return f"{held} ({100 * burden.held // burden.pledged} %)" if burden.pledged else held


def say_limits(task_force: TaskForce) -> str:
    """What everybody is held to who set nothing else."""
    rest = task_force.rest_minutes
    said = f"{say_minutes(rest)} of rest between two days' turns" if rest else "no rest asked for"
    weeks = task_force.weeks_in_a_row
    row = f"at most {weeks} weeks in a row" if weeks else "any number of weeks in a row"
    return f"{said} · {row}"
